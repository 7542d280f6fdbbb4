// How much of a limit is used up. Shared by the threads of one search, read only.
#pragma once

#include "planner/solve.hpp"

#include <chrono>
#include <ctime>

namespace planner {

class Stopwatch {
 public:
  explicit Stopwatch(const Limits& limits) : limits_(limits) {}

  double seconds() const {
    if (limits_.clock == Clock::cpu) {
      return cpu_seconds() / std::max(1, limits_.threads);
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  }
  double cpu_seconds() const {
    return static_cast<double>(std::clock() - cpu_began_) / static_cast<double>(CLOCKS_PER_SEC);
  }
  bool stopped() const { return limits_.stop != nullptr && limits_.stop->load(); }
  bool over() const { return stopped() || seconds() >= limits_.seconds; }
  const Limits& limits() const { return limits_; }

 private:
  Limits limits_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::clock_t cpu_began_ = std::clock();
};

}  // namespace planner
