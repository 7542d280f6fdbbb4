#include "platform/http/precheck.hpp"

#include <gtest/gtest.h>

namespace mf::http {
namespace {

std::string code_of(std::string_view head) {
  const auto problem = precheck(head);
  return problem ? problem->code : "good";
}

/// A GET with these header lines.
std::string with(std::string_view lines) {
  return "GET / HTTP/1.1\r\nHost: a\r\n" + std::string(lines) + "\r\n";
}

TEST(Precheck, ordinary_requests_pass) {
  EXPECT_EQ(code_of(with("")), "good");
  EXPECT_EQ(code_of(with("Accept: */*\r\nX-Name:  caf\xc3\xa9 \r\nEmpty:\r\n")), "good");
  EXPECT_EQ(code_of("POST /api/v1/orders?limit=5&q=a%20b HTTP/1.1\r\nHost: "
                    "a:8080\r\nContent-Length: 0\r\n\r\n"),
            "good");
  EXPECT_EQ(code_of("PUT /x HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: chunked\r\n\r\n"),
            "good");
  EXPECT_EQ(code_of("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"), "good");
  EXPECT_EQ(code_of("GET / HTTP/1.0\r\n\r\n"), "good");
}

struct Shape {
  std::string_view code;
  std::string head;
};

TEST(Precheck, each_bad_shape_has_its_code) {
  const std::vector<Shape> shapes{
      {"incomplete_head", "GET / HTTP/1.1\r\nHost: a\r\n"},
      {"incomplete_head", ""},
      {"bare_lf", "GET / HTTP/1.1\nHost: a\r\n\r\n"},
      {"bare_lf", "\n"},
      {"bare_cr", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n"},
      {"bare_cr", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"},
      {"obs_fold", with("X: a\r\n b\r\n")},
      {"obs_fold", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
      {"obs_fold", with("\tX: a\r\n")},
      {"missing_host", "GET / HTTP/1.1\r\nX: a\r\n\r\n"},
      {"duplicate_host", with("Host: a\r\n")},
      {"duplicate_host", "GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n"},
      {"bad_host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
      {"bad_host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"},
      {"length_and_encoding", with("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n")},
      {"duplicate_content_length", with("Content-Length: 3\r\nContent-Length: 3\r\n")},
      {"bad_content_length", with("Content-Length: 5,5\r\n")},
      {"bad_content_length", with("Content-Length: +5\r\n")},
      {"bad_content_length", with("Content-Length: -5\r\n")},
      {"bad_content_length", with("Content-Length: 0x5\r\n")},
      {"bad_content_length", with("Content-Length:\r\n")},
      {"bad_content_length", with("Content-Length: 99999999999999999999\r\n")},
      {"unknown_transfer_encoding", with("Transfer-Encoding: gzip, chunked\r\n")},
      {"unknown_transfer_encoding", with("Transfer-Encoding: xchunked\r\n")},
      {"unknown_transfer_encoding", with("Transfer-Encoding: identity\r\n")},
      {"duplicate_transfer_encoding",
       with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")},
      {"encoding_in_http_1_0", "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {"space_before_colon", with("X : a\r\n")},
      {"space_before_colon", with("Transfer-Encoding\t: chunked\r\n")},
      {"bad_header", with("no colon here\r\n")},
      {"bad_header_name", with(": a\r\n")},
      {"bad_header_name", with("X Y: a\r\n")},
      {"bad_header_name", with("X\xc3\xa9: a\r\n")},
      {"control_character", with(std::string("X: a\0b\r\n", 8))},
      {"control_character", with("X: \x7f\r\n")},
      {"control_character", with("Transfer-Encoding: \x0b"
                                 "chunked\r\n")},
      {"bad_method", "get / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"bad_method", " / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"bad_method", "ABCDEFGHIJKLMNOPQRSTU / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"bad_request_line", "GET / \r\nHost: a\r\n\r\n"},
      {"bad_request_line", "GET /\r\nHost: a\r\n\r\n"},
      {"bad_request_line", "GET / http/1.1\r\nHost: a\r\n\r\n"},
      {"bad_target", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"bad_target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"bad_target", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"bad_target", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"bad_target", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"bad_target", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"early_empty_line", "GET / HTTP/1.1\r\nHost: a\r\n\r\nX: b\r\n\r\n"},
  };
  for (const auto& shape : shapes) {
    EXPECT_EQ(code_of(shape.head), shape.code) << shape.head;
  }
}

TEST(Precheck, what_is_not_implemented_has_its_own_status) {
  EXPECT_EQ(precheck(with("Transfer-Encoding: gzip\r\n"))->status, 501);
  EXPECT_EQ(precheck("GET / HTTP/2.0\r\nHost: a\r\n\r\n")->status, 505);
  EXPECT_EQ(precheck("GET / HTTP/1.2\r\nHost: a\r\n\r\n")->code, "unknown_version");
  EXPECT_EQ(precheck(with("X : a\r\n"))->status, 400);
}

TEST(Precheck, a_hundred_headers_pass_and_one_more_does_not) {
  std::string lines;
  for (int i = 0; i < 99; ++i) {
    lines += "X: a\r\n";
  }
  EXPECT_EQ(code_of(with(lines)), "good");
  EXPECT_EQ(code_of(with(lines + "X: a\r\n")), "too_many_headers");
}

}  // namespace
}  // namespace mf::http
