// A server with an echoing application behind it: what the tests of the server have in common.
#pragma once

#include "platform/http/peers_for_tests.hpp"

#include <gtest/gtest.h>

namespace mf::http {

class HttpServer : public ::testing::Test {
 protected:
  void start() {
    server.emplace(options, application, workers);
    server->start();
  }

  int port() const { return server->port(); }

  /// Waits for what another thread brings about.
  static bool eventually(const std::function<bool()>& condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > until) {
        return false;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(2));  // polls
    }
    return true;
  }

  ServerOptions options;
  EchoApplication application;
  async::WorkerPool workers{2, 64};
  std::optional<Server> server;
};

inline std::string get(std::string_view path, std::string_view more = "") {
  return fmt::format("GET {} HTTP/1.1\r\nHost: test\r\n{}\r\n", path, more);
}

inline std::string post(std::string_view path, std::string_view body) {
  return fmt::format("POST {} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n{}", path,
                     body.size(), body);
}

}  // namespace mf::http
