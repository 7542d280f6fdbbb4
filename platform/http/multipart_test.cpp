#include "platform/http/multipart.hpp"

#include <gtest/gtest.h>

namespace mf::http {
namespace {

struct Part {
  PartHead head;
  std::string data;
  bool ended = false;
};

struct Outcome {
  std::vector<Part> parts;
  std::string error;
};

/// Reads `body` in pieces of `step` bytes.
Outcome read(std::string_view body, std::size_t step = 4096, const std::string& boundary = "b") {
  Outcome out;
  MultipartReader reader(boundary, {
                                       .begin = [&](const PartHead& head) -> Result<void> {
                                         out.parts.push_back({.head = head, .data = ""});
                                         return {};
                                       },
                                       .data = [&](std::string_view data) -> Result<void> {
                                         out.parts.back().data += data;
                                         return {};
                                       },
                                       .end = [&]() -> Result<void> {
                                         out.parts.back().ended = true;
                                         return {};
                                       },
                                   });
  for (std::size_t at = 0; at < body.size(); at += step) {
    if (auto fed = reader.feed(body.substr(at, step)); !fed) {
      out.error = fed.error().code;
      return out;
    }
  }
  if (auto finished = reader.finish(); !finished) {
    out.error = finished.error().code;
  }
  return out;
}

std::string part(std::string_view disposition, std::string_view data) {
  return "--b\r\nContent-Disposition: " + std::string(disposition) + "\r\n\r\n" +
         std::string(data) + "\r\n";
}

TEST(Multipart, gives_the_same_parts_however_the_bytes_are_cut) {
  const std::string body =
      "preamble\r\n--b\r\nContent-Disposition: form-data; "
      "name=\"note\"\r\n\r\nhello\r\n--\r\n--c\r\n"
      "--b  \r\nContent-Disposition: form-data; name=\"photo\"; "
      "filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
      "\r\n\r\n-\r\n--\r\n--b--\r\nepilogue";
  for (std::size_t step = 1; step <= body.size(); ++step) {
    const auto out = read(body, step);
    ASSERT_EQ(out.error, "") << step;
    ASSERT_EQ(out.parts.size(), 2U) << step;
    EXPECT_EQ(out.parts[0].head.name, "note");
    EXPECT_EQ(out.parts[0].head.filename, std::nullopt);
    EXPECT_EQ(out.parts[0].head.content_type, "text/plain");
    EXPECT_EQ(out.parts[0].data, "hello\r\n--\r\n--c") << step;
    EXPECT_EQ(out.parts[1].head.filename, "a.jpg");
    EXPECT_EQ(out.parts[1].head.content_type, "image/jpeg");
    EXPECT_EQ(out.parts[1].data, "\r\n\r\n-\r\n--") << step;
    EXPECT_TRUE(out.parts[1].ended);
  }
}

TEST(Multipart, an_empty_part_is_a_part) {
  const auto out = read(part("form-data; name=a", "") + "--b--");
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.parts.size(), 1U);
  EXPECT_EQ(out.parts[0].data, "");
  EXPECT_TRUE(out.parts[0].ended);
}

TEST(Multipart, file_names_come_in_several_forms) {
  const std::vector<std::pair<std::string, std::string>> forms{
      {R"(filename="a \"b\" \\c.txt")", "c.txt"},
      {R"(filename="a \"b\".txt")", "a \"b\".txt"},
      {R"(filename="C:\photos\d.png")", "d.png"},
      {R"(filename="../../etc/passwd")", "passwd"},
      {R"(filename="plain.txt"; filename*=UTF-8''ca%C3%B1o%20roto.jpg)", "ca\xc3\xb1o roto.jpg"},
      {R"(filename*=utf-8'es'a%2Fb)", "b"},
      {"filename=token.txt", "token.txt"},
      {"filename=\"\xc3\xb1.txt\"", "\xc3\xb1.txt"},
  };
  for (const auto& [form, name] : forms) {
    const auto out = read(part("form-data; name=\"f\"; " + form, "x") + "--b--");
    ASSERT_EQ(out.error, "") << form;
    EXPECT_EQ(out.parts.at(0).head.filename, name) << form;
  }
}

TEST(Multipart, what_is_not_well_formed_is_refused) {
  const std::string head = "Content-Disposition: form-data; name=a\r\n";
  for (const std::string& body : std::vector<std::string>{
           "",
           "no boundary at all",
           "--b",
           part("form-data; name=a", "x"),
           part("form-data; name=a", "x") + "--b-",
           part("form-data; name=a", "x") + "--bX\r\n",
           part("form-data", "x") + "--b--",
           part("form-data; name=\"\"", "x") + "--b--",
           part("attachment; name=a", "x") + "--b--",
           part("form-data; name=\"a", "x") + "--b--",
           part("form-data; name=a; name=b", "x") + "--b--",
           part("form-data; name=\"\xff\"", "x") + "--b--",
           part("form-data; name=a; filename*=UTF-8''%zz", "x") + "--b--",
           part("form-data; name=a; filename*=latin1''a", "x") + "--b--",
           "--b\r\n\r\nx\r\n--b--",
           "--b\r\n" + head + head + "\r\nx\r\n--b--",
           "--b\r\nno colon\r\n\r\nx\r\n--b--",
           "--b\r\n" + head + " folded: x\r\n\r\nx\r\n--b--",
           "--b\r\n" + head + "Content-Transfer-Encoding: base64\r\n\r\nx\r\n--b--",
           "--b\r\n" + head + "X: " + std::string(9000, 'x') + "\r\n\r\nx\r\n--b--",
       }) {
    EXPECT_EQ(read(body).error, "bad_multipart") << body.substr(0, 200);
    EXPECT_EQ(read(body, 1).error, "bad_multipart") << body.substr(0, 200);
  }
}

TEST(Multipart, twenty_parts_pass_and_one_more_does_not) {
  std::string body;
  for (int i = 0; i < 20; ++i) {
    body += part("form-data; name=a", "x");
  }
  EXPECT_EQ(read(body + "--b--").parts.size(), 20U);
  EXPECT_EQ(read(body + part("form-data; name=a", "x") + "--b--").error, "bad_multipart");
}

TEST(Multipart, an_error_of_the_sink_ends_the_reading) {
  MultipartReader reader("b", {.begin = [](const PartHead&) -> Result<void> {
                                 return fail(ErrorKind::too_large, "too_large", "No more.");
                               },
                               .data = [](std::string_view) -> Result<void> { return {}; },
                               .end = []() -> Result<void> { return {}; }});
  const auto fed = reader.feed(part("form-data; name=a", "x"));
  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().code, "too_large");
}

TEST(MultipartBoundary, is_taken_from_the_content_type) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""), "a b");
  EXPECT_EQ(multipart_boundary("multipart/form-data"), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/mixed; boundary=abc"), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary="), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"a \""), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"a\xc3\xa9\""), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')),
            std::nullopt);
}

}  // namespace
}  // namespace mf::http
