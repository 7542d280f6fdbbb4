#include "planner/amend.hpp"

#include "planner/check.hpp"
#include "planner/tests/random_days.hpp"

#include <gtest/gtest.h>

namespace planner {
namespace {

using testing::random_day;

int technician_of(const Plan& plan, int job) {
  for (const auto& route : plan.routes) {
    for (const auto& stop : route.stops) {
      if (stop.job == job && stop.kind == Stop::Kind::job) {
        return route.technician;
      }
    }
  }
  return k_nobody;
}

/// Of the first `jobs`, those whose promise is broken: another technician does them or, counted
/// where `dropped` says so, nobody.
int moved(const Plan& before, const Plan& after, int jobs, bool dropped = true) {
  int count = 0;
  for (int job = 0; job < jobs; ++job) {
    const int promised = technician_of(before, job);
    const int now = technician_of(after, job);
    const bool kept = promised == k_nobody || promised == now || (now == k_nobody && !dropped);
    count += kept ? 0 : 1;
  }
  return count;
}

AmendOptions steps(std::int64_t count) {
  return {.limits = {.seconds = 60, .iterations = count}};
}

class Amend : public ::testing::Test {
 protected:
  void SetUp() override {
    full_ = random_day(21, {.technicians = 8, .jobs = 45, .rich = false});
    for (auto& job : full_.jobs) {
      job.unassigned_price = 10'000'000;
    }
    problem_ = full_;
    problem_.jobs.resize(40);
    published_ = solve(problem_, {.seconds = 60, .iterations = 3'000}).plan;
  }

  Problem problem_;
  Problem full_;  // with five jobs more
  Plan published_;
};

TEST_F(Amend, PlansNewJobsAndKeepsTheRules) {
  const auto outcome = amend(full_, published_, steps(500));
  const auto verdict = check_plan(full_, outcome.plan);
  EXPECT_TRUE(verdict.complaints.empty()) << verdict.complaints.front();
  EXPECT_EQ(verdict.cost, outcome.plan.cost);
  EXPECT_LE(outcome.plan.unassigned.size(), published_.unassigned.size() + 2);
}

TEST_F(Amend, GivesNobodysPromiseToAnotherWhereThatIsDear) {
  full_.promises = promises_of(published_, 0);
  full_.policy.moved_technician = 1'000'000'000;
  const auto loyal = amend(full_, published_, steps(500));
  EXPECT_EQ(moved(published_, loyal.plan, 40, false), 0);
  full_.policy.moved_technician = 0;
  const auto free = amend(full_, published_, steps(500));
  EXPECT_LE(free.plan.cost, loyal.plan.cost);
}

TEST_F(Amend, NeverMovesWhatIsLocked) {
  full_.promises = promises_of(published_, k_forever);
  auto options = steps(500);
  options.around_changes = false;
  const auto outcome = amend(full_, published_, options);
  EXPECT_EQ(moved(published_, outcome.plan, 40), 0);
}

TEST_F(Amend, GivesTheJobsOfAnAbsentTechnicianToOthers) {
  auto& absent = problem_.technicians[0];
  absent.shift = {0, 0};
  absent.overtime = 0;
  const auto outcome = amend(problem_, published_, steps(500));
  EXPECT_TRUE(check_plan(problem_, outcome.plan).complaints.empty());
  EXPECT_TRUE(outcome.plan.routes[0].stops.empty());
}

TEST_F(Amend, TakesLongerJobsAndCancelledOnes) {
  problem_.jobs[3].service += 3'600;
  problem_.jobs.pop_back();
  const auto outcome = amend(problem_, published_, steps(300));
  EXPECT_TRUE(check_plan(problem_, outcome.plan).complaints.empty());
}

TEST(AmendLinked, KeepsCrewsTogetherAndOrder) {
  const auto problem =
      random_day(31, {.technicians = 8, .jobs = 40, .rich = false, .linked = true});
  auto fewer = problem;
  fewer.jobs[39].unassigned_price = 0;
  const auto published = solve(fewer, {.seconds = 60, .iterations = 1'000}).plan;
  const auto outcome = amend(problem, published, steps(300));
  const auto verdict = check_plan(problem, outcome.plan);
  EXPECT_TRUE(verdict.complaints.empty()) << verdict.complaints.front();
}

}  // namespace
}  // namespace planner
