// Random days with every rule of the model, for tests: small, seeded, always valid.
#pragma once

#include "planner/model.hpp"
#include "planner/random.hpp"

namespace planner::testing {

struct DayShape {
  int technicians = 5;
  int jobs = 30;
  bool rich = true;     // breaks, depot, several windows, deadlines, balance
  bool linked = false;  // crews, predecessors, alternatives
};

Problem random_day(std::uint64_t seed, const DayShape& shape);

}  // namespace planner::testing
