#include "platform/http/wire.hpp"

#include <gtest/gtest.h>

namespace mf::http {
namespace {

/// What a chunked body says when it comes in pieces of `step` bytes; nothing where it is malformed
/// or has no end.
std::optional<std::string> unchunk(std::string_view bytes, std::size_t step,
                                   std::size_t* unused = nullptr) {
  Head head;
  head.chunked = true;
  BodyReader reader(head);
  std::string out;
  while (!bytes.empty() && !reader.done() && !reader.malformed()) {
    auto piece = bytes.substr(0, step);
    const auto size = piece.size();
    while (!piece.empty() && !reader.done() && !reader.malformed()) {
      out += reader.next(piece);
    }
    bytes.remove_prefix(size - piece.size());
  }
  if (unused != nullptr) {
    *unused = bytes.size();
  }
  return reader.done() ? std::optional(out) : std::nullopt;
}

TEST(BodyReader, gives_the_same_however_the_bytes_are_cut) {
  const std::string body = "4\r\nabcd\r\nA;x=\"y\"\r\n0123456789\r\n0\r\nT: 1\r\n\r\nGET /";
  for (std::size_t step = 1; step <= body.size(); ++step) {
    std::size_t unused = 0;
    EXPECT_EQ(unchunk(body, step, &unused), "abcd0123456789") << step;
    EXPECT_EQ(unused, 5U) << step;
  }
}

TEST(BodyReader, refuses_what_others_may_read_differently) {
  for (const std::string_view body :
       {"4\nabcd", "\r\n", " 4\r\nabcd\r\n", "4 \r\nabcd\r\n", "0x4\r\nabcd\r\n", "+4\r\n",
        "4\r\nabcdX", "4\r\nabcd\rX", "4;a\n\r\nabcd", "0\r\nT: 1\nU: 2\r\n\r\n",
        "1000000000000000\r\n"}) {
    EXPECT_EQ(unchunk(body, body.size()), std::nullopt) << body;
  }
}

TEST(BodyReader, endless_extensions_and_trailers_are_refused) {
  EXPECT_EQ(unchunk("1;" + std::string(20'000, 'x') + "\r\na\r\n0\r\n\r\n", 999), std::nullopt);
  EXPECT_EQ(unchunk("0\r\nT: " + std::string(20'000, 'x') + "\r\n\r\n", 999), std::nullopt);
}

TEST(BodyReader, a_length_ends_the_body_exactly) {
  Head head;
  head.length = 3;
  BodyReader reader(head);
  std::string_view bytes = "abcdef";
  EXPECT_EQ(reader.next(bytes), "abc");
  EXPECT_TRUE(reader.done());
  EXPECT_EQ(bytes, "def");
}

TEST(HeadEnd, is_found_wherever_the_bytes_are_cut) {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\nrest";
  for (std::size_t seen = 0; seen < 27; ++seen) {
    EXPECT_EQ(find_head_end(bytes, seen).size, 27U) << seen;
  }
  EXPECT_EQ(find_head_end("GET / HTTP/1.1\r\nHost", 0).state, HeadEnd::State::more);
  EXPECT_EQ(find_head_end("GET / HTTP/1.1\nHost", 0).state, HeadEnd::State::bare_lf);
}

TEST(Head, says_how_body_and_connection_go_on) {
  const auto head = read_head(
      "POST /a%20b?c=d HTTP/1.1\r\nHost: a\r\nContent-LENGTH: 12\r\nExpect: 100-Continue\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->request.method, "POST");
  EXPECT_EQ(head->request.path, "/a b");
  EXPECT_EQ(head->request.query, "c=d");
  EXPECT_EQ(*head->request.header("content-length"), "12");
  EXPECT_EQ(head->length, 12U);
  EXPECT_TRUE(head->keep_alive);
  EXPECT_TRUE(head->expects_continue);
}

TEST(Head, close_wins_over_keep_alive) {
  EXPECT_FALSE(read_head("GET / HTTP/1.0\r\nConnection: close\r\nConnection: keep-alive\r\n\r\n")
                   ->keep_alive);
  EXPECT_FALSE(read_head("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")->keep_alive);
  EXPECT_TRUE(read_head("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")->keep_alive);
  EXPECT_FALSE(read_head("GET / HTTP/1.0\r\n\r\n")->keep_alive);
}

TEST(Head, an_unknown_expectation_is_refused) {
  const auto head = read_head("GET / HTTP/1.1\r\nHost: a\r\nExpect: a-miracle\r\n\r\n");
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().status, 417);
}

TEST(AnswerHead, leaves_framing_to_the_server) {
  Response response{.status = 201};
  response.with("location", "/x").with("Content-Length", "99").with("connection", "upgrade");
  std::string out;
  append_head(out, response, {.length = 2, .close = true, .date = "now"});
  EXPECT_EQ(out,
            "HTTP/1.1 201 Created\r\nlocation: /x\r\ndate: now\r\ncontent-length: 2\r\nconnection: "
            "close\r\n\r\n");
}

TEST(DateLine, has_the_form_of_rfc_9110) {
  EXPECT_EQ(date_line().size(), std::string_view("Sun, 06 Nov 1994 08:49:37 GMT").size());
  EXPECT_TRUE(date_line().ends_with(" GMT"));
}

}  // namespace
}  // namespace mf::http
