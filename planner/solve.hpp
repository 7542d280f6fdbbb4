// From a problem to a plan within a limit: chooses the search, runs its threads, keeps the best.
// The same problem, seed, number of threads and count of iterations give the same plan; a limit of
// time alone does not. solve() may be called by any thread, several at a time.
#pragma once

#include "planner/model.hpp"

#include <atomic>

namespace planner {

enum class Clock { wall, cpu };

struct Limits {
  double seconds = 10;          // by the clock below
  std::int64_t iterations = 0;  // steps of the search over all threads; 0: no limit
  int threads = 1;
  std::uint64_t seed = 1;
  Clock clock = Clock::wall;  // cpu: seconds of processor time, divided by the threads
  const std::atomic<bool>* stop = nullptr;  // set by another thread: answer now
};

struct Progress {
  double seconds = 0;
  Cost cost = 0;
};

struct Outcome {
  Plan plan;
  std::vector<Progress> trajectory;  // each better plan, and when it was found
  double cpu_seconds = 0;
};

/// The problem must pass check_problem().
Outcome solve(const Problem& problem, const Limits& limits);

}  // namespace planner
