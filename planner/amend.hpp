// A plan meets the day: jobs that are new or longer, gone or late, a technician who is absent. The
// problem says how things are now (an absent technician has no shift left, promises and locks are
// in `promises`); the plan is brought up to it by inserting what has no place, the job whose second
// choice is dearest first, and by improving around what changed, moving promises only where that
// pays their price. Milliseconds for a thousand jobs. Any thread.
#pragma once

#include "planner/solve.hpp"

namespace planner {

struct AmendOptions {
  Limits limits{.seconds = 0.2};
  bool around_changes = true;     // false: improve the whole day
  std::vector<int> changed = {};  // jobs beside those without a place, around which to improve
};

/// The problem must pass check_problem(); jobs of the plan that it does not have are left out.
Outcome amend(const Problem& problem, const Plan& published, const AmendOptions& options);

/// The promises that a plan makes, to be held against the next one. Those that start before `now`
/// are locked.
std::vector<Promise> promises_of(const Plan& plan, Time now);

}  // namespace planner
