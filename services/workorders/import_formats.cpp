#include "services/workorders/import_formats.hpp"

#include "platform/core/text.hpp"

#include <charconv>

namespace mf::workorders {
namespace {

/// Lower case, without the blanks that Excel puts into "p. m." (no-break and narrow no-break ones
/// among them).
std::string normal_text(std::string_view text) {
  constexpr std::string_view narrow_blank = "\xe2\x80\xaf";  // U+202F
  std::string out(text);
  for (auto at = out.find(narrow_blank); at != std::string::npos; at = out.find(narrow_blank)) {
    out.replace(at, narrow_blank.size(), " ");
  }
  return fold(out);
}

/// Walks over one date from front to back.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::size_t digits() const {
    const auto end = rest_.find_first_not_of("0123456789");
    return end == std::string_view::npos ? rest_.size() : end;
  }
  /// A number of `min` to `max` digits.
  std::optional<int> number(std::size_t min, std::size_t max) {
    const auto count = digits();
    if (count < min || count > max) {
      return std::nullopt;
    }
    int value = 0;
    std::from_chars(rest_.data(), rest_.data() + count, value);
    rest_.remove_prefix(count);
    return value;
  }
  /// One of these characters, or '\0'.
  char take(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) {
      return '\0';
    }
    const char taken = rest_.front();
    rest_.remove_prefix(1);
    return taken;
  }
  void skip(std::string_view any_of) {
    while (take(any_of) != '\0') {
    }
  }

 private:
  std::string_view rest_;
};

bool read_day(Scanner& in, WrittenDate& out) {
  out.year_first = in.digits() == 4;
  const auto first = out.year_first ? in.number(4, 4) : in.number(1, 2);
  const char separator = in.take("/-.");
  const auto second = first && separator != '\0' ? in.number(1, 2) : std::nullopt;
  if (!second || in.take(std::string_view(&separator, 1)) == '\0') {
    return false;
  }
  const auto third = out.year_first     ? in.number(1, 2)
                     : in.digits() == 4 ? in.number(4, 4)
                                        : in.number(2, 2);
  if (!third) {
    return false;
  }
  if (out.year_first) {
    out.year = *first;
    out.first = *second;
    out.second = *third;
  } else {
    out.first = *first;
    out.second = *second;
    out.year = *third < 100 ? 2000 + *third : *third;
  }
  return true;
}

/// "a. m.", "a.m.", "am", "a": the hour on the twelve-hour clock as one of twenty-four. False for
/// an impossible hour.
bool read_half_of_day(Scanner& in, int& hour) {
  in.skip(" ");
  const char half = in.take("ap");
  if (half == '\0') {
    return true;
  }
  in.skip(". ");
  in.take("m");
  in.skip(". ");
  if (hour > 12) {
    return false;
  }
  hour = hour % 12 + (half == 'p' ? 12 : 0);
  return true;
}

bool read_offset(Scanner& in, WrittenDate& out) {
  if (in.take("z") != '\0') {
    out.offset = minutes{0};
    return true;
  }
  const char sign = in.take("+-");
  if (sign == '\0') {
    return true;
  }
  const auto hours = in.number(2, 4);  // -05, -05:00 or -0500
  if (!hours) {
    return false;
  }
  int whole = *hours;
  int rest = 0;
  if (whole > 99) {
    rest = whole % 100;
    whole /= 100;
  } else if (in.take(":") != '\0') {
    const auto written = in.number(2, 2);
    if (!written) {
      return false;
    }
    rest = *written;
  }
  if (whole > 23 || rest > 59) {
    return false;
  }
  out.offset = minutes{(whole * 60 + rest) * (sign == '-' ? -1 : 1)};
  return true;
}

bool read_time(Scanner& in, WrittenDate& out) {
  auto hour = in.number(1, 2);
  if (!hour) {
    return false;
  }
  int minute = 0;
  int second = 0;
  const bool has_minutes = in.take(":") != '\0';
  if (has_minutes) {
    const auto written = in.number(2, 2);
    if (!written) {
      return false;
    }
    minute = *written;
  }
  if (has_minutes && in.take(":") != '\0') {
    const auto written = in.number(2, 2);
    if (!written) {
      return false;
    }
    second = *written;
    if (in.take(".,") != '\0') {
      in.skip("0123456789");
    }
  }
  if (!read_half_of_day(in, *hour) || !read_offset(in, out)) {
    return false;
  }
  if (*hour > 23 || minute > 59 || second > 59) {
    return false;
  }
  out.time = std::chrono::hours{*hour} + minutes{minute} + std::chrono::seconds{second};
  return true;
}

}  // namespace

std::optional<WrittenDate> read_date(std::string_view text) {
  const std::string normal = normal_text(text);
  Scanner in(normal);
  WrittenDate date;
  if (!read_day(in, date)) {
    return std::nullopt;
  }
  const bool has_time = in.take(" t,") != '\0';
  in.skip(" ");
  if (has_time && !in.at_end() && !read_time(in, date)) {
    return std::nullopt;
  }
  return in.at_end() ? std::optional{date} : std::nullopt;
}

void DayOrderVote::add(const WrittenDate& date) {
  if (date.year_first) {
    return;
  }
  day_first_ += date.first > 12 && date.second <= 12;
  month_first_ += date.second > 12 && date.first <= 12;
}

std::optional<Timestamp> moment_of(const WrittenDate& date, DayOrder order, std::string_view zone) {
  const bool month_comes_first = date.year_first || order == DayOrder::month_first;
  const int month = month_comes_first ? date.first : date.second;
  const int day = month_comes_first ? date.second : date.first;
  const std::chrono::year_month_day calendar{std::chrono::year{date.year},
                                             std::chrono::month{static_cast<unsigned>(month)},
                                             std::chrono::day{static_cast<unsigned>(day)}};
  if (!calendar.ok()) {
    return std::nullopt;
  }
  const std::chrono::sys_days midnight{calendar};
  if (date.offset) {
    return Timestamp{midnight} + date.time - *date.offset;
  }
  const auto whole_minutes = std::chrono::floor<minutes>(date.time);
  return from_local(midnight, whole_minutes, zone) + (date.time - whole_minutes);
}

std::optional<double> read_decimal(std::string_view text) {
  std::string plain(trim(text));
  if (plain.starts_with('+')) {
    plain.erase(0, 1);
  }
  if (const auto comma = plain.find(','); comma != std::string::npos) {
    plain[comma] = '.';
  }
  const auto first = plain.find_first_of("0123456789");
  if (first == std::string::npos || plain.find_first_not_of("-.0123456789") != std::string::npos) {
    return std::nullopt;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  return error == std::errc{} && end == plain.data() + plain.size() ? std::optional{value}
                                                                    : std::nullopt;
}

}  // namespace mf::workorders
