#include "platform/service/host.hpp"

#include "platform/core/outcome_unknown.hpp"
#include "platform/events/lease.hpp"
#include "platform/events/outbox.hpp"
#include "platform/http/problem.hpp"
#include "platform/service/operations.hpp"
#include "platform/service/reads.hpp"
#include "platform/telemetry/log.hpp"
#include "platform/telemetry/trace.hpp"

namespace mf::service {
namespace {

using namespace std::chrono_literals;

constexpr auto k_settle_time = 500ms;

/// Whether this process runs a service's jobs. All of its job threads ask, so that one long job
/// does not let the lease run out. Any thread.
class JobTurn {
 public:
  JobTurn(const Clock& clock, db::Database& database, const Sharing& sharing)
      : lease_(clock, database, "jobs", sharing.instance, sharing.lease) {}

  bool is_ours() {
    const std::lock_guard lock(mutex_);
    return lease_.hold();
  }
  void give_back() {
    const std::lock_guard lock(mutex_);
    lease_.release();
  }

 private:
  std::mutex mutex_;
  events::Lease lease_;
};

/// One job on a thread of its own, until it is told to stop. A job that was long due when another
/// process lost its turn runs at once here.
class JobRunner {
 public:
  JobRunner(std::string service, Job job, JobTurn& turn, std::chrono::milliseconds lease)
      : service_(std::move(service)),
        job_(std::move(job)),
        turn_(turn),
        look_(lease.count() > 0 ? std::min(job_.every, lease / 3) : job_.every),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}

 private:
  void run(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    auto due = std::chrono::steady_clock::now() + job_.every;
    while (!wake.wait_for(lock, stop, look_, [] { return false; }) && !stop.stop_requested()) {
      try {
        if (turn_.is_ours() && std::chrono::steady_clock::now() >= due) {
          due = std::chrono::steady_clock::now() + job_.every;
          job_.run();
        }
      } catch (const std::exception& error) {
        telemetry::log_error(service_, "job failed", {{"job", job_.name}, {"error", error.what()}});
      }
    }
  }

  const std::string service_;
  const Job job_;
  JobTurn& turn_;
  const std::chrono::milliseconds look_;
  std::jthread thread_;
};

}  // namespace

struct Host::State {
  struct Hosted {
    std::string name;
    db::Database* database = nullptr;
    std::unique_ptr<Service> service;
    std::unique_ptr<Router> router;
    std::unique_ptr<JobTurn> turn;
  };

  const Clock& clock;
  telemetry::Metrics& metrics;
  events::EventLog& log;
  const Sharing sharing;
  std::vector<Hosted> services;
  std::vector<std::unique_ptr<JobRunner>> jobs;
  bool started = false;

  static void give_back(const Hosted& hosted) {
    try {
      hosted.turn->give_back();
    } catch (const std::exception& error) {
      telemetry::log_warning(hosted.name, "the jobs' lease was not given back",
                             {{"reason", error.what()}});
    }
  }

  Hosted& named(std::string_view name) {
    const auto found = std::find_if(services.begin(), services.end(),
                                    [&](const Hosted& one) { return one.name == name; });
    if (found == services.end()) {
      throw std::logic_error(fmt::format("no service {}", name));
    }
    return *found;
  }
};

namespace {

void add_event_gauges(telemetry::Metrics& metrics, const std::string& name,
                      db::Database& database) {
  metrics.counter("microflow_events_published_total", "Place of the newest event in the outbox.",
                  name,
                  [&database] { return static_cast<double>(database.read(events::last_seq)); });
  metrics.gauge(
      "microflow_dead_letters", "Events that the service gave up; replay or judge them.", name,
      [&database] { return static_cast<double>(database.read(events::count_dead_letters)); });
}

}  // namespace

Host::Host(const Clock& clock, telemetry::Metrics& metrics, events::EventLog& log, Sharing sharing)
    : state_(new State{clock, metrics, log, std::move(sharing), {}, {}, false}) {}

Host::~Host() {
  stop();
}

