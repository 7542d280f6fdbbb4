// From the tree back to text, laid out as graphql-js lays it out; parsing the text gives the same
// tree.
#pragma once

#include "graphql/language/ast.hpp"

#include <string>

namespace graphql {

std::string print(const ast::Node& node);

/// A string literal with its quotes and escapes.
std::string print_string(std::string_view text);

}  // namespace graphql
