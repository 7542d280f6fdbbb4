// What the HTTP client is tested against: a listener, and a server that answers what it is told to.
// For tests only; the main thread makes them.
#pragma once

#include "platform/cloud/web.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mf::cloud::testing {

/// Gives up soon.
inline Patience hasty() {
  return {.connect = std::chrono::milliseconds{1000},
          .silence = std::chrono::milliseconds{2000},
          .deadline = std::chrono::milliseconds{4000},
          .tries = 3,
          .pause = std::chrono::milliseconds{5}};
}

/// A loopback listener that gives each connection to `talk` on a thread of its own.
class Listener {
 public:
  explicit Listener(std::function<void(int peer)> talk) : talk_(std::move(talk)) {
    handle_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (handle_ < 0 || ::bind(handle_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(handle_, 64) != 0 ||
        ::getsockname(handle_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("the test cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { accept_all(); });
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() {
    stopping_ = true;
    thread_.join();
    for (auto& talker : talkers_) {
      talker.join();
    }
    ::close(handle_);
  }

  int port() const { return port_; }
  bool stopping() const { return stopping_; }
  /// False once the listener stops.
  bool readable(int handle) const {
    while (!stopping_) {
      pollfd one{handle, POLLIN, 0};
      if (::poll(&one, 1, 20) > 0) {
        return true;
      }
    }
    return false;
  }

  static sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
  }

 private:
  void accept_all() {
    while (readable(handle_)) {
      const int peer = ::accept4(handle_, nullptr, nullptr, SOCK_CLOEXEC);
      if (peer >= 0) {
        talkers_.emplace_back([this, peer] {
          talk_(peer);
          ::close(peer);
        });
      }
    }
  }

  const std::function<void(int)> talk_;
  int handle_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
  std::vector<std::thread> talkers_;
};

inline bool send_all(int handle, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(handle, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// Answers each request with the next of its lines, the last one for ever, and remembers what came.
class ScriptedServer {
 public:
  explicit ScriptedServer(std::vector<std::string> answers) : answers_(std::move(answers)) {}

  std::string url() const { return fmt::format("http://127.0.0.1:{}", listener_.port()); }
  std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  static std::string answer(int status, const std::string& body, const std::string& headers = "") {
    return fmt::format("HTTP/1.1 {} Said\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(),
                       headers, body);
  }

 private:
  void talk(int peer) {
    std::string buffer;
    while (listener_.readable(peer)) {
      std::array<char, 4096> bytes;
      const ssize_t got = ::recv(peer, bytes.data(), bytes.size(), 0);
      if (got <= 0) {
        return;
      }
      buffer.append(bytes.data(), static_cast<std::size_t>(got));
      if (whole(buffer) && !send_all(peer, next(std::exchange(buffer, {})))) {
        return;
      }
    }
  }

  static bool whole(const std::string& request) {
    constexpr std::string_view k_length = "Content-Length: ";
    const auto end = request.find("\r\n\r\n");
    const auto at = request.find(k_length);
    const std::size_t length =
        at < end && end != std::string::npos ? std::stoul(request.substr(at + k_length.size())) : 0;
    return end != std::string::npos && request.size() >= end + 4 + length;
  }

  std::string next(std::string request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    return answers_[std::min(requests_.size(), answers_.size()) - 1];
  }

  const std::vector<std::string> answers_;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  Listener listener_{[this](int peer) { talk(peer); }};  // last: it uses the others
};

}  // namespace mf::cloud::testing
