#include "graphql/tests/zoo.hpp"
#include "graphql/type/build.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace graphql {
namespace {

std::string first_error(std::string_view sdl) {
  const auto schema = build_schema(sdl);
  return schema ? "none" : schema.error().front().message;
}

TEST(Schema, its_text_comes_back_as_it_was_written) {
  const std::string_view sdl = R"sdl(schema {
  query: Root
}

directive @tag(name: String!) repeatable on OBJECT | FIELD_DEFINITION

"""
Several
lines.
"""
type Root implements Node {
  id: ID!

  """One line."""
  list(first: Int = 10, after: String): [Thing!]!
  old: Int @deprecated
}

interface Node {
  id: ID!
}

union Thing = Root

enum Color {
  RED
  BLUE @deprecated(reason: "Out of fashion.")
}

input Choice @oneOf {
  a: Int
  b: String
}

input Point {
  x: Float! = 1.5
  tags: [String!] = ["a", "b"]
  color: Color = RED
}

scalar Url @specifiedBy(url: "https://url.spec.whatwg.org/"))sdl";
  const auto schema = build_schema(sdl);
  ASSERT_TRUE(schema) << schema.error().front().message;
  EXPECT_EQ(print_schema(**schema), sdl);
}

TEST(Schema, types_of_the_specification_cannot_be_replaced) {
  EXPECT_EQ(
      first_error("type __Schema { a: Int } type __MetaFields { b: Int } type Query { c: Int }"),
      "none");
}

TEST(Schema, extensions_are_merged_into_their_types) {
  const auto schema = build_schema(
      "type Query { a: Int } extend type Query { b: Int } "
      "enum E { A } extend enum E { B } extend schema @oneOfAKind directive @oneOfAKind on SCHEMA");
  ASSERT_TRUE(schema) << schema.error().front().message;
  EXPECT_NE((*schema)->query()->field("b"), nullptr);
  EXPECT_NE((*schema)->type("E")->value("B"), nullptr);
}

TEST(Schema, what_the_specification_refuses_is_refused) {
  EXPECT_EQ(first_error("type Mutation { a: Int }"), "Query root type must be provided.");
  EXPECT_EQ(first_error("type Query { a: Missing }"), "Unknown type \"Missing\".");
  EXPECT_EQ(first_error("type Query { a(b: Query): Int }"),
            "The type of Query.a(b:) must be Input Type but got: Query.");
  EXPECT_EQ(first_error("interface N { id: ID! } type Query implements N { a: Int }"),
            "Interface field N.id expected but Query does not provide it.");
  EXPECT_EQ(first_error("input I { i: I! } type Query { a(i: I): Int }"),
            "Cannot reference Input Object \"I\" within itself through a series of non-null "
            "fields: \"i\".");
  EXPECT_EQ(first_error("type Query { __a: Int }"),
            "Name \"__a\" must not begin with \"__\", which is reserved by GraphQL introspection.");
  EXPECT_EQ(first_error("union U type Query { u: U }"),
            "Union type U must define one or more member types.");
  EXPECT_EQ(first_error("input O @oneOf { a: Int! } type Query { a(o: O): Int }"),
            "OneOf input field O.a must be nullable.");
}

TEST(SchemaBuilder, code_and_text_describe_the_same_schema) {
  std::ifstream file(std::string(GRAPHQL_TEST_DATA) + "/zoo.graphql");
  const std::string sdl{std::istreambuf_iterator<char>(file), {}};
  const auto from_text = build_schema(sdl);
  ASSERT_TRUE(from_text);
  const auto from_code = zoo::make_schema();
  for (const auto* type : (*from_text)->types()) {
    const auto* made = from_code->type(type->name);
    ASSERT_NE(made, nullptr) << type->name;
    ASSERT_EQ(made->fields.size(), type->fields.size());
    for (const auto& field : type->fields) {
      ASSERT_NE(made->field(field.name), nullptr) << field.name;
      EXPECT_EQ(to_string(*made->field(field.name)->type), to_string(*field.type));
    }
  }
}

TEST(SchemaBuilder, code_that_cannot_give_the_declared_type_is_refused) {
  SchemaBuilder schema;
  schema.query().field("hello: Int!", [] { return std::string("world"); });
  const auto built = schema.build();
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().front().message, "The code of Query.hello cannot give Int!.");
}

TEST(SchemaBuilder, a_field_without_code_is_refused) {
  SchemaBuilder schema;
  schema.sdl("type Query { hello: String }");
  const auto built = schema.build();
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().front().message, "The field Query.hello has no code.");
}

}  // namespace
}  // namespace graphql
