#include "planner/tours.hpp"

#include "planner/tests/random_days.hpp"

#include <gtest/gtest.h>

namespace planner {
namespace {

using testing::random_day;

Draft nothing_planned(const Compact& compact) {
  Draft draft;
  draft.routes.resize(compact.technician.size());
  for (int job = 0; job < compact.jobs(); ++job) {
    draft.absent.push_back(job);
  }
  return draft;
}

/// The cost anew, from the routes alone.
Cost recounted(const Compact& compact, const Draft& draft) {
  Scheduler scheduler(compact);
  Cost cost = 0;
  for (int who = 0; who < compact.technicians(); ++who) {
    const auto judged = scheduler.judge(who, draft.routes[static_cast<std::size_t>(who)]);
    EXPECT_TRUE(judged.feasible);
    cost += judged.cost;
  }
  for (const int job : draft.absent) {
    cost += compact.job[static_cast<std::size_t>(job)].price;
  }
  return cost;
}

class ToursKeep : public ::testing::TestWithParam<bool> {};

TEST_P(ToursKeep, TheirCostThroughAnyInsertionsAndRemovals) {
  const auto problem = random_day(11, {.technicians = 6, .jobs = 40, .rich = GetParam()});
  const Compact compact(problem);
  Tours tours(compact);
  Random random(3);
  tours.load(nothing_planned(compact));
  for (int step = 0; step < 600; ++step) {
    const int job = random.below(compact.jobs());
    if (tours.planned(job)) {
      tours.remove(job);
    } else {
      tours.place(job, {}, random);
    }
    if (step % 20 == 0) {
      ASSERT_EQ(tours.cost(), recounted(compact, tours.draft())) << "after step " << step;
    }
  }
}

TEST_P(ToursKeep, WhatWasBeforeWhenTheyRollBack) {
  const auto problem = random_day(12, {.technicians = 6, .jobs = 40, .rich = GetParam()});
  const Compact compact(problem);
  Tours tours(compact);
  Random random(4);
  tours.load(nothing_planned(compact));
  for (int job = 0; job < compact.jobs(); ++job) {
    tours.place(job, {}, random);
  }
  const auto before = tours.draft();
  for (int round = 0; round < 100; ++round) {
    tours.begin();
    for (int change = 0; change < 8; ++change) {
      const int job = random.below(compact.jobs());
      if (tours.planned(job)) {
        tours.remove(job);
      }
      tours.place(random.below(2) == 0 ? job : tours.absent().back(), {}, random);
    }
    tours.roll_back();
    ASSERT_EQ(tours.draft().routes, before.routes);
    ASSERT_EQ(tours.cost(), before.cost);
    ASSERT_EQ(tours.absent(), before.absent);
  }
}

INSTANTIATE_TEST_SUITE_P(Days, ToursKeep, ::testing::Bool());

TEST(Segments, JoinedTellTheDurationThatWalkingTells) {
  Random random(9);
  for (int round = 0; round < 500; ++round) {
    Segment whole{0, 0, 0, 1'000};
    Time now = 0;
    bool late = false;
    std::vector<std::pair<Segment, Time>> stops;
    for (int stop = 0; stop < 6; ++stop) {
      const Time open = random.below(900);
      stops.emplace_back(Segment{random.below(50), 0, open, open + random.below(300)},
                         random.below(100));
    }
    for (const auto& [segment, travel] : stops) {
      whole = join(whole, travel, segment);
      now = std::max(now + travel, segment.earliest);
      late = late || now > segment.latest;
      now += segment.duration;
    }
    ASSERT_EQ(whole.warp > 0, late);
    if (!late) {
      ASSERT_EQ(whole.earliest + whole.duration, now);
    }
  }
}

}  // namespace
}  // namespace planner
