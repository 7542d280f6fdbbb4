// The variables of a request against what its operation declares.
#pragma once

#include "graphql/language/error.hpp"
#include "graphql/type/schema.hpp"

#include <vector>

namespace graphql {

struct VariableSpec {
  std::string_view name;
  const Type* type = nullptr;
  /// Coerced; undefined where there is none.
  Value default_value;
  const ast::VariableDefinition* node = nullptr;
};

/// An object of coerced values, or what is wrong with them.
std::expected<Value, std::vector<Error>> coerce_variables(std::span<const VariableSpec> variables,
                                                          const Value& given,
                                                          std::string_view source, Arena& arena);

}  // namespace graphql
