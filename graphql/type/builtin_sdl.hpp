// The types and directives that every schema has, in the words of the specification.
#pragma once

#include <string_view>

namespace graphql {

extern const std::string_view k_builtin_sdl;

/// The description of String, Int, Float, Boolean and ID.
std::string_view builtin_scalar_description(std::string_view name);

}  // namespace graphql
