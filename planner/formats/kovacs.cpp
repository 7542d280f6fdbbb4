// Kovacs, Parragh, Doerner and Hartl 2012: service technicians with skill levels. A task asks for a
// number of people of each skill and level; without teams it is one person, or it is outsourced for
// 200 + (sum of what it asks)^1.5. Everything counts in ten-thousandths, distances rounded up.
#include "planner/formats/format.hpp"
#include "planner/formats/text.hpp"

#include <algorithm>
#include <cmath>

namespace planner::formats {
namespace {

constexpr double k_scale = 10'000;
constexpr double k_most = 50'000;

std::vector<std::string_view> split_words(Words& words) {
  std::vector<std::string_view> found;
  for (auto word = words.word(); !word.empty() && found.size() < 1'000; word = words.word()) {
    found.push_back(word);
  }
  return found;
}

/// The number behind the colon of a line.
int header(Words& words, const char* what, int least, int most) {
  const auto line = words.line();
  const auto colon = line.find(':');
  Words rest(colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1));
  if (!rest.next_line()) {
    words.fail(std::string(what) + " is missing");
  }
  return rest.whole(what, least, most);
}

/// How many of the columns d11 d12 … belong to one skill: d21 comes after the levels of the first.
int levels_of(const std::vector<std::string_view>& columns, const Words& words) {
  int levels = 0;
  for (const auto column : columns) {
    levels += column.starts_with("d1") ? 1 : 0;
  }
  if (levels == 0) {
    words.fail("the columns d11, d12 … are missing");
  }
  return levels;
}

Job read_task(Words& words, int place, int skills, int levels) {
  Job job;
  job.place = place;
  words.number("demand", 0, k_most);  // not used by this collection
  job.windows = {Window{}};
  job.windows[0].open = static_cast<Time>(k_scale * words.number("ready time", 0, k_most));
  job.windows[0].close = static_cast<Time>(k_scale * words.number("due date", 0, k_most));
  job.service = static_cast<Time>(k_scale * words.number("service time", 0, k_most));
  words.number("cost", 0, k_most);  // replaced by the formula
  double asked = 0;
  job.skills.assign(static_cast<std::size_t>(skills), 0);
  for (int skill = 0; skill < skills; ++skill) {
    for (int level = 1; level <= levels; ++level) {
      const int people = words.whole("people", 0, 100);
      asked += people;
      if (people > 1) {
        words.fail("tasks for teams are not known here");
      }
      if (people > 0) {
        job.skills[static_cast<std::size_t>(skill)] = level;
      }
    }
  }
  job.required = false;
  job.unassigned_price = static_cast<Cost>(std::llround(k_scale * (200 + std::pow(asked, 1.5))));
  return job;
}

void read_tasks(std::string_view text, Problem& problem, Window& day) {
  Words words(text);
  std::vector<Coordinates> places;
  int skills = 0;
  int levels = 0;
  while (words.next_line()) {
    const auto raised = upper(words.line());
    if (raised.starts_with("CUST NO")) {
      auto columns = split_words(words);
      const auto cost = std::find(columns.begin(), columns.end(), "cost");
      columns.erase(columns.begin(), cost == columns.end() ? cost : cost + 1);
      levels = levels_of(columns, words);
      skills = static_cast<int>(columns.size()) / levels;
    } else if (raised.front() >= '0' && raised.front() <= '9') {
      if (levels == 0 || places.size() >= static_cast<std::size_t>(k_most_places)) {
        words.fail(levels == 0 ? "the columns' names are missing" : "there are too many tasks");
      }
      const std::string name(words.word());
      places.push_back({words.number("x", -k_most, k_most), words.number("y", -k_most, k_most)});
      auto job = read_task(words, static_cast<int>(places.size()) - 1, skills, levels);
      job.name = name;
      if (places.size() == 1) {
        day = job.windows.front();
      } else {
        problem.jobs.push_back(job);
      }
    }
  }
  if (places.empty()) {
    words.fail("there is no depot");
  }
  problem.places = static_cast<int>(places.size());
  problem.travel = straight_lines(places, k_scale, Rounding::up);
  problem.coordinates = std::move(places);
}

}  // namespace

Problem read_kovacs(std::string_view tasks, std::string_view technicians) {
  Problem problem;
  Window day;
  read_tasks(tasks, problem, day);
  Words words(technicians);
  int count = k_most_technicians;
  while (words.next_line()) {
    const auto raised = upper(words.line());
    if (raised.starts_with("NUMBER OF TECHNICIANS")) {
      count = header(words, "number of technicians", 1, k_most_technicians);
    } else if (raised.front() >= '0' && raised.front() <= '9' &&
               static_cast<int>(problem.technicians.size()) < count) {
      Technician technician;
      technician.name = words.word();
      technician.shift = day;
      for (const auto level : split_words(words)) {
        technician.skills.push_back(static_cast<int>(to_number(level, "skill level", 0, 1'000)));
      }
      problem.technicians.push_back(technician);
    }
  }
  problem.unit = k_scale;
  return problem;
}

}  // namespace planner::formats
