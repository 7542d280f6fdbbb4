#include "platform/http/upstream_wire.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mf::http {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string forwarded(const std::string& text) {
  auto head = read_head(text);
  EXPECT_TRUE(head) << text;
  head->request.id = "id-1";
  head->request.traceparent = "trace-1";
  head->request.remote = "192.0.2.7";
  std::string out;
  append_request_head(out, *head, "x-microflow-peer: ours\r\n");
  return out;
}

TEST(RequestHead, keeps_the_target_as_it_came_and_says_who_asks) {
  const auto out =
      forwarded("GET /caf%C3%A9?q=a%20b HTTP/1.1\r\nHost: here\r\nAccept: */*\r\n\r\n");
  EXPECT_EQ(out,
            "GET /caf%C3%A9?q=a%20b HTTP/1.1\r\nhost: here\r\naccept: */*\r\nx-request-id: id-1\r\n"
            "traceparent: trace-1\r\nx-forwarded-for: 192.0.2.7\r\nx-microflow-peer: ours\r\n\r\n");
}

TEST(RequestHead, leaves_out_what_is_of_one_connection) {
  const auto out = forwarded(
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, X-Mine\r\nKeep-Alive: 5\r\n"
      "X-Mine: 1\r\nTE: trailers\r\nUpgrade: h2c\r\nProxy-Authorization: x\r\nX-Other: 2\r\n\r\n");
  for (const auto* gone : {"connection", "keep-alive", "x-mine", "te:", "upgrade", "proxy"}) {
    EXPECT_THAT(out, Not(HasSubstr(gone))) << gone;
  }
  EXPECT_THAT(out, HasSubstr("x-other: 2\r\n"));
}

TEST(RequestHead, does_not_believe_what_a_client_says_of_itself) {
  const auto out = forwarded(
      "GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 10.0.0.1\r\nX-Request-Id: forged\r\n"
      "X-Microflow-Peer: forged\r\nForwarded: for=1\r\nTraceparent: forged\r\nX-Real-IP: "
      "1\r\n\r\n");
  EXPECT_THAT(out, Not(HasSubstr("forged")));
  EXPECT_THAT(out, Not(HasSubstr("10.0.0.1")));
  EXPECT_THAT(out, Not(HasSubstr("forwarded: for")));
  EXPECT_THAT(out, Not(HasSubstr("x-real-ip")));
}

TEST(RequestHead, frames_the_body_by_its_length_or_in_chunks) {
  EXPECT_THAT(forwarded("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 12\r\n\r\n"),
              HasSubstr("content-length: 12\r\n"));
  EXPECT_THAT(forwarded("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"),
              HasSubstr("content-length: 0\r\n"));
  const auto chunked =
      forwarded("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
  EXPECT_THAT(chunked, HasSubstr("transfer-encoding: chunked\r\n"));
  EXPECT_THAT(chunked, Not(HasSubstr("content-length")));
}

TEST(AnswerHead, is_passed_on_without_what_is_of_one_connection) {
  std::string out;
  const auto head = pass_answer_head(
      "HTTP/1.1 201 Created\r\nLocation: /x\r\nConnection: close, x-hop\r\nX-Hop: 1\r\n"
      "Content-Length: 7\r\n\r\n",
      out);
  ASSERT_TRUE(head);
  EXPECT_EQ(out, "HTTP/1.1 201 Created\r\nLocation: /x\r\nContent-Length: 7\r\n");
  EXPECT_EQ(head->status, 201);
  EXPECT_EQ(head->length, 7U);
  EXPECT_TRUE(head->close);
  EXPECT_FALSE(head->chunked);
}

TEST(AnswerHead, tells_where_the_body_ends) {
  std::string out;
  const auto stream = pass_answer_head(
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n",
      out);
  ASSERT_TRUE(stream);
  EXPECT_TRUE(stream->event_stream);
  EXPECT_TRUE(stream->chunked);
  EXPECT_TRUE(stream->has_body("GET"));
  EXPECT_FALSE(stream->has_body("HEAD"));
  const auto old = pass_answer_head("HTTP/1.0 200 OK\r\n\r\n", out);
  ASSERT_TRUE(old);
  EXPECT_TRUE(old->until_close("GET"));
  EXPECT_TRUE(old->close);
  const auto empty = pass_answer_head("HTTP/1.1 204 No Content\r\n\r\n", out);
  ASSERT_TRUE(empty);
  EXPECT_FALSE(empty->has_body("GET"));
}

TEST(AnswerHead, that_could_be_read_in_two_ways_is_none) {
  std::string out;
  for (const std::string bad :
       {"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: +1\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 99 No\r\n\r\n", "HTTP/1.1 101 Switching\r\n\r\n",
        "SSH-2.0-hello\r\n\r\n", "HTTP/1.1 200 OK\r\na: b\nc: d\r\n\r\n",
        "HTTP/1.1 200 OK\r\na: b\rc: d\r\n\r\n", "HTTP/1.1 200 OK\nx: y\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length : 1\r\n\r\n"}) {
    EXPECT_FALSE(pass_answer_head(bad, out)) << bad;
  }
}

}  // namespace
}  // namespace mf::http
