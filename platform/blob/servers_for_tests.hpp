// What the object stores are tested against: Azurite and s3rver as processes of their own, a proxy
// that cuts connections, and a server that answers what it is told to. For tests only; the main
// thread makes them.
#pragma once

#include "platform/core/random.hpp"
#include "platform/testing/temporary_folder.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

namespace mf::blob::testing {

/// True where `npm ci` has installed the servers.
inline bool servers_installed() {
  return std::filesystem::exists(std::string(MF_BLOB_SERVERS) + "/node_modules/azurite") &&
         std::filesystem::exists(std::string(MF_BLOB_SERVERS) + "/node_modules/s3rver");
}

/// One of them, on a free port, with a folder of its own.
class NodeServer {
 public:
  explicit NodeServer(const std::string& kind) {
    int out[2];
    if (::pipe2(out, O_CLOEXEC) != 0) {
      throw std::runtime_error("no pipe");
    }
    const std::string script = std::string(MF_BLOB_SERVERS) + "/serve.js";
    const std::string folder = folder_.path();
    process_ = ::fork();
    if (process_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::dup2(out[1], STDOUT_FILENO);
      ::execlp("node", "node", script.c_str(), kind.c_str(), folder.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(out[1]);
    port_ = read_port(out[0]);
    out_ = out[0];
  }
  NodeServer(const NodeServer&) = delete;
  NodeServer& operator=(const NodeServer&) = delete;
  ~NodeServer() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    ::close(out_);
  }

  int port() const { return port_; }

 private:
  static int read_port(int out) {
    constexpr std::string_view k_says = "listens on http://127.0.0.1:";
    std::string text;
    pollfd one{out, POLLIN, 0};
    while (::poll(&one, 1, 60'000) > 0) {
      std::array<char, 512> bytes;
      const ssize_t got = ::read(out, bytes.data(), bytes.size());
      if (got <= 0) {
        break;
      }
      text.append(bytes.data(), static_cast<std::size_t>(got));
      const auto at = text.find(k_says);
      if (at != std::string::npos && text.find('\n', at) != std::string::npos) {
        return std::stoi(text.substr(at + k_says.size()));
      }
    }
    throw std::runtime_error("the server did not start: " + text);
  }

  mf::testing::TemporaryFolder folder_;
  pid_t process_ = -1;
  int port_ = 0;
  int out_ = -1;
};

/// The one of its kind that all tests of a binary share.
inline NodeServer& azurite() {
  static NodeServer server("azurite");
  return server;
}
inline NodeServer& s3rver() {
  static NodeServer server("s3");
  return server;
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

/// Stands before a server and takes it away in the middle of something.
class CuttingProxy {
 public:
  explicit CuttingProxy(int target) : target_(target) {}

  int port() const { return listener_.port(); }
  /// Once so many bytes more have gone to the server, its connections break; new ones, too, until
  /// heal(), or not, if it is `once`.
  void cut_after(std::int64_t bytes, bool once = false) {
    once_ = once;
    left_ = bytes;
  }
  void heal() { left_ = k_plenty; }

 private:
  static constexpr std::int64_t k_plenty = std::int64_t{1} << 60;

  bool cut() {
    if (left_ > 0) {
      return false;
    }
    if (once_) {
      heal();
    }
    return true;
  }

  void talk(int peer) {
    if (cut()) {
      return;
    }
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = Listener::loopback(target_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      pass(peer, server);
    }
    ::close(server);
  }

  void pass(int peer, int server) {
    std::vector<char> bytes(16 * 1024);
    while (!listener_.stopping()) {
      std::array<pollfd, 2> both{{{peer, POLLIN, 0}, {server, POLLIN, 0}}};
      if (::poll(both.data(), both.size(), 20) <= 0) {
        continue;
      }
      for (const bool up : {true, false}) {
        if (both[up ? 0 : 1].revents == 0) {
          continue;
        }
        const ssize_t got = ::recv(up ? peer : server, bytes.data(), bytes.size(), 0);
        if (got <= 0 || (up && (left_ -= got, cut())) ||
            !send_all(up ? server : peer, {bytes.data(), static_cast<std::size_t>(got)})) {
          return;
        }
      }
    }
  }

  const int target_;
  std::atomic<std::int64_t> left_ = k_plenty;
  std::atomic<bool> once_ = false;
  Listener listener_{[this](int peer) { talk(peer); }};  // last: it uses the others
};

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

}  // namespace mf::blob::testing
