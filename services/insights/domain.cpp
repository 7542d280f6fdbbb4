#include "services/insights/domain.hpp"

namespace mf::insights {

std::optional<Timestamp> period_start(std::string_view text, std::string_view time_zone) {
  if (const auto day = parse_day(text)) {
    return from_local(*day, minutes{0}, time_zone);
  }
  return parse_rfc3339(text);
}

std::optional<Timestamp> period_end(std::string_view text, std::string_view time_zone) {
  if (const auto day = parse_day(text)) {
    return from_local(*day + std::chrono::days{1}, minutes{0}, time_zone);
  }
  return parse_rfc3339(text);
}

std::string csv_cell(std::string_view text) {
  std::string cell(text);
  // A blank before the sign does not stop a spreadsheet either.
  const auto first = cell.find_first_not_of(" ");
  if (first != std::string::npos &&
      std::string_view("=+-@\t\r\n").find(cell[first]) != std::string_view::npos) {
    cell.insert(0, "'");
  }
  if (cell.find_first_of(",;\"\r\n") == std::string::npos) {
    return cell;
  }
  std::string quoted = "\"";
  for (const char c : cell) {
    quoted += c;
    if (c == '"') {
      quoted += '"';
    }
  }
  return quoted + "\"";
}

}  // namespace mf::insights
