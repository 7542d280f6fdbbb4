// What a document, a schema or a field can be refused with, in the words and places of the
// specification.
//
// Plain values; any thread. Offsets are bytes of the source, columns are UTF-16 units as every
// GraphQL client counts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace graphql {

struct Location {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  bool operator==(const Location&) const = default;
};

using PathItem = std::variant<std::string, std::size_t>;

struct Error {
  std::string message;
  std::vector<Location> locations;
  std::vector<PathItem> path;
  /// A machine's word for the error; empty leaves `extensions` out.
  std::string code = {};
  /// More members of `extensions`, as JSON.
  std::string extensions = {};
};

/// Line and column, both from one, of a byte offset.
Location locate(std::string_view source, std::size_t offset);

/// locate() for many offsets of one source: goes on from the last where the next stands behind it.
/// The offsets are those of nodes, never of the second half of a line's end.
class Locator {
 public:
  explicit Locator(std::string_view source) : source_(source) {}
  Location at(std::size_t offset);

 private:
  std::string_view source_;
  std::size_t offset_ = 0;
  Location location_;
};

/// The errors without their "Did you mean …?", which tells names of the schema.
std::vector<Error> without_suggestions(std::span<const Error> errors);

/// Appends the error as the JSON object of a response.
void append_json(std::string& out, const Error& error);

}  // namespace graphql
