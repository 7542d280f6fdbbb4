// Whatever the bytes: no crash, and what was parsed and printed parses again and prints the same.
#include "graphql/language/parser.hpp"
#include "graphql/language/printer.hpp"
#include "graphql/type/build.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  const auto first = graphql::parse(source, {.max_tokens = 5'000, .max_depth = 100});
  if (!first) {
    return 0;
  }
  const auto printed = graphql::print(**first);
  const auto second = graphql::parse(printed, {.max_depth = 100});
  if (!second || graphql::print(**second) != printed) {
    std::abort();
  }
  // Most documents are no schema; building must say so and not fall over.
  [[maybe_unused]] const auto schema = graphql::build_schema(source);
  return 0;
}
