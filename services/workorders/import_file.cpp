#include "services/workorders/import_file.hpp"

#include "platform/core/text.hpp"

namespace mf::workorders {
namespace {

bool is_blank(const std::vector<std::string>& record) {
  return std::all_of(record.begin(), record.end(),
                     [](const auto& field) { return trim(field).empty(); });
}

/// Passes over records of empty fields, which spreadsheets leave below a table. False at the end.
Result<bool> next_filled(CsvReader& reader, std::vector<std::string>& record) {
  for (;;) {
    auto more = reader.next(record);
    if (!more || !*more || !is_blank(record)) {
      return more;
    }
  }
}

}  // namespace

Result<ImportFile> ImportFile::open(std::string bytes) {
  auto text = decode_text(std::move(bytes));
  if (!text) {
    return fail(std::move(text.error()));
  }
  ImportFile file;
  file.text_ = std::move(*text);
  file.delimiter_ = detect_delimiter(file.text_);
  CsvReader reader(file.text_, file.delimiter_);
  std::vector<std::string> record;
  auto more = reader.next(record);
  if (!more) {
    return fail(std::move(more.error()));
  }
  if (!*more) {
    return fail(ErrorKind::invalid, "empty_file",
                "The file is empty: its first line must name the columns.");
  }
  auto columns = ColumnMap::of(record);
  if (!columns) {
    return fail(std::move(columns.error()));
  }
  file.columns_ = std::move(*columns);
  DayOrderVote vote;
  for (more = next_filled(reader, record); more && *more; more = next_filled(reader, record)) {
    count_dates(record, file.columns_, vote);
    ++file.records_;
  }
  if (!more) {
    return fail(std::move(more.error()));
  }
  file.day_order_ = vote.outcome();
  return file;
}

ImportRows::ImportRows(const ImportFile& file, OrderTypeWords types, std::string time_zone,
                       Timestamp now)
    : reader_(file.text(), file.delimiter()),
      rules_{file.columns(), file.day_order(), std::move(types), std::move(time_zone), now} {
  std::vector<std::string> header;
  (void)reader_.next(header);  // open() has read it
}

std::optional<CheckedRow> ImportRows::next() {
  std::vector<std::string> record;
  const auto more = next_filled(reader_, record);
  if (!more || !*more) {  // open() has been through the file: there is no error left in it
    return std::nullopt;
  }
  return CheckedRow{reader_.records() - 1,
                    std::string(rules_.columns.field(record, ImportColumn::key)),
                    check_row(record, rules_)};
}

}  // namespace mf::workorders
