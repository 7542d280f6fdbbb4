// GraphQL over HTTP, without sockets: from what a request says to what the response must say.
//
// Thread-safe like the Engine. The server gives method, target, two headers and the body, and sends
// what comes back.
#pragma once

#include "graphql/execution/engine.hpp"

#include <string>
#include <string_view>

namespace graphql {

struct HttpRequest {
  std::string_view method;
  /// What stands behind the `?` of the target, still encoded.
  std::string_view query;
  std::string_view content_type;
  /// Empty where the header is missing.
  std::string_view accept;
  std::string_view body;
  void* context = nullptr;
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
HttpResponse answer(Engine& engine, const HttpRequest& request);

}  // namespace graphql
