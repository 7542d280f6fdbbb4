#include "platform/core/time.hpp"

#include <date/tz.h>
#include <fmt/format.h>

namespace mf {
namespace {

/// Reads exactly `count` digits from the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) {
    return std::nullopt;
  }
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return std::nullopt;
    }
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_days> take_day(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, "-")) {
    return std::nullopt;
  }
  const auto month = take_digits(text, 2);
  if (!month || !take(text, "-")) {
    return std::nullopt;
  }
  const auto day = take_digits(text, 2);
  if (!day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional{std::chrono::sys_days{date}} : std::nullopt;
}

std::optional<std::chrono::microseconds> take_fraction(std::string_view& text) {
  std::int64_t value = 0;
  int digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 6) {
      value = value * 10 + (text.front() - '0');
      ++digits;
    }
    text.remove_prefix(1);
  }
  if (digits == 0) {
    return std::nullopt;
  }
  for (; digits < 6; ++digits) {
    value *= 10;
  }
  return std::chrono::microseconds{value};
}

/// Writes `value`'s last `count` decimal digits. Every answer has times in it: this is quicker than
/// fmt.
char* put_digits(char* at, int count, int value) {
  for (int i = count; i-- > 0; value /= 10) {
    at[i] = static_cast<char>('0' + value % 10);
  }
  return at + count;
}

const date::time_zone* find_zone(std::string_view zone) {
  try {
    return date::locate_zone(zone);
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

std::string to_rfc3339(Timestamp time) {
  std::array<char, k_rfc3339_room> text;
  return {text.data(), put_rfc3339(text.data(), time)};
}

char* put_rfc3339(char* at, Timestamp time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  at = put_digits(at, 4, static_cast<int>(date.year()));
  *at++ = '-';
  at = put_digits(at, 2, static_cast<int>(static_cast<unsigned>(date.month())));
  *at++ = '-';
  at = put_digits(at, 2, static_cast<int>(static_cast<unsigned>(date.day())));
  *at++ = 'T';
  at = put_digits(at, 2, static_cast<int>(clock.hours().count()));
  *at++ = ':';
  at = put_digits(at, 2, static_cast<int>(clock.minutes().count()));
  *at++ = ':';
  at = put_digits(at, 2, static_cast<int>(clock.seconds().count()));
  const int micros = static_cast<int>(clock.subseconds().count());
  if (micros != 0) {
    *at++ = '.';
    at = micros % 1000 == 0 ? put_digits(at, 3, micros / 1000) : put_digits(at, 6, micros);
  }
  *at++ = 'Z';
  return at;
}

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
  const auto day = take_day(text);
  if (!day || !take(text, "Tt ")) {
    return std::nullopt;
  }
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ":")) {
    return std::nullopt;
  }
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59 || !take(text, ":")) {
    return std::nullopt;
  }
  const auto second = take_digits(text, 2);
  if (!second || *second > 59) {
    return std::nullopt;
  }
  std::chrono::microseconds fraction{0};
  if (take(text, ".")) {
    const auto taken = take_fraction(text);
    if (!taken) {
      return std::nullopt;
    }
    fraction = *taken;
  }
  std::chrono::minutes offset{0};
  if (!take(text, "Zz")) {
    const bool west = !text.empty() && text.front() == '-';
    if (!take(text, "+-")) {
      return std::nullopt;
    }
    const auto hours = take_digits(text, 2);
    if (!hours || *hours > 23 || !take(text, ":")) {
      return std::nullopt;
    }
    const auto mins = take_digits(text, 2);
    if (!mins || *mins > 59) {
      return std::nullopt;
    }
    offset = std::chrono::minutes{(*hours * 60 + *mins) * (west ? -1 : 1)};
  }
  if (!text.empty()) {
    return std::nullopt;
  }
  return Timestamp{*day} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
         std::chrono::seconds{*second} + fraction - offset;
}

std::optional<std::chrono::sys_days> parse_day(std::string_view text) {
  const auto day = take_day(text);
  return text.empty() ? day : std::nullopt;
}

std::string to_text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

bool is_time_zone(std::string_view zone) {
  return find_zone(zone) != nullptr;
}

LocalTime to_local(Timestamp time, std::string_view zone) {
  const auto* found = find_zone(zone);
  const auto offset = found ? found->get_info(time).offset : std::chrono::seconds{0};
  const auto local = time + offset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return {day, std::chrono::weekday{day}, std::chrono::floor<std::chrono::minutes>(local - day)};
}

Timestamp from_local(std::chrono::sys_days day, std::chrono::minutes minute,
                     std::string_view zone) {
  const auto* found = find_zone(zone);
  const auto wall = day + minute;
  if (!found) {
    return wall;
  }
  const auto info = found->get_info(date::local_seconds{wall.time_since_epoch()});
  return Timestamp{wall} - info.first.offset;
}

}  // namespace mf
