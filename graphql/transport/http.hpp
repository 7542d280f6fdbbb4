// GraphQL over HTTP, without sockets: from what a request says to what the response must say.
//
// Thread-safe like the Engine. The server gives method, target, some headers and the body, and
// sends what comes back.
#pragma once

#include "graphql/transport/parameters.hpp"

#include <array>
#include <expected>
#include <string>
#include <string_view>

namespace graphql {

/// Headers that a page of another site cannot send without asking the server first. One of them
/// with any value sets HttpRequest::preflighted.
inline constexpr std::array<std::string_view, 3> k_preflight_headers = {
    "graphql-require-preflight", "apollo-require-preflight", "x-apollo-operation-name"};

struct HttpRequest {
  std::string_view method;
  /// What stands behind the `?` of the target, still encoded.
  std::string_view query;
  std::string_view content_type;
  /// Empty where the header is missing.
  std::string_view accept;
  std::string_view body;
  void* context = nullptr;
  bool preflighted = false;
  /// What this client may, of what the engine allows.
  bool introspection = true;
  bool suggestions = true;
};

struct HttpOptions {
  /// A GET that any page could make a browser send – no header of k_preflight_headers, no content
  /// type but those of forms – is refused. A POST must be JSON anyway.
  bool csrf_prevention = true;
};

struct HttpResponse {
  int status = 200;
  std::string_view content_type;
  /// The Allow header of a 405; empty otherwise.
  std::string_view allow = {};
  std::string body;
};

/// GET answers queries only; POST takes application/json in UTF-8. A document that is refused is a
/// 400 for clients that accept application/graphql-response+json and a 200 for those that know just
/// application/json.
HttpResponse answer(Engine& engine, const HttpRequest& request, const HttpOptions& options = {});

/// Likewise, into a response whose body keeps its memory from one request to the next.
void answer(Engine& engine, const HttpRequest& request, const HttpOptions& options,
            HttpResponse& response);

/// What the engine is to do for a request whose method and content type are in order, or the
/// response that refuses it. What it points to lives in the arena.
std::expected<Request, HttpResponse> read_request(const HttpRequest& request,
                                                  const HttpOptions& options,
                                                  std::string_view content_type, Arena& arena);

}  // namespace graphql
