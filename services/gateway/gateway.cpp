#include "services/gateway/gateway.hpp"

#include "platform/core/random.hpp"
#include "platform/core/text.hpp"
#include "platform/http/problem.hpp"
#include "platform/telemetry/log.hpp"
#include "platform/telemetry/trace.hpp"
#include "services/gateway/callers.hpp"
#include "services/gateway/pages.hpp"
#include "services/gateway/request_span.hpp"

namespace mf::gateway {
namespace {

constexpr std::string_view k_methods = "GET, HEAD, POST, PATCH, DELETE, OPTIONS";
constexpr std::string_view k_allowed_headers =
    "authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, "
    "traceparent";
constexpr std::string_view k_exposed_headers =
    "etag, location, retry-after, x-request-id, ratelimit-limit, ratelimit-remaining, "
    "ratelimit-reset";
constexpr std::string_view k_policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
constexpr auto k_slow = std::chrono::seconds{1};

http::Response html(std::string body) {
  http::Response response{.body = std::move(body)};
  response.with("content-type", "text/html; charset=utf-8");
  return response;
}

std::vector<const service::Route*> all_of(const std::vector<service::RouteTable>& tables) {
  std::vector<const service::Route*> routes;
  for (const auto& table : tables) {
    for (const auto& route : table.routes) {
      routes.push_back(&route);
    }
  }
  return routes;
}

/// `Authorization: Bearer …`; empty where there is none.
std::string bearer(const http::Request& request) {
  constexpr std::string_view scheme = "bearer ";
  const auto* header = request.header("authorization");
  if (header == nullptr || header->size() <= scheme.size() ||
      !equal_ignoring_case(std::string_view(*header).substr(0, scheme.size()), scheme)) {
    return "";
  }
  return header->substr(scheme.size());
}

std::unexpected<Error> wrong_method(std::vector<std::string> allowed) {
  Error error{ErrorKind::method_not_allowed, "method_not_allowed",
              "This path does not take this method."};
  error.allowed = std::move(allowed);
  return fail(std::move(error));
}

}  // namespace

struct Gateway::State {
  Settings settings;
  std::shared_ptr<Backend> backend;
  const auth::TokenVerifier& verifier;
  const Clock& clock;
  telemetry::Metrics& metrics;
  const async::WorkerPool& workers;
  Limiter addresses;
  Limiter callers;
  Limiter sign_ins;
  StaticFiles files;
  std::atomic<bool> draining = false;
  Stamps stamps{settings.peers};

  using Page = http::Response (State::*)();
  struct Own {
    std::string_view path;
    Page page;
  };
  static std::span<const Own> own_pages();

  http::Response live() { return http::json_response(200, R"({"status":"up"})"); }
  http::Response ready();
  http::Response metrics_page();
  http::Response openapi();
  http::Response docs();
  http::Response routes();

  std::mutex describing;
  std::uint64_t described = 0;  // the edition of the routes that the texts tell of
  std::string openapi_text;
  std::string docs_text;
  std::string describe(const std::string& text);

