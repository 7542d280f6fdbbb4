// An outcome as JSON: {cost, feasible, unassigned[], routes[[…]], cpuSeconds, trajectory[{seconds,
// cost}]}. Jobs go by the names they have in their file, a depot stop is 0. Costs are in the
// collection's unit. Any thread.
#pragma once

#include "planner/solve.hpp"

namespace planner {

std::string to_json(const Problem& problem, const Outcome& outcome);
/// Text in quotes, as JSON wants it.
std::string quoted(std::string_view text);

}  // namespace planner
