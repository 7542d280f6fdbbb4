#include "planner/solve.hpp"

#include "planner/annealing.hpp"

namespace planner {

Plan write_plan(const Compact& compact, const Draft& draft) {
  const auto& problem = *compact.problem;
  Plan plan;
  Scheduler scheduler(compact);
  std::vector<char> done(problem.jobs.size(), 0);
  std::vector<char> group_done(k_most_jobs, 0);
  for (int who = 0; who < compact.technicians(); ++who) {
    const auto& jobs = draft.routes[static_cast<std::size_t>(who)];
    auto route = scheduler.write(who, jobs, draft.pins);
    if (!route) {
      route = Route{who, 0, 0, {}};
    }
    for (const auto& stop : route->stops) {
      if (stop.kind == Stop::Kind::job) {
        done[static_cast<std::size_t>(stop.job)] = 1;
        const int group = problem.jobs[static_cast<std::size_t>(stop.job)].alternatives;
        if (group != k_nobody) {
          group_done[static_cast<std::size_t>(group)] = 1;
        }
      }
    }
    plan.routes.push_back(std::move(*route));
  }
  plan.feasible = true;
  plan.cost = draft.cost;
  for (std::size_t job = 0; job < problem.jobs.size(); ++job) {
    const auto& given = problem.jobs[job];
    const bool alternative_done =
        given.alternatives != k_nobody && group_done[static_cast<std::size_t>(given.alternatives)] != 0;
    if (done[job] == 0 && !alternative_done) {
      plan.unassigned.push_back(static_cast<int>(job));
      plan.feasible = plan.feasible && !given.required;
    }
  }
  return plan;
}

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
  draft = annealing.run(std::move(draft), 0, 1);
  outcome.plan = write_plan(compact, draft);
  outcome.cpu_seconds = watch.cpu_seconds();
  return outcome;
}

}  // namespace planner
