// Passing a request on to a replica and its answer back, on the loop and without a worker. Small
// bodies are read whole first, so that a slow client holds no replica and a failed one can be
// followed by another; larger ones stream through with back-pressure. Bytes of a body are never
// copied.
#include "platform/http/session.hpp"
#include "platform/http/upstream_wire.hpp"
#include "platform/telemetry/log.hpp"
#include "platform/telemetry/span.hpp"

#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <fmt/format.h>

namespace mf::http {
namespace {

using boost::system::error_code;

constexpr std::size_t k_answer_head_limit = 32 * 1024;
constexpr std::size_t k_stream_room = 1024;  // event streams are many and say little
constexpr std::size_t k_most_tries = 3;
constexpr std::string_view k_last_chunk = "0\r\n\r\n";

/// One of the requests that may run at the same time.
class Place {
 public:
  explicit Place(Upstream& upstream) : upstream_(upstream.enter() ? &upstream : nullptr) {}
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { leave(); }

  explicit operator bool() const { return upstream_ != nullptr; }
  void leave() {
    if (upstream_ != nullptr) {
      std::exchange(upstream_, nullptr)->leave();
    }
  }

 private:
  Upstream* upstream_;
};

/// A replica that is busy with a request.
class Lease {
 public:
  explicit Lease(std::shared_ptr<Replica> replica) : replica_(std::move(replica)) {}
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() {
    if (replica_) {
      replica_->end();
    }
  }

  explicit operator bool() const { return replica_ != nullptr; }
  Replica& replica() const { return *replica_; }

 private:
  std::shared_ptr<Replica> replica_;
};

/// From here to the replica's answer, whichever it was.
telemetry::Span span_of(const Request& request, const Upstream& upstream) {
  if (!telemetry::collects(request.traceparent)) {
    return {};
  }
  telemetry::Span span(telemetry::SpanKind::client, "gateway",
                       fmt::format("{} {}", request.method, request.route), request.traceparent);
  span.set("http.request.method", request.method);
  span.set("url.template", std::string(request.route));
  span.set("peer.service", upstream.service);
  return span;
}

}  // namespace

/// One request on its way.
struct Session::Errand {
  Head& head;
  Forward& to;
  const std::size_t body_limit;
  const bool streams;  // its body is passed on piece by piece, and so only once
  Place place;         // given back early by event streams, which last
  telemetry::Span span;
  bool begun = false;  // the body's first bytes have been taken from the client
  bool cut = false;    // the replica answered before it had all of the body
  bool keep = false;   // after the answer: the client's connection can go on
  BodyEnd body_end = BodyEnd::complete;

