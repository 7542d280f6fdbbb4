#include "planner/amend.hpp"

#include "planner/draft.hpp"
#include "planner/ruin.hpp"
#include "planner/stopwatch.hpp"

#include <numeric>

namespace planner {
namespace {

constexpr int k_regret_at_most = 60;  // more absent jobs than these are filled in greedily
constexpr std::size_t k_around = 25;  // neighbours of a changed job that may move
constexpr double k_cool = 0.02;       // temperature, in mean arcs: hardly anything worse is kept
constexpr int k_between_looks = 8;    // steps between looks at the clock

/// The absent job that would suffer most from waiting goes first, until none fits.
void insert_by_regret(Tours& tours, Random& random) {
  const auto& compact = tours.compact();
  while (!tours.absent().empty() && static_cast<int>(tours.absent().size()) <= k_regret_at_most) {
    int urgent = k_nobody;
    double most = -1;
    for (const int job : tours.absent()) {
      Tours::Look look;
      look.below = compact.job[static_cast<std::size_t>(job)].price;
      const auto best = tours.best_spot(job, look, random);
      if (!best.found()) {
        continue;
      }
      look.avoid = best.route;
      const auto second = tours.best_spot(job, look, random);
      const auto regret =
          static_cast<double>((second.found() ? second.delta : k_required) - best.delta);
      if (regret > most) {
        most = regret;
        urgent = job;
      }
    }
    Tours::Look look;
    if (urgent == k_nobody || !tours.place(urgent, look, random)) {
      return;
    }
  }
}

/// The jobs that may move: the changed ones and those around them.
std::vector<int> pool_of(const Compact& compact, const std::vector<int>& changed) {
  std::vector<char> in(compact.job.size(), 0);
  for (const int job : changed) {
    if (job < 0 || job >= compact.jobs()) {
      continue;
    }
    in[static_cast<std::size_t>(job)] = 1;
    const auto around = compact.around(job);
    for (std::size_t rank = 0; rank < std::min(k_around, around.size()); ++rank) {
      in[static_cast<std::size_t>(around[rank])] = 1;
    }
  }
  std::vector<int> pool;
  for (int job = 0; job < compact.jobs(); ++job) {
    if (in[static_cast<std::size_t>(job)] != 0) {
      pool.push_back(job);
    }
  }
  return pool;
}

void lock_promises(const Problem& problem, Tours& tours) {
  for (const auto& promise : problem.promises) {
    if (promise.locked && tours.planned(promise.job) &&
        tours.route_of(promise.job) == promise.technician) {
      tours.lock(promise.job);
    }
  }
}

}  // namespace

Outcome amend(const Problem& problem, const Plan& published, const AmendOptions& options) {
  const Stopwatch watch(options.limits);
  const Compact compact(problem);
  Tours tours(compact);
  Ruin ruin(tours, options.limits.seed);
  tours.load(draft_of(compact, published));
  lock_promises(problem, tours);
  auto changed = options.changed;
  changed.insert(changed.end(), tours.absent().begin(), tours.absent().end());
  insert_by_regret(tours, ruin.random());
  ruin.fill();
  Outcome outcome;
  auto best = tours.draft();
  outcome.trajectory.push_back({watch.seconds(), best.cost});
  auto pool = pool_of(compact, changed);
  if (!options.around_changes) {
    pool.resize(compact.job.size());
    std::iota(pool.begin(), pool.end(), 0);
  }
  const auto most = options.limits.iterations;
  for (std::int64_t step = 0; !pool.empty() && (most == 0 || step < most); ++step) {
    if (step % k_between_looks == 0 && watch.over()) {
      break;
    }
    ruin.step(k_cool * compact.mean_arc, pool);
    if (tours.cost() < best.cost) {
      best = tours.draft();
      outcome.trajectory.push_back({watch.seconds(), best.cost});
    }
  }
  outcome.plan = write_plan(compact, best);
  outcome.cpu_seconds = watch.cpu_seconds();
  return outcome;
}

std::vector<Promise> promises_of(const Plan& plan, Time now) {
  std::vector<Promise> promises;
  for (const auto& route : plan.routes) {
    for (const auto& stop : route.stops) {
      if (stop.kind == Stop::Kind::job) {
        promises.push_back({stop.job, route.technician, stop.start, stop.start < now});
      }
    }
  }
  return promises;
}

}  // namespace planner
