// Runs ruin and recreate over a whole problem: in rounds, each of which cuts the routes into
// neighbouring parts that threads improve independently (so that the best of each part counts), or,
// for small problems, gives each thread the whole. The temperature falls with the limit used up.
#pragma once

#include "planner/ruin.hpp"
#include "planner/stopwatch.hpp"

#include <functional>
#include <memory>

namespace planner {

class Annealing {
 public:
  /// `found` hears of each better draft, from the calling thread.
  using Found = std::function<void(const Draft&)>;

  Annealing(const Compact& compact, const Stopwatch& watch, Found found);

  /// From nothing to a first plan.
  Draft begin();
  /// Improves the draft until `until` of the limit (0 to 1) is used up; the best is returned.
  Draft run(Draft draft, double from, double until);

 private:
  struct Part {
    std::vector<int> routes;
    std::vector<int> jobs;
    Draft now;   // where the walk stands
    Draft best;  // the best it saw
  };
  struct Worker {
    Worker(const Compact& compact, std::uint64_t seed) : tours(compact), ruin(tours, seed) {}
    Tours tours;
    Ruin ruin;
  };

  std::vector<Part> split(const Draft& draft, int parts, Random& random) const;
  void work(Worker& worker, Part& part, double share_end, std::int64_t steps);
  void round(std::vector<Part>& parts, double share_end, std::int64_t steps);
  Draft together(const std::vector<Part>& parts, bool best) const;
  void run_apart(Draft& current, Draft& best, double until);
  void run_whole(Draft& current, Draft& best, double until);
  double used() const;
  double temperature() const;
  bool over(double until) const { return used() >= until || watch_.over(); }

  const Compact& compact_;
  const Stopwatch& watch_;
  Found found_;
  std::vector<std::unique_ptr<Worker>> workers_;
  Random random_;
  std::int64_t steps_done_ = 0;  // in finished rounds
  double from_ = 0;
  double until_ = 1;
};

}  // namespace planner
