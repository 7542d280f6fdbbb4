// A memetic search for problems of some hundred jobs: a small population of good plans, found by
// separate annealings; children by selective route exchange, each polished by a short annealing of
// ruin and recreate (which takes the part that local search has in hybrid genetic search, Vidal
// 2012, and keeps every plan feasible). Threads make a brood at a time and the population takes it
// in order, so that a count of iterations gives the same result on every run.
#pragma once

#include "planner/annealing.hpp"

namespace planner {

class Breeding {
 public:
  /// Steps by job of a founder's annealing and of a child's polish.
  struct Pace {
    std::int64_t founder;
    std::int64_t child;
  };

  Breeding(const Compact& compact, const Stopwatch& watch, Annealing::Found found,
           const Pace& pace = usual_pace());
  static Pace usual_pace();

  /// Is there room in the limits to breed, or would one annealing be better?
  static bool pays(const Compact& compact, const Limits& limits);
  Draft run(Draft first);

 private:
  struct Breeder {
    Breeder(const Compact& compact, std::uint64_t seed) : tours(compact), ruin(tours, seed) {}
    Tours tours;
    Ruin ruin;
    Draft child;
  };

  void polish(Breeder& breeder, const Draft& from, double hot, std::int64_t steps);
  void brood(const std::function<void(Breeder&)>& make);
  void admit(const Draft& child);
  const Draft& parent(Random& random) const;
  bool over() const;

  const Compact& compact_;
  const Stopwatch& watch_;
  Annealing::Found found_;
  Pace pace_;
  std::vector<std::unique_ptr<Breeder>> breeders_;
  std::vector<Draft> population_;  // best first
  std::vector<int> pool_;
  Random random_;
  std::int64_t steps_done_ = 0;
};

}  // namespace planner
