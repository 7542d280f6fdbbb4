#include "graphql/programs/example_connection.hpp"

#include "graphql/transport/header.hpp"

namespace graphql::example {
namespace {

constexpr std::size_t k_enough_output = 64 * 1024;
constexpr std::size_t k_largest_message = 128 * 1024;

/// The example has no cookies and nothing to change, and the audit of GraphQL over HTTP sends bare
/// GETs.
constexpr HttpOptions k_http{.csrf_prevention = false};

WsOptions ws_options() {
  WsOptions options;
  options.init_timeout = std::chrono::milliseconds(500);
  return options;
}

}  // namespace

void Connection::receive(std::string_view bytes, Clock::time_point now) {
  if (finished_ || events_) {
    return;
  }
  if (socket_ != nullptr) {
    return read_frames(bytes, now);
  }
  received_ += bytes;
  while (!finished_ && answer_one(now)) {
  }
}

/// Answers the first whole request that was received; false if there is none.
bool Connection::answer_one(Clock::time_point now) {
  const std::string_view text = received_;
  const auto end = text.find("\r\n\r\n");
  if (end == text.npos) {
    if (text.size() > k_largest_head) {
      refuse(431, "The head is too long.");
    }
    return false;
  }
  const auto head = read_head(text.substr(0, end));
  if (!head.understood) {
    refuse(400, "The request is malformed.");
    return false;
  }
  const auto body_start = end + 4;
  if (text.size() < body_start + head.content_length) {
    return false;
  }
  auto query = head.target;
  if (take_until(query, '?') != "/graphql") {
    refuse(404, "GraphQL is at /graphql.");
    return false;
  }
  const bool more = answer(head, query, text.substr(body_start, head.content_length), now);
  received_.erase(0, body_start + head.content_length);
  if (socket_ != nullptr) {
    read_frames(std::exchange(received_, {}), now);
  }
  return more;
}

/// False if no further request is to be read.
bool Connection::answer(const Head& head, std::string_view query, std::string_view body,
                        Clock::time_point now) {
  if (!head.handshake.upgrade.empty()) {
    upgrade(head, now);
    return false;
  }
  const HttpRequest request{.method = head.method,
                            .query = query,
                            .content_type = head.content_type,
                            .accept = head.accept,
                            .body = body,
                            .preflighted = head.preflighted};
  if (accepts_event_stream(head.accept)) {
    stream_events(request);
    return false;
  }
  answer_over_http(request, head.keep_alive);
  return head.keep_alive;
}

void Connection::answer_over_http(const HttpRequest& request, bool keep_alive) {
  graphql::answer(engine_, request, k_http, response_);
  append_response(output_, response_, keep_alive);
  finished_ = !keep_alive;
}

void Connection::refuse(int status, std::string body) {
  append_response(output_, {status, "text/plain; charset=utf-8", {}, std::move(body)}, false);
  finished_ = true;
}

void Connection::stream_events(const HttpRequest& request) {
  auto stream = open_event_stream(engine_, request, {}, k_http);
  if (!stream) {
    append_response(output_, stream.error(), false);
    finished_ = true;
    return;
  }
  output_ += "HTTP/1.1 200 OK\r\nContent-Type: ";
  output_ += k_event_stream;
  output_ += "\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n";
  output_ += k_event_stream_ping;
  events_.emplace(std::move(*stream));
}

void Connection::upgrade(const Head& head, Clock::time_point now) {
  if (const auto status = websocket::check(head.handshake)) {
    return refuse(*status, "The WebSocket handshake is malformed.");
  }
  const bool speaks = speaks_ws_protocol(head.handshake.protocols);
  output_ += websocket::switching_protocols(head.handshake.key,
                                            speaks ? k_ws_protocol : std::string_view{});
  if (!speaks) {
    return close_socket({ws_close::k_no_subprotocol, "Subprotocol not acceptable"});
  }
  socket_ = std::make_unique<Socket>(websocket::Reader(k_largest_message),
                                     WsSession(engine_, ws_options(), now));
}

void Connection::read_frames(std::string_view bytes, Clock::time_point now) {
  using websocket::Opcode;
  while (!finished_) {
    const auto message = socket_->reader.next(bytes);
    if (!message) {
      return close_socket(message.error());
    }
    if (!*message) {
      return;
    }
    switch ((*message)->opcode) {
      case Opcode::text:
        socket_->session.receive((*message)->payload, now);
        break;
      case Opcode::binary:
        return close_socket({websocket::close_code::k_unsupported, "Messages are text"});
      case Opcode::ping:
        websocket::append_frame(output_, Opcode::pong, (*message)->payload);
        break;
      case Opcode::close:
        return close_socket({(*message)->code, std::string((*message)->payload)});
      default:
        break;
    }
    if (output_.size() > 4 * k_enough_output) {
      return close_socket({websocket::close_code::k_policy, "Answers are not taken"});
    }
  }
}

void Connection::close_socket(const websocket::Close& close) {
  websocket::append_close(output_, close);
  finished_ = true;
  socket_.reset();
}

void Connection::pump(Clock::time_point now) {
  if (events_ && !finished_) {
    while (output_.size() < k_enough_output && !finished_) {
      const auto outcome = events_->next(output_, nullptr);
      if (outcome == EventStream::Next::nothing) {
        return;
      }
      finished_ = outcome == EventStream::Next::ended;
    }
  }
  if (socket_ == nullptr) {
    return;
  }
  auto& session = socket_->session;
  session.tick(now);
  std::string message;
  while (output_.size() < k_enough_output && session.next(message, nullptr)) {
    websocket::append_frame(output_, websocket::Opcode::text, message);
    message.clear();
  }
  if (session.closed()) {
    close_socket(websocket::Close(*session.closed()));
  }
}

std::optional<Connection::Clock::time_point> Connection::deadline() const {
  return socket_ != nullptr ? socket_->session.deadline() : std::nullopt;
}

}  // namespace graphql::example
