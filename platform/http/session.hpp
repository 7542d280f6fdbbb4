// One connection of the server, from its first byte to its last: a coroutine that reads a request,
// has it answered and goes on to the next. It runs on the loop thread; what may wait (handlers,
// files) runs on a worker.
//
// A request is handed over to a worker that sends the answer itself, so that the loop need not be
// woken for it. From hand_over() until `turn_` is done the worker owns exchange_, out_ and the
// sending side of the socket; the loop meanwhile reads from the socket, where the next request will
// come, and may shut it down, but neither sends nor closes. settle() ends that time: nothing of the
// next request is looked at before. What the worker cannot send at once (files, live bodies, what
// the socket does not take, the last answer of a connection) it gives back to the loop.
//
// session.cpp has the connection's course and its waits, session_reading.cpp, session_answering.cpp
// and session_tls.cpp what their names say, forward.cpp passes requests on, upgrade.cpp goes on in
// other protocols. Only they and server.cpp include this: Asio is dear to compile.
#pragma once

#include "platform/http/inbox.hpp"
#include "platform/http/server.hpp"
#include "platform/http/upstream_pool.hpp"
#include "platform/http/upstream_wire.hpp"
#include "platform/http/wire.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <memory>
#include <span>

namespace mf::http {

namespace asio = boost::asio;

using Executor = asio::io_context::executor_type;
template <class T>
using Task = asio::awaitable<T, Executor>;
using SteadyClock = std::chrono::steady_clock;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;
inline constexpr asio::use_awaitable_t<Executor> k_awaitable{};

/// What the sessions of one server have in common.
struct Shared {
  const ServerOptions options;
  Application& application;
  async::WorkerPool& workers;
  std::shared_ptr<asio::io_context> loop;  // callbacks that other threads run hold it too
  std::atomic<bool> stopping = false;      // the loop's; workers look at it
  UpstreamPool upstream = {};
};

/// Never a mutable buffer, whatever `text` comes from.
inline asio::const_buffer bytes(std::string_view text) {
  return asio::buffer(text);
}

class Session : public std::enable_shared_from_this<Session> {
 public:
  /// `surplus`: one connection too many; it is told so and closed.
  Session(Shared& shared, Socket socket, bool surplus);

  Task<void> run();
  bool surplus() const { return surplus_; }

  /// The server asks this of every session some times a second: one timer for all, none for each
  /// request.
  void check_time(SteadyClock::time_point now);
  /// No request after the one that is being served; live bodies end now.
  void stop_soon();
  /// Everything that waits for the peer fails from now on.
  void stop_now();

 private:
  enum class BodyEnd { complete, too_large, malformed, slow, gone, no_disk, overloaded };
  class Spool;

  /// Who has the session's answering side.
  enum class Turn { none, workers, awaited, done };
  /// What the worker has left for the loop to send; `broken`: the peer is gone.
  enum class Left { nothing, rest, all, broken };
  /// A request and its answer.
  struct Exchange {
    Head head;
    int socket;
    Response response = {};
    Left left = Left::nothing;
    std::exception_ptr thrown = {};
  };

  // Course.
  Task<void> serve();
  Task<bool> serve_request();
  Task<bool> hand_over(Head head);
  Task<bool> settle();
  void called_back();

  // Reading.
  Task<bool> receive_first();
  Task<std::optional<std::size_t>> receive_head();
  Task<BodyEnd> receive_body(Head& head, std::size_t limit);
  Task<bool> receive_more(std::size_t room);
  Task<bool> drop_body(const Head& head);
  Task<void> linger();