void Host::prepare(const std::string& name, db::Database& database,
                   const std::vector<db::Migration>& migrations) {
  auto all = events::events_migrations();
  for (const auto& more : {idempotency_migrations(), migrations}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  database.migrate(all);
  events::prepare_outbox(database);
  State::Hosted hosted;
  hosted.name = name;
  hosted.database = &database;
  state_->services.push_back(std::move(hosted));
}

void Host::add(std::unique_ptr<Service> service) {
  auto& hosted = state_->named(service->name());
  auto routes = service->routes();
  for (auto& more : operations_routes(hosted.name, state_->log, *hosted.database, state_->clock)) {
    routes.push_back(std::move(more));
  }
  routes.push_back(reads_route(*this, hosted.name));
  hosted.router = std::make_unique<Router>(std::move(routes));
  hosted.service = std::move(service);

  state_->log.add_source(hosted.name, *hosted.database);
  state_->metrics.gauge(
      "microflow_events_unrelayed", "Events that wait in the outbox for the broker.", hosted.name,
      [this, name = hosted.name] { return static_cast<double>(state_->log.unrelayed(name)); });
  add_event_gauges(state_->metrics, hosted.name, *hosted.database);
  auto subscriptions = hosted.service->subscriptions();
  if (!subscriptions.empty()) {
    state_->log.add_consumer({hosted.name, std::move(subscriptions)}, *hosted.database);
    state_->metrics.gauge(
        "microflow_events_lag", "Events that the service has not taken in yet.", hosted.name,
        [this, name = hosted.name] { return static_cast<double>(state_->log.lag(name)); });
  }
  state_->metrics.gauge(
      "microflow_writers_waiting", "Units of work that wait for the writer.", hosted.name,
      [database = hosted.database] { return static_cast<double>(database->stats().waiting); });
  state_->metrics.counter(
      "microflow_commits_total", "Commits, each one fsync.", hosted.name,
      [database = hosted.database] { return static_cast<double>(database->stats().commits); });
  state_->metrics.counter(
      "microflow_units_total", "Units of work committed.", hosted.name,
      [database = hosted.database] { return static_cast<double>(database->stats().units); });
}

void Host::start() {
  state_->log.start();
  for (auto& hosted : state_->services) {
    if (!hosted.service) {
      continue;
    }
    hosted.turn = std::make_unique<JobTurn>(state_->clock, *hosted.database, state_->sharing);
    auto jobs = hosted.service->jobs();
    jobs.push_back(retention_job(hosted.name, *hosted.database, state_->log, state_->clock));
    for (auto& job : jobs) {
      state_->jobs.push_back(std::make_unique<JobRunner>(hosted.name, std::move(job), *hosted.turn,
                                                         state_->sharing.lease));
    }
  }
  state_->started = true;
}

void Host::stop() {
  if (!std::exchange(state_->started, false)) {
    return;
  }
  state_->jobs.clear();
  for (auto& hosted : state_->services) {
    if (hosted.service) {
      hosted.service->stop();
      state_->give_back(hosted);
    }
  }
  state_->log.stop();
}

Host::Found Host::find(std::string_view method, std::string_view path) const {
  Found found;
  for (const auto& hosted : state_->services) {
    if (!hosted.router) {
      continue;
    }
    auto match = hosted.router->find(method, path);
    if (match.route != nullptr) {
      return {std::move(match), hosted.name};
    }
    // Two services may share a path with different methods: 405 only if none takes this one.
    found.match.allowed.insert(found.match.allowed.end(), match.allowed.begin(),
                               match.allowed.end());
  }
  return found;
}

std::optional<Host::Found> Host::again(const Route* route, std::string_view path) const {
  for (const auto& hosted : state_->services) {
    if (hosted.router && hosted.router->has(route)) {
      return Found{Router::match(*route, path), hosted.name};
    }
  }
  return std::nullopt;
}

http::Response Host::handle(http::Request& request, const Found& found) {
  auto& hosted = state_->named(found.service);
  const Route& route = *found.match.route;
  const telemetry::TraceScope scope(request.traceparent, hosted.name);
  http::Response response;
  try {
    Context context(request, found.match, *hosted.database, state_->clock.now());
    auto result = route.handler(context);
    response =
        result ? std::move(*result) : http::problem(result.error(), request.path, request.id);
  } catch (const Unavailable& error) {
    telemetry::log_error(hosted.name, "what the request needs is not available",
                         {{"requestId", request.id}, {"error", error.what()}});
    response = http::problem(Error{ErrorKind::unavailable}, request.path, request.id);
  } catch (const OutcomeUnknown& error) {
    telemetry::log_error(hosted.name, "nobody knows whether the request took effect",
                         {{"requestId", request.id}, {"error", error.what()}});
    response = http::problem(
        Error{.kind = ErrorKind::unavailable,
              .code = "outcome_unknown",
              .detail = "The database was lost at the end of this: it may have been done. Read the "
                        "state, or ask again under the same Idempotency-Key.",
              .retry_after_seconds = 1},
        request.path, request.id);
  } catch (const db::BadText&) {
    response = http::problem(
        Error{ErrorKind::bad_request, "bad_text", "A text in the request holds forbidden bytes."},
        request.path, request.id);
  } catch (const std::exception& error) {
    telemetry::log_error(hosted.name, "request failed",
                         {{"route", route.method + " " + route.path},
                          {"requestId", request.id},
                          {"traceId", telemetry::trace_id(request.traceparent)},
                          {"error", error.what()}});
    response = http::problem(Error{ErrorKind::internal}, request.path, request.id);
  }
  if (route.settles_ && response.status < 300) {
    state_->log.settle(hosted.name, k_settle_time);
  }
  return response;
}

std::vector<const Route*> Host::routes() const {
  std::vector<const Route*> all;
  for (const auto& hosted : state_->services) {
    if (hosted.router) {
      for (const auto& route : hosted.router->routes()) {
        all.push_back(&route);
      }
    }
  }
  return all;
}

std::vector<RouteTable> Host::route_tables() const {
  std::vector<RouteTable> tables;
  for (const auto& hosted : state_->services) {
    if (hosted.router) {
      tables.push_back({hosted.name, hosted.router->routes()});
    }
  }
  return tables;
}

std::vector<std::string> Host::services() const {
  std::vector<std::string> names;
  for (const auto& hosted : state_->services) {
    names.push_back(hosted.name);
  }
  return names;
}

std::optional<std::string> Host::not_ready() const {
  for (const auto& hosted : state_->services) {
    try {
      hosted.database->read([](db::Session& session) { return session.execute("SELECT 1"); });
    } catch (const std::exception&) {
      return hosted.name + ": the database does not answer";
    }
  }
  return std::nullopt;
}

Result<json::Dom> Host::get(std::string_view path_and_query) {
  http::Request request;
  request.method = "GET";
  const auto question = path_and_query.find('?');
  request.path = std::string(path_and_query.substr(0, question));
  request.query =
      question == std::string_view::npos ? "" : std::string(path_and_query.substr(question + 1));
  request.principal = system_principal();
  request.traceparent = telemetry::current_traceparent();
  const auto found = find("GET", request.path);
  if (found.match.route == nullptr) {
    return not_found("resource");
  }
  const auto response = handle(request, found);
  if (response.status == 404) {
    return not_found("resource");
  }
  if (response.status != 200) {
    return fail(ErrorKind::unavailable, "peer_failed", "Another service could not answer.");
  }
  return json::Dom::parse(response.body);
}

http::Response Host::call(const http::Request& by, const Call& call) {
  http::Request request;
  request.method = call.method;
  const auto question = call.target.find('?');
  request.path = call.target.substr(0, question);
  request.query = question == std::string::npos ? "" : call.target.substr(question + 1);
  request.headers = call.headers;
  request.headers.emplace_back("content-type", "application/json");
  request.body = http::Body(call.json);
  request.remote = by.remote;
  request.id = by.id;
  request.traceparent = by.traceparent;
  request.principal = by.principal;
  const auto found = find(request.method, request.path);
  const auto access = found.match.route != nullptr
                          ? check_access(*found.match.route, request.principal.get())
                          : Result<void>(not_found("path"));
  return access ? handle(request, found) : http::problem(access.error(), request.path, request.id);
}

std::vector<http::Response> Host::read_all(const http::Request& request,
                                           const std::vector<std::string>& targets) {
  std::vector<http::Response> answers;
  for (const auto& target : targets) {
    answers.push_back(call(request, {.method = "GET", .target = target}));
  }
  return answers;
}

events::EventLog& Host::log() {
  return state_->log;
}

std::shared_ptr<const auth::Principal> system_principal() {
  static const auto system = std::make_shared<const auth::Principal>(
      auth::Principal{.name = "system", .roles = {auth::Role::administrator}});
  return system;
}

Result<void> check_access(const Route& route, const auth::Principal* caller) {
  if (route.access == Access::open) {
    return {};
  }
  if (caller == nullptr) {
    return fail(ErrorKind::unauthenticated, "token_required", "This needs an access token.");
  }
  if (route.access == Access::permission && !caller->may(route.permission)) {
    return fail(ErrorKind::forbidden, "forbidden",
                fmt::format("This needs the permission {}.", name_of(route.permission)));
  }
  return {};
}

}  // namespace mf::service
