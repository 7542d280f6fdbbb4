// Solomon 1987 and Gehring and Homberger 1999, by the DIMACS convention: distances are straight
// lines times ten, truncated; so are times.
#include "planner/formats/format.hpp"
#include "planner/formats/text.hpp"

namespace planner::formats {
namespace {

constexpr double k_scale = 10;
constexpr double k_most = 1e6;  // of coordinates, times and loads

struct Row {
  Coordinates at;
  std::int64_t demand;
  Window window;
  Time service;
};

Row read_row(Words& words) {
  Row row;
  row.at = {words.number("x", -k_most, k_most), words.number("y", -k_most, k_most)};
  row.demand = words.whole("demand", 0, 1'000'000);
  row.window.open = static_cast<Time>(k_scale * words.number("ready time", 0, k_most));
  row.window.close = static_cast<Time>(k_scale * words.number("due date", 0, k_most));
  row.service = static_cast<Time>(k_scale * words.number("service time", 0, k_most));
  return row;
}

}  // namespace

Problem read_solomon(std::string_view text) {
  Words words(text);
  Problem problem;
  words.next_line();
  problem.name = words.line().substr(0, 100);
  while (words.next_line() && upper(words.line()) != "VEHICLE") {
  }
  words.next_line();  // the columns' names
  words.next_line();
  const int vehicles = words.whole("number of vehicles", 1, k_most_technicians);
  const int capacity = words.whole("capacity", 0, 1'000'000'000);
  std::vector<Coordinates> places;
  Technician vehicle;
  while (words.next_line()) {
    const auto number = words.word();
    if (number.front() < '0' || number.front() > '9') {
      continue;  // headings
    }
    if (places.size() > static_cast<std::size_t>(k_most_places)) {
      words.fail("there are too many customers");
    }
    const auto row = read_row(words);
    places.push_back(row.at);
    if (places.size() == 1) {
      vehicle.shift = row.window;
      vehicle.capacity = capacity;
      continue;
    }
    Job job;
    job.name = number;
    job.place = static_cast<int>(places.size()) - 1;
    job.service = row.service;
    job.windows = {row.window};
    job.demand = row.demand;
    problem.jobs.push_back(job);
  }
  if (places.empty()) {
    words.fail("there is no depot");
  }
  problem.technicians.assign(static_cast<std::size_t>(vehicles), vehicle);
  problem.places = static_cast<int>(places.size());
  problem.travel = straight_lines(places, k_scale, Rounding::down);
  problem.coordinates = std::move(places);
  problem.unit = k_scale;
  problem.list_all_technicians = false;
  return problem;
}

}  // namespace planner::formats