  // Answering, on a worker …
  void answer();
  void hand_back();
  Left send_at_once(Exchange& exchange);
  // … and on the loop.
  Task<bool> answer_body_end(const Head& head, BodyEnd end);
  Task<void> refuse_head(PrecheckProblem problem);
  Task<bool> turn_down(const Head& head, Response response);
  Task<bool> respond(const Head& head, Response& response, bool close);
  Task<bool> send_text(const Head& head, Response& response, bool close);
  Task<bool> send_file(const Head& head, Response& response, bool close);
  Task<bool> send_live(const Head& head, Response& response);
  Task<bool> stream_live(LiveBody& live, bool chunked);
  Task<bool> go_over(Response& response);
  Task<bool> serve_upgrade(Upgrade& upgrade);
  bool take_in(Upgrade& upgrade);
  Task<bool> send(std::span<const asio::const_buffer> parts) {
    return tls_ ? send_sealed(socket_, *tls_, parts) : send_to(socket_, parts);
  }
  Task<bool> send_to(Socket& socket, std::span<const asio::const_buffer> parts);
  Response refusal(int status, std::string_view code, std::string_view detail,
                   const Request& request);
  Response too_busy(const Request& request) {
    return refusal(503, "overloaded", "There is too much to do now. Try again shortly.", request);
  }

  // TLS, with the client or a replica.
  Task<bool> shake_hands(Socket& socket, Tls& tls, std::chrono::milliseconds time);
  Task<bool> receive_sealed(Socket& socket, Tls& tls, Inbox& in, std::size_t room);
  Task<bool> receive_cipher(Socket& socket, Tls& tls);
  Task<bool> send_sealed(Socket& socket, Tls& tls, std::span<const asio::const_buffer> parts);
  Task<bool> flush_cipher(Socket& socket, Tls& tls);
  void end_tls();

  // Forwarding.
  enum class Sent { answered, not_sent, stale, no_answer, too_slow, bad_answer, body, gone };
  struct Errand;
  Task<bool> forward(Head& head, Admission& admission);
  Task<Sent> exchange(Errand& errand, Replica& replica, bool fresh);
  Task<bool> connect(const Errand& errand, const Replica& replica);
  Task<bool> dial(const Replica& replica);
  Task<bool> send_to_link(std::span<const asio::const_buffer> parts);
  Task<Sent> send_request(Errand& errand);
  Task<Sent> stream_body(Errand& errand);
  Task<bool> receive_from_link(std::size_t room);
  Task<std::size_t> receive_answer_head();
  Task<Sent> receive_answer(Errand& errand, Replica& replica);
  void begin_relay(Errand& errand, const AnswerHead& answer, const Replica& replica);
  Task<void> relay(Errand& errand, const AnswerHead& answer, Replica& replica);
  Task<bool> relay_body(Errand& errand, BodyReader reader);
  Task<bool> relay_until_close(Errand& errand);
  Task<void> relay_both_ways();
  Task<bool> give_up(Errand& errand, Sent why);

  // Waiting.
  Task<bool> on_worker(std::function<void()> work);
  Task<bool> on_worker_patiently(std::function<void()> work);
  Task<void> pause(std::chrono::milliseconds time);
  void watch_peer();
  void watch_client();
  void watch_link();
  void wake();
  void limit(std::chrono::milliseconds time);
  void no_limit() { deadline_ = SteadyClock::time_point::max(); }

  std::string_view received() const { return in_.bytes(); }
  void consume(std::size_t size) { in_.consume(size); }

  Shared& shared_;
  Socket socket_;
  Timer signal_;
  const bool surplus_;
  std::string remote_;

  std::optional<Tls> tls_;
  Inbox in_;
  std::atomic<Turn> turn_ = Turn::none;
  std::unique_ptr<Exchange> exchange_;
  std::string out_;                // the answer's head, kept for its capacity
  UpstreamPool::Connection link_;  // to the replica that answers this request
  std::string link_out_;           // its request's head
  bool streaming_ = false;         // an event stream comes through link_

  SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
  bool timed_out_ = false;
  bool idle_ = false;
  bool called_back_ = false;  // the wait for a request ended because of the answer before
  // The peer may still be sending: let it read the answer before the connection goes.
  bool lingers_ = false;

  std::shared_ptr<LiveBody> live_;
  bool woken_ = false;
  bool peer_gone_ = false;
  // Of a connection that goes on in another protocol.
  bool both_ways_ = false;
  bool readable_ = false;
  bool link_readable_ = false;
};

}  // namespace mf::http
