// Whatever JSON comes for a variable: what coercion accepts it accepts again unchanged, as a value
// and as the literal that a schema would print for it.
#include "graphql/language/parser.hpp"
#include "graphql/type/build.hpp"
#include "graphql/type/coerce.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace graphql;

const Schema& schema() {
  static const SchemaPtr k_schema =
      build_schema(
          "type Query { f(a: All): Int } enum Color { RED GREEN } "
          "input One @oneOf { a: Int b: String c: All } "
          "input All { i: Int f: Float s: String b: Boolean id: ID c: Color! = RED "
          "l: [Int!] m: [[Color]] one: One all: All d: Float = 1.5 t: [String] = [\"x\"] }")
          .value();
  return *k_schema;
}

std::string json_of(const Value& value) {
  std::string out;
  append_json(out, value);
  return out;
}

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void check(const Value& given, const Type& type) {
  Arena arena;
  bool wrong = false;
  const OnInputError note = [&](const std::string&, const Value&, const std::string& message) {
    wrong = true;
    require(!message.empty());
  };
  const auto coerced = coerce_input(given, type, arena, note);
  if (wrong) {
    return;
  }
  const auto text = json_of(coerced);
  const auto sent_again = read_json(text, arena);
  require(json_of(coerce_input(sent_again.value(), type, arena, note)) == text && !wrong);
  const auto literal = print_default(coerced, type);
  const auto parsed = parse_value(literal, arena);
  require(parsed.has_value());
  require(json_of(value_of(**parsed, type, arena)) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Arena arena;
  const auto json = read_json({reinterpret_cast<const char*>(data), size}, arena);
  if (!json) {
    return 0;
  }
  const auto text = json_of(*json);
  const auto again = read_json(text, arena);
  require(again && json_of(*again) == text);
  for (const auto* name : {"All", "One", "Color", "Int", "Float", "String", "ID", "Boolean"}) {
    check(*json, *schema().type(name));
  }
  check(*json, *schema().query()->field("f")->argument("a")->type);
  return 0;
}
