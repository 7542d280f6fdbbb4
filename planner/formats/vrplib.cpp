// VRPLIB, as the DIMACS challenge and PyVRP's instances write it: several depots, prizes, longest
// routes. With prizes, distances and everything else count in tenths, truncated; else in
// thousandths.
#include "planner/formats/format.hpp"
#include "planner/formats/text.hpp"

#include <cmath>
#include <map>

namespace planner::formats {
namespace {

constexpr double k_most = 1e6;

struct Reading {
  std::map<std::string, std::string> header;
  int dimension = 0;
  std::vector<Coordinates> places;
  std::vector<double> demand, service, prize;
  std::vector<std::pair<double, double>> window;
  std::vector<int> vehicle_depot;  // by vehicle, from 0
  std::vector<int> depots;
};

int whole_header(const Reading& reading, const std::string& key, int otherwise) {
  const auto found = reading.header.find(key);
  return found == reading.header.end()
             ? otherwise
             : static_cast<int>(to_number(found->second, key, 0, 1'000'000'000));
}

double number_header(const Reading& reading, const std::string& key, double otherwise) {
  const auto found = reading.header.find(key);
  return found == reading.header.end() ? otherwise : to_number(found->second, key, 0, k_most);
}

bool is_number(std::string_view line) {
  return !line.empty() && (line.front() == '-' || (line.front() >= '0' && line.front() <= '9'));
}

/// Rows of a section: an index from 1 and its values, which `take` reads.
template <typename Take>
bool read_rows(Words& words, int limit, Take take) {
  bool more = words.next_line();
  while (more && is_number(words.line())) {
    take(static_cast<std::size_t>(words.whole("index", 1, limit)) - 1);
    more = words.next_line();
  }
  return more;
}

/// Reads one section; true if another line waits.
bool read_section(Words& words, const std::string& title, Reading& reading) {
  const int size = reading.dimension;
  const auto values = [&](std::vector<double>& into) {
    into.resize(static_cast<std::size_t>(size), 0);
    return read_rows(words, size,
                     [&](std::size_t row) { into[row] = words.number("value", 0, k_most); });
  };
  if (title == "NODE_COORD_SECTION") {
    reading.places.resize(static_cast<std::size_t>(size));
    return read_rows(words, size, [&](std::size_t row) {
      reading.places[row].x = words.number("x", -k_most, k_most);
      reading.places[row].y = words.number("y", -k_most, k_most);
    });
  }
  if (title == "DEMAND_SECTION") {
    return values(reading.demand);
  }
  if (title == "SERVICE_TIME_SECTION") {
    return values(reading.service);
  }
  if (title == "PRIZE_SECTION") {
    return values(reading.prize);
  }
  if (title == "TIME_WINDOW_SECTION") {
    reading.window.resize(static_cast<std::size_t>(size));
    return read_rows(words, size, [&](std::size_t row) {
      reading.window[row].first = words.number("ready time", 0, k_most);
      reading.window[row].second = words.number("due date", 0, k_most);
    });
  }
  if (title == "VEHICLES_DEPOT_SECTION") {
    return read_rows(words, k_most_technicians, [&](std::size_t row) {
      reading.vehicle_depot.resize(std::max(reading.vehicle_depot.size(), row + 1), 0);
      reading.vehicle_depot[row] = words.whole("depot", 1, size) - 1;
    });
  }
  if (title == "DEPOT_SECTION") {
    bool more = words.next_line();
    for (; more && is_number(words.line()); more = words.next_line()) {
      const int depot = words.whole("depot", -1, size);
      if (depot > 0) {
        reading.depots.push_back(depot - 1);
      }
    }
    return more;
  }
  words.fail("section " + title.substr(0, 40) + " is not known here");
}

Reading read_all(Words& words) {
  Reading reading;
  bool more = words.next_line();
  while (more) {
    const auto line = words.line();
    const auto raised = upper(words.word());
    if (raised == "EOF") {
      break;
    }
    if (raised.ends_with("_SECTION")) {
      more = read_section(words, raised, reading);
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) {
      words.fail("neither a section nor a header");
    }
    Words key(line.substr(0, colon));
    Words value(line.substr(colon + 1));
    if (key.next_line() && value.next_line()) {
      reading.header[upper(key.line()).substr(0, 40)] = std::string(value.line().substr(0, 100));
    }
    if (raised.starts_with("DIMENSION")) {
      reading.dimension = whole_header(reading, "DIMENSION", 0);
      if (reading.dimension < 1 || reading.dimension > k_most_places) {
        words.fail("DIMENSION must be from 1 to 8000");
      }
    }
    more = words.next_line();
  }
  return reading;
}

/// What is read, in whole units of the collection's convention.
class Units {
 public:
  explicit Units(bool prizes) : prizes_(prizes), scale_(prizes ? 10 : 1000) {}
  double scale() const { return scale_; }
  Rounding rounding() const { return prizes_ ? Rounding::down : Rounding::nearest; }
  std::int64_t whole(double value) const {
    return static_cast<std::int64_t>(prizes_ ? std::floor(value * scale_)
                                             : std::round(value * scale_));
  }

 private:
  bool prizes_;
  double scale_;
};

Job make_job(const Reading& reading, std::size_t index, const Units& units) {
  Job job;
  job.name = std::to_string(index + 1);
  job.place = static_cast<int>(index);
  job.service = units.whole(reading.service.empty() ? number_header(reading, "SERVICE_TIME", 0)
                                                    : reading.service[index]);
  if (!reading.window.empty()) {
    job.windows = {
        {units.whole(reading.window[index].first), units.whole(reading.window[index].second)}};
  }
  job.demand = reading.demand.empty() ? 0 : static_cast<std::int64_t>(reading.demand[index]);
  if (!reading.prize.empty()) {
    job.required = false;
    job.unassigned_price = units.whole(reading.prize[index]);
  }
  return job;
}

}  // namespace

Problem read_vrplib(std::string_view text) {
  Words words(text);
  const auto reading = read_all(words);
  if (reading.places.empty() || reading.depots.empty()) {
    words.fail("NODE_COORD_SECTION and DEPOT_SECTION are needed");
  }
  const Units units(!reading.prize.empty());
  Problem problem;
  const auto name = reading.header.find("NAME");
  problem.name = name == reading.header.end() ? "" : name->second;
  const int vehicles = std::max(1, whole_header(reading, "VEHICLES", reading.dimension));
  for (int who = 0; who < std::min(vehicles, k_most_technicians); ++who) {
    const auto index = static_cast<std::size_t>(who);
    const int home = index < reading.vehicle_depot.size() ? reading.vehicle_depot[index]
                                                          : reading.depots.front();
    Technician vehicle;
    vehicle.start = vehicle.end = home;
    vehicle.capacity = whole_header(reading, "CAPACITY", 1'000'000'000);
    const double longest = number_header(reading, "VEHICLES_MAX_DURATION", 0);
    vehicle.most_duration = longest > 0 ? units.whole(longest) : k_forever;
    if (!reading.window.empty()) {
      const auto& window = reading.window[static_cast<std::size_t>(home)];
      vehicle.shift = {units.whole(window.first), units.whole(window.second)};
    }
    problem.technicians.push_back(vehicle);
  }
  std::vector<char> is_depot(reading.places.size(), 0);
  for (const int depot : reading.depots) {
    is_depot[static_cast<std::size_t>(depot)] = 1;
  }
  for (std::size_t index = 0; index < reading.places.size(); ++index) {
    if (is_depot[index] == 0) {
      problem.jobs.push_back(make_job(reading, index, units));
    }
  }
  problem.places = reading.dimension;
  problem.travel = straight_lines(reading.places, units.scale(), units.rounding());
  problem.coordinates = reading.places;
  problem.list_all_technicians = !reading.vehicle_depot.empty();
  return problem;
}

}  // namespace planner::formats
