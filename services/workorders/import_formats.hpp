// How spreadsheets write dates and numbers: 18/11/2026 2:13 p. m., 11/18/2026 14:13,
// 2026-11-18T14:13:00Z, 6,277929 and 6.277929. Which of day and month comes first is found out over
// a whole file. Pure, any thread.
#pragma once

#include "platform/core/time.hpp"

#include <optional>
#include <string_view>

namespace mf::workorders {

/// What 03/04/2026 means.
enum class DayOrder { day_first, month_first };

/// A date as it is written, before it is known whether it exists.
struct WrittenDate {
  int first = 0;   // the day or the month; the month where year_first
  int second = 0;  // the month or the day; the day where year_first
  int year = 0;
  bool year_first = false;
  std::chrono::seconds time{0};
  std::optional<minutes> offset;  // from UTC, where it is written: "Z", "-05:00"
};

/// Nothing for what is no date in any style. Hours from 0 to 23, or from 0 to 12 with a. m. or p.
/// m.
std::optional<WrittenDate> read_date(std::string_view text);

/// Counts what the dates of a file say for each order.
class DayOrderVote {
 public:
  void add(const WrittenDate& date);
  /// Day first where nothing speaks for either.
  DayOrder outcome() const {
    return month_first_ > day_first_ ? DayOrder::month_first : DayOrder::day_first;
  }

 private:
  std::size_t day_first_ = 0;
  std::size_t month_first_ = 0;
};

/// The moment; nothing for a day that the calendar does not have. Without an offset it is local
/// time in `zone`.
std::optional<Timestamp> moment_of(const WrittenDate& date, DayOrder order, std::string_view zone);

/// A number with one decimal comma or point at most, without thousands separators.
std::optional<double> read_decimal(std::string_view text);

}  // namespace mf::workorders
