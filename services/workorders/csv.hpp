// Delimited text from spreadsheets (RFC 4180 and what Excel makes of it): its encoding and its
// delimiter are found out, records come one at a time. Knows nothing of orders. Pure; one reader,
// one thread.
#pragma once

#include "platform/core/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mf::workorders {

/// The file as UTF-8 without a byte order mark: UTF-8 as it is, UTF-16 by its mark, anything else
/// is read as Windows-1252. 400 `not_text` for bytes that are no text.
Result<std::string> decode_text(std::string bytes);

/// What stands between the fields of the first record: `;`, `,` or a tab, whichever is there most
/// often outside quotes. `;` where there is none.
char detect_delimiter(std::string_view text);

/// Reads records from front to back. A field in quotes may hold delimiters, line breaks and `""`
/// for a quote. Lines without any character are no records.
class CsvReader {
 public:
  /// `text` in UTF-8; it must outlive the reader. A first line such as `sep=;` is skipped, as Excel
  /// does.
  CsvReader(std::string_view text, char delimiter);

  /// The next record; false at the end. 400 `unclosed_quote` where a quote is never closed.
  Result<bool> next(std::vector<std::string>& fields);
  /// Records read so far, the header among them.
  std::size_t records() const { return records_; }
  /// The line, from 1, on which the last record began.
  std::size_t line() const { return record_line_; }

 private:
  bool at_line_break() const { return text_[at_] == '\n' || text_[at_] == '\r'; }
  void skip_line_break();
  Result<void> read_field(std::string& field);
  Result<void> read_quoted(std::string& field);

  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t record_line_ = 0;
  std::size_t records_ = 0;
};

/// One record as a line; fields are quoted where they need it.
std::string csv_line(const std::vector<std::string>& fields, char delimiter);

}  // namespace mf::workorders
