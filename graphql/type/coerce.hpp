// Input values against input types: literals of a document, values of a request, defaults of a
// schema.
//
// Pure functions; results live in the given arena (or point into the document or the request).
#pragma once

#include "graphql/type/schema.hpp"

#include <expected>
#include <functional>
#include <string>

namespace graphql {

struct LeafError {
  std::string message;
  /// The message stands alone; otherwise it is a custom scalar's reason, to be put behind what was
  /// expected.
  bool complete = true;
};

/// A literal for a scalar or an enum.
std::expected<Value, LeafError> parse_leaf(const Type& type, const ast::Value& literal,
                                           Arena& arena, const Value& variables = {});

/// A request's value for a scalar or an enum.
std::expected<Value, LeafError> parse_leaf(const Type& type, const Value& value, Arena& arena);

/// The literal as a value of the type; undefined where it is not one. `variables` is an object of
/// coerced values.
Value value_of(const ast::Value& literal, const Type& type, Arena& arena,
               const Value& variables = {});

/// The literal without a type: what a custom scalar gets.
Value untyped_value_of(const ast::Value& literal, Arena& arena, const Value& variables = {});

/// Called for each thing that is wrong: where (`.field[0]`), what was there, and a sentence.
using OnInputError =
    std::function<void(const std::string& path, const Value& value, const std::string& message)>;

/// A request's value as a value of the type, defaults filled in.
Value coerce_input(const Value& value, const Type& type, Arena& arena,
                   const OnInputError& on_error);

/// The value as a literal of the type, as a schema prints its defaults.
std::string print_default(const Value& value, const Type& type);

}  // namespace graphql
