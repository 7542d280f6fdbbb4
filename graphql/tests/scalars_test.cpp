// Scalars of an application's own, and the directives that the September 2025 edition describes
// them with.
#include "graphql/execution/builder.hpp"
#include "graphql/execution/engine.hpp"

#include <gmock/gmock.h>

#include <charconv>

namespace graphql {
namespace {

struct Moment {
  std::string iso;
};
struct Money {
  std::int64_t cents = 0;
};
struct Key {
  std::string hex;
};

}  // namespace

template <>
struct Leaf<Moment> {
  static void write(std::string& json, const Moment& moment) {
    append_json_string(json, moment.iso);
  }
};
template <>
struct Leaf<Money> {
  static void write(std::string& json, const Money& money) {
    append_json_string(json, std::to_string(money.cents / 100) + '.' +
                                 std::to_string(100 + money.cents % 100).substr(1));
  }
};
template <>
struct Leaf<Key> {
  static void write(std::string& json, const Key& key) { append_json_string(json, key.hex); }
};

namespace {

std::expected<Value, std::string> parse_moment(const Value& value, Arena&) {
  const bool good = value.is(Value::Kind::string) && value.text().ends_with('Z');
  return good ? std::expected<Value, std::string>(value)
              : std::unexpected("A DateTime ends with Z.");
}

/// "12.50" and 12 become cents.
std::expected<Value, std::string> parse_money(const Value& value, Arena&) {
  if (value.is(Value::Kind::integer)) {
    return Value::of(value.integer() * 100);
  }
  double amount = 0;
  const auto text = value.is(Value::Kind::string) ? value.text() : std::string_view{};
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (text.empty() || parsed.ptr != text.data() + text.size()) {
    return std::unexpected("Money is written like \"12.50\".");
  }
  return Value::of(static_cast<std::int64_t>(amount * 100 + 0.5));
}

std::expected<Value, std::string> parse_key(const Value& value, Arena&) {
  const bool good = value.is(Value::Kind::string) && value.text().size() == 4;
  return good ? std::expected<Value, std::string>(value) : std::unexpected("A UUID is four long.");
}

Engine make_engine() {
  SchemaBuilder schema;
  schema.scalar("DateTime", "https://scalars.graphql.org/andimarek/date-time", parse_moment)
      .scalar("Money", {}, parse_money)
      .scalar("UUID", "https://tools.ietf.org/html/rfc4122", parse_key)
      .sdl("input By @oneOf { key: UUID price: Money at: DateTime }");
  schema.query()
      .field("now: DateTime!", [] { return Moment{"2026-01-02T03:04:05Z"}; })
      .field("prices: [Money!]!", [] { return std::vector<Money>{{1250}, {5}}; })
      .field("double(price: Money!): Money!",
             [](const Call& call) { return Money{call.get<std::int64_t>("price") * 2}; })
      .field("maybe(key: UUID): UUID",
             [](const Call& call) -> std::optional<Key> {
               const auto key = call.get<std::optional<std::string>>("key");
               return key ? std::optional(Key{*key}) : std::nullopt;
             })
      .field("by(by: By!): String!",
             [](const Call& call) { return call.argument("by").members().front().name; });
  return Engine(schema.build().value());
}

class Scalars : public testing::Test {
 protected:
  std::string ask(std::string_view query, std::string_view variables = "{}") {
    Arena arena;
    std::string out;
    engine_.execute({query, {}, read_json(variables, arena).value()}, out);
    return out;
  }

  Engine engine_ = make_engine();
};

TEST_F(Scalars, are_written_as_their_type_says) {
  EXPECT_EQ(ask("{ now prices }"),
            R"({"data":{"now":"2026-01-02T03:04:05Z","prices":["12.50","0.05"]}})");
}

TEST_F(Scalars, are_read_from_literals_and_from_variables) {
  EXPECT_EQ(ask("{ a: double(price: \"1.25\") b: double(price: 3) }"),
            R"({"data":{"a":"2.50","b":"6.00"}})");
  EXPECT_EQ(ask("query($p: Money!) { double(price: $p) }", R"({"p":"0.01"})"),
            R"({"data":{"double":"0.02"}})");
  EXPECT_EQ(ask("{ a: maybe b: maybe(key: null) c: maybe(key: \"abcd\") }"),
            R"({"data":{"a":null,"b":null,"c":"abcd"}})");
}

TEST_F(Scalars, say_why_a_value_is_none_of_theirs) {
  EXPECT_THAT(ask("{ double(price: \"much\") }"),
              testing::HasSubstr(R"(Expected value of type \"Money!\", found \"much\"; Money is )"
                                 R"(written like \"12.50\".)"));
  EXPECT_THAT(ask("query($k: UUID) { maybe(key: $k) }", R"({"k":"toolong"})"),
              testing::HasSubstr("A UUID is four long."));
}

TEST_F(Scalars, one_of_many_is_exactly_one) {
  EXPECT_EQ(ask("{ by(by: { price: 1 }) }"), R"({"data":{"by":"price"}})");
  EXPECT_EQ(ask("query($b: By!) { by(by: $b) }", R"({"b":{"key":"abcd"}})"),
            R"({"data":{"by":"key"}})");
  for (const auto* wrong : {"{}", "{ price: 1, key: \"abcd\" }", "{ price: null }"}) {
    EXPECT_THAT(ask(std::string("{ by(by: ") + wrong + ") }"), testing::StartsWith("{\"errors\""))
        << wrong;
  }
}

TEST_F(Scalars, introspection_tells_where_they_are_specified) {
  EXPECT_EQ(ask("{ __type(name: \"UUID\") { name specifiedByURL } }"),
            R"({"data":{"__type":{"name":"UUID",)"
            R"("specifiedByURL":"https://tools.ietf.org/html/rfc4122"}}})");
  EXPECT_EQ(ask("{ __type(name: \"By\") { isOneOf } }"), R"({"data":{"__type":{"isOneOf":true}}})");
}

TEST_F(Scalars, the_printed_schema_builds_again) {
  const auto sdl = print_schema(engine_.schema());
  const auto again = build_schema(sdl);
  ASSERT_TRUE(again) << sdl;
  EXPECT_EQ(print_schema(**again), sdl);
  EXPECT_THAT(sdl, testing::HasSubstr("input By @oneOf {"));
  EXPECT_THAT(sdl, testing::HasSubstr("scalar UUID @specifiedBy(url: "));
}

}  // namespace
}  // namespace graphql
