// Whatever the text: no crash, and a schema that was built and printed builds again and prints the
// same.
#include "graphql/type/build.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  const auto schema = graphql::build_schema(source);
  if (!schema) {
    if (schema.error().empty()) {
      std::abort();
    }
    return 0;
  }
  const auto printed = graphql::print_schema(**schema);
  const auto again = graphql::build_schema(printed);
  if (!again || graphql::print_schema(**again) != printed) {
    std::abort();
  }
  return 0;
}
