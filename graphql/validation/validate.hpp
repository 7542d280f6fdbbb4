// Whether a document may be executed against a schema, or a text may become or extend one: all the
// rules of the specification, with the words, places and order of graphql-js 16.
//
// Pure functions; any thread. A document is refused after `max_errors` errors or `max_comparisons`
// comparisons of fields, so that a hostile one costs no more than a large one.
#pragma once

#include "graphql/language/ast.hpp"
#include "graphql/language/error.hpp"
#include "graphql/type/schema.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace graphql {

struct ValidateOptions {
  std::size_t max_errors = 100;
  /// Pairs of fields looked at to find out whether they can be merged.
  std::size_t max_comparisons = 50'000;
};

/// The rules of the specification for requests.
std::vector<Error> validate(const Schema& schema, const ast::Document& document,
                            const ValidateOptions& options = {});

/// Chosen rules, by name; a name that is not known is left out.
std::vector<Error> validate(const Schema& schema, const ast::Document& document,
                            std::span<const std::string_view> rules,
                            const ValidateOptions& options = {});

/// The rules for schemas. With `schema`, the document is taken as its extension.
std::vector<Error> validate_sdl(const ast::Document& document, const Schema* schema = nullptr);
std::vector<Error> validate_sdl(const ast::Document& document, const Schema* schema,
                                std::span<const std::string_view> rules);

}  // namespace graphql