  Result<http::Admission> judge(http::Request& head);
  Result<http::Admission> judge_page(const http::Request& head, const Backend::Found& found) const;
  void count(const http::Request& request, int status, double seconds);
  const Own* own(const http::Request& request) const;
  std::optional<http::Response> preflight(const http::Request& request) const;
  static Result<void> obey(http::Request& request, const Verdict& verdict, bool show);
  Result<void> identify(http::Request& request, const service::Route& route) const;
  bool is_peer(const http::Request& request, std::string_view as, std::string_view about) const;
  bool is_system(const http::Request& request) const;
  void name_request(http::Request& request) const;
  http::Forward forward_to(const http::Request& request, Backend::Found& found);
  void admit_origin(const http::Request& request, http::Response& response) const;
  void ask_for_tls(http::Response& response) const {
    if (settings.tls) {
      response.with("strict-transport-security", "max-age=31536000");
    }
  }
  void log(const http::Request& request, int status);
};

std::span<const Gateway::State::Own> Gateway::State::own_pages() {
  static constexpr std::array pages = std::to_array<Own>({
      {"/health/live", &State::live},
      {"/health/ready", &State::ready},
      {"/metrics", &State::metrics_page},
      {"/api/openapi.json", &State::openapi},
      {"/api/docs", &State::docs},
      {"/internal/routes", &State::routes},
  });
  return pages;
}

http::Response Gateway::State::ready() {
  auto problem = draining ? std::optional<std::string>("shutting down") : backend->not_ready();
  if (!problem && settings.not_ready_yet) {
    problem = settings.not_ready_yet();
  }
  json::Writer out;
  out.begin_object();
  out.key("status");
  out.string(problem ? "not ready" : "ready");
  if (problem) {
    out.key("reason");
    out.string(*problem);
  }
  out.key("services");
  out.begin_array();
  for (const auto& name : backend->services()) {
    out.string(name);
  }
  out.end_array();
  out.end_object();
  auto response = http::json_response(problem ? 503 : 200, out.take());
  if (problem) {
    response.with("retry-after", "1");
  }
  return response;
}

http::Response Gateway::State::metrics_page() {
  http::Response response{.body = metrics.expose()};
  response.with("content-type", "text/plain; version=0.0.4; charset=utf-8");
  return response;
}

/// The routes change only when a service process tells others: what describes them is made once
/// for each edition.
std::string Gateway::State::describe(const std::string& text) {
  const std::lock_guard lock(describing);
  if (const auto edition = backend->edition(); described != edition) {
    const auto tables = backend->tables();
    openapi_text = service::openapi(all_of(tables), settings.version);
    docs_text = docs_page(all_of(tables), settings.version);
    described = edition;
  }
  return text;
}

http::Response Gateway::State::openapi() {
  return http::json_response(200, describe(openapi_text));
}

http::Response Gateway::State::docs() {
  return html(describe(docs_text));
}

http::Response Gateway::State::routes() {
  return http::json_response(200, service::encode_routes(backend->tables()));
}

const Gateway::State::Own* Gateway::State::own(const http::Request& request) const {
  for (const auto& page : own_pages()) {
    // Only a service process tells its routes to whoever is in front.
    if (page.path == request.path && (page.page != &State::routes || settings.tells_routes)) {
      return &page;
    }
  }
  return nullptr;
}

std::optional<http::Response> Gateway::State::preflight(const http::Request& request) const {
  if (request.method != "OPTIONS") {
    return std::nullopt;
  }
  http::Response response{.status = 204};
  response.with("allow", std::string(k_methods));
  if (request.header("access-control-request-method") != nullptr) {
    response.with("access-control-allow-methods", std::string(k_methods));
    response.with("access-control-allow-headers", std::string(k_allowed_headers));
    response.with("access-control-max-age", "600");
  }
  return response;
}

/// 429 where the verdict refuses; the numbers go onto the answer of limited routes and of every
/// refusal.
Result<void> Gateway::State::obey(http::Request& request, const Verdict& verdict, bool show) {
  if (verdict.limit > 0 && (show || !verdict.allowed)) {
    request.answer_headers.emplace_back("ratelimit-limit", std::to_string(verdict.limit));
    request.answer_headers.emplace_back("ratelimit-remaining", std::to_string(verdict.remaining));
    request.answer_headers.emplace_back("ratelimit-reset", std::to_string(verdict.reset_seconds));
  }
  if (verdict.allowed) {
    return {};
  }
  Error error{ErrorKind::too_many_requests, "rate_limited", "Too many requests: wait a little."};
  error.retry_after_seconds = verdict.reset_seconds;
  return fail(std::move(error));
}

/// Who asks, and whether they may. On an open route a bad token is as good as none.
Result<void> Gateway::State::identify(http::Request& request, const service::Route& route) const {
  const std::string token = bearer(request);
  if (is_system(request)) {
    request.principal = service::system_principal();
  } else if (!token.empty()) {
    auto principal = verifier.verify(token, clock.now());
    if (principal) {
      request.principal = std::move(*principal);
    } else if (route.access != service::Access::open) {
      return fail(std::move(principal.error()));
    }
  }
  return service::check_access(route, request.principal.get());
}

void Gateway::State::count(const http::Request& request, int status, double seconds) {
  // Labels come from the route tables alone: nobody outside can make new ones.
  metrics.request(request.service.empty() ? "gateway" : std::string(request.service),
                  std::string(known_method(request.method).value_or("other")),
                  request.route.empty() ? "none" : std::string(request.route), status, seconds);
}

bool Gateway::State::is_peer(const http::Request& request, std::string_view as,
                             std::string_view about) const {
  const auto* given = settings.peers ? request.header(auth::k_peer_header) : nullptr;
  return given != nullptr && settings.peers->holds(*given, as, about, clock.now());
}

bool Gateway::State::is_system(const http::Request& request) const {
  const auto* given = request.header(auth::k_peer_header);
  return given != nullptr && given->starts_with(auth::k_as_system) &&
         is_peer(request, auth::k_as_system,
                 auth::request_line(request.method, request.path, request.query));
}

/// The request's id, trace and address: from the gateway in front where there is one.
void Gateway::State::name_request(http::Request& request) const {
  const auto* address = request.header("x-forwarded-for");
  if (address != nullptr && is_peer(request, auth::k_as_gateway, *address)) {
    const auto* id = request.header("x-request-id");
    request.id = id != nullptr ? *id : "";
    request.remote = *address;
  }
  if (request.id.empty()) {
    request.id = random_hex(16);
  }
  const auto* traceparent = request.header("traceparent");
  request.traceparent = telemetry::next_traceparent(traceparent ? *traceparent : "");
}

http::Forward Gateway::State::forward_to(const http::Request& request, Backend::Found& found) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  const bool keyed =
      found.route->creates_ && request.header("idempotency-key") != nullptr && request.principal;
  return {.upstream = std::move(found.upstream),
          .repeatable = reads || keyed,
          .headers = stamps.line_for(request.remote, clock.now()),
          .answer_time = found.route->answer_time_};
}

