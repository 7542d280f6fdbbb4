// How much one request may ask for. Checked before validation, in time linear in the document
// however its fragments multiply; the cost, which needs the variables, before execution.
#pragma once

#include "graphql/language/error.hpp"
#include "graphql/type/schema.hpp"

#include <cstddef>
#include <optional>

namespace graphql {

struct Limits {
  std::size_t max_bytes = 100'000;
  std::size_t max_tokens = 5'000;
  std::size_t max_operations = 50;
  std::size_t max_depth = 20;
  std::size_t max_aliases = 100;
  std::size_t max_directives = 100;
  /// Fields after all fragments are put in their places.
  std::size_t max_fields = 2'000;
  /// Pairs of fields compared during validation.
  std::size_t max_comparisons = 10'000;
  /// Fields times the sizes of the lists they are in.
  std::size_t max_cost = 100'000;
  /// What a list without `first`, `last` or `limit` counts for.
  std::size_t assumed_list_size = 10;
  /// Events of one subscription that its client has not taken.
  std::size_t max_waiting_events = 256;
};

std::optional<Error> check_limits(const ast::Document& document, const Limits& limits);

/// The most fields that an operation can answer with.
struct Cost {
  std::size_t fields = 0;
  /// It holds for these variables only.
  bool by_variables = false;
};

Cost cost_of(const Schema& schema, const ast::Document& document, const ast::Operation& operation,
             const Value& variables, const Limits& limits);

}  // namespace graphql
