// A plain HTTP client for what one process of the suite asks another: small answers, whole, with a
// deadline. Blocking; connections are kept. Thread-safe.
#pragma once

#include "platform/core/error.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace mf::http {

struct ClientAnswer {
  int status = 0;
  std::string body;
};

class Client {
 public:
  /// A PEM file of authorities whose certificates are believed; empty: those of the system.
  explicit Client(std::string authorities_file = "");
  ~Client();

  /// `headers` are lines: "name: value". `unavailable` where there is no answer in time.
  Result<ClientAnswer> get(const std::string& url, const std::vector<std::string>& headers,
                           std::chrono::milliseconds deadline);
  /// Any method, with a body where it is not empty.
  Result<ClientAnswer> send(const std::string& method, const std::string& url,
                            const std::vector<std::string>& headers, const std::string& body,
                            std::chrono::milliseconds deadline);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mf::http
