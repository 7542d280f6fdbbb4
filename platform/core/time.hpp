// Time: stored and computed in UTC with microseconds; local time only where a person's day or shift
// is meant. The clock is injected, never asked of the system inside a rule. Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mf {

using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;
using std::chrono::minutes;

/// Microseconds since 1970-01-01T00:00:00Z: the form in databases.
inline std::int64_t to_micros(Timestamp time) {
  return time.time_since_epoch().count();
}
inline Timestamp from_micros(std::int64_t micros) {
  return Timestamp{std::chrono::microseconds{micros}};
}

/// RFC 3339 in UTC with `Z`; the fraction is written only where there is one:
/// "2026-11-27T17:18:04.250Z".
std::string to_rfc3339(Timestamp time);
/// The same at `at`, where k_rfc3339_room bytes are; the end of it.
char* put_rfc3339(char* at, Timestamp time);
inline constexpr std::size_t k_rfc3339_room = 27;
/// RFC 3339 with `Z` or an offset; anything else, an impossible date included, is nothing.
std::optional<Timestamp> parse_rfc3339(std::string_view text);
/// "2026-11-27", the UTC day; nothing for anything else.
std::optional<std::chrono::sys_days> parse_day(std::string_view text);
std::string to_text(std::chrono::sys_days day);

/// A moment as people in `zone` see it.
struct LocalTime {
  std::chrono::sys_days day;  // the local calendar day
  std::chrono::weekday weekday;
  std::chrono::minutes minute_of_day;
};

/// True if the tz database of the system knows `zone` ("America/Bogota").
bool is_time_zone(std::string_view zone);
/// `zone` must be one that is_time_zone; another counts as UTC.
LocalTime to_local(Timestamp time, std::string_view zone);
/// The moment when clocks in `zone` show `day` and `minute`; the earlier one where the clock shows
/// it twice.
Timestamp from_local(std::chrono::sys_days day, std::chrono::minutes minute, std::string_view zone);

/// Where time comes from. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override {
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
  }
};

}  // namespace mf
