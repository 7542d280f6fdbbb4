#include "platform/json/dom.hpp"

#include <gtest/gtest.h>

namespace mf::json {
namespace {

std::string code_of(std::string_view text) {
  const auto dom = Dom::parse(text);
  return dom ? "good" : dom.error().code;
}

TEST(Dom, holds_every_kind_of_value) {
  const auto dom =
      Dom::parse(R"({"a":null,"b":true,"c":-3,"d":2.5,"e":"\u00e9\n","f":[1,[2]],"g":{"h":{}}})");
  ASSERT_TRUE(dom);
  EXPECT_TRUE(dom->find("a")->is_null());
  EXPECT_TRUE(dom->find("b")->boolean());
  EXPECT_EQ(dom->find("c")->integer(), -3);
  EXPECT_EQ(dom->find("d")->number(), 2.5);
  EXPECT_EQ(dom->find("d")->integer(), std::nullopt);
  EXPECT_EQ(dom->find("e")->string(), "\xc3\xa9\n");
  EXPECT_EQ(dom->find("f")->at(1).at(0).integer(), 2);
  EXPECT_EQ(dom->find("g")->find("h")->size(), 0U);
  EXPECT_EQ(dom->find("z"), nullptr);
  EXPECT_EQ(dom->names(), (std::vector<std::string>{"a", "b", "c", "d", "e", "f", "g"}));
}

TEST(Dom, a_whole_number_may_be_written_with_a_point) {
  EXPECT_EQ(Dom::parse("3.0")->integer(), 3);
  EXPECT_EQ(Dom::parse("3e2")->integer(), 300);
  EXPECT_EQ(Dom::parse("9223372036854775807")->integer(), INT64_MAX);
  EXPECT_EQ(Dom::parse("18446744073709551616")->integer(), std::nullopt);
}

TEST(Dom, a_number_is_read_exactly) {
  for (const auto* text :
       {"0.1", "6.244203", "-75.581215", "123456.789012", "5e-324", "1.7976931348623157e+308",
        "1.1111111111111113e+44", "0.30000000000000004"}) {
    const auto dom = Dom::parse(text);
    ASSERT_TRUE(dom) << text;
    EXPECT_EQ(dom->number(), std::strtod(text, nullptr)) << text;
    EXPECT_EQ(dom->text(), text);
  }
  EXPECT_EQ(Dom::parse("1e-999")->number(), 0);
}

TEST(Dom, what_is_not_json_is_refused) {
  for (const auto* text : {"",
                           " ",
                           "{",
                           "{\"a\":}",
                           "{a:1}",
                           "[1,]",
                           "01",
                           "nul",
                           "\"\t\"",
                           "\"\\x\"",
                           "1 2",
                           "{} x",
                           "\"\xff\"",
                           "\"\xc0\x80\"",
                           "\"\xed\xa0\x80\"",
                           "\"\\ud800\"",
                           "NaN",
                           "1e999",
                           "-7e777",
                           "// c\n1"}) {
    EXPECT_EQ(code_of(text), "not_json") << text;
  }
  EXPECT_EQ(code_of(" {} \n"), "good");
}

TEST(Dom, a_name_that_stands_twice_is_refused) {
  EXPECT_EQ(code_of(R"({"a":1,"b":2,"a":3})"), "duplicate_name");
  EXPECT_EQ(code_of(R"({"a":1,"\u0061":3})"), "duplicate_name");
  EXPECT_EQ(code_of(R"([{"a":1},{"a":2}])"), "good");
}

TEST(Dom, depth_has_a_limit) {
  EXPECT_EQ(code_of(std::string(32, '[') + std::string(32, ']')), "good");
  EXPECT_EQ(code_of(std::string(33, '[') + std::string(33, ']')), "not_json");
  EXPECT_EQ(code_of(std::string(1'000'000, '[')), "not_json");
}

TEST(Dom, its_text_reads_back_the_same) {
  const std::string text = R"({"a":[1,2.5,"x\"y",null,true],"b":{}})";
  EXPECT_EQ(Dom::parse(text)->text(), text);
}

}  // namespace
}  // namespace mf::json
