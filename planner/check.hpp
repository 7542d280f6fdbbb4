// Holds a plan, stop by stop and with its times, against its problem's rules, and adds up what it
// costs. Shares nothing with the searches but the model: it judges them in the tests, and whoever
// moves jobs by hand. Pure function; any thread.
#pragma once

#include "planner/model.hpp"

namespace planner {

struct Verdict {
  std::vector<std::string> complaints;  // each names technician or job, and the rule
  Cost cost = 0;
};

Verdict check_plan(const Problem& problem, const Plan& plan);

}  // namespace planner
