// Pillac, Guéret and Medaglia 2012: technicians with homes, skills, tools and parts; a stop at the
// depot gives every tool and all parts. Time is the cost: the sum of the days' lengths, each begun
// as late as it can be. Distances count in ten-thousandths, rounded up, so that no window is missed
// by rounding.
#include "planner/formats/format.hpp"
#include "planner/formats/text.hpp"

namespace planner::formats {
namespace {

constexpr double k_scale = 10'000;
constexpr double k_most = 50'000;  // of times and coordinates

/// The numbers of "[1,2,3]".
std::vector<int> read_list(Words& words, const char* what) {
  auto word = words.word();
  if (word.size() < 2 || word.front() != '[' || word.back() != ']') {
    words.fail(std::string(what) + " must be a list in brackets");
  }
  word = word.substr(1, word.size() - 2);
  std::vector<int> numbers;
  while (!word.empty() && numbers.size() < 1'000) {
    const auto comma = word.find(',');
    numbers.push_back(static_cast<int>(to_number(word.substr(0, comma), what, 0, 1'000)));
    word = comma == std::string_view::npos ? std::string_view{} : word.substr(comma + 1);
  }
  return numbers;
}

std::vector<int> as_levels(const std::vector<int>& skills) {
  std::vector<int> levels;
  for (const int skill : skills) {
    levels.resize(std::max(levels.size(), static_cast<std::size_t>(skill) + 1), 0);
    levels[static_cast<std::size_t>(skill)] = 1;
  }
  return levels;
}

struct Row {
  std::string name;
  Coordinates at;
  Window window;
  Time service = 0;
  std::vector<int> skills, tools, parts;
};

Row read_row(Words& words) {
  Row row;
  row.name = words.word();
  row.at = {words.number("x", -k_most, k_most), words.number("y", -k_most, k_most)};
  row.window.open = static_cast<Time>(k_scale * words.number("start", 0, k_most));
  row.window.close = static_cast<Time>(k_scale * words.number("end", 0, k_most));
  row.service = static_cast<Time>(k_scale * words.number("service", 0, k_most));
  row.skills = read_list(words, "skills");
  row.tools = read_list(words, "tools");
  row.parts = read_list(words, "parts");
  return row;
}

}  // namespace

Problem read_pillac(std::string_view text) {
  Words words(text);
  Problem problem;
  words.next_line();
  problem.name = words.line().substr(0, 100);
  while (words.next_line() && !upper(words.line()).starts_with("CREW COUNT")) {
  }
  words.next_line();
  const int crew = words.whole("crew count", 1, k_most_technicians);
  std::vector<Coordinates> places;
  while (words.next_line()) {
    if (words.line().front() < '0' || words.line().front() > '9') {
      continue;  // headings
    }
    if (places.size() >= static_cast<std::size_t>(k_most_places)) {
      words.fail("there are too many requests");
    }
    const auto row = read_row(words);
    const int place = static_cast<int>(places.size());
    places.push_back(row.at);
    if (place == 0) {
      problem.depot = 0;
    } else if (place <= crew) {
      Technician technician;
      technician.name = row.name;
      technician.start = technician.end = place;
      technician.shift = row.window;
      technician.skills = as_levels(row.skills);
      technician.tools = row.tools;
      technician.parts = row.parts;
      problem.technicians.push_back(technician);
    } else {
      Job job;
      job.name = row.name;
      job.place = place;
      job.service = row.service;
      job.windows = {row.window};
      job.skills = as_levels(row.skills);
      job.tools = row.tools;
      job.parts = row.parts;
      problem.jobs.push_back(job);
    }
  }
  problem.places = static_cast<int>(places.size());
  problem.travel = straight_lines(places, k_scale, Rounding::up);
  problem.coordinates = std::move(places);
  problem.policy.travel = 0;
  problem.policy.duration = 1;
  problem.unit = k_scale;
  return problem;
}

}  // namespace planner::formats
