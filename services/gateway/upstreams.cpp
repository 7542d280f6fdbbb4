#include "services/gateway/upstreams.hpp"

#include "platform/http/problem.hpp"
#include "platform/service/reads.hpp"
#include "platform/telemetry/log.hpp"
#include "platform/telemetry/span.hpp"
#include "platform/telemetry/trace.hpp"

#include <condition_variable>

namespace mf::gateway {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds k_check_time{1'000};
constexpr milliseconds k_routes_time{5'000};
constexpr int k_routes_every = 30;  // checks
constexpr std::size_t k_most_tries = 2;

std::unexpected<Error> unanswered() {
  return fail(ErrorKind::unavailable, "peer_failed", "Another service could not answer.");
}

/// Asking another service, as part of what this thread works for.
telemetry::Span span_of(const Backend::Found& found, const std::string& method) {
  const auto trace = telemetry::current_traceparent();
  if (!telemetry::collects(trace)) {
    return {};
  }
  telemetry::Span span(telemetry::SpanKind::client, telemetry::current_service(),
                       fmt::format("{} {}", method, found.name), trace);
  span.set("http.request.method", method);
  span.set("url.template", std::string(found.name));
  span.set("peer.service", std::string(found.service));
  return span;
}

}  // namespace

/// Every known route, of whichever service. Replaced as a whole.
struct Upstreams::Table {
  struct Place {
    std::shared_ptr<http::Upstream> upstream;
    const std::string* name;
  };
  std::map<std::string, std::vector<service::Route>> of_service;
  std::unique_ptr<service::Router> router;
  std::uint64_t edition = 1;
  std::vector<Place> places;  // one a route of the router
};

struct Upstreams::State {
  const Clock& clock;
  const milliseconds check_every;
  const bool all_named;  // there are no others
  std::map<std::string, std::shared_ptr<http::Upstream>> services;
  std::vector<std::shared_ptr<http::Replica>> replicas;
  http::Client client;

  mutable std::mutex mutex;
  std::shared_ptr<const Table> table = std::make_shared<Table>();
  std::set<std::string> names;  // path templates; they stay, because figures point to them

  std::vector<std::jthread> watchers;

  State(const Clock& time, const UpstreamSettings& settings)
      : clock(time),
        check_every(settings.check_every),
        all_named(settings.all),
        client(settings.authorities) {}