Gateway::Gateway(Settings settings, service::Host& host, const auth::TokenVerifier& verifier,
                 const Clock& clock, telemetry::Metrics& metrics, const async::WorkerPool& workers)
    : Gateway(std::move(settings), std::make_shared<LocalBackend>(host), verifier, clock, metrics,
              workers) {}

Gateway::Gateway(Settings settings, std::shared_ptr<Backend> backend,
                 const auth::TokenVerifier& verifier, const Clock& clock,
                 telemetry::Metrics& metrics, const async::WorkerPool& workers)
    : state_(new State{.settings = settings,
                       .backend = std::move(backend),
                       .verifier = verifier,
                       .clock = clock,
                       .metrics = metrics,
                       .workers = workers,
                       .addresses = Limiter(part_of(settings.address_rate, settings.gateways)),
                       .callers = Limiter(part_of(settings.caller_rate, settings.gateways)),
                       .sign_ins = Limiter(part_of(settings.sign_in_rate, settings.gateways)),
                       .files = StaticFiles(settings.page)}) {
  metrics.gauge("microflow_requests_waiting", "Requests that wait for a worker.", "gateway",
                [&workers] { return static_cast<double>(workers.waiting()); });
}

Gateway::~Gateway() = default;

void Gateway::drain() {
  state_->draining = true;
}

http::Admission Gateway::admit(http::Request& head) {
  state_->name_request(head);
  look_through_proxies(head, state_->settings.trusted_proxies);
  auto admission = state_->judge(head);
  if (!admission) {
    return {.refusal = http::problem(admission.error(), head.path, head.id)};
  }
  return std::move(*admission);
}

/// The cheapest checks first: nobody makes the loop verify signatures faster than the address's
/// limit allows.
Result<http::Admission> Gateway::State::judge(http::Request& head) {
  if (auto answer = preflight(head)) {
    return http::Admission{.refusal = std::move(*answer)};
  }
  if (!head.path.starts_with("/health/")) {
    if (auto limit = obey(head, addresses.take(head.remote, head.received), false); !limit) {
      return fail(std::move(limit.error()));
    }
  }
  if (const auto* page = own(head)) {
    head.route = page->path;
    return head.method == "GET" || head.method == "HEAD"
               ? Result<http::Admission>({.body_limit = 0})
               : wrong_method({"GET"});
  }
  auto found = backend->find(head.method, head.path);
  if (found.route == nullptr) {
    return judge_page(head, found);
  }
  const service::Route& route = *found.route;
  head.service = found.service;
  head.route = found.name;
  head.found = found.route;
  if (route.limited_) {
    if (auto limit = obey(head, sign_ins.take(head.remote, head.received), true); !limit) {
      return fail(std::move(limit.error()));
    }
  }
  if (auto access = identify(head, route); !access) {
    return fail(std::move(access.error()));
  }
  if (head.principal && callers.limits()) {
    const auto verdict = callers.take(head.principal->user.to_string(), head.received);
    if (auto limit = obey(head, verdict, false); !limit) {
      return fail(std::move(limit.error()));
    }
  }
  if (found.upstream) {
    return http::Admission{.body_limit = route.body_limit_, .forward = forward_to(head, found)};
  }
  if (workers.waiting() > settings.head_room) {
    return fail(Error{.kind = ErrorKind::unavailable,
                      .code = "overloaded",
                      .detail = "There is more to do than can be done now: try again.",
                      .retry_after_seconds = 1});
  }
  return http::Admission{.body_limit = route.body_limit_};
}

