// The scalars that every schema has: how each reads a literal and a request's value, with the words
// that refuse the others.
//
// Pure functions; any thread.
#pragma once

#include "graphql/type/coerce.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace graphql {

struct BuiltinScalar {
  std::string_view name;
  std::expected<Value, LeafError> (*literal)(const ast::Value&);
  std::expected<Value, LeafError> (*value)(const Value&, Arena&);
};

/// nullptr if the type is none of them.
const BuiltinScalar* builtin_scalar(const Type& type);

/// The number that a literal of digits writes; infinity where it is too large.
double read_double(std::string_view text);

std::unexpected<LeafError> refuse_leaf(std::string message);

}  // namespace graphql
