// A schema from its text: SDL of the September 2025 specification, definitions and extensions in
// one document.
#pragma once

#include "graphql/type/schema.hpp"

#include <expected>
#include <memory>
#include <string_view>
#include <vector>

namespace graphql {

using SchemaPtr = std::unique_ptr<Schema>;

struct BuildOptions {
  /// Take the text as it is: neither the rules for SDL nor the check of the finished schema are
  /// applied.
  bool assume_valid = false;
};

std::expected<SchemaPtr, std::vector<Error>> build_schema(std::string_view sdl,
                                                          const BuildOptions& options = {});

/// What the specification asks of a type system: roots, names, interfaces kept, no endless input
/// objects.
std::vector<Error> check_schema(const Schema& schema);

/// The schema as SDL, without what every schema has.
std::string print_schema(const Schema& schema);

}  // namespace graphql
