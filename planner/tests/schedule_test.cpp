#include "planner/schedule.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace planner {
namespace {

/// Jobs on a line, ten apart; place 0 is home, the last place the depot.
Problem line(int jobs) {
  Problem problem;
  problem.places = jobs + 2;
  for (int from = 0; from < problem.places; ++from) {
    for (int to = 0; to < problem.places; ++to) {
      problem.travel.push_back(10 * std::abs(from - to));
    }
  }
  Technician technician;
  technician.shift = {0, 1'000};
  problem.technicians = {technician};
  for (int job = 0; job < jobs; ++job) {
    Job made;
    made.place = job + 1;
    made.service = 5;
    problem.jobs.push_back(made);
  }
  return problem;
}

struct Result {
  Judged judged;
  std::optional<Route> route;
};

Result in_order(const Problem& problem) {
  const Compact compact(problem);
  Scheduler scheduler(compact);
  std::vector<int> order(problem.jobs.size());
  std::iota(order.begin(), order.end(), 0);
  return {scheduler.judge(0, order), scheduler.write(0, order)};
}

TEST(Schedule, LeavesAsLateAsTheFirstWindowAllows) {
  auto problem = line(2);
  problem.jobs[0].windows = {{100, 200}};
  const auto result = in_order(problem);
  ASSERT_TRUE(result.route);
  EXPECT_EQ(result.route->leaves, 90);
  EXPECT_EQ(result.route->stops[0].start, 100);
  EXPECT_EQ(result.route->returns, 100 + 5 + 10 + 5 + 20);
}

TEST(Schedule, WaitsForTheNextOfSeveralWindows) {
  auto problem = line(1);
  problem.jobs[0].windows = {{0, 5}, {50, 60}};
  const auto result = in_order(problem);
  ASSERT_TRUE(result.route);
  EXPECT_EQ(result.route->stops[0].start, 50);
}

TEST(Schedule, RefusesWhatComesTooLate) {
  auto problem = line(2);
  problem.jobs[1].windows = {{0, 24}};
  EXPECT_FALSE(in_order(problem).judged.feasible);
  problem.jobs[1].windows = {{0, 25}};
  EXPECT_TRUE(in_order(problem).judged.feasible);
}

TEST(Schedule, ChargesLatenessOvertimeAndDuration) {
  auto problem = line(1);
  problem.jobs[0].deadline = 4;
  problem.jobs[0].lateness_price = 7;
  problem.technicians[0].shift = {0, 20};
  problem.technicians[0].overtime = 10;
  problem.policy = {.travel = 2, .duration = 3, .overtime = 11};
  const auto result = in_order(problem);
  ASSERT_TRUE(result.judged.feasible);
  EXPECT_EQ(result.judged.cost, 2 * 20 + 3 * 25 + 11 * 5 + 7 * 6);
}

TEST(Schedule, PutsTheBreakWhereNothingWaitsForIt) {
  auto problem = line(2);
  problem.technicians[0].breaks = {{{0, 100}, 30}};
  problem.jobs[1].windows = {{70, 70}};
  problem.policy.duration = 1;
  const auto result = in_order(problem);
  ASSERT_TRUE(result.route);
  EXPECT_EQ(result.route->stops[1].start - result.route->stops[0].end >= 0, true);
  const auto pauses = std::count_if(result.route->stops.begin(), result.route->stops.end(),
                                    [](auto& stop) { return stop.kind == Stop::Kind::pause; });
  EXPECT_EQ(pauses, 1);
  problem.technicians[0].breaks[0].start = {68, 69};
  EXPECT_FALSE(in_order(problem).judged.feasible) << "the break would cover the window";
}

TEST(Schedule, CallsAtTheDepotOnlyWhereStockIsShort) {
  auto problem = line(3);
  problem.depot = 4;
  problem.technicians[0].parts = {1};
  problem.jobs[0].parts = {1};
  EXPECT_EQ(in_order(problem).route->stops.size(), 3U);
  problem.jobs[2].parts = {1};
  const auto result = in_order(problem);
  ASSERT_EQ(result.route->stops.size(), 4U);
  EXPECT_EQ(result.route->stops[2].kind, Stop::Kind::depot) << "right before the job that needs it";
}

TEST(Schedule, RefusesADayThatIsTooLongOrTooFull) {
  auto problem = line(2);
  problem.technicians[0].most_duration = 49;
  EXPECT_FALSE(in_order(problem).judged.feasible);
  problem.technicians[0].most_duration = 50;
  EXPECT_TRUE(in_order(problem).judged.feasible);
  problem.technicians[0].most_jobs = 1;
  EXPECT_FALSE(in_order(problem).judged.feasible);
}

}  // namespace
}  // namespace planner