  std::chrono::milliseconds answer_time() const {
    return std::max(to.answer_time, to.upstream->options.answer_time);
  }
  bool may_repeat(Sent why) const {
    return !begun && (why == Sent::not_sent || (to.repeatable && why != Sent::too_slow));
  }
};

/// True if another request may follow.
Task<bool> Session::forward(Head& head, Admission& admission) {
  Errand errand{.head = head,
                .to = *admission.forward,
                .body_limit = admission.body_limit,
                .streams = head.chunked || head.length > shared_.options.spool_above,
                .place = Place(*admission.forward->upstream),
                .span = span_of(head.request, *admission.forward->upstream)};
  link_out_.clear();
  append_request_head(link_out_, head, errand.to.headers,
                      errand.span.traceparent_or(head.request.traceparent));
  if (head.length > errand.body_limit) {
    co_return co_await answer_body_end(head, BodyEnd::too_large);
  }
  if (!errand.place) {
    co_return co_await turn_down(head, too_busy(head.request));
  }
  if (head.has_body() && !errand.streams) {
    const auto end = co_await receive_body(head, errand.body_limit);
    if (end != BodyEnd::complete) {
      co_return co_await answer_body_end(head, end);
    }
  }
  std::vector<const Replica*> tried;
  bool fresh = false;
  Sent why = Sent::not_sent;
  for (;;) {
    const Lease lease(errand.to.upstream->choose(SteadyClock::now(), tried));
    if (!lease) {
      break;
    }
    why = co_await exchange(errand, lease.replica(), fresh);
    link_.reset();
    streaming_ = false;
    no_limit();
    if (why == Sent::answered) {
      co_return errand.keep;
    }
    if (why == Sent::stale) {
      fresh = true;
      continue;
    }
    if (why == Sent::body || why == Sent::gone) {
      break;
    }
    lease.replica().failed(SteadyClock::now());
    tried.push_back(&lease.replica());
    errand.span.set("http.request.resend_count", static_cast<std::int64_t>(tried.size()));
    telemetry::log_warning(
        "http", "a replica failed a request",
        {{"service", errand.to.upstream->service},
         {"replica", lease.replica().name},
         {"why", std::string(why == Sent::not_sent    ? "not reached"
                             : why == Sent::too_slow  ? "no answer in time"
                             : why == Sent::no_answer ? "it closed the connection"
                                                      : "its answer is not understood")},
         {"requestId", head.request.id}});
    if (tried.size() == k_most_tries || !errand.may_repeat(why) ||
        !errand.to.upstream->take_retry()) {
      break;
    }
  }
  co_return co_await give_up(errand, why);
}

/// Asks one replica. `stale`: the connection was old and its other end gone before it saw anything.
Task<Session::Sent> Session::exchange(Errand& errand, Replica& replica, bool fresh) {
  link_ = fresh ? nullptr : shared_.upstream.take(replica, !errand.to.repeatable);
  const bool reused = link_ != nullptr;
  if (!reused && !co_await connect(errand, replica)) {
    co_return Sent::not_sent;
  }
  auto sent = co_await send_request(errand);
  if (sent == Sent::answered) {
    sent = co_await receive_answer(errand, replica);
  }
  if (reused && !errand.begun &&
      (sent == Sent::not_sent || (sent == Sent::no_answer && errand.to.repeatable))) {
    co_return Sent::stale;
  }
  co_return sent;
}

Task<bool> Session::connect(const Errand& errand, const Replica& replica) {
  link_ = std::make_unique<UpstreamConnection>(Socket(shared_.loop->get_executor()));
  const auto time = errand.to.upstream->options.connect_time;
  limit(time);
  if (!co_await dial(replica)) {
    co_return false;
  }
  error_code ignored;
  link_->socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  link_->socket.non_blocking(true, ignored);
  if (!replica.address.tls) {
    co_return true;
  }
  if (!shared_.options.trust) {
    co_return false;
  }
  link_->tls.emplace(*shared_.options.trust, replica.address.host);
  co_return co_await shake_hands(link_->socket, *link_->tls, time);
}

/// The first of the replica's addresses that takes the connection.
Task<bool> Session::dial(const Replica& replica) {
  using Resolver = asio::ip::basic_resolver<asio::ip::tcp, Executor>;
  error_code error;
  std::vector<asio::ip::tcp::endpoint> endpoints;
  const auto port = static_cast<std::uint16_t>(replica.address.port);
  const auto address = asio::ip::make_address(replica.address.host, error);
  if (!error) {
    endpoints.emplace_back(address, port);
  } else {
    Resolver resolver(shared_.loop->get_executor());
    const auto found = co_await resolver.async_resolve(replica.address.host, std::to_string(port),
                                                       asio::redirect_error(k_awaitable, error));
    for (const auto& one : found) {
      endpoints.push_back(one.endpoint());
    }
  }
  for (const auto& endpoint : endpoints) {
    error_code ignored;
    link_->socket.close(ignored);
    co_await link_->socket.async_connect(endpoint, asio::redirect_error(k_awaitable, error));
    if (!error || timed_out_ || !socket_.is_open()) {
      co_return !error;
    }
  }
  co_return false;
}

Task<bool> Session::send_to_link(std::span<const asio::const_buffer> parts) {
  return link_->tls ? send_sealed(link_->socket, *link_->tls, parts)
                    : send_to(link_->socket, parts);
}

/// `answered`: it is with the replica, or the replica has stopped reading and may have said why.
Task<Session::Sent> Session::send_request(Errand& errand) {
  const std::array parts{bytes(link_out_), bytes(errand.head.request.body.text())};
  error_code error;
  // Plain text is tried at once: what fails here was not sent, and may go to another replica.
  const std::size_t sent = link_->tls ? 0 : link_->socket.write_some(parts, error);
  if (error && error != asio::error::would_block && error != asio::error::try_again) {
    co_return Sent::not_sent;
  }
  const std::size_t in_head = std::min(sent, parts[0].size());
  const std::array rest{parts[0] + in_head, parts[1] + (sent - in_head)};
  if (asio::buffer_size(rest) > 0 && !co_await send_to_link(rest)) {
    co_return timed_out_ ? Sent::too_slow : Sent::no_answer;
  }
  co_return errand.streams ? co_await stream_body(errand) : Sent::answered;
}

Task<Session::Sent> Session::stream_body(Errand& errand) {
  auto& head = errand.head;
  if (head.expects_continue && received().empty()) {
    const std::array go_on{bytes("HTTP/1.1 100 Continue\r\n\r\n")};
    if (!co_await send(go_on)) {
      co_return Sent::gone;
    }
    head.expects_continue = false;
  }
  errand.begun = true;
  const auto until = SteadyClock::now() + shared_.options.body_time;
  BodyReader reader(head);
  std::size_t total = 0;
  for (;;) {
    auto rest = received();
    const auto piece = reader.next(rest);
    total += piece.size();
    if (reader.malformed() || total > errand.body_limit) {
      errand.body_end = reader.malformed() ? BodyEnd::malformed : BodyEnd::too_large;
      co_return Sent::body;
    }
    const bool last = head.chunked && reader.done();
    const auto size = head.chunked && !piece.empty() ? fmt::format("{:x}\r\n", piece.size()) : "";
    const std::array parts{bytes(size), bytes(piece), bytes(size.empty() ? "" : "\r\n"),
                           bytes(last ? k_last_chunk : "")};
    if (!co_await send_to_link(parts)) {
      errand.cut = true;
      co_return Sent::answered;
    }
    consume(received().size() - rest.size());
    if (reader.done()) {
      co_return Sent::answered;
    }
    error_code ignored;
    if (!piece.empty() && !link_->tls && link_->socket.available(ignored) > 0) {
      errand.cut = true;
      co_return Sent::answered;
    }
    if (!received().empty()) {
      continue;
    }
    limit(std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now()));
    if (!co_await receive_more(head.chunked ? Inbox::k_piece : head.length - total)) {
      errand.body_end = BodyEnd::slow;
      co_return timed_out_ ? Sent::body : Sent::gone;
    }
  }
}

