// graphql_example_server PORT [DATA]: serves the example schema at /graphql over HTTP, server-sent
// events and WebSocket, on one thread.
//
// Small on purpose: the loop that a server around graphql/transport needs, and no more. Not for the
// open internet.
#include "graphql/programs/example_connection.hpp"
#include "graphql/programs/example_schema.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <iostream>
#include <iterator>
#include <list>

namespace graphql::example {
namespace {

using Clock = Timers::Clock;

/// How long a client that was told good-bye is listened to, so that what was sent last arrives.
constexpr std::chrono::seconds k_linger{1};

struct Client {
  int socket;
  Connection connection;
  std::optional<Clock::time_point> closes_at = std::nullopt;
};

class Loop {
 public:
  Loop(Engine& engine, Timers& timers, int listener)
      : engine_(engine), timers_(timers), listener_(listener) {}

  [[noreturn]] void run() {
    while (true) {
      wait();
      const auto now = Clock::now();
      timers_.run(now);
      std::size_t i = 1;
      for (auto client = clients_.begin(); client != clients_.end(); ++i) {
        const bool readable = waiting_[i].revents != 0;
        if (serve(*client, readable, now)) {
          ++client;
        } else {
          ::close(client->socket);
          client = clients_.erase(client);
        }
      }
      if (waiting_[0].revents != 0) {
        accept();
      }
    }
  }

 private:
  void wait() {
    waiting_.assign(1, {listener_, POLLIN, 0});
    auto until = timers_.deadline();
    const auto earliest = [&](std::optional<Clock::time_point> time) {
      until = time && (!until || *time < *until) ? time : until;
    };
    for (auto& client : clients_) {
      const bool has_output = !client.connection.output().empty();
      const auto wanted = has_output ? POLLIN | POLLOUT : POLLIN;
      waiting_.push_back({client.socket, static_cast<short>(wanted), 0});
      earliest(client.connection.deadline());
      earliest(client.closes_at);
    }
    int timeout = -1;
    if (until) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - Clock::now());
      timeout = static_cast<int>(std::max<std::int64_t>(left.count(), 0));
    }
    ::poll(waiting_.data(), waiting_.size(), timeout);
  }

  /// False when the connection is to be closed.
  bool serve(Client& client, bool readable, Clock::time_point now) {
    if (readable && !read(client, now)) {
      return false;
    }
    bool more = true;
    while (more) {
      client.connection.pump(now);
      const bool has_output = !client.connection.output().empty();
      if (!write(client)) {
        return false;
      }
      // What was too much for one go is to be had now.
      more = has_output && client.connection.output().empty();
    }
    if (client.connection.finished() && client.connection.output().empty() && !client.closes_at) {
      ::shutdown(client.socket, SHUT_WR);
      client.closes_at = now + k_linger;
    }
    return !client.closes_at || now < *client.closes_at;
  }

  static bool read(Client& client, Clock::time_point now) {
    char chunk[16 * 1024];
    const auto count = ::recv(client.socket, chunk, sizeof(chunk), MSG_DONTWAIT);
    if (count > 0) {
      client.connection.receive({chunk, static_cast<std::size_t>(count)}, now);
    }
    return count > 0 || (count < 0 && errno == EAGAIN);
  }

  static bool write(Client& client) {
    auto& output = client.connection.output();
    if (output.empty()) {
      return true;
    }
    const auto sent =
        ::send(client.socket, output.data(), output.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      return errno == EAGAIN;
    }
    output.erase(0, static_cast<std::size_t>(sent));
    return true;
  }

  void accept() {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (socket >= 0) {
      clients_.push_back({socket, Connection(engine_)});
    }
  }

  Engine& engine_;
  Timers& timers_;
  int listener_;
  std::list<Client> clients_;
  std::vector<pollfd> waiting_;
};

int listen_on(std::uint16_t port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool bound =
      ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  return bound && ::listen(listener, 128) == 0 ? listener : -1;
}

int run(std::uint16_t port, const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string data{std::istreambuf_iterator<char>(file), {}};
  Timers timers;
  Engine engine(make_schema(data, timers));
  const int listener = listen_on(port);
  if (listener < 0) {
    std::cerr << "Port " << port << " cannot be listened on.\n";
    return 1;
  }
  Loop(engine, timers, listener).run();
}

}  // namespace
}  // namespace graphql::example

int main(int count, char** arguments) {
  const std::string_view text = count > 1 ? arguments[1] : "";
  std::uint16_t port = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, port);
  if (parsed.ec != std::errc{} || parsed.ptr != end) {
    std::cerr << "usage: graphql_example_server PORT [DATA]\n";
    return 2;
  }
  try {
    return graphql::example::run(port, count > 2 ? arguments[2] : GRAPHQL_EXAMPLE_DATA);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
