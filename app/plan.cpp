#include "app/commands.hpp"
#include "planner/command.hpp"

#include <iostream>

namespace mf::app {

int plan_solve(const planner::SolveCommand& command) {
  return planner::run(command, std::cout);
}

}  // namespace mf::app
