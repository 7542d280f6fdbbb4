#include "graphql/language/json_text.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/language/printer.hpp"
#include "graphql/language/value.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace graphql {
namespace {

std::string read_file(const std::string& name) {
  std::ifstream file(std::string(GRAPHQL_TEST_DATA) + '/' + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string error_of(std::string_view source, const ParseOptions& options = {}) {
  const auto document = parse(source, options);
  return document ? "none" : document.error().message;
}

TEST(Parser, an_error_says_what_was_found_and_where) {
  const auto document = parse("{\n  field(arg: )\n}");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().message, "Syntax Error: Unexpected \")\".");
  EXPECT_EQ(document.error().locations, (std::vector<Location>{{2, 14}}));
}

TEST(Parser, a_column_counts_utf16_units) {
  const auto document = parse("{ f(a: \"\xF0\x9F\x98\x80\xC3\xA9\") ? }");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().message, "Syntax Error: Unexpected character: \"?\".");
  EXPECT_EQ(document.error().locations, (std::vector<Location>{{1, 15}}));
}

TEST(Parser, strings_point_into_the_source_unless_they_have_escapes) {
  const std::string source = R"({ f(plain: "abc", escaped: "a\u00e9\n") })";
  const auto document = parse(source);
  ASSERT_TRUE(document);
  const auto& operation = static_cast<const ast::Operation&>(*(*document)->definitions[0]);
  const auto& field = static_cast<const ast::Field&>(*operation.selections->selections[0]);
  const auto plain = field.arguments[0]->value->text;
  EXPECT_TRUE(plain.data() > source.data() && plain.data() < source.data() + source.size());
  EXPECT_EQ(field.arguments[1]->value->text, "a\xC3\xA9\n");
}

TEST(Parser, tokens_and_depth_are_capped) {
  EXPECT_EQ(error_of("{ a b c }", {.max_tokens = 4}),
            "Syntax Error: Document contains more that 4 tokens. Parsing aborted.");
  EXPECT_EQ(error_of("{ a b c }", {.max_tokens = 5}), "none");
  const auto nested = std::string(100'000, '{');
  EXPECT_EQ(error_of(nested), "Syntax Error: Expected Name, found \"{\".");
  std::string lists = "{ f(a: " + std::string(100'000, '[');
  EXPECT_EQ(error_of(lists),
            "Syntax Error: Document is nested more than 500 levels deep. Parsing aborted.");
}

TEST(Parser, descriptions_on_operations_are_of_the_newest_edition) {
  const std::string_view source = "\"Says hello.\" query Q(\"Who\" $a: Int) { hello(a: $a) }";
  EXPECT_EQ(error_of(source), "none");
  EXPECT_EQ(error_of(source, {.executable_descriptions = false}),
            "Syntax Error: Unexpected description, descriptions are supported only on type "
            "definitions.");
}

TEST(Printer, parsing_what_was_printed_prints_the_same_for_every_recorded_document) {
  const auto text = read_file("parse-vectors.json");
  Arena arena;
  const auto vectors = read_json(text, arena);
  ASSERT_TRUE(vectors);
  std::size_t documents = 0;
  for (const auto& vector : vectors->items()) {
    const auto first = parse(vector["source"].text(), {.fragment_variables = true});
    if (!first) {
      continue;
    }
    const auto printed = print(**first);
    const auto second = parse(printed, {.fragment_variables = true});
    ASSERT_TRUE(second) << printed << second.error().message;
    ASSERT_EQ(print(**second), printed);
    ++documents;
  }
  EXPECT_GT(documents, 600U);
}

TEST(Printer, long_arguments_get_a_line_each) {
  const std::string name(40, 'n');
  const auto source = "{ f(" + name + ": 1, " + name + "2: 2) }";
  const auto document = parse(source);
  ASSERT_TRUE(document);
  EXPECT_EQ(print(**document), "{\n  f(\n    " + name + ": 1\n    " + name + "2: 2\n  )\n}");
}

TEST(Json, values_are_read_and_written_as_javascript_does) {
  const std::string_view text =
      R"({"a":[1,-2.5,1e21,1e-7,100000000000000000000],"b":"\u00e9\ud83d\ude00\n","c":null,"d":{}})";
  Arena arena;
  const auto value = read_json(text, arena);
  ASSERT_TRUE(value);
  std::string out;
  append_json(out, *value);
  EXPECT_EQ(
      out,
      "{\"a\":[1,-2.5,1e+21,1e-7,100000000000000000000],\"b\":\"\xC3\xA9\xF0\x9F\x98\x80\\n\","
      "\"c\":null,\"d\":{}}");
  EXPECT_EQ(
      inspect(*value),
      "{ a: [1, -2.5, 1e+21, 1e-7, 100000000000000000000], b: \"\xC3\xA9\xF0\x9F\x98\x80\\n\","
      " c: null, d: {} }");
}

TEST(Json, malformed_text_is_refused) {
  Arena arena;
  for (const auto* text : {"", "{", "[1,]", "{\"a\" 1}", "01", "1.", "\"\n\"", "nul", "[1] 2",
                           "\"\\x\"", "{\"a\":1,}", "\"\\u12\""}) {
    EXPECT_FALSE(read_json(text, arena)) << text;
  }
  EXPECT_FALSE(read_json(std::string(100'000, '['), arena));
}

std::string read_and_write(std::string_view json) {
  Arena arena;
  const auto value = read_json(json, arena);
  std::string out;
  if (value) {
    append_json(out, *value);
  }
  return value ? out : value.error();
}

TEST(Json, strings_are_utf8_and_escapes_become_characters) {
  EXPECT_EQ(read_and_write(R"("a\u00e9\n\ud83d\ude00\"\u0001")"),
            "\"a\xC3\xA9\\n\xF0\x9F\x98\x80\\\"\\u0001\"");
  EXPECT_EQ(read_and_write("\"gr\xC3\xBC\xC3\x9F\\/e\""), "\"gr\xC3\xBC\xC3\x9F/e\"");
  EXPECT_EQ(read_and_write(R"("\ud800x")"), "\"\xEF\xBF\xBDx\"");
  for (const auto* wrong : {"\"\xFF\"", "\"\xC3\"", "\"\xED\xA0\x80\"", "\"a\\n\xFF\"", "\"\\u12\"",
                            "\"\\q\"", "\"open", "\"open\\", "\"\n\""}) {
    EXPECT_TRUE(read_and_write(wrong).starts_with("The JSON text is malformed")) << wrong;
  }
}

TEST(Json, numbers_are_written_as_javascript_writes_them) {
  const std::pair<double, std::string_view> cases[] = {{100.25, "100.25"},
                                                       {-0.05, "-0.05"},
                                                       {0.07, "0.07"},
                                                       {1e21, "1e+21"},
                                                       {1e-7, "1e-7"},
                                                       {12345678901234.5, "12345678901234.5"},
                                                       {0.1 + 0.2, "0.30000000000000004"},
                                                       {-7, "-7"},
                                                       {1e13, "10000000000000"},
                                                       {99.9, "99.9"}};
  for (const auto& [number, text] : cases) {
    std::string out;
    append_json_number(out, number);
    EXPECT_EQ(out, text);
  }
}

}  // namespace
}  // namespace graphql
