#include "services/workorders/graphql_api.hpp"

#include "graphql/transport/http.hpp"
#include "platform/core/random.hpp"
#include "platform/telemetry/log.hpp"
#include "services/workorders/graphql/desk.hpp"
#include "services/workorders/graphql/schema.hpp"

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

}  // namespace

GraphqlApi::GraphqlApi(const service::Resources& resources, const Settings& settings)
    : peers_(resources.peers),
      settings_(settings),
      engine_(gql::make_schema(), options()),
      original_(gql::make_original_schema(), options()) {}

std::vector<service::Route> GraphqlApi::routes() {
  using service::Access;
  std::vector<service::Route> table;
  const auto add = [&](const std::string& path, const std::string& what, graphql::Engine& engine) {
    for (const auto* method : {"GET", "POST"}) {
      table.push_back(service::route(method, path, Access::signed_in, what,
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
  gql::Desk desk{c.db(), peers_, settings_, c.request(), c.now()};
  const auto body = text_of(c.request().body);
  const bool may_look = c.caller().may(Permission::schema_read);
  auto answered = graphql::answer(engine, {.method = c.request().method,
                                           .query = c.request().query,
                                           .content_type = header(c.request(), "content-type"),
                                           .accept = header(c.request(), "accept"),
                                           .body = body,
                                           .context = &desk,
                                           .introspection = may_look,
                                           .suggestions = may_look});
  http::Response response{.status = answered.status, .body = std::move(answered.body)};
  response.with("content-type", std::string(answered.content_type));
  if (!answered.allow.empty()) {
    response.with("allow", std::string(answered.allow));
  }
  return response;
}

}  // namespace mf::workorders
