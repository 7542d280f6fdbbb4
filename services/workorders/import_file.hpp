// An order file: opened once (encoding, delimiter, columns and the order of its dates are found out
// over the whole file), then read row by row, so that memory holds the text and one row. Pure; one
// owner, one thread.
#pragma once

#include "services/workorders/csv.hpp"
#include "services/workorders/import_row.hpp"

namespace mf::workorders {

class ImportFile {
 public:
  /// 400 for what is no delimited text, 422 for a file without the columns that it needs.
  static Result<ImportFile> open(std::string bytes);

  /// Records below the header; those with nothing but empty fields do not count.
  std::size_t records() const { return records_; }
  const ColumnMap& columns() const { return columns_; }
  DayOrder day_order() const { return day_order_; }
  char delimiter() const { return delimiter_; }
  std::string_view text() const { return text_; }

 private:
  std::string text_;
  char delimiter_ = ';';
  ColumnMap columns_;
  DayOrder day_order_ = DayOrder::day_first;
  std::size_t records_ = 0;
};

/// One record: its place below the header, from 1, its key as far as it has one, and what was
/// found.
struct CheckedRow {
  std::size_t record = 0;
  std::string key;
  std::expected<ImportRow, RowFault> row;
};

class ImportRows {
 public:
  /// `file` must outlive the rows.
  ImportRows(const ImportFile& file, OrderTypeWords types, std::string time_zone, Timestamp now);

  std::optional<CheckedRow> next();
  const RowRules& rules() const { return rules_; }

 private:
  CsvReader reader_;
  RowRules rules_;
};

}  // namespace mf::workorders
