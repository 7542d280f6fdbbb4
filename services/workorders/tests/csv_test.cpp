#include "services/workorders/csv.hpp"

#include <gtest/gtest.h>

namespace mf::workorders {
namespace {

using Record = std::vector<std::string>;

std::vector<Record> records_of(std::string_view text, char delimiter = ';') {
  CsvReader reader(text, delimiter);
  std::vector<Record> records;
  Record record;
  for (auto more = reader.next(record); more && *more; more = reader.next(record)) {
    records.push_back(record);
  }
  return records;
}

std::string error_of(std::string_view text) {
  CsvReader reader(text, ';');
  Record record;
  for (;;) {
    const auto more = reader.next(record);
    if (!more) {
      return more.error().code + ": " + more.error().detail;
    }
    if (!*more) {
      return "";
    }
  }
}

TEST(Csv, fields_end_at_the_delimiter_and_records_at_any_kind_of_line_break) {
  EXPECT_EQ(records_of("a;b\r\nc;d\ne;f\rg;"),
            (std::vector<Record>{{"a", "b"}, {"c", "d"}, {"e", "f"}, {"g", ""}}));
}

TEST(Csv, a_quoted_field_may_hold_delimiters_line_breaks_and_quotes) {
  EXPECT_EQ(records_of("1;\"a;b\r\nsays \"\"no\"\"\";2\n"),
            (std::vector<Record>{{"1", "a;b\r\nsays \"no\"", "2"}}));
}

TEST(Csv, what_follows_a_closing_quote_and_a_quote_inside_a_field_are_kept) {
  EXPECT_EQ(records_of("\"a\" b;5\" pipe\n"), (std::vector<Record>{{"a b", "5\" pipe"}}));
}

TEST(Csv, empty_lines_are_no_records_and_empty_fields_are_fields) {
  EXPECT_EQ(records_of("\n\r\na\n\n;;\n\"\"\n"), (std::vector<Record>{{"a"}, {"", "", ""}, {""}}));
  EXPECT_TRUE(records_of("").empty());
}

TEST(Csv, a_quote_that_is_never_closed_is_told_with_its_record_and_line) {
  EXPECT_EQ(error_of("h;i\na;\"b\nc\"\nd;\"e\nf\n"),
            "unclosed_quote: A quote that opens in record 2 (line 4) is never closed.");
  EXPECT_EQ(error_of("\"h"),
            "unclosed_quote: A quote that opens in the header (line 1) is never closed.");
}

TEST(Csv, the_delimiter_is_the_one_that_the_first_record_holds_most_often_outside_quotes) {
  EXPECT_EQ(detect_delimiter("a;b;c,d\n1,2,3,4,5"), ';');
  EXPECT_EQ(detect_delimiter("\n\na,b,\"c;;;;;\"\n"), ',');
  EXPECT_EQ(detect_delimiter("a\tb\tc"), '\t');
  EXPECT_EQ(detect_delimiter("alone"), ';');
}

TEST(Csv, a_first_line_that_names_the_separator_is_believed_and_skipped) {
  const std::string text = "sep=|\r\na|b;c\r\n";
  EXPECT_EQ(detect_delimiter(text), '|');
  EXPECT_EQ(records_of(text, '|'), (std::vector<Record>{{"a", "b;c"}}));
}

TEST(Csv, utf8_is_taken_as_it_is_and_its_mark_is_cut_off) {
  EXPECT_EQ(decode_text("ñandú").value(), "ñandú");
  EXPECT_EQ(decode_text("\xef\xbb\xbfñandú").value(), "ñandú");
}

TEST(Csv, what_is_not_utf8_is_read_as_windows_1252) {
  EXPECT_EQ(decode_text("Cr\xedtica \x80 5 \x93Pist\xf3n\x94 p.\xa0m.").value(),
            "Crítica € 5 “Pistón” p.\u00a0m.");
}

TEST(Csv, utf16_is_read_by_its_mark) {
  EXPECT_EQ(decode_text(std::string("\xff\xfe"
                                    "a\0"
                                    "\xf1\0"
                                    "\x3d\xd8\x27\xdd",
                                    10))
                .value(),
            "añ🔧");
  EXPECT_EQ(decode_text(std::string("\xfe\xff"
                                    "\0a"
                                    "\xd8\x3d",
                                    6))
                .value(),
            "a\uFFFD");
}

TEST(Csv, bytes_that_are_no_text_are_refused) {
  EXPECT_EQ(decode_text(std::string("PK\x03\x04\0\0", 6)).error().code, "not_text");
  EXPECT_EQ(decode_text("\xef\xbb\xbf"
                        "Cr\xedtica")
                .error()
                .code,
            "not_text");
}

TEST(Csv, a_written_line_reads_back_the_same) {
  const Record record{"", "a;b", "say \"x\"", "two\nlines", "plain"};
  EXPECT_EQ(records_of(csv_line(record, ';')), std::vector<Record>{record});
  EXPECT_EQ(records_of(csv_line({""}, ';')), std::vector<Record>{{""}});
}

}  // namespace
}  // namespace mf::workorders