  std::shared_ptr<const Table> current() const {
    const std::lock_guard lock(mutex);
    return table;
  }
  void watch(const std::stop_token& stop, http::Replica& replica);
  bool check(http::Replica& replica);
  bool learn(const http::Replica& replica);
  void take(std::vector<service::RouteTable> tables, const http::Replica& replica);
  bool serves(const http::Replica& replica, const std::string& service) const;
  std::shared_ptr<const Table> make_table(std::map<std::string, std::vector<service::Route>> all);
};

/// Is it ready, and what are its routes: at once when it comes back, and now and then.
void Upstreams::State::watch(const std::stop_token& stop, http::Replica& replica) {
  std::mutex sleep;
  std::condition_variable_any wake;
  std::unique_lock lock(sleep);
  bool known = false;
  int checks = 0;
  while (!stop.stop_requested()) {
    const bool before = replica.healthy();
    const bool ready = check(replica);
    if (ready && (!known || !before || ++checks % k_routes_every == 0)) {
      known = learn(replica);
    }
    replica.set_healthy(ready);
    if (ready != before) {
      telemetry::log_warning("gateway", ready ? "a replica is ready" : "a replica is not ready",
                             {{"replica", replica.name}});
    }
    const auto pause = known ? check_every : std::min(check_every, milliseconds(100));
    wake.wait_for(lock, stop, pause, [] { return false; });
  }
}

bool Upstreams::State::check(http::Replica& replica) {
  const auto answer = client.get(replica.url + "/health/ready", {}, k_check_time);
  return answer && answer->status == 200;
}

bool Upstreams::State::learn(const http::Replica& replica) {
  const auto answer = client.get(replica.url + "/internal/routes", {}, k_routes_time);
  if (!answer || answer->status != 200) {
    return false;
  }
  auto tables = service::decode_routes(answer->body);
  if (!tables) {
    telemetry::log_error("gateway", "a replica's routes are not understood",
                         {{"replica", replica.name}, {"error", tables.error().detail}});
    return false;
  }
  try {
    take(std::move(*tables), replica);
  } catch (const std::exception& error) {
    telemetry::log_error("gateway", "a replica's routes can't be used",
                         {{"replica", replica.name}, {"error", error.what()}});
    return false;
  }
  return true;
}

bool Upstreams::State::serves(const http::Replica& replica, const std::string& service) const {
  const auto found = services.find(service);
  return found != services.end() &&
         std::any_of(found->second->replicas().begin(), found->second->replicas().end(),
                     [&](const auto& one) { return one.get() == &replica; });
}

/// A replica speaks for the services that the configuration says it has, and for no others.
void Upstreams::State::take(std::vector<service::RouteTable> tables, const http::Replica& replica) {
  const std::lock_guard lock(mutex);
  auto all = table->of_service;
  for (auto& one : tables) {
    if (serves(replica, one.service)) {
      all[one.service] = std::move(one.routes);
    }
  }
  table = make_table(std::move(all));
}

std::shared_ptr<const Upstreams::Table> Upstreams::State::make_table(
    std::map<std::string, std::vector<service::Route>> all) {
  auto made = std::make_shared<Table>();
  std::vector<service::Route> routes;
  for (const auto& [service, own] : all) {
    for (const auto& route : own) {
      made->places.push_back({services.at(service), &*names.insert(route.path).first});
      routes.push_back(route);
    }
  }
  made->edition = table->edition + 1;
  made->of_service = std::move(all);
  made->router = std::make_unique<service::Router>(std::move(routes));
  return made;
}

Upstreams::Upstreams(const UpstreamSettings& settings, const Clock& clock,
                     telemetry::Metrics& metrics)
    : state_(std::make_unique<State>(clock, settings)) {
  std::map<std::string, std::shared_ptr<http::Replica>> by_name;
  for (const auto& [service, urls] : settings.services) {
    std::vector<std::shared_ptr<http::Replica>> replicas;
    for (const auto& url : urls) {
      auto address = http::UpstreamAddress::parse(url);
      if (!address) {
        throw std::runtime_error("upstreams." + service +
                                 " must be http://HOST:PORT or https://HOST:PORT, not \"" + url +
                                 "\"");
      }
      auto replica = std::make_shared<http::Replica>(*address, settings.options);
      replicas.push_back(by_name.try_emplace(replica->name, replica).first->second);
    }
    if (replicas.empty()) {
      throw std::runtime_error("upstreams." + service + " names no replica");
    }
    state_->services[service] =
        std::make_shared<http::Upstream>(service, std::move(replicas), settings.options);
  }
  for (const auto& [name, replica] : by_name) {
    state_->replicas.push_back(replica);
    metrics.gauge("microflow_replica_healthy", "1 where the replica says that it is ready.", name,
                  [replica] { return replica->healthy() ? 1.0 : 0.0; });
    metrics.gauge("microflow_replica_resting", "1 where the replica rests after failures.", name,
                  [replica] { return replica->open() ? 1.0 : 0.0; });
    metrics.gauge("microflow_replica_requests", "Requests under way at the replica.", name,
                  [replica] { return static_cast<double>(replica->outstanding()); });
  }
}

Upstreams::~Upstreams() {
  stop();
}

void Upstreams::start() {
  for (const auto& replica : state_->replicas) {
    state_->watchers.emplace_back([state = state_.get(), replica](const std::stop_token& stop) {
      state->watch(stop, *replica);
    });
  }
}

void Upstreams::stop() {
  for (auto& watcher : state_->watchers) {
    watcher.request_stop();
  }
  state_->watchers.clear();
}

Backend::Found Upstreams::find(std::string_view method, std::string_view path) const {
  auto table = state_->current();
  Found found{.complete = state_->all_named && table->of_service.size() == state_->services.size()};
  if (!table->router) {
    return found;
  }
  auto match = table->router->find(method, path);
  found.allowed = std::move(match.allowed);
  if (match.route != nullptr) {
    const auto& place =
        table->places[static_cast<std::size_t>(match.route - table->router->routes().data())];
    found.route = match.route;
    found.upstream = place.upstream;
    found.service = place.upstream->service;
    found.name = *place.name;
    found.holds = std::move(table);
  }
  return found;
}

/// Nothing is answered here.
std::optional<http::Response> Upstreams::handle(http::Request&) {
  return std::nullopt;
}

std::vector<service::RouteTable> Upstreams::tables() const {
  std::vector<service::RouteTable> tables;
  for (const auto& [service, routes] : state_->current()->of_service) {
    tables.push_back({service, routes});
  }
  return tables;
}

std::uint64_t Upstreams::edition() const {
  return state_->current()->edition;
}

std::vector<std::string> Upstreams::services() const {
  std::vector<std::string> names;
  for (const auto& [name, _] : state_->services) {
    names.push_back(name);
  }
  return names;
}

/// The gateway is ready once it knows every service's routes: a service that fails later is its own
/// trouble, and the others' requests still go through.
std::optional<std::string> Upstreams::not_ready() const {
  const auto table = state_->current();
  for (const auto& [name, _] : state_->services) {
    if (!table->of_service.contains(name)) {
      return name + ": nothing is known of it yet";
    }
  }
  return std::nullopt;
}

Result<json::Dom> Upstreams::get(std::string_view path_and_query, const auth::PeerSecret& secret,
                                 milliseconds deadline) {
  const auto question = path_and_query.find('?');
  const auto about = auth::request_line(
      "GET", path_and_query.substr(0, question),
      question == std::string_view::npos ? "" : path_and_query.substr(question + 1));
  const auto stamp = fmt::format("{}: {}", auth::k_peer_header,
                                 secret.stamp(auth::k_as_system, about, state_->clock.now()));
  const auto answer = send("GET", path_and_query, {stamp}, "", deadline);
  if (!answer) {
    return fail(answer.error());
  }
  if (answer->status == 404) {
    return not_found("resource");
  }
  return answer->status == 200 ? json::Dom::parse(answer->body) : unanswered();
}

http::Response Upstreams::call(const http::Request& request, const service::Call& call,
                               milliseconds deadline) {
  std::vector<std::string> headers{"content-type: application/json"};
  if (const auto* token = request.header("authorization")) {
    headers.push_back("authorization: " + *token);
  }
  for (const auto& [name, value] : call.headers) {
    headers.push_back(name + ": " + value);
  }
  auto answer = send(call.method, call.target, headers, call.json, deadline);
  if (!answer) {
    return http::problem(answer.error(), request.path, request.id);
  }
  return http::json_response(answer->status, std::move(answer->body));
}

std::vector<http::Response> Upstreams::read_all(const http::Request& request,
                                                const std::vector<std::string>& targets,
                                                milliseconds deadline) {
  if (targets.empty()) {
    return {};
  }
  const auto found =
      find("GET", std::string_view(targets.front()).substr(0, targets.front().find('?')));
  const auto answer = call(request,
                           {.method = "POST",
                            .target = service::reads_path(found.service),
                            .json = service::reads_body(targets)},
                           deadline);
  return service::read_answers(answer, targets.size());
}

/// The answer of a replica that has the path; 404 where none has it, `unavailable` where none
/// answers.
Result<http::ClientAnswer> Upstreams::send(const std::string& method, std::string_view target,
                                           std::vector<std::string> headers,
                                           const std::string& body, milliseconds deadline) {
  const auto found = find(method, target.substr(0, target.find('?')));
  if (found.route == nullptr) {
    return found.complete ? Result<http::ClientAnswer>(not_found("resource")) : unanswered();
  }
  auto span = span_of(found, method);
  if (const std::string trace(telemetry::current_traceparent()); !trace.empty()) {
    headers.push_back("traceparent: " + span.traceparent_or(trace));
  }
  const std::size_t tries = method == "GET" ? k_most_tries : 1;
  std::vector<const http::Replica*> tried;
  const auto until = std::chrono::steady_clock::now() + deadline;
  while (tried.size() < tries) {
    const auto now = std::chrono::steady_clock::now();
    const auto replica = now < until ? found.upstream->choose(now, tried) : nullptr;
    if (!replica) {
      break;
    }
    auto answer = state_->client.send(method, replica->url + std::string(target), headers, body,
                                      std::chrono::ceil<milliseconds>(until - now));
    replica->end();
    if (answer) {
      replica->succeeded();
      span.set("server.address", replica->name);
      span.set("http.response.status_code", answer->status);
      return answer;
    }
    replica->failed(std::chrono::steady_clock::now());
    tried.push_back(replica.get());
  }
  span.fail("no_answer");
  return unanswered();
}

}  // namespace mf::gateway