/// What no service takes: a file of the page, the way to the docs, or an error.
Result<http::Admission> Gateway::State::judge_page(const http::Request& head,
                                                   const Backend::Found& found) const {
  if (!found.allowed.empty()) {
    return wrong_method(found.allowed);
  }
  const bool reads = head.method == "GET" || head.method == "HEAD";
  if (reads && files.has(head)) {
    return http::Admission{.body_limit = 0};
  }
  if (reads && head.path == "/") {
    http::Response docs{.status = 302};
    docs.with("location", "/api/docs");
    return http::Admission{.refusal = std::move(docs)};
  }
  if (!found.complete) {
    return fail(Error{.kind = ErrorKind::unavailable,
                      .code = "starting",
                      .detail = "Not every service is known yet: try again.",
                      .retry_after_seconds = 1});
  }
  return not_found("path");
}

http::Response Gateway::handle(http::Request& request) {
  http::Response response;
  if (const auto* page = state_->own(request)) {
    response = (state_.get()->*(page->page))();
  } else {
    auto answer = state_->backend->handle(request);
    response = answer ? std::move(*answer) : state_->files.get(request);
  }
  finish(request, response);
  return response;
}

void Gateway::finish(const http::Request& request, http::Response& response) {
  if (state_->own(request) == nullptr) {
    state_->metrics.answer(response.status);
  }
  // What never became a request has no id yet.
  response.with("x-request-id", request.id.empty() ? random_hex(16) : request.id);
  for (const auto& [name, value] : request.answer_headers) {
    response.with(name, value);
  }
  if (!request.traceparent.empty()) {
    response.with("traceparent", request.traceparent);
  }
  response.with("x-content-type-options", "nosniff");
  response.with("referrer-policy", "no-referrer");
  if (response.header("content-security-policy") == nullptr) {
    response.with("content-security-policy", std::string(k_policy));
  }
  if (response.header("cache-control") == nullptr) {
    response.with("cache-control", "no-store");
  }
  state_->admit_origin(request, response);
  state_->ask_for_tls(response);
  state_->log(request, response.status);
}

/// The service has dressed its answer; what only the gateway knows is added.
void Gateway::forwarded(const http::Request& request, http::Response& answer) {
  const int status = answer.status;
  for (const auto& [name, value] : request.answer_headers) {
    answer.with(name, value);
  }
  state_->admit_origin(request, answer);
  state_->ask_for_tls(answer);
  state_->log(request, status);
}

void Gateway::State::admit_origin(const http::Request& request, http::Response& response) const {
  const auto* origin = request.header("origin");
  const auto& origins = settings.cors_origins;
  if (origin != nullptr && std::find(origins.begin(), origins.end(), *origin) != origins.end()) {
    response.with("access-control-allow-origin", *origin);
    response.with("access-control-expose-headers", std::string(k_exposed_headers));
    response.with("vary", "origin");
  }
}

void Gateway::State::log(const http::Request& request, int status) {
  const auto took = std::chrono::steady_clock::now() - request.received;
  count(request, status, std::chrono::duration<double>(took).count());
  if (telemetry::collects(request.traceparent) && own(request) == nullptr) {
    const bool elsewhere = request.service.empty() || backend->forwards();
    telemetry::record(span_of(request, status, elsewhere ? "gateway" : request.service));
  }
  if (status >= 500 || took > k_slow) {
    telemetry::log_warning(
        "gateway", "request",
        {{"method", request.method},
         {"path", request.path},
         {"status", std::to_string(status)},
         {"requestId", request.id},
         {"traceId", telemetry::trace_id(request.traceparent)},
         {"seconds", fmt::format("{:.3f}", std::chrono::duration<double>(took).count())}});
  } else if (telemetry::logs_debug()) {
    telemetry::log_debug("gateway", "request",
                         {{"method", request.method},
                          {"path", request.path},
                          {"status", std::to_string(status)},
                          {"requestId", request.id},
                          {"traceId", telemetry::trace_id(request.traceparent)}});
  }
}

}  // namespace mf::gateway
