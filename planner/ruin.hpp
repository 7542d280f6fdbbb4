// Slack induction by string removals (Christiaens and Vanden Berghe 2020): takes strings of jobs
// out of neighbouring routes, puts them back greedily with blinks, keeps the result by simulated
// annealing. Works on one thread's tours; the caller owns temperature and time.
#pragma once

#include "planner/tours.hpp"

namespace planner {

class Ruin {
 public:
  Ruin(Tours& tours, std::uint64_t seed) : tours_(tours), random_(seed) {}

  struct Shape {
    double mean_removed = 10;
    int longest = 10;
  };

  /// One step; true if its result was kept. `pool`: the jobs that take part.
  bool step(double temperature, std::span<const int> pool);
  /// Puts every absent job back where it fits, dearest first: the first plan of all.
  void fill();
  Random& random() { return random_; }
  void reshape(const Shape& shape) { shape_ = shape; }

 private:
  void ruin(int seed);
  void take_string(int job, int length);
  void recreate();
  void order_absent();

  Tours& tours_;
  Random random_;
  Shape shape_;
  std::vector<int> ruined_;  // routes
  std::vector<int> string_;
  std::vector<int> waiting_;  // jobs to put back
  std::vector<std::pair<Cost, int>> keys_;
};

}  // namespace planner