Task<bool> Session::receive_from_link(std::size_t room) {
  if (link_->tls) {
    co_return co_await receive_sealed(link_->socket, *link_->tls, link_->in, room);
  }
  const auto space = link_->in.room(room);
  error_code error;
  const auto got = co_await link_->socket.async_read_some(asio::buffer(space.data(), space.size()),
                                                          asio::redirect_error(k_awaitable, error));
  link_->in.filled(got);
  link_->ended = error == asio::error::eof;
  co_return !error;
}

/// The head's size; 0 if none comes.
Task<std::size_t> Session::receive_answer_head() {
  std::size_t seen = 0;
  for (;;) {
    const auto text = link_->in.bytes();
    const auto end = find_head_end(text, seen);
    if (end.state == HeadEnd::State::complete) {
      co_return end.size;
    }
    seen = text.size();
    if (end.state == HeadEnd::State::bare_lf || seen >= k_answer_head_limit ||
        !co_await receive_from_link(1)) {
      co_return 0;
    }
  }
}

/// `answered` once the answer has begun to leave, whatever comes then.
Task<Session::Sent> Session::receive_answer(Errand& errand, Replica& replica) {
  limit(errand.answer_time());
  for (;;) {
    const auto size = co_await receive_answer_head();
    if (size == 0) {
      co_return timed_out_ ? Sent::too_slow
      : link_->in.empty()  ? Sent::no_answer
                           : Sent::bad_answer;
    }
    out_.clear();
    const auto answer =
        pass_answer_head(link_->in.bytes().substr(0, size), out_, errand.head.upgrades);
    if (!answer) {
      co_return Sent::bad_answer;
    }
    link_->in.consume(size);
    if (answer->status == 101) {
      replica.succeeded();
      errand.place.leave();
      begin_relay(errand, *answer, replica);
      out_ += "\r\n";
      co_await relay_both_ways();
      co_return Sent::answered;
    }
    if (answer->status >= 200) {  // what comes before is for this hop
      replica.succeeded();
      co_await relay(errand, *answer, replica);
      co_return Sent::answered;
    }
  }
}

/// Ends the span, and adds to out_ what the gateway alone knows.
void Session::begin_relay(Errand& errand, const AnswerHead& answer, const Replica& replica) {
  errand.span.set("server.address", replica.name);
  errand.span.set("http.response.status_code", answer.status);
  if (answer.status >= 500) {
    errand.span.fail(std::to_string(answer.status));
  }
  errand.span.end();
  Response added{.status = answer.status};
  shared_.application.forwarded(errand.head.request, added);
  for (const auto& [name, value] : added.headers) {
    append_header_line(out_, name, value);
  }
}

