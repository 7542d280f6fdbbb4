// What a client sends with a request, whichever way it came: from JSON or from a query string,
// checked.
//
// Plain values in an arena; any thread.
#pragma once

#include "graphql/execution/engine.hpp"
#include "graphql/language/value.hpp"

#include <string>
#include <string_view>

namespace graphql {

struct Parameters {
  Value query;
  Value operation_name;
  Value variables;
  Value extensions;
  Value document_id;
  /// A sentence about the first thing that is wrong; empty if nothing is.
  std::string wrong = {};

  /// A request for the document, or for the one with the id: `documentId`, or
  /// `extensions.persistedQuery.sha256Hash`.
  Request request() const;
};

/// From a JSON object.
Parameters parameters_of(const Value& json);
/// From the text of a JSON object.
Parameters read_body(std::string_view body, Arena& arena);
/// From what stands behind the `?` of a target, still encoded.
Parameters read_query_string(std::string_view query, Arena& arena);

}  // namespace graphql
