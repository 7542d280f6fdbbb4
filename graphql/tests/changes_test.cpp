// What a new schema breaks.
#include "graphql/type/changes.hpp"

#include "graphql/type/build.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace graphql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> between(std::string_view before, std::string_view after) {
  return breaking_changes(*build_schema(before).value(), *build_schema(after).value());
}

TEST(BreakingChanges, are_none_where_something_is_added) {
  EXPECT_THAT(between("type Query { a(x: Int!): Int } enum E { A }",
                      "type Query { a(x: Int, y: Int, z: Int! = 1): Int! b: Int } enum E { A B }"),
              IsEmpty());
}

TEST(BreakingChanges, are_types_and_fields_that_were_removed_or_became_others) {
  EXPECT_THAT(between("type Query { a: Int b: Int } type Gone { x: Int } scalar S",
                      "type Query { a: Int } enum S { A }"),
              ElementsAre("The field \"Query.b\" was removed.", "The type \"Gone\" was removed.",
                          "\"S\" was a scalar and is an enum."));
}

TEST(BreakingChanges, are_answers_that_promise_less) {
  EXPECT_THAT(
      between("type Query { a: Int! b: [Int!] c: Int }", "type Query { a: Int b: [Int] c: [Int] }"),
      ElementsAre("The field \"Query.a\" was of type Int! and is of type Int.",
                  "The field \"Query.b\" was of type [Int!] and is of type [Int].",
                  "The field \"Query.c\" was of type Int and is of type [Int]."));
}

TEST(BreakingChanges, are_inputs_that_ask_for_more) {
  EXPECT_THAT(between("type Query { a(x: Int, gone: Int): Int } input I { x: Int }",
                      "type Query { a(x: Int!, y: Int!): Int } input I { x: Int y: Int! }"),
              ElementsAre("The argument \"Query.a.x\" was of type Int and is of type Int!.",
                          "The argument \"Query.a.gone\" was removed.",
                          "The required argument \"Query.a.y\" was added.",
                          "The required input field \"I.y\" was added."));
}

TEST(BreakingChanges, are_values_members_interfaces_and_directives_that_went) {
  EXPECT_THAT(
      between("directive @d(x: Int) repeatable on FIELD | QUERY  interface N { id: ID } "
              "type Query implements N { id: ID u: U } type B { id: ID } union U = Query | B "
              "enum E { A B }",
              "directive @d on FIELD  interface N { id: ID } type Query { id: ID u: U } "
              "type B { id: ID } union U = Query enum E { A }"),
      ElementsAre("\"Query\" implements \"N\" no more.", "\"B\" was removed from the union \"U\".",
                  "The enum value \"E.B\" was removed.", "The argument \"@d.x\" was removed.",
                  "\"@d\" may not stand on QUERY any more.",
                  "\"@d\" may not be repeated any more."));
}

}  // namespace
}  // namespace graphql