Task<void> Session::relay(Errand& errand, const AnswerHead& answer, Replica& replica) {
  const auto& head = errand.head;
  const bool has_body = answer.has_body(head.request.method);
  const bool until_close = answer.until_close(head.request.method);
  const bool chunks = has_body && !answer.length && head.http_11;
  const bool close = !head.keep_alive || shared_.stopping || errand.cut || answer.event_stream ||
                     (has_body && !answer.length && !head.http_11);
  begin_relay(errand, answer, replica);
  out_ += chunks ? "transfer-encoding: chunked\r\n" : "";
  out_ += close ? "connection: close\r\n" : !head.http_11 ? "connection: keep-alive\r\n" : "";
  out_ += "\r\n";
  if (answer.event_stream && has_body) {
    errand.place.leave();
    streaming_ = true;
    watch_peer();
  }
  bool whole = false;
  if (until_close) {
    whole = co_await relay_until_close(errand);
  } else {
    const BodyReader reader(has_body && answer.chunked, has_body ? answer.length.value_or(0) : 0);
    whole = co_await relay_body(errand, reader);
  }
  lingers_ = lingers_ || errand.cut || (whole && streaming_);
  errand.keep = whole && !close;
  if (whole && !until_close && !answer.close && !errand.cut && link_->in.empty()) {
    shared_.upstream.give(replica, std::move(link_), SteadyClock::now());
  }
}

/// Sends out_ and the body, framed as it comes. False where it could not be passed on whole: then
/// only the connection's end tells the client.
Task<bool> Session::relay_body(Errand& errand, BodyReader reader) {
  const bool decode = !errand.head.http_11;  // which knows no chunks
  std::string_view first = out_;
  std::string decoded;
  for (;;) {
    const auto all = link_->in.bytes();
    auto rest = all;
    decoded.clear();
    while (!rest.empty() && !reader.done() && !reader.malformed()) {
      const auto piece = reader.next(rest);
      if (decode) {
        decoded += piece;
      }
    }
    if (reader.malformed()) {
      co_return false;
    }
    const auto taken = all.size() - rest.size();
    const std::array parts{bytes(first), bytes(decode ? decoded : all.substr(0, taken))};
    if (!co_await send(parts)) {
      co_return false;
    }
    first = {};
    link_->in.consume(taken);
    if (reader.done()) {
      co_return true;
    }
    if (streaming_ && shared_.stopping && reader.between_chunks()) {
      const std::array last{bytes(decode ? "" : k_last_chunk)};
      co_return co_await send(last);
    }
    if (streaming_ && (peer_gone_ || shared_.stopping)) {
      co_return false;
    }
    streaming_ ? no_limit() : limit(errand.answer_time());
    if (!co_await receive_from_link(streaming_ ? k_stream_room : Inbox::k_piece) &&
        !(streaming_ && shared_.stopping)) {
      co_return false;
    }
  }
}

/// A body that ends with the replica's connection.
Task<bool> Session::relay_until_close(Errand& errand) {
  const bool chunks = errand.head.http_11;
  std::string_view first = out_;
  for (;;) {
    const auto piece = link_->in.bytes();
    const auto size = chunks && !piece.empty() ? fmt::format("{:x}\r\n", piece.size()) : "";
    const std::array parts{bytes(first), bytes(size), bytes(piece),
                           bytes(size.empty() ? "" : "\r\n")};
    if (!co_await send(parts)) {
      co_return false;
    }
    first = {};
    link_->in.drop();
    limit(errand.answer_time());
    if (!co_await receive_from_link(Inbox::k_piece)) {
      break;
    }
  }
  const std::array last{bytes(chunks ? k_last_chunk : "")};
  co_return link_->ended&& co_await send(last);
}

/// What the client hears where no replica's answer can be passed on.
Task<bool> Session::give_up(Errand& errand, Sent why) {
  auto& head = errand.head;
  errand.span.fail(why == Sent::gone   ? "client_gone"
                   : why == Sent::body ? "bad_body"
                                       : "no_answer");
  if (why == Sent::gone) {
    co_return false;
  }
  if (why == Sent::body) {
    co_return co_await answer_body_end(head, errand.body_end);
  }
  auto response =
      why == Sent::too_slow
          ? refusal(504, "upstream_slow", "The service did not answer in time.", head.request)
      : why == Sent::not_sent
          ? refusal(503, "unavailable", "The service is not available now.", head.request)
          : refusal(502, "bad_gateway", "The service gave no answer.", head.request);
  if (!errand.streams) {
    co_return co_await respond(head, response, false);
  }
  if (!errand.begun) {
    co_return co_await turn_down(head, std::move(response));
  }
  lingers_ = true;
  co_return co_await respond(head, response, true);
}

}  // namespace mf::http
