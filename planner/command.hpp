// What `plan solve` does, wherever it is called from: reads the files, solves, prints.
#pragma once

#include "planner/solve.hpp"

#include <iosfwd>

namespace planner {

struct SolveCommand {
  std::vector<std::string> files;  // the problem's; or the folder of a ROADEF instance
  std::string policy;              // a file of prices; may be empty
  Limits limits;
};

/// Exit code 0. What can't be done is thrown as std::runtime_error, with the file's name.
int run(const SolveCommand& command, std::ostream& out);

}  // namespace planner
