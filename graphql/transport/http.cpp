#include "graphql/transport/http.hpp"

#include "graphql/execution/workspace.hpp"
#include "graphql/language/json_text.hpp"
#include "graphql/transport/header.hpp"

#include <algorithm>
#include <charconv>

namespace graphql {
namespace {

constexpr std::string_view k_json = "application/json; charset=utf-8";
constexpr std::string_view k_graphql = "application/graphql-response+json; charset=utf-8";

double quality(std::string_view parameters) {
  const auto text = parameter(parameters, "q");
  double value = 1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string_view our_type(std::string_view range) {
  if (equals_lower(range, "application/graphql-response+json")) {
    return k_graphql;
  }
  constexpr std::string_view k_any[] = {"*/*", "application/*", "application/json"};
  const bool any = std::ranges::any_of(
      k_any, [&](std::string_view known) { return equals_lower(range, known); });
  return any ? k_json : std::string_view{};
}

/// The media type to answer with; empty if the client accepts none of ours.
std::string_view negotiate(std::string_view accept) {
  if (trim(accept).empty()) {
    return k_json;
  }
  std::string_view best;
  double best_quality = 0;
  while (!accept.empty()) {
    auto range = take_until(accept, ',');
    const auto candidate = our_type(take_until(range, ';'));
    if (!candidate.empty() && quality(range) > best_quality) {
      best = candidate;
      best_quality = quality(range);
    }
  }
  return best;
}

HttpResponse refuse(int status, std::string_view content_type, std::string_view message,
                    std::string_view allow = {}) {
  HttpResponse response{status, content_type, allow, "{\"errors\":[{\"message\":"};
  append_json_string(response.body, message);
  response.body += "}]}";
  return response;
}

bool is_json_in_utf8(std::string_view content_type) {
  if (!equals_lower(take_until(content_type, ';'), "application/json")) {
    return false;
  }
  const auto charset = parameter(content_type, "charset");
  return charset.empty() || equals_lower(charset, "utf-8") || equals_lower(charset, "utf8");
}

/// Whether a browser would have asked before it sent this for a page of another site.
bool is_preflighted(const HttpRequest& request) {
  constexpr std::string_view k_simple[] = {"application/x-www-form-urlencoded",
                                           "multipart/form-data", "text/plain"};
  auto rest = request.content_type;
  const auto type = take_until(rest, ';');
  const bool simple = type.empty() || std::ranges::any_of(k_simple, [&](std::string_view known) {
                        return equals_lower(type, known);
                      });
  return request.preflighted || !simple;
}

}  // namespace

std::expected<Request, HttpResponse> read_request(const HttpRequest& request,
                                                  const HttpOptions& options,
                                                  std::string_view content_type, Arena& arena) {
  const bool is_get = request.method == "GET";
  if (!is_get && request.method != "POST") {
    return std::unexpected(
        refuse(405, content_type, "GraphQL is asked with GET or POST.", "GET, POST"));
  }
  if (!is_get && !is_json_in_utf8(request.content_type)) {
    return std::unexpected(
        refuse(415, content_type, "The body must be application/json in UTF-8."));
  }
  if (options.csrf_prevention && !is_preflighted(request)) {
    return std::unexpected(refuse(400, content_type,
                                  "A GET must have the header graphql-require-preflight, so that "
                                  "no page of another site can send it."));
  }
  const auto parameters =
      is_get ? read_query_string(request.query, arena) : read_body(request.body, arena);
  if (!parameters.wrong.empty()) {
    return std::unexpected(refuse(400, content_type, parameters.wrong));
  }
  auto asked = parameters.request();
  asked.context = request.context;
  asked.allow_mutation = !is_get;
  asked.introspection = request.introspection;
  asked.suggestions = request.suggestions;
  return asked;
}

void answer(Engine& engine, const HttpRequest& request, const HttpOptions& options,
            HttpResponse& response) {
  const auto content_type = negotiate(request.accept);
  if (content_type.empty()) {
    response =
        refuse(406, k_json, "Answers are application/graphql-response+json or application/json.");
    return;
  }
  Workspace workspace;
  auto asked = read_request(request, options, content_type, workspace.arena());
  if (!asked) {
    response = std::move(asked.error());
    return;
  }
  response.status = 200;
  response.content_type = content_type;
  response.allow = {};
  response.body.clear();
  const auto outcome = engine.execute(*asked, response.body);
  if (outcome == Answer::mutation_refused) {
    response.status = 405;
    response.allow = "POST";
  } else if (outcome == Answer::refused && content_type == k_graphql) {
    response.status = 400;
  }
}

HttpResponse answer(Engine& engine, const HttpRequest& request, const HttpOptions& options) {
  HttpResponse response;
  answer(engine, request, options, response);
  return response;
}

}  // namespace graphql
