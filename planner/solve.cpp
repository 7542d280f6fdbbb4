#include "planner/solve.hpp"

#include "planner/annealing.hpp"
#include "planner/draft.hpp"
#include "planner/genetic/breeding.hpp"

namespace planner {

Outcome solve(const Problem& problem, const Limits& limits) {
  const Stopwatch watch(limits);
  const Compact compact(problem);
  Outcome outcome;
  const auto found = [&](const Draft& draft) {
    outcome.trajectory.push_back({watch.seconds(), draft.cost});
  };
  Annealing annealing(compact, watch, found);
  auto draft = annealing.begin();
  found(draft);
  if (Breeding::pays(compact, limits)) {
    draft = Breeding(compact, watch, found).run(std::move(draft));
  } else {
    draft = annealing.run(std::move(draft), 0, 1);
  }
  outcome.plan = write_plan(compact, draft);
  outcome.cpu_seconds = watch.cpu_seconds();
  return outcome;
}

}  // namespace planner
