#include "platform/http/server.hpp"

#include "platform/http/session.hpp"
#include "platform/telemetry/log.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

namespace mf::http {
namespace {

using boost::system::error_code;
using std::chrono::milliseconds;

constexpr std::size_t k_surplus =
    256;  // connections that are told that there are too many, at the same time
constexpr milliseconds k_accept_pause{50};

std::string text_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "not a std::exception";
  }
}

asio::ip::tcp::endpoint resolve(asio::io_context& loop, const ServerOptions& options) {
  asio::ip::tcp::resolver resolver(loop);
  const auto found = resolver.resolve(options.host, std::to_string(options.port),
                                      asio::ip::tcp::resolver::passive);
  return found.begin()->endpoint();
}

}  // namespace

struct Server::State {
  using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

  State(ServerOptions options, Application& application, async::WorkerPool& workers)
      : shared{std::move(options), application, workers, std::make_shared<asio::io_context>(1)},
        acceptor(shared.loop->get_executor()),
        ticks(shared.loop->get_executor()) {
    const auto endpoint = resolve(*shared.loop, shared.options);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    if (endpoint.address().is_v6()) {
      acceptor.set_option(asio::ip::v6_only(false));
    }
    acceptor.bind(endpoint);
    acceptor.listen();
    port = acceptor.local_endpoint().port();
  }

  void run();
  Task<void> accept();
  Task<void> watch_time();
  void take_in(Socket socket);
  void left(Session& session, const std::exception_ptr& thrown);
  void stop_soon();
  void stop_now();

  Shared shared;
  Acceptor acceptor;
  Timer ticks;
  bool stopped = false;  // loop only
  int port = 0;
  std::set<Session*> sessions;  // loop only; each is owned by its coroutine
  std::size_t surplus = 0;      // of them are told that there are too many
  std::atomic<std::size_t> open = 0;
  std::thread thread;

  std::mutex mutex;
  std::condition_variable changed;
  bool accepting = true;
};

void Server::State::run() {
  for (;;) {
    try {
      shared.loop->run();
      return;
    } catch (...) {
      telemetry::log_warning("http", "a callback of the loop threw",
                             {{"error", text_of(std::current_exception())}});
    }
  }
}

Task<void> Server::State::accept() {
  while (acceptor.is_open()) {
    error_code error;
    auto socket = co_await acceptor.async_accept(asio::redirect_error(k_awaitable, error));
    if (!error) {
      take_in(std::move(socket));
    } else if (acceptor.is_open() && error != asio::error::connection_aborted) {
      telemetry::log_warning("http", "a connection was not accepted", {{"error", error.message()}});
      Timer pause(shared.loop->get_executor(),
                  k_accept_pause);  // most likely no descriptor is left
      co_await pause.async_wait(asio::redirect_error(k_awaitable, error));
    }
  }
}

/// One timer for the limits of all sessions.
Task<void> Server::State::watch_time() {
  const auto& o = shared.options;
  const auto shortest = std::min({o.head_time, o.body_time, o.idle_time, o.write_time});
  const auto period = std::clamp(shortest / 4, milliseconds(10), milliseconds(250));
  while (!stopped) {  // asked each time: a cancelled wait may have ended just before
    ticks.expires_after(period);
    error_code error;
    co_await ticks.async_wait(asio::redirect_error(k_awaitable, error));
    if (error) {
      co_return;
    }
    const auto now = SteadyClock::now();
    for (auto* session : sessions) {
      session->check_time(now);
    }
    shared.upstream.drop_old(now);
    if (shared.options.tls) {
      shared.options.tls->refresh();
    }
  }
}

void Server::State::take_in(Socket socket) {
  const bool full =
      sessions.size() - surplus >= static_cast<std::size_t>(shared.options.connections);
  if (full && surplus >= k_surplus) {
    return;  // closes it
  }
  surplus += full;
  auto session = std::make_shared<Session>(shared, std::move(socket), full);
  sessions.insert(session.get());
  open = sessions.size();
  auto* run = session.get();
  asio::co_spawn(
      shared.loop->get_executor(), [run] { return run->run(); },
      [this, session = std::move(session)](std::exception_ptr thrown) { left(*session, thrown); });
}

void Server::State::left(Session& session, const std::exception_ptr& thrown) {
  if (thrown) {
    telemetry::log_warning("http", "a connection ended with an exception",
                           {{"error", text_of(thrown)}});
    session.stop_now();
  }
  sessions.erase(&session);
  surplus -= session.surplus();
  const std::lock_guard lock(mutex);
  open = sessions.size();
  changed.notify_all();
}

void Server::State::stop_soon() {
  shared.stopping = true;
  error_code ignored;
  acceptor.close(ignored);
  for (auto* session : sessions) {
    session->stop_soon();
  }
  const std::lock_guard lock(mutex);
  accepting = false;
  changed.notify_all();
}

void Server::State::stop_now() {
  stopped = true;
  ticks.cancel();
  for (auto* session : sessions) {
    session->stop_now();
  }
}

Server::Server(ServerOptions options, Application& application, async::WorkerPool& workers)
    : state_(std::make_unique<State>(std::move(options), application, workers)) {}

Server::~Server() {
  stop(milliseconds(0));
}

void Server::start() {
  auto& state = *state_;
  const auto log_end = [](std::exception_ptr thrown) {
    if (thrown) {
      telemetry::log_error("http", "the server's own coroutine threw",
                           {{"error", text_of(thrown)}});
    }
  };
  const auto executor = state.shared.loop->get_executor();
  asio::co_spawn(executor, [&state] { return state.accept(); }, log_end);
  asio::co_spawn(executor, [&state] { return state.watch_time(); }, log_end);
  state.thread = std::thread([&state] { state.run(); });
}

void Server::stop(milliseconds deadline) {
  auto& state = *state_;
  if (!state.thread.joinable()) {
    return;
  }
  asio::post(*state.shared.loop, [&state] { state.stop_soon(); });
  {
    std::unique_lock lock(state.mutex);
    const auto ended = [&] { return !state.accepting && state.open == 0; };
    if (!state.changed.wait_for(lock, deadline, ended) && deadline.count() > 0) {
      telemetry::log_warning("http", "connections were cut at the deadline",
                             {{"connections", std::to_string(state.open)}});
    }
  }
  asio::post(*state.shared.loop, [&state] { state.stop_now(); });
  // The loop ends by itself when the last session has: one whose handler still runs is waited for,
  // never torn down.
  state.thread.join();
}

int Server::port() const {
  return state_->port;
}

std::size_t Server::connections() const {
  return state_->open;
}

}  // namespace mf::http
