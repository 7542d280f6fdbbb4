#include "platform/http/session.hpp"

#include "platform/telemetry/log.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <sys/socket.h>

namespace mf::http {
namespace {

using boost::system::error_code;
using std::chrono::milliseconds;

constexpr milliseconds k_worker_retry{5};

std::string address_of(const Socket& socket) {
  error_code error;
  const auto address = socket.remote_endpoint(error).address();
  if (error) {
    return "";
  }
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

}  // namespace

Session::Session(Shared& shared, Socket socket, bool surplus)
    : shared_(shared),
      socket_(std::move(socket)),
      signal_(shared.loop->get_executor()),
      surplus_(surplus),
      remote_(address_of(socket_)) {
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  if (shared_.options.tls) {
    tls_.emplace(*shared_.options.tls);
  }
}

Task<void> Session::run() {
  error_code ignored;
  if (tls_ && !co_await shake_hands(socket_, *tls_, shared_.options.head_time)) {
    socket_.close(ignored);
    co_return;
  }
  if (surplus_) {
    Head head;
    head.request.remote = remote_;
    auto response = refusal(503, "overloaded", "There are too many connections now.", head.request);
    co_await respond(head, response, true);
    lingers_ = true;
  } else {
    co_await serve();
  }
  end_tls();
  if (lingers_ || !in_.empty()) {
    co_await linger();
  }
  socket_.close(ignored);
}

/// One request after the other. Whatever happens, no worker has the session when this ends.
Task<void> Session::serve() {
  std::exception_ptr thrown;
  try {
    while (co_await serve_request()) {
    }
  } catch (...) {
    thrown = std::current_exception();
  }
  (void)co_await settle();
  if (thrown) {
    std::rethrow_exception(thrown);
  }
}

/// True if another request may follow.
Task<bool> Session::serve_request() {
  const auto size = co_await receive_head();
  if (!size) {
    co_return false;
  }
  auto head = read_head(received().substr(0, *size));
  consume(*size);
  if (!head) {
    co_await refuse_head(std::move(head.error()));
    co_return false;
  }
  auto& request = head->request;
  request.remote = remote_;
  auto admission = shared_.application.admit(request);
  if (admission.refusal) {
    shared_.application.finish(request, *admission.refusal);
    co_return co_await turn_down(*head, std::move(*admission.refusal));
  }
  if (admission.forward) {
    co_return co_await forward(*head, admission);
  }
  if (head->has_body()) {
    const auto end = co_await receive_body(*head, admission.body_limit);
    if (end != BodyEnd::complete) {
      co_return co_await answer_body_end(*head, end);
    }
  }
  if (!tls_ && head->keep_alive) {
    co_return co_await hand_over(std::move(*head));
  }
  no_limit();
  Response response;
  if (!co_await on_worker([&] { response = shared_.application.handle(request); })) {
    response = too_busy(request);
  }
  co_return co_await respond(*head, response, false);
}

/// Leaves the request to a worker, who sends the answer too; settle() before the next one.
Task<bool> Session::hand_over(Head head) {
  exchange_ = std::make_unique<Exchange>(std::move(head), socket_.native_handle());
  turn_ = Turn::workers;
  if (shared_.workers.submit([this] { answer(); })) {
    co_return true;
  }
  turn_ = Turn::none;
  const auto refused = std::move(exchange_);
  auto response = too_busy(refused->head.request);
  co_return co_await respond(refused->head, response, false);
}

/// Waits until no worker has the session, and finishes what the worker could not. False if the
/// connection ends.
Task<bool> Session::settle() {
  if (turn_ == Turn::none) {
    co_return true;
  }
  auto expected = Turn::workers;
  if (turn_.compare_exchange_strong(expected, Turn::awaited)) {
    no_limit();
    while (turn_ != Turn::done) {
      co_await pause(std::chrono::hours(24));
    }
  }
  turn_ = Turn::none;
  const auto exchange = std::move(exchange_);
  if (!exchange) {
    co_return true;
  }
  if (exchange->thrown) {
    std::rethrow_exception(exchange->thrown);
  }
  if (exchange->left == Left::all) {
    co_return co_await respond(exchange->head, exchange->response, false);
  }
  const std::array rest{bytes(out_)};
  co_return exchange->left == Left::rest&& co_await send(rest);
}

/// A worker has put the answer down: the loop sees to it, wherever it waits.
void Session::called_back() {
  if (turn_ != Turn::done) {
    return;  // it has been seen to
  }
  if (idle_ && exchange_) {
    called_back_ = true;
    error_code ignored;
    socket_.cancel(ignored);
  }
  signal_.cancel();
}

// ---- Waiting ----

/// Runs `work` on a worker and sleeps meanwhile; false if no worker takes it. What it throws comes
/// out here.
Task<bool> Session::on_worker(std::function<void()> work) {
  const auto start = [this](auto handler, std::function<void()> job) {
    // A shared pointer because the pool's functions must be copyable. The loop is held as well: the
    // worker may still be inside post() when the server has come to its end.
    auto sleeper = std::make_shared<decltype(handler)>(std::move(handler));
    const bool taken = shared_.workers.submit([loop = shared_.loop, sleeper, job = std::move(job)] {
      std::exception_ptr thrown;
      try {
        job();
      } catch (...) {
        thrown = std::current_exception();
      }
      asio::post(*loop, [sleeper, thrown] { std::move (*sleeper)(thrown, true); });
    });
    if (!taken) {
      asio::post(*shared_.loop, [sleeper] { std::move (*sleeper)(std::exception_ptr(), false); });
    }
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>,
                                          void(std::exception_ptr, bool)>(start, k_awaitable,
                                                                          std::move(work));
}

/// The same in the middle of an answer, where it is too late to say that there is too much to do.
Task<bool> Session::on_worker_patiently(std::function<void()> work) {
  const auto until = SteadyClock::now() + shared_.options.write_time;
  while (!co_await on_worker(work)) {
    if (SteadyClock::now() > until || !socket_.is_open()) {
      co_return false;
    }
    co_await pause(k_worker_retry);
  }
  co_return true;
}

/// Ends early when woken.
Task<void> Session::pause(milliseconds time) {
  signal_.expires_after(time);
  error_code ignored;
  co_await signal_.async_wait(asio::redirect_error(k_awaitable, ignored));
}

void Session::wake() {
  woken_ = true;
  signal_.cancel();
  if (streaming_ && link_) {
    error_code ignored;
    link_->socket.cancel(ignored);
  }
}

/// While a live body waits for something to say, only a read tells that nobody listens any more.
void Session::watch_peer() {
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](error_code error) {
    char byte = 0;
    const bool speaks =
        !error && ::recv(self->socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
    if (error || (speaks && !self->tls_)) {
      return;  // closed by ourselves; or it sends what nobody reads, and a failing write will tell
    }  // with TLS the only thing that it has to say now is that it closes
    self->peer_gone_ = true;
    self->wake();
  });
}

void Session::limit(milliseconds time) {
  deadline_ = SteadyClock::now() + time;
  timed_out_ = false;
}

void Session::check_time(SteadyClock::time_point now) {
  if (idle_ && turn_ == Turn::workers) {
    limit(shared_.options.idle_time);  // which begins with the answer
  }
  if (now < deadline_) {
    return;
  }
  timed_out_ = true;
  error_code ignored;
  socket_.cancel(ignored);
  if (link_) {
    link_->socket.cancel(ignored);
  }
}

void Session::stop_soon() {
  if (live_) {
    live_->close();
  }
  if (streaming_ || both_ways_) {
    wake();
  }
  if (idle_) {
    error_code ignored;
    socket_.cancel(ignored);
  }
}

void Session::stop_now() {
  error_code ignored;
  if (turn_ == Turn::none) {
    socket_.close(ignored);
  } else {  // a worker may be about to send: the descriptor must stay this connection's
    socket_.shutdown(Socket::shutdown_both, ignored);
    socket_.cancel(ignored);
  }
  if (link_) {
    link_->socket.close(ignored);
  }
  wake();
}

}  // namespace mf::http
