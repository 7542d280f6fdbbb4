// One record of an order file, checked: a row that can be imported, or what is wrong with it. Pure,
// any thread.
#pragma once

#include "contracts/events.hpp"
#include "services/workorders/import_columns.hpp"
#include "services/workorders/import_formats.hpp"
#include "services/workorders/import_words.hpp"

#include <expected>

namespace mf::workorders {

struct ImportRow {
  std::string key;  // the order's number in the system that it comes from
  Timestamp registered;
  Document document;
  std::string customer;
  std::optional<std::string> phone;
  std::optional<std::string> email;
  std::string address;
  std::optional<std::string> neighbourhood;
  std::optional<contracts::Position> position;
  OrderTypeId type;
  Priority priority = Priority::medium;
  std::string title;
  std::string description;
  std::optional<contracts::Window> window;
};

/// The first column that is wrong, which rule it breaks and the rule in a sentence, which names the
/// other faults too.
struct RowFault {
  std::string column;
  std::string code;
  std::string reason;
};

/// What one file's rows are read with.
struct RowRules {
  ColumnMap columns;
  DayOrder day_order = DayOrder::day_first;
  OrderTypeWords types;
  std::string time_zone;
  Timestamp now = {};  // no order was registered later than tomorrow
};

std::expected<ImportRow, RowFault> check_row(const std::vector<std::string>& record,
                                             const RowRules& rules);

/// The dates of a record, for the vote on their order.
void count_dates(const std::vector<std::string>& record, const ColumnMap& columns,
                 DayOrderVote& vote);

/// The first line of a description, cut at a word where it is long.
std::string title_of(std::string_view description);

}  // namespace mf::workorders
