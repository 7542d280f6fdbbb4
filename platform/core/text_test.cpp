#include "platform/core/text.hpp"

#include <gtest/gtest.h>

namespace mf {
namespace {

TEST(Utf8, well_formed_text_is_told_from_other_bytes) {
  for (const std::string_view good :
       {"", "abc", "\xc3\xb1", "\xe2\x82\xac", "\xf0\x9f\x9a\x80", "\xef\xbf\xbf"}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  for (const std::string_view bad :
       {"\x80", "\xc3", "\xc0\xaf", "\xc1\x81", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xe2\x82"}) {
    EXPECT_FALSE(is_utf8(bad));
  }
}

TEST(Utf8, is_counted_in_code_points) {
  EXPECT_EQ(code_points("ca\xc3\xb1o"), 4U);
  EXPECT_EQ(code_points("\xf0\x9f\x9a\x80"), 1U);
}

TEST(Trim, takes_ascii_blanks_and_the_no_break_space) {
  EXPECT_EQ(trim(" \t\r\n\xc2\xa0 a b \xc2\xa0\n"), "a b");
  EXPECT_EQ(trim("  "), "");
  EXPECT_EQ(trim("\xc3\xa0"), "\xc3\xa0");
}

TEST(Fold, forgets_case_accents_and_runs_of_blanks) {
  EXPECT_EQ(fold("  Medell\xc3\xadn \n Bogot\xc3\x81 "), "medellin bogota");
  EXPECT_EQ(fold("CA\xc3\x91O"), "cano");
  EXPECT_EQ(fold("n\xcc\x83"), "n");  // a letter and a combining tilde
  EXPECT_EQ(fold("stra\xc3\x9f"
                 "e \xc3\x98"),
            "stra\xc3\x9f"
            "e o");
}

TEST(FoldWords, gives_letters_and_digits) {
  EXPECT_EQ(fold_words("\xc2\xbf"
                       "Calle 10 #4-20?"),
            (std::vector<std::string>{"\xc2\xbf"
                                      "calle",
                                      "10", "4", "20"}));
  EXPECT_TRUE(fold_words(" -- ").empty());
}

TEST(Base64Url, comes_back_the_same) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    std::string back;
    ASSERT_TRUE(decode_base64url(base64url(bytes), back));
    EXPECT_EQ(back, bytes);
  }
  EXPECT_EQ(base64url("\xfb\xff"), "-_8");
}

TEST(Base64Url, each_bytes_have_one_text_only) {
  std::string bytes;
  for (const std::string_view bad : {"A", "QQ==", "QR", "+/8", "Q Q"}) {
    EXPECT_FALSE(decode_base64url(bad, bytes)) << bad;
  }
}

TEST(Ascii, is_compared_without_case) {
  EXPECT_TRUE(equal_ignoring_case("Content-TYPE", "content-type"));
  EXPECT_FALSE(equal_ignoring_case("a", "ab"));
  EXPECT_FALSE(equal_ignoring_case("[", "{"));
  EXPECT_EQ(to_lower_ascii("\xc3\x81"
                           "B"),
            "\xc3\x81"
            "b");
}

TEST(Split, keeps_empty_parts) {
  EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string_view>{"a", "", "b", ""}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
}

}  // namespace
}  // namespace mf
