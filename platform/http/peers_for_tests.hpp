// A raw client, a raw server and an application that says back what it was asked: for the tests of
// this folder.
#pragma once

#include "platform/http/problem.hpp"
#include "platform/http/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <thread>

namespace mf::http {

/// A raw connection: what it sends is what the server gets. Every wait ends after ten seconds.
class Peer {
 public:
  explicit Peer(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Peer() { ::close(socket_); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  bool connected() const { return connected_; }

  /// False where the server no longer takes bytes.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// Up to and with `end`; what came, if it does not come.
  std::string receive_until(std::string_view end) {
    std::size_t found = received_.find(end);
    while (found == std::string::npos && receive_some()) {
      found = received_.find(end);
    }
    return take(found == std::string::npos ? received_.size() : found + end.size());
  }

  /// A whole answer with a Content-Length, or without a body.
  std::string receive_answer() {
    std::string answer = receive_until("\r\n\r\n");
    const auto at = answer.find("content-length: ");
    if (at == std::string::npos) {
      return answer;
    }
    const std::size_t length = std::stoul(answer.substr(at + 16));
    while (received_.size() < length && receive_some()) {
    }
    return answer + take(std::min(length, received_.size()));
  }

  /// Everything until the server ends the connection.
  std::string receive_all() {
    while (receive_some()) {
    }
    return take(received_.size());
  }

  bool ended() { return received_.empty() && !receive_some() && ended_; }
  void close() { ::shutdown(socket_, SHUT_RDWR); }
  /// Says that nothing more comes, and goes on reading.
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

 private:
  bool receive_some() {
    std::array<char, 65536> piece;
    const ssize_t got = ::recv(socket_, piece.data(), piece.size(), 0);
    ended_ = got == 0 || (got < 0 && errno == ECONNRESET);
    received_.append(piece.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    return got > 0;
  }

  std::string take(std::size_t size) {
    std::string taken = received_.substr(0, size);
    received_.erase(0, size);
    return taken;
  }

  int socket_;
  bool connected_ = false;
  bool ended_ = false;
  std::string received_;
};

/// Says back what it was asked, unless the test gives it another answer.
class EchoApplication : public Application {
 public:
  Admission admit(Request& head) override {
    Admission admission{.body_limit = body_limit};
    if (head.path == "/forbidden") {
      admission.refusal = problem(Error{ErrorKind::forbidden, "forbidden", "No."}, head.path, "");
    }
    return admission;
  }

  Response handle(Request& request) override {
    ++handled;
    if (answer) {
      return answer(request);
    }
    Response response = json_response(200, "");
    std::array<char, 4096> piece;
    while (const auto size = request.body.read(piece)) {
      response.body.append(piece.data(), size);
    }
    response.body = request.method + " " + request.path + " [" + response.body + "]";
    response.with("x-spooled", request.body.in_memory() ? "no" : "yes");
    return response;
  }

  void finish(const Request&, Response& response) override {
    ++finished;
    response.with("x-finished", "yes");
  }

  std::size_t body_limit = 256 * 1024;
  std::function<Response(Request&)> answer;
  std::atomic<int> handled = 0;
  std::atomic<int> finished = 0;
};

/// Answers each connection on a thread of its own with whatever `serve` does to its socket.
class RawServer {
 public:
  explicit RawServer(std::function<void(int socket, int number)> serve)
      : serve_(std::move(serve)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 16);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept(); });
  }
  ~RawServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    for (auto& thread : threads_) {
      thread.join();
    }
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  int port() const { return port_; }
  int connections() const { return connections_; }

  /// A head without a body, or what came of one.
  static std::string read_head(int socket) {
    std::string head;
    char c = 0;
    while (!head.ends_with("\r\n\r\n") && ::recv(socket, &c, 1, 0) == 1) {
      head += c;
    }
    return head;
  }
  static void write(int socket, std::string_view text) {
    ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
  }

 private:
  void accept() {
    for (;;) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) {
        return;
      }
      threads_.emplace_back([this, socket, number = ++connections_] {
        serve_(socket, number);
        ::close(socket);
      });
    }
  }

  std::function<void(int, int)> serve_;
  int listener_;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::vector<std::thread> threads_;  // the acceptor's
  std::thread acceptor_;
};

}  // namespace mf::http
