#include "platform/core/time.hpp"

#include <gtest/gtest.h>

namespace mf {
namespace {

Timestamp at(std::string_view text) {
  return parse_rfc3339(text).value();
}

TEST(Rfc3339, is_written_in_utc_with_a_fraction_only_where_there_is_one) {
  EXPECT_EQ(to_rfc3339(at("2026-11-27T17:18:04Z")), "2026-11-27T17:18:04Z");
  EXPECT_EQ(to_rfc3339(at("2026-11-27T12:18:04.25-05:00")), "2026-11-27T17:18:04.250Z");
  EXPECT_EQ(to_rfc3339(from_micros(1)), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(to_rfc3339(from_micros(-1)), "1969-12-31T23:59:59.999999Z");
}

TEST(Rfc3339, takes_offsets_small_letters_and_long_fractions) {
  EXPECT_EQ(at("2026-11-28T00:30:00+05:30"), at("2026-11-27T19:00:00Z"));
  EXPECT_EQ(at("2026-11-27t19:00:00z"), at("2026-11-27T19:00:00Z"));
  EXPECT_EQ(to_micros(at("1970-01-01T00:00:00.1234567Z")), 123456);
}

TEST(Rfc3339, anything_else_is_nothing) {
  for (const auto* text :
       {"", "2026-11-27", "2026-11-27T10:00Z", "2026-11-27T10:00:00", "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "2026-11-31T00:00:00Z", "2026-11-27T24:00:00Z",
        "2026-11-27T10:60:00Z", "2026-11-27T10:00:60Z", "2026-11-27T10:00:00.Z",
        "2026-11-27T10:00:00+5", "2026-11-27T10:00:00+24:00", "2026-11-27T10:00:00Zx",
        " 2026-11-27T10:00:00Z", "26-11-27T10:00:00Z", "2026-1-27T10:00:00Z"}) {
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
  }
}

TEST(Day, is_read_and_written) {
  const auto day = parse_day("2026-11-27");
  ASSERT_TRUE(day);
  EXPECT_EQ(to_text(*day), "2026-11-27");
  EXPECT_EQ(parse_day("2026-11-27T"), std::nullopt);
  EXPECT_EQ(parse_day("2026-02-30"), std::nullopt);
}

TEST(LocalTime, is_the_day_and_minute_that_people_there_see) {
  const auto local = to_local(at("2026-11-28T03:30:00Z"), "America/Bogota");
  EXPECT_EQ(to_text(local.day), "2026-11-27");
  EXPECT_EQ(local.weekday, std::chrono::Friday);
  EXPECT_EQ(local.minute_of_day, minutes{22 * 60 + 30});
}

TEST(LocalTime, comes_back_to_the_same_moment) {
  const auto moment = at("2026-07-01T12:34:00Z");
  for (const auto* zone : {"America/Bogota", "Europe/Madrid", "Asia/Kolkata", "UTC"}) {
    const auto local = to_local(moment, zone);
    EXPECT_EQ(from_local(local.day, local.minute_of_day, zone), moment) << zone;
  }
}

TEST(LocalTime, an_hour_that_comes_twice_means_its_first_time) {
  const auto day = *parse_day("2026-10-25");  // Madrid goes back from 03:00 to 02:00
  EXPECT_EQ(to_rfc3339(from_local(day, minutes{150}, "Europe/Madrid")), "2026-10-25T00:30:00Z");
}

TEST(LocalTime, an_unknown_zone_counts_as_utc) {
  EXPECT_TRUE(is_time_zone("America/Bogota"));
  EXPECT_FALSE(is_time_zone("America/Macondo"));
  EXPECT_FALSE(is_time_zone(""));
  EXPECT_EQ(to_local(at("2026-11-27T10:00:00Z"), "America/Macondo").minute_of_day, minutes{600});
}

}  // namespace
}  // namespace mf
