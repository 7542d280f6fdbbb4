#include "planner/genetic/breeding.hpp"

#include "planner/check.hpp"
#include "planner/draft.hpp"
#include "planner/genetic/crossover.hpp"
#include "planner/tests/random_days.hpp"

#include <gtest/gtest.h>

namespace planner {
namespace {

Draft annealed(const Compact& compact, std::uint64_t seed) {
  const Limits limits{.seconds = 60, .iterations = 300, .seed = seed};
  const Stopwatch watch(limits);
  Annealing annealing(compact, watch, [](const Draft&) {});
  return annealing.run(annealing.begin(), 0, 1);
}

TEST(RouteExchange, GivesEachJobToTheChildOnce) {
  const auto problem = testing::random_day(5, {.technicians = 8, .jobs = 50, .rich = false});
  const Compact compact(problem);
  const auto first = annealed(compact, 1);
  const auto second = annealed(compact, 2);
  Random random(3);
  for (int round = 0; round < 50; ++round) {
    const auto child = exchange_routes(compact, first, second, random);
    std::vector<int> seen(compact.job.size(), 0);
    for (const auto& route : child.routes) {
      for (const int job : route) {
        ++seen[static_cast<std::size_t>(job)];
      }
    }
    for (const int job : child.absent) {
      ++seen[static_cast<std::size_t>(job)];
    }
    EXPECT_EQ(std::count(seen.begin(), seen.end(), 1), compact.jobs());
  }
}

TEST(Breeding, NeverLosesThePlanItWasGivenAndKeepsTheRules) {
  const auto problem = testing::random_day(6, {.technicians = 6, .jobs = 30});
  const Compact compact(problem);
  const Limits limits{.seconds = 60, .iterations = 6'000, .threads = 2};
  const Stopwatch watch(limits);
  const auto first = annealed(compact, 1);
  std::vector<Cost> told;
  Breeding breeding(compact, watch, [&](const Draft& draft) { told.push_back(draft.cost); },
                    {.founder = 10, .child = 4});
  const auto bred = breeding.run(first);
  EXPECT_LE(bred.cost, first.cost);
  EXPECT_TRUE(std::is_sorted(told.rbegin(), told.rend()));
  const auto verdict = check_plan(problem, write_plan(compact, bred));
  EXPECT_TRUE(verdict.complaints.empty()) << verdict.complaints.front();
}

}  // namespace
}  // namespace planner
