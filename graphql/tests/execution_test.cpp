#include "graphql/execution/engine.hpp"
#include "graphql/tests/zoo.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace graphql {
namespace {

EngineOptions without_limits() {
  EngineOptions options;
  options.limits.max_fields = options.limits.max_cost = 1'000'000;
  options.limits.max_depth = options.limits.max_aliases = options.limits.max_directives = 1'000;
  return options;
}

struct Zoo {
  explicit Zoo(EngineOptions options = without_limits())
      : engine(zoo::make_schema(), std::move(options)) {}

  std::string run(std::string_view query, std::string_view variables = "{}",
                  std::string_view operation = {}) {
    Arena arena;
    std::string out;
    const Request request{query, operation, read_json(variables, arena).value(), &counts};
    answer = engine.execute(request, out);
    return out;
  }

  zoo::Counts counts;
  Engine engine;
  Answer answer = Answer::refused;
};

TEST(Execution, gives_what_graphql_js_gives_for_every_recorded_request) {
  std::ifstream file(std::string(GRAPHQL_TEST_DATA) + "/execution-vectors.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  Arena arena;
  const auto vectors = read_json(text, arena);
  ASSERT_TRUE(vectors);
  Zoo zoo;
  for (const auto& vector : vectors->items()) {
    std::string expected;
    append_json(expected, vector["response"]);
    std::string variables;
    append_json(variables, vector["variables"]);
    const auto name = vector["operationName"];
    const auto got = zoo.run(vector["query"].text(), variables,
                             name.is(Value::Kind::string) ? name.text() : std::string_view{});
    EXPECT_EQ(got, expected) << vector["query"].text() << '\n' << variables;
  }
}

TEST(Execution, a_loader_is_called_once_for_a_level) {
  Zoo zoo;
  const auto answer = zoo.run(
      "{ pets { ... on Cat { kittens(first: 3) { id friend { id } } friend { id } } } "
      "cat { kittens { kittens { friend { id } } } } }");
  EXPECT_EQ(answer.find("errors"), std::string::npos) << answer;
  // Of the two cats among the pets: their friends, their kittens' friends; then the kittens'
  // kittens.
  EXPECT_THAT(zoo.counts.friend_loads.size(), 3U);
  EXPECT_EQ(zoo.counts.friend_loads, (std::vector<std::size_t>{6, 2, 4}));
}

TEST(Execution, mutations_run_in_order_and_one_that_fails_does_not_stop_the_next) {
  Zoo zoo;
  EXPECT_EQ(zoo.run("mutation { a: add fail b: add(n: 5) }"),
            R"({"errors":[{"message":"The mutation fails.","locations":[{"line":1,"column":19}],)"
            R"("path":["fail"]}],"data":{"a":2,"fail":null,"b":6}})");
}

TEST(Execution, an_exception_is_masked_with_its_id) {
  SchemaBuilder schema;
  schema.query().field("secret: String",
                       []() -> std::string { throw std::runtime_error("password is 1234"); });
  EngineOptions options;
  std::string seen;
  options.on_unexpected = [&](std::string_view what, std::string_view field) {
    seen = std::string(field) + ": " + std::string(what);
    return "e42";
  };
  Engine engine(schema.build().value(), std::move(options));
  std::string out;
  EXPECT_EQ(engine.execute({"{ secret }"}, out), Answer::executed);
  EXPECT_EQ(
      out, R"({"errors":[{"message":"Unexpected error (e42).","locations":[{"line":1,"column":3}],)"
           R"("path":["secret"],"extensions":{"code":"INTERNAL"}}],"data":{"secret":null}})");
  EXPECT_EQ(seen, "Query.secret: password is 1234");
}

TEST(Execution, a_resolver_sees_what_is_asked_below_it) {
  SchemaBuilder schema;
  std::vector<bool> asked;
  schema.object<zoo::Dog>("Dog").field("id: ID!", &zoo::Dog::id).field("pup: Dog", [] {
    return zoo::Dog{2};
  });
  schema.query().field("dog: Dog", [&](const Call& call) {
    asked = {call.selects("id"), call.selects("pup"), call.selects("pup.id"),
             call.selects("pup.pup")};
    return zoo::Dog{1};
  });
  Engine engine(schema.build().value());
  std::string out;
  engine.execute({"{ dog { ...F } } fragment F on Dog { pup { id } }"}, out);
  EXPECT_EQ(out, R"({"data":{"dog":{"pup":{"id":"2"}}}})");
  EXPECT_EQ(asked, (std::vector<bool>{false, true, true, false}));
}

TEST(Execution, a_mutation_is_refused_where_it_is_not_allowed) {
  Zoo zoo;
  std::string out;
  Request request{"mutation { add }"};
  request.allow_mutation = false;
  EXPECT_EQ(zoo.engine.execute(request, out), Answer::mutation_refused);
}

TEST(Execution, introspection_can_be_closed) {
  auto options = without_limits();
  options.introspection = false;
  Zoo zoo(std::move(options));
  EXPECT_EQ(zoo.run("{ __typename }"), R"({"data":{"__typename":"Query"}})");
  EXPECT_NE(zoo.run("{ __schema { queryType { name } } }")
                .find("GraphQL introspection has been disabled"),
            std::string::npos);
}

TEST(Limits, a_document_of_multiplying_fragments_is_refused_at_once) {
  std::string bomb = "{ cat { ...F0 } }";
  for (int i = 0; i < 60; ++i) {
    const auto next = "...F" + std::to_string(i + 1);
    bomb += " fragment F" + std::to_string(i) + " on Cat { a: kittens { " + next +
            " } b: kittens { " + next + " } }";
  }
  bomb += " fragment F60 on Cat { id }";
  EngineOptions options;
  options.limits.max_depth = 1'000;
  Zoo zoo(std::move(options));
  EXPECT_NE(zoo.run(bomb).find("FIELD_LIMIT"), std::string::npos);
  EXPECT_EQ(zoo.answer, Answer::refused);
}

TEST(Limits, comparisons_of_fields_have_a_budget) {
  std::string query = "{";
  for (int i = 0; i < 900; ++i) {
    query += " cat { id }";
  }
  Zoo zoo(EngineOptions{});
  EXPECT_NE(zoo.run(query + " }").find("too many comparisons"), std::string::npos);
}

TEST(Limits, operations_are_counted) {
  std::string query;
  for (int i = 0; i < 51; ++i) {
    query += " query Q" + std::to_string(i) + " { cat { id } }";
  }
  EXPECT_NE(Zoo(EngineOptions{}).run(query).find("OPERATION_LIMIT"), std::string::npos);
}

TEST(Limits, depth_aliases_and_directives_are_counted_through_fragments) {
  EngineOptions options;
  options.limits.max_depth = 3;
  options.limits.max_aliases = 2;
  options.limits.max_directives = 1;
  Zoo zoo(std::move(options));
  EXPECT_NE(zoo.run("{ cat { kittens { kittens { id } } } }").find("DEPTH_LIMIT"),
            std::string::npos);
  EXPECT_NE(
      zoo.run("{ cat { ...F } c: cat { ...F } } fragment F on Cat { i: id }").find("ALIAS_LIMIT"),
      std::string::npos);
  EXPECT_NE(zoo.run("{ cat @skip(if: false) { id @skip(if: false) } }").find("DIRECTIVE_LIMIT"),
            std::string::npos);
}

TEST(Limits, cost_multiplies_by_the_variables) {
  EngineOptions options;
  options.limits.max_cost = 100;
  options.report_cost = true;
  Zoo zoo(std::move(options));
  const std::string_view query =
      "query($n: Int!) { cat { kittens(first: $n) { kittens(first: $n) { id } } } }";
  const auto small = zoo.run(query, R"({"n":3})");
  EXPECT_NE(small.find(R"("extensions":{"cost":{"requested":14,"limit":100}})"), std::string::npos)
      << small;
  EXPECT_NE(zoo.run(query, R"({"n":30})").find("COST_LIMIT"), std::string::npos);
}

TEST(PreparedDocuments, are_found_by_their_bytes_and_kept_within_bounds) {
  EngineOptions options;
  options.cache_bytes = 64 * 1024;
  Zoo zoo(std::move(options));
  const auto first = zoo.engine.prepare("{ cat { id } }");
  EXPECT_EQ(zoo.engine.prepare("{ cat { id } }"), first);
  EXPECT_NE(zoo.engine.prepare("{ cat {id} }"), first);
  const auto failed = zoo.engine.prepare("{ nothing }");
  EXPECT_FALSE(failed->errors().empty());
  EXPECT_EQ(zoo.engine.prepare("{ nothing }"), failed);
  for (int i = 0; i < 200; ++i) {
    zoo.engine.prepare("{ a" + std::to_string(i) + ": cat { id } }");
  }
  EXPECT_LE(zoo.engine.cache().bytes(), 64U * 1024);
  EXPECT_GT(zoo.engine.cache().size(), 1U);
}

}  // namespace
}  // namespace graphql
