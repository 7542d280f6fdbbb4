// GraphQL over server-sent events (the graphql-sse protocol, distinct connections): one request,
// answered by as many events as it has answers, then `complete`.
//
// No sockets: the server opens a stream, sends its head as k_event_stream with caching off, then
// what next() appends, when `on_ready` told it to. One thread at a time calls a stream; it must not
// outlive the engine.
#pragma once

#include "graphql/transport/http.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace graphql {

inline constexpr std::string_view k_event_stream = "text/event-stream; charset=utf-8";
/// A comment: tells proxies and clients that the stream still lives. Send it first, and then
/// whenever nothing was sent for some seconds.
inline constexpr std::string_view k_event_stream_ping = ":\n\n";

/// Whether the client wants its answers as events.
bool accepts_event_stream(std::string_view accept);

class EventStream {
 public:
  using Next = Subscription::Next;

  explicit EventStream(std::string only_answer) : only_answer_(std::move(only_answer)) {}
  explicit EventStream(SubscriptionPtr subscription) : subscription_(std::move(subscription)) {}

  /// Appends one event. After `ended` the connection is to be closed.
  Next next(std::string& out, void* context);

 private:
  std::string only_answer_;
  SubscriptionPtr subscription_;
  bool completed_ = false;
};

/// Executes the request, or opens its subscription; both come as a stream, and so do errors of the
/// document. What is wrong with the HTTP request is the response to send instead.
std::expected<EventStream, HttpResponse> open_event_stream(Engine& engine,
                                                           const HttpRequest& request,
                                                           EventQueue::OnReady on_ready,
                                                           const HttpOptions& options = {});

}  // namespace graphql
