// One client of the WebSocket subprotocol `graphql-transport-ws`, as a state machine over text
// messages: no sockets, no clock and no threads of its own.
//
// The server gives it each message that came (receive) and the time (tick, not later than
// deadline), and sends what next() gives for as long as its socket takes more. Requests are
// executed by next(), so a client that does not read makes nothing happen: what waits for it is
// bounded by the options and by Limits::max_waiting_events. One thread at a time; it must not
// outlive the engine.
#pragma once

#include "graphql/transport/parameters.hpp"
#include "graphql/transport/websocket.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <string_view>

namespace graphql {

/// To be offered and spoken in the handshake. A client that offers something else is closed with
/// k_no_subprotocol after it.
inline constexpr std::string_view k_ws_protocol = "graphql-transport-ws";
bool speaks_ws_protocol(std::string_view offered);

namespace ws_close {
inline constexpr std::uint16_t k_bad_request = 4400;
inline constexpr std::uint16_t k_unauthorized = 4401;
inline constexpr std::uint16_t k_forbidden = 4403;
inline constexpr std::uint16_t k_no_subprotocol = 4406;
inline constexpr std::uint16_t k_init_timeout = 4408;
inline constexpr std::uint16_t k_duplicate_id = 4409;
inline constexpr std::uint16_t k_second_init = 4429;
inline constexpr std::uint16_t k_internal_error = 4500;
}  // namespace ws_close

/// What a client may, once it has said who it is.
struct WsClient {
  bool introspection = true;
  bool suggestions = true;
};

struct WsOptions {
  std::chrono::milliseconds init_timeout{3'000};
  /// The client is asked for a sign of life after so long a silence, and closed after twice as
  /// long. Zero never asks.
  std::chrono::milliseconds ping_interval{0};
  /// Operations that are not yet complete.
  std::size_t max_operations = 64;
  std::size_t max_id_length = 128;
  /// Pongs and the like that the client has not taken.
  std::size_t max_waiting_messages = 64;
  /// Whether the client may come in, from the payload of its connection_init (undefined if it has
  /// none).
  std::function<std::optional<WsClient>(const Value& payload)> admit = {};
  /// next() has something to give; called by any thread.
  EventQueue::OnReady on_ready = {};
};

class WsSession {
 public:
  using Clock = std::chrono::steady_clock;

  WsSession(Engine& engine, WsOptions options, Clock::time_point now);

  void receive(std::string_view message, Clock::time_point now);

  /// Appends one message that is to be sent; false if there is none, now or at all. `context` is
  /// what resolvers get.
  bool next(std::string& out, void* context);

  /// Closes or asks a client that was silent for too long.
  void tick(Clock::time_point now);
  std::optional<Clock::time_point> deadline() const;

  /// Why the connection is to be closed, once it is.
  const std::optional<websocket::Close>& closed() const { return closed_; }

  std::size_t operations() const { return operations_.size(); }

 private:
  struct Operation {
    std::string id;
    /// The payload of `subscribe`, until it is executed.
    Arena arena{512};
    Parameters parameters = {};
    bool started = false;
    bool complete = false;
    SubscriptionPtr subscription = {};
  };
  using Operations = std::list<Operation>;

  void close(std::uint16_t code, std::string reason);
  void handle(const Value& message);
  void on_init(const Value& payload);
  void on_ping(const Value& payload);
  void on_subscribe(const Value& message);
  void on_complete(std::string_view id);
  Operations::iterator find(std::string_view id);
  void queue(std::string message);

  bool serve(Operation& operation, std::string& out, void* context);
  bool start(Operation& operation, std::string& out, void* context);
  bool continue_stream(Operation& operation, std::string& out, void* context);

  Engine& engine_;
  WsOptions options_;
  Clock::time_point opened_at_;
  Clock::time_point heard_at_;
  bool pinged_ = false;
  bool init_received_ = false;
  std::optional<WsClient> client_;
  std::optional<websocket::Close> closed_;
  std::deque<std::string> waiting_;
  /// Whose turn it is next stands in front.
  Operations operations_;
};

}  // namespace graphql
