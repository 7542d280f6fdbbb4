// One client of the example server: bytes in, bytes out. Speaks HTTP until the client asks for
// server-sent events or a WebSocket.
//
// Shows how a server puts the engine's transports together. One thread.
#pragma once

#include "graphql/programs/example_http.hpp"
#include "graphql/transport/sse.hpp"
#include "graphql/transport/ws_session.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace graphql::example {

class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Connection(Engine& engine) : engine_(engine) {}

  void receive(std::string_view bytes, Clock::time_point now);

  /// Lets subscriptions write what they have, as far as the output is not too long already.
  void pump(Clock::time_point now);

  /// What is to be sent; the loop takes off what it sent.
  std::string& output() { return output_; }
  /// Nothing will be added to the output.
  bool finished() const { return finished_; }
  std::optional<Clock::time_point> deadline() const;

 private:
  struct Socket {
    websocket::Reader reader;
    WsSession session;
  };

  bool answer_one(Clock::time_point now);
  bool answer(const Head& head, std::string_view query, std::string_view body,
              Clock::time_point now);
  void answer_over_http(const HttpRequest& request, bool keep_alive);
  void refuse(int status, std::string body);
  void stream_events(const HttpRequest& request);
  void upgrade(const Head& head, Clock::time_point now);
  void read_frames(std::string_view bytes, Clock::time_point now);
  void close_socket(const websocket::Close& close);

  Engine& engine_;
  std::string received_;
  std::string output_;
  HttpResponse response_;
  std::optional<EventStream> events_;
  std::unique_ptr<Socket> socket_;
  bool finished_ = false;
};

}  // namespace graphql::example
