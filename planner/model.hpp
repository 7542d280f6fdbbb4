// A day to be planned, as its owner sees it: technicians, jobs, places and travel, and the plan
// that answers it. Plain values without behaviour but check_problem(); any thread may read them.
// Times are whole units of the owner's choosing (seconds in the product, tenths in the public
// collections), costs whole units of the policy's prices.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace planner {

using Time = std::int64_t;
using Cost = std::int64_t;

/// No later time is meant; sums of two stay far from overflow.
inline constexpr Time k_forever = std::int64_t{1} << 30;
inline constexpr int k_nobody = -1;

struct Window {
  Time open = 0;
  Time close = k_forever;

  bool operator==(const Window&) const = default;
};

/// Taken between two jobs, wherever the technician then is; its start lies in the window.
struct Break {
  Window start;
  Time length = 0;

  bool operator==(const Break&) const = default;
};

struct Technician {
  std::string name;
  int start = 0;  // places
  int end = 0;
  Window shift;
  Time overtime = 0;  // how long after the shift's end the day may still last
  std::vector<Break> breaks;
  std::vector<int> skills;  // level by skill; what is missing is 0
  std::vector<int> zones;   // empty: everywhere
  bool zones_are_hard = true;
  int most_jobs = std::numeric_limits<int>::max();
  Time most_duration = k_forever;  // from leaving the start to reaching the end
  std::int64_t capacity = std::numeric_limits<std::int64_t>::max();
  std::vector<int> tools;     // those in the van
  std::vector<int> parts;     // count by part in the van
  int service_percent = 100;  // of a job's service time: the experienced need less

  bool operator==(const Technician&) const = default;
};

struct Job {
  std::string name;
  int place = 0;
  Time service = 0;
  std::vector<Window> windows;   // ascending and apart; empty: any time. The job starts in one.
  std::optional<Time> deadline;  // starting later has a price by unit of time
  Cost lateness_price = 0;
  Cost unassigned_price = 0;
  bool required = true;  // leaving it out makes the plan infeasible, beside its price
  std::int64_t demand = 0;
  std::vector<int> skills;  // the level needed, by skill
  int zone = k_nobody;
  std::vector<int> tools;
  std::vector<int> parts;      // count by part
  std::vector<int> preferred;  // technicians; empty: no preference
  std::vector<int> forbidden;
  int crew = 1;                 // technicians at the same time, 1 or 2
  int predecessor = k_nobody;   // a job that must be over before this one starts
  int alternatives = k_nobody;  // a group of which one job at most is done
};

/// What was promised, or is already under way, for a job.
struct Promise {
  int job = 0;
  int technician = k_nobody;
  Time start = 0;
  bool locked = false;  // it stays with this technician, in the order of the published plan
};

/// The prices of the policy; a job's own prices are in the job. Zero: of no interest.
struct Policy {
  Cost travel = 1;            // by unit of the distance matrix
  Cost duration = 0;          // by unit of time from leaving the start to reaching the end
  Cost overtime = 0;          // by unit of time after the shift
  Cost overqualified = 0;     // by level that the job does not need, of the skills that it does
  Cost outside_zone = 0;      // a job outside the soft zones of its technician
  Cost not_preferred = 0;     // a job that prefers others
  Cost used_technician = 0;   // each that leaves home
  Cost balance = 0;           // by unit of time worked, times the share of the shift that it fills
  Cost moved_technician = 0;  // a promise that goes to another
  Cost moved_time = 0;        // a promise by unit of time that its start moves
};

struct Coordinates {
  double x = 0;
  double y = 0;
};

struct Problem {
  std::string name;
  std::vector<Technician> technicians;
  std::vector<Job> jobs;
  int places = 0;
  std::vector<std::int32_t> travel;      // places × places, in time
  std::vector<std::int32_t> distance;    // empty: the price of travel is that of its time
  std::vector<Coordinates> coordinates;  // by place; may be empty
  int depot = k_nobody;  // the place where every tool and part is to be had, once a day
  std::vector<Promise> promises;
  Policy policy;
  double unit = 1;  // costs divided by it are those of the collection that the problem came from
  bool list_all_technicians = true;  // false: a fleet of equals, of which only the used are listed
};

/// A stop of a plan; job is k_nobody where it is the depot or a break.
struct Stop {
  enum class Kind { job, depot, pause };
  Kind kind = Kind::job;
  int job = k_nobody;
  Time arrival = 0;
  Time start = 0;
  Time end = 0;

  bool operator==(const Stop&) const = default;
};

struct Route {
  int technician = 0;
  Time leaves = 0;
  Time returns = 0;
  std::vector<Stop> stops;

  bool operator==(const Route&) const = default;
};

struct Plan {
  Cost cost = 0;
  bool feasible = false;
  std::vector<int> unassigned;
  std::vector<Route> routes;  // one for each technician, in their order

  bool operator==(const Plan&) const = default;
};

/// What is wrong with the problem, naming field and rule; empty if nothing is.
std::vector<std::string> check_problem(const Problem& problem);

/// Size limits that every reader of problems keeps to.
inline constexpr int k_most_jobs = 20'000;
inline constexpr int k_most_technicians = 5'000;
inline constexpr int k_most_places = 8'000;

}  // namespace planner
