#include "planner/formats/format.hpp"

#include "planner/formats/text.hpp"

#include <cmath>

namespace planner {

std::optional<Format> detect(std::string_view text) {
  formats::Words words(text);
  bool first = true;
  for (int line = 0; line < 40 && words.next_line(); ++line) {
    const auto raised = formats::upper(words.line().substr(0, 200));
    if (first && raised.front() == '{') {
      return Format::json;
    }
    first = false;
    if (raised.starts_with("CREW COUNT")) {
      return Format::pillac;
    }
    if (raised.starts_with("CUSTOMER:") || raised.starts_with("CAPACITY:")) {
      // Kovacs's tasks have a column for each skill and level; VRPLIB has sections.
      return text.find("SECTION") == std::string_view::npos ? Format::kovacs : Format::vrplib;
    }
    if (raised.starts_with("NAME DOMAINS")) {
      return Format::roadef;
    }
    if (raised.starts_with("DIMENSION") || raised.ends_with("_SECTION")) {
      return Format::vrplib;
    }
    if (raised == "VEHICLE") {
      return Format::solomon;
    }
  }
  return std::nullopt;
}

std::expected<Problem, std::string> read_problem(std::span<const std::string> texts) {
  const auto format = texts.empty() ? std::nullopt : detect(texts[0]);
  if (!format) {
    return std::unexpected("the file is in none of the formats known here");
  }
  const std::size_t wanted = *format == Format::kovacs ? 2 : *format == Format::roadef ? 3 : 1;
  if (texts.size() != wanted) {
    return std::unexpected(
        *format == Format::kovacs   ? "tasks of this format need a file of technicians beside them"
        : *format == Format::roadef ? "this format needs instance, interventions and technicians"
                                    : "one file is enough for this format");
  }
  try {
    Problem problem;
    switch (*format) {
      case Format::solomon:
        problem = formats::read_solomon(texts[0]);
        break;
      case Format::vrplib:
        problem = formats::read_vrplib(texts[0]);
        break;
      case Format::pillac:
        problem = formats::read_pillac(texts[0]);
        break;
      case Format::kovacs:
        problem = formats::read_kovacs(texts[0], texts[1]);
        break;
      case Format::json:
        problem = formats::read_json(texts[0]);
        break;
      case Format::roadef:
        return std::unexpected("this format is solved day by day, not as routes");
    }
    if (const auto complaints = check_problem(problem); !complaints.empty()) {
      return std::unexpected(complaints.front());
    }
    return problem;
  } catch (const formats::Malformed& malformed) {
    return std::unexpected(malformed.what());
  }
}

std::expected<Policy, std::string> read_policy(std::string_view text) {
  try {
    return formats::read_policy(text);
  } catch (const formats::Malformed& malformed) {
    return std::unexpected(malformed.what());
  }
}

namespace formats {

std::vector<std::int32_t> straight_lines(const std::vector<Coordinates>& places, double scale,
                                         Rounding rounding) {
  if (places.size() > static_cast<std::size_t>(k_most_places)) {
    throw Malformed("there must be 8000 places at most");
  }
  std::vector<std::int32_t> lines;
  lines.reserve(places.size() * places.size());
  for (const auto& from : places) {
    for (const auto& to : places) {
      const double length =
          scale * std::sqrt((from.x - to.x) * (from.x - to.x) + (from.y - to.y) * (from.y - to.y));
      const double whole = rounding == Rounding::down      ? std::floor(length)
                           : rounding == Rounding::nearest ? std::round(length)
                                                           : std::ceil(length - 1e-9);
      if (whole > static_cast<double>(k_forever) / 4) {
        throw Malformed("places are too far from each other");
      }
      lines.push_back(static_cast<std::int32_t>(whole));
    }
  }
  return lines;
}

}  // namespace formats
}  // namespace planner
