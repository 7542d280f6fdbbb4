#include "planner/tests/random_days.hpp"

#include <cmath>

namespace planner::testing {
namespace {

constexpr Time k_day = 36'000;

Technician random_technician(Random& random, int home, const DayShape& shape) {
  Technician made;
  made.start = made.end = home;
  made.shift = {0, k_day - 3'600 * random.below(2)};
  made.overtime = 1'800;
  made.skills = {random.below(4), random.below(4)};
  made.capacity = 20;
  made.most_jobs = 9;
  made.service_percent = 90 + 10 * random.below(3);
  if (shape.rich) {
    made.breaks = {{{14'000, 20'000}, 1'800}};
    made.tools = {random.below(3)};
    made.parts = {random.below(3), random.below(3)};
  }
  return made;
}

Job random_job(Random& random, int place, const DayShape& shape) {
  Job made;
  made.place = place;
  made.service = 600 + 300 * random.below(6);
  const Time open = 3'600 * random.below(8);
  made.windows = {{open, open + 7'200}};
  made.required = false;
  made.unassigned_price = 20'000 + 10'000 * random.below(5);
  made.demand = random.below(4);
  made.skills = {random.below(2), random.below(3)};
  if (shape.rich) {
    if (random.below(4) == 0) {
      made.windows.push_back({open + 10'000, open + 12'000});
    }
    if (random.below(3) == 0) {
      made.deadline = open + 3'600;
      made.lateness_price = 2;
    }
    if (random.below(3) == 0) {
      made.tools = {random.below(3)};
      made.parts = {random.below(2), random.below(2)};
    }
  }
  return made;
}

void link(Random& random, Problem& problem) {
  for (std::size_t job = 0; job + 1 < problem.jobs.size(); job += 5) {
    switch (random.below(3)) {
      case 0:
        problem.jobs[job].crew = 2;
        break;
      case 1:
        problem.jobs[job + 1].predecessor = static_cast<int>(job);
        problem.jobs[job + 1].windows = {{0, k_day}};
        break;
      default:
        problem.jobs[job].alternatives = problem.jobs[job + 1].alternatives = static_cast<int>(job);
    }
  }
}

}  // namespace

Problem random_day(std::uint64_t seed, const DayShape& shape) {
  Random random(seed);
  Problem problem;
  problem.places = shape.technicians + shape.jobs + 1;
  for (int place = 0; place < problem.places; ++place) {
    problem.coordinates.push_back({random.unit() * 4'000, random.unit() * 4'000});
  }
  for (const auto& from : problem.coordinates) {
    for (const auto& to : problem.coordinates) {
      problem.travel.push_back(
          static_cast<std::int32_t>(std::ceil(std::hypot(from.x - to.x, from.y - to.y))));
    }
  }
  for (int who = 0; who < shape.technicians; ++who) {
    problem.technicians.push_back(random_technician(random, who, shape));
  }
  for (int job = 0; job < shape.jobs; ++job) {
    problem.jobs.push_back(random_job(random, shape.technicians + job, shape));
  }
  problem.policy.overtime = 3;
  problem.policy.overqualified = 100;
  if (shape.rich) {
    problem.depot = problem.places - 1;
    problem.policy.duration = 1;
    problem.policy.balance = 1;
  }
  if (shape.linked) {
    link(random, problem);
  }
  return problem;
}

}  // namespace planner::testing
