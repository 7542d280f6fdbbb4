// From text to a Document: executable documents and schemas of the September 2025 specification.
//
// A pure function; any thread. Time and memory are linear in the source, and what the options cap
// is refused as soon as it is reached.
#pragma once

#include "graphql/language/ast.hpp"
#include "graphql/language/error.hpp"

#include <cstddef>
#include <expected>
#include <memory>
#include <string_view>

namespace graphql {

struct ParseOptions {
  /// Zero is without limit.
  std::size_t max_tokens = 0;
  /// Selection sets, lists, objects and list types within each other.
  std::size_t max_depth = 500;
  /// Descriptions on operations, fragments and variables (September 2025); graphql-js 16 refuses
  /// them.
  bool executable_descriptions = true;
  /// `fragment F($x: Int) on T`, which no edition has.
  bool fragment_variables = false;
};

using DocumentPtr = std::unique_ptr<const ast::Document>;

/// `source` must outlive the document.
std::expected<DocumentPtr, Error> parse(std::string_view source, const ParseOptions& options = {});

/// One value, variables allowed; its nodes live in `arena`, its text in `source`.
std::expected<const ast::Value*, Error> parse_value(std::string_view source, Arena& arena);

}  // namespace graphql
