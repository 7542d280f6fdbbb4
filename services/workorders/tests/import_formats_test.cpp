#include "services/workorders/import_formats.hpp"

#include <gtest/gtest.h>

namespace mf::workorders {
namespace {

/// As UTC, or what is wrong.
std::string utc(std::string_view text, DayOrder order = DayOrder::day_first) {
  const auto date = read_date(text);
  if (!date) {
    return "no date";
  }
  const auto time = moment_of(*date, order, "America/Bogota");
  return time ? to_rfc3339(*time) : "no such day";
}

DayOrder order_of(std::initializer_list<std::string_view> dates) {
  DayOrderVote vote;
  for (const auto text : dates) {
    vote.add(read_date(text).value());
  }
  return vote.outcome();
}

TEST(ImportFormats, the_twelve_hour_clock_is_read_as_excel_in_colombia_writes_it) {
  EXPECT_EQ(utc("18/11/2026 2:13 p. m."), "2026-11-18T19:13:00Z");
  EXPECT_EQ(utc("18/11/2026 2:13 a. m."), "2026-11-18T07:13:00Z");
  EXPECT_EQ(utc("05/11/2026 12:50 a. m."), "2026-11-05T05:50:00Z");
  EXPECT_EQ(utc("22/11/2026 12:00 p. m."), "2026-11-22T17:00:00Z");
}

TEST(ImportFormats, other_spellings_of_the_half_of_the_day_mean_the_same) {
  for (const auto text :
       {"18/11/2026 2:13 p.m.", "18/11/2026 02:13 PM", "18-11-2026 2:13:00 P. M.",
        "18.11.26 2:13pm", "18/11/2026 2:13\u00a0p.\u00a0m.", "18/11/2026, 2:13\u202fp.\u202fm."}) {
    EXPECT_EQ(utc(text), "2026-11-18T19:13:00Z") << text;
  }
}

TEST(ImportFormats, the_twenty_four_hour_clock_and_days_without_a_time_are_local) {
  EXPECT_EQ(utc("18/11/2026 14:13"), "2026-11-18T19:13:00Z");
  EXPECT_EQ(utc("18/11/2026 14:13:25"), "2026-11-18T19:13:25Z");
  EXPECT_EQ(utc("18/11/2026"), "2026-11-18T05:00:00Z");
}

TEST(ImportFormats, iso_dates_are_local_unless_they_say_their_offset) {
  EXPECT_EQ(utc("2026-11-18 14:13"), "2026-11-18T19:13:00Z");
  EXPECT_EQ(utc("2026-11-18T14:13:00"), "2026-11-18T19:13:00Z");
  EXPECT_EQ(utc("2026-11-18T14:13:00.250Z"), "2026-11-18T14:13:00Z");
  EXPECT_EQ(utc("2026-11-18T14:13:00+02:00"), "2026-11-18T12:13:00Z");
  EXPECT_EQ(utc("2026-11-18T14:13-0530"), "2026-11-18T19:43:00Z");
  EXPECT_EQ(utc("2026-11-18", DayOrder::month_first), "2026-11-18T05:00:00Z");
}

TEST(ImportFormats, days_that_the_calendar_does_not_have_and_impossible_hours_are_no_dates) {
  EXPECT_EQ(utc("31/02/2026 8:00 a. m."), "no such day");
  EXPECT_EQ(utc("29/02/2028"), "2028-02-29T05:00:00Z");
  EXPECT_EQ(utc("11/18/2026"), "no such day");
  for (const auto text :
       {"", "tomorrow", "18/11", "18/11/2026 25:00", "18/11/2026 13:00 p. m.", "18/11/2026 8:61",
        "18/11-2026", "2026-11-18T14:13:00Zulu", "18/11/2026 8:00 noon", "1/1/20260"}) {
    EXPECT_EQ(utc(text), "no date") << text;
  }
}

TEST(ImportFormats, which_of_day_and_month_comes_first_is_decided_by_the_dates_of_the_file) {
  EXPECT_EQ(order_of({"03/04/2026", "05/06/2026"}), DayOrder::day_first);
  EXPECT_EQ(order_of({"03/04/2026", "31/04/2026"}), DayOrder::day_first);
  EXPECT_EQ(order_of({"03/04/2026", "04/31/2026"}), DayOrder::month_first);
  EXPECT_EQ(order_of({"11/18/2026", "11/19/2026", "18/11/2026"}), DayOrder::month_first);
  EXPECT_EQ(order_of({"2026-04-31"}), DayOrder::day_first);
  EXPECT_EQ(utc("03/04/2026", DayOrder::month_first), "2026-03-04T05:00:00Z");
}

TEST(ImportFormats, a_decimal_comma_and_a_decimal_point_are_both_read) {
  EXPECT_EQ(read_decimal(" -75,552924 "), -75.552924);
  EXPECT_EQ(read_decimal("6.277929"), 6.277929);
  EXPECT_EQ(read_decimal("+6"), 6.0);
  for (const auto text : {"", "six", "1.234,5", "1,234,567", "6e3", "nan", "6 277", "--6", "5-"}) {
    EXPECT_FALSE(read_decimal(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace mf::workorders
