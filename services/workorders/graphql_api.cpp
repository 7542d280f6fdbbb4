#include "services/workorders/graphql_api.hpp"

#include "graphql/transport/sse.hpp"
#include "platform/core/random.hpp"
#include "platform/telemetry/log.hpp"
#include "services/workorders/graphql/desk.hpp"
#include "services/workorders/graphql/schema.hpp"
#include "services/workorders/graphql_socket.hpp"

namespace mf::workorders {
namespace {

using auth::Permission;
using service::Context;

constexpr std::size_t k_body_limit = 256 * 1024;

graphql::EngineOptions options() {
  return {.report_cost = true, .on_unexpected = [](std::string_view what, std::string_view where) {
            const auto id = random_hex(8);
            telemetry::log_error(
                "workorders", "a GraphQL field failed",
                {{"field", std::string(where)}, {"errorId", id}, {"error", std::string(what)}});
            return id;
          }};
}

/// All of the body, wherever it lies.
std::string text_of(http::Body& body) {
  if (body.in_memory()) {
    return std::string(body.text());
  }
  std::string text(body.size(), '\0');
  std::size_t at = 0;
  while (at < text.size()) {
    const auto size = body.read(std::span(text).subspan(at));
    if (size == 0) {
      break;
    }
    at += size;
  }
  text.resize(at);
  return text;
}

std::string_view header(const http::Request& request, std::string_view name) {
  const auto* value = request.header(name);
  return value != nullptr ? std::string_view(*value) : std::string_view();
}

http::Response response_of(graphql::HttpResponse answered) {
  http::Response response{.status = answered.status, .body = std::move(answered.body)};
  response.with("content-type", std::string(answered.content_type));
  if (!answered.allow.empty()) {
    response.with("allow", std::string(answered.allow));
  }
  return response;
}

}  // namespace

GraphqlApi::GraphqlApi(const service::Resources& resources, const Settings& settings)
    : db_(resources.database),
      peers_(resources.peers),
      settings_(settings),
      engine_(gql::make_schema(), options()),
      original_(gql::make_original_schema(), options()),
      hub_(resources.database, resources.peers, resources.clock) {}

std::vector<service::Route> GraphqlApi::routes() {
  using service::Access;
  std::vector<service::Route> table;
  const auto add = [&](const std::string& path, const std::string& what, graphql::Engine& engine) {
    // A WebSocket's client can show its token only once it is connected: GET is open to it.
    for (const auto& [method, access] :
         {std::pair{"GET", Access::open}, {"POST", Access::signed_in}}) {
      table.push_back(service::route(method, path, access, what,
                                     [this, &engine](Context& c) { return answer(c, engine); })
                          .body("application/json", k_body_limit)
                          .answers("application/graphql-response+json"));
    }
  };
  add("/graphql", "GraphQL over HTTP: services/workorders/graphql/schema.graphql", engine_);
  add("/graphql/original",
      "The original system's operations: services/workorders/graphql/original.graphql", original_);
  return table;
}

Result<http::Response> GraphqlApi::answer(Context& c, graphql::Engine& engine) {
  if (!header(c.request(), "upgrade").empty()) {
    return upgrade(c, engine);
  }
  if (!c.signed_in()) {
    return fail(ErrorKind::unauthenticated, "token_required", "This needs an access token.");
  }
  gql::Desk desk{c.db(), peers_, settings_, c.request(), c.now(), &hub_};
  const auto body = text_of(c.request().body);
  const bool may_look = c.caller().may(Permission::schema_read);
  const graphql::HttpRequest asked{.method = c.request().method,
                                   .query = c.request().query,
                                   .content_type = header(c.request(), "content-type"),
                                   .accept = header(c.request(), "accept"),
                                   .body = body,
                                   .context = &desk,
                                   // No page of another site has the token, and a browser asks
                                   // before it sends the header that carries one.
                                   .preflighted = !header(c.request(), "authorization").empty(),
                                   .introspection = may_look,
                                   .suggestions = may_look};
  return graphql::accepts_event_stream(asked.accept) ? stream(c, engine, asked)
                                                     : response_of(graphql::answer(engine, asked));
}

Result<http::Response> GraphqlApi::stream(Context& c, graphql::Engine& engine,
                                          const graphql::HttpRequest& asked) {
  const auto person = c.caller().user;
  if (auto admitted = hub_.admit(person); !admitted) {
    return fail(std::move(admitted.error()));
  }
  const auto ready = std::make_shared<std::atomic<bool>>(true);
  auto opened = graphql::open_event_stream(engine, asked, [this, ready] { raise(ready, hub_); });
  if (!opened) {
    return response_of(std::move(opened.error()));
  }
  const auto stream = std::make_shared<GraphqlStream>(parts(), gql::who_asks(c.request()),
                                                      std::move(*opened), ready);
  http::Response response;
  response.with("content-type", std::string(graphql::k_event_stream))
      .with("cache-control", "no-store")
      .with("x-accel-buffering", "no");
  response.live = stream->body();
  hub_.add(person, stream);
  return response;
}

Result<http::Response> GraphqlApi::upgrade(Context& c, graphql::Engine& engine) {
  namespace ws = graphql::websocket;
  const auto& request = c.request();
  const auto key = header(request, "sec-websocket-key");
  const auto offered = header(request, "sec-websocket-protocol");
  if (ws::check({.method = request.method,
                 .upgrade = header(request, "upgrade"),
                 .connection = header(request, "connection"),
                 .key = key,
                 .version = header(request, "sec-websocket-version"),
                 .protocols = offered}) ||
      !graphql::speaks_ws_protocol(offered)) {
    return fail(ErrorKind::bad_request, "bad_handshake",
                "A WebSocket here is of version 13 and speaks graphql-transport-ws.");
  }
  const auto person = c.signed_in() ? std::optional{c.caller().user} : std::nullopt;
  if (auto admitted = hub_.admit(person); !admitted) {
    return fail(std::move(admitted.error()));
  }
  const auto socket = std::make_shared<GraphqlSocket>(parts(), gql::who_asks(c.request()), engine);
  hub_.add(person, socket);
  http::Response response{.status = 101};
  response.with("upgrade", "websocket")
      .with("sec-websocket-accept", ws::accept_key(key))
      .with("sec-websocket-protocol", std::string(graphql::k_ws_protocol));
  response.upgrade = socket;
  return response;
}

}  // namespace mf::workorders
