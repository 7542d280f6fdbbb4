// What the object stores are tested against: Azurite and s3rver as processes of their own, and a
// proxy that cuts connections. For tests only; the main
// thread makes them.
#pragma once

#include "platform/cloud/peers_for_tests.hpp"
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

using cloud::testing::Listener;
using cloud::testing::ScriptedServer;
using cloud::testing::send_all;

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

}  // namespace mf::blob::testing
