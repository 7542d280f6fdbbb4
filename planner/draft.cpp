#include "planner/draft.hpp"

namespace planner {
namespace {

/// Where jobs hang together across routes, they keep the starts that the plan gives them.
void pin_as_planned(const Compact& compact, const Plan& plan, Draft& draft) {
  for (const auto& job : compact.job) {
    draft.pins.push_back({job.open, job.close});
  }
  std::vector<char> waited_for(compact.job.size(), 0);
  for (const auto& job : compact.job) {
    if (job.predecessor != k_nobody) {
      waited_for[static_cast<std::size_t>(job.predecessor)] = 1;
    }
  }
  for (const auto& route : plan.routes) {
    for (const auto& stop : route.stops) {
      if (stop.kind != Stop::Kind::job || stop.job < 0 ||
          stop.job >= static_cast<int>(compact.problem->jobs.size())) {
        continue;
      }
      const auto index = static_cast<std::size_t>(stop.job);
      const auto& job = compact.job[index];
      if (job.twin != k_nobody || job.predecessor != k_nobody || waited_for[index] != 0) {
        draft.pins[index] = {stop.start, stop.start};
        if (job.twin != k_nobody) {
          draft.pins[static_cast<std::size_t>(job.twin)] = {stop.start, stop.start};
        }
      }
    }
  }
}

}  // namespace

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
    const bool alternative_done = given.alternatives != k_nobody &&
                                  group_done[static_cast<std::size_t>(given.alternatives)] != 0;
    if (done[job] == 0 && !alternative_done) {
      plan.unassigned.push_back(static_cast<int>(job));
      if (given.required) {
        plan.feasible = false;
        plan.cost -= k_required;
      }
    }
  }
  return plan;
}

Draft draft_of(const Compact& compact, const Plan& plan) {
  Draft draft;
  draft.routes.resize(compact.technician.size());
  std::vector<char> placed(compact.job.size(), 0);
  std::vector<char> seen(compact.job.size(), 0);
  for (const auto& route : plan.routes) {
    const auto who = static_cast<std::size_t>(route.technician);
    for (const auto& stop : route.stops) {
      const auto job = static_cast<std::size_t>(stop.job);
      if (stop.kind != Stop::Kind::job || stop.job < 0 || job >= compact.problem->jobs.size() ||
          who >= draft.routes.size()) {
        continue;
      }
      const int twin = compact.job[job].twin;
      const bool second_half = seen[job] != 0 && twin != k_nobody;
      const int index = second_half ? twin : stop.job;
      seen[job] = 1;
      if (placed[static_cast<std::size_t>(index)] == 0) {
        placed[static_cast<std::size_t>(index)] = 1;
        draft.routes[who].push_back(index);
      }
    }
  }
  for (std::size_t job = 0; job < placed.size(); ++job) {
    if (placed[job] == 0) {
      draft.absent.push_back(static_cast<int>(job));
    }
  }
  if (compact.linked) {
    pin_as_planned(compact, plan, draft);
  }
  return draft;
}

}  // namespace planner
