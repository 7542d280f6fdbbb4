#include "planner/solve.hpp"

#include "planner/check.hpp"
#include "planner/tests/random_days.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace planner {
namespace {

using testing::DayShape;
using testing::random_day;

struct Case {
  const char* name;
  DayShape shape;
};

class EveryKindOfDay : public ::testing::TestWithParam<Case> {};

TEST_P(EveryKindOfDay, IsPlannedByTheRulesAtTheCostThatIsTold) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const auto problem = random_day(seed, GetParam().shape);
    ASSERT_TRUE(check_problem(problem).empty()) << check_problem(problem).front();
    const auto outcome = solve(problem, {.seconds = 20, .iterations = 1'500, .seed = seed});
    const auto verdict = check_plan(problem, outcome.plan);
    EXPECT_TRUE(verdict.complaints.empty())
        << "seed " << seed << ": " << verdict.complaints.front();
    EXPECT_EQ(verdict.cost, outcome.plan.cost) << "seed " << seed;
    EXPECT_LT(outcome.plan.unassigned.size(), problem.jobs.size() / 2) << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Days, EveryKindOfDay,
    ::testing::Values(Case{"plain", {.technicians = 6, .jobs = 30, .rich = false}},
                      Case{"rich", {.technicians = 6, .jobs = 30}},
                      Case{"linked", {.technicians = 6, .jobs = 30, .rich = false, .linked = true}},
                      Case{"richAndLinked", {.technicians = 6, .jobs = 30, .linked = true}}),
    [](const auto& each) { return each.param.name; });

TEST(Solve, GivesTheSamePlanForTheSameSeedAndIterations) {
  const auto problem = random_day(3, {.technicians = 8, .jobs = 60, .rich = false});
  for (const int threads : {1, 2}) {
    const Limits limits{.seconds = 60, .iterations = 4'000, .threads = threads, .seed = 5};
    const auto first = solve(problem, limits);
    const auto second = solve(problem, limits);
    EXPECT_EQ(first.plan, second.plan) << threads << " threads";
  }
}

TEST(Solve, FindsBetterPlansTheLongerItLooks) {
  const auto problem = random_day(4, {.technicians = 10, .jobs = 80, .rich = false});
  const auto hasty = solve(problem, {.seconds = 60, .iterations = 10});
  const auto patient = solve(problem, {.seconds = 60, .iterations = 20'000});
  EXPECT_LT(patient.plan.cost, hasty.plan.cost);
}

TEST(Solve, StopsWhenItsTimeIsOver) {
  const auto problem = random_day(5, {.technicians = 20, .jobs = 300});
  const auto began = std::chrono::steady_clock::now();
  const auto outcome = solve(problem, {.seconds = 0.3, .threads = 2});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  EXPECT_LT(took.count(), 10.0) << "far beyond its time, even on a loaded machine";
  EXPECT_TRUE(check_plan(problem, outcome.plan).complaints.empty());
  for (std::size_t index = 1; index < outcome.trajectory.size(); ++index) {
    EXPECT_LT(outcome.trajectory[index].cost, outcome.trajectory[index - 1].cost);
  }
}

TEST(Solve, AnswersAtOnceWhenToldToStop) {
  const std::atomic<bool> stop = true;
  const auto problem = random_day(6, {});
  const auto outcome = solve(problem, {.seconds = 3'600, .stop = &stop});
  EXPECT_TRUE(check_plan(problem, outcome.plan).complaints.empty());
}

TEST(Solve, SaysThatAPlanWithoutARequiredJobIsNotFeasible) {
  auto problem = random_day(7, {.technicians = 2, .jobs = 5, .rich = false});
  problem.jobs[2].required = true;
  problem.jobs[2].skills = {9};
  const auto outcome = solve(problem, {.seconds = 20, .iterations = 200});
  EXPECT_FALSE(outcome.plan.feasible);
  EXPECT_EQ(check_plan(problem, outcome.plan).cost, outcome.plan.cost);
}

TEST(Solve, PlansADayWithoutJobsOrTechnicians) {
  auto problem = random_day(8, {});
  problem.jobs.clear();
  EXPECT_TRUE(solve(problem, {.seconds = 1, .iterations = 10}).plan.feasible);
  problem = random_day(8, {});
  problem.technicians.clear();
  const auto outcome = solve(problem, {.seconds = 1, .iterations = 10});
  EXPECT_EQ(outcome.plan.unassigned.size(), problem.jobs.size());
}

}  // namespace
}  // namespace planner
