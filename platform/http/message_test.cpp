#include "platform/http/message.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace mf::http {
namespace {

TEST(Path, is_decoded_once) {
  EXPECT_EQ(decode_path("/api/v1/orders"), "/api/v1/orders");
  EXPECT_EQ(decode_path("/caf%C3%A9/a%20b"), "/caf\xc3\xa9/a b");
  EXPECT_EQ(decode_path("/%2541"), "/%41");
  EXPECT_EQ(decode_path("/a+b"), "/a+b");
}

TEST(Path, that_means_something_else_to_others_is_refused) {
  for (const auto* path : {"", "a", "/../etc", "/a/./b", "/%2e%2e/b", "/a%2Fb", "/a%5cb", "/%00",
                           "/%", "/%4", "/%zz", "/%C3", "/%ff"}) {
    EXPECT_EQ(decode_path(path), std::nullopt) << path;
  }
}

TEST(Query, gives_names_and_values_in_order) {
  const auto query = parse_query("q=a+b%26c&empty=&flag&q=2");
  ASSERT_TRUE(query);
  const std::vector<std::pair<std::string, std::string>> expected{
      {"q", "a b&c"}, {"empty", ""}, {"flag", ""}, {"q", "2"}};
  EXPECT_EQ(*query, expected);
  EXPECT_TRUE(parse_query("")->empty());
  EXPECT_EQ(parse_query("a=%"), std::nullopt);
  EXPECT_EQ(parse_query("a=%00"), std::nullopt);
}

TEST(PercentEncoding, comes_back_the_same) {
  const std::string text = "a/b?c=\xc3\xb1 &+%";
  EXPECT_EQ(percent_encode(text), "a%2Fb%3Fc%3D%C3%B1%20%26%2B%25");
  EXPECT_EQ(parse_query("x=" + percent_encode(text))->front().second, text);
}

TEST(Body, in_memory_is_read_in_pieces) {
  Body body("abcdef");
  std::array<char, 4> piece;
  EXPECT_EQ(body.read(piece), 4U);
  EXPECT_EQ(body.read(piece), 2U);
  EXPECT_EQ(body.read(piece), 0U);
  EXPECT_EQ(body.text(), "abcdef");
}

TEST(Body, in_a_file_is_read_in_pieces_and_moves) {
  char name[] = "/tmp/microflow-body-XXXXXX";
  const int file = ::mkstemp(name);
  ASSERT_GE(file, 0);
  ::unlink(name);
  ASSERT_EQ(::write(file, "abcdef", 6), 6);
  Body first(file, 6);
  Body body = std::move(first);
  EXPECT_FALSE(body.in_memory());
  EXPECT_EQ(body.size(), 6U);
  std::array<char, 4> piece;
  EXPECT_EQ(body.read(piece), 4U);
  EXPECT_EQ(body.read(piece), 2U);
  EXPECT_EQ(body.read(piece), 0U);
}

TEST(LiveBody, closes_when_its_reader_is_too_slow) {
  LiveBody live(10);
  EXPECT_TRUE(live.push("12345"));
  EXPECT_TRUE(live.push("67890"));
  EXPECT_FALSE(live.push("1"));
  EXPECT_TRUE(live.closed());
  EXPECT_EQ(live.take(), "1234567890");
}

TEST(LiveBody, tells_its_reader_of_what_was_there_before) {
  LiveBody live;
  live.push("a");
  int told = 0;
  live.on_ready([&] { ++told; });
  EXPECT_EQ(told, 1);
  live.close();
  EXPECT_EQ(told, 2);
}

TEST(Headers, are_found_in_any_case) {
  Response response;
  response.with("Content-Type", "text/plain");
  EXPECT_EQ(*response.header("content-type"), "text/plain");
  EXPECT_EQ(response.header("etag"), nullptr);
  EXPECT_EQ(etag_of(7), "\"7\"");
}

}  // namespace
}  // namespace mf::http
