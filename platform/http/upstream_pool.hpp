// Connections to replicas that wait for their next request. The server's loop only; included by
// session code, like session.hpp itself.
#pragma once

#include "platform/http/inbox.hpp"
#include "platform/http/tls.hpp"
#include "platform/http/upstream.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <sys/socket.h>

#include <unordered_map>

namespace mf::http {

struct UpstreamConnection {
  using Executor = boost::asio::io_context::executor_type;
  boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor> socket;
  std::optional<Tls> tls = {};
  Inbox in = {};
  std::chrono::steady_clock::time_point idle_since = {};
  bool ended = false;  // by the replica, in order
};

class UpstreamPool {
 public:
  using Connection = std::unique_ptr<UpstreamConnection>;
  using Time = std::chrono::steady_clock::time_point;

  /// The one that was used last; null where there is none. `surely_open`: one whose other end is
  /// looked at first, for what must not be sent twice.
  Connection take(const Replica& replica, bool surely_open) {
    auto& waiting = waiting_[&replica];
    while (!waiting.empty()) {
      auto connection = std::move(waiting.back());
      waiting.pop_back();
      if (!surely_open || is_open(*connection)) {
        return connection;
      }
    }
    return nullptr;
  }

  void give(const Replica& replica, Connection connection, Time now) {
    auto& waiting = waiting_[&replica];
    if (waiting.size() < k_most) {
      connection->idle_since = now;
      connection->in.shrink(k_keep_buffer);
      waiting.push_back(std::move(connection));
    }
  }

  /// Closes those that nobody has needed for a while: well before the replica does.
  void drop_old(Time now) {
    for (auto& [_, waiting] : waiting_) {
      std::erase_if(waiting, [&](const Connection& one) {
        return now - one->idle_since > std::chrono::seconds(k_idle_seconds);
      });
    }
  }

  void clear() { waiting_.clear(); }

 private:
  static constexpr std::size_t k_most = 512;
  static constexpr std::size_t k_keep_buffer = 16 * 1024;
  static constexpr int k_idle_seconds = 15;

  static bool is_open(UpstreamConnection& connection) {
    char byte = 0;
    const auto got = ::recv(connection.socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }

  std::unordered_map<const Replica*, std::vector<Connection>> waiting_;
};

}  // namespace mf::http
