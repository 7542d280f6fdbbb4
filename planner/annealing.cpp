#include "planner/annealing.hpp"

#include "planner/genetic/crossover.hpp"

#include <cmath>
#include <numeric>
#include <thread>

namespace planner {
namespace {

// Temperatures, tuned on the 1 to 60 s range of the public collections.
constexpr double k_hottest = 10.0;   // in the problem's scale
constexpr double k_coldest = 0.05;   // in mean arcs
constexpr int k_small = 300;         // jobs below which every thread has the whole
constexpr double k_round = 0.02;     // of the limit
constexpr double k_part = 300;       // jobs of a part
constexpr int k_between_looks = 16;  // steps between looks at the clock

}  // namespace

Annealing::Annealing(const Compact& compact, const Stopwatch& watch, Found found)
    : compact_(compact), watch_(watch), found_(std::move(found)), random_(watch.limits().seed) {
  for (int thread = 0; thread < std::max(1, watch.limits().threads); ++thread) {
    workers_.push_back(std::make_unique<Worker>(compact, random_()));
  }
}

Draft Annealing::begin() {
  Draft draft;
  draft.routes.resize(compact_.technician.size());
  draft.absent.resize(compact_.job.size());
  std::iota(draft.absent.begin(), draft.absent.end(), 0);
  auto& worker = *workers_.front();
  worker.tours.load(draft);
  worker.ruin.fill();
  return worker.tours.draft();
}

double Annealing::used() const {
  const auto& limits = watch_.limits();
  const double by_steps = limits.iterations == 0 ? 0
                                                 : static_cast<double>(steps_done_) /
                                                       static_cast<double>(limits.iterations);
  return limits.iterations == 0 ? watch_.seconds() / limits.seconds : by_steps;
}

double Annealing::temperature() const {
  const double share = std::clamp((used() - from_) / std::max(1e-9, until_ - from_), 0.0, 1.0);
  const double hottest = compact_.scale * k_hottest;
  return hottest * std::pow(compact_.mean_arc * k_coldest / hottest, share);
}

Draft Annealing::run(Draft draft, double from, double until) {
  from_ = from;
  until_ = until;
  Draft current = draft;
  if (compact_.jobs() == 0) {
    return draft;
  }
  const bool whole = compact_.jobs() < k_small || compact_.linked;
  while (!over(until)) {
    if (whole) {
      run_whole(current, draft, until);
    } else {
      run_apart(current, draft, until);
    }
  }
  return draft;
}

std::vector<Annealing::Part> Annealing::split(const Draft& draft, int parts, Random& random) const {
  const auto line = along_a_line(compact_, draft, random);
  std::vector<int> empty;
  for (int route = 0; route < compact_.technicians(); ++route) {
    if (draft.routes[static_cast<std::size_t>(route)].empty()) {
      empty.push_back(route);
    }
  }
  std::vector<Part> made(static_cast<std::size_t>(parts));
  for (auto& part : made) {
    part.now.routes.resize(draft.routes.size());
  }
  const std::size_t target = compact_.job.size() / made.size() + 1;
  std::size_t at = 0;
  for (const int route : line) {
    if (made[at].jobs.size() >= target && at + 1 < made.size()) {
      ++at;
    }
    const auto& list = draft.routes[static_cast<std::size_t>(route)];
    made[at].routes.push_back(route);
    made[at].jobs.insert(made[at].jobs.end(), list.begin(), list.end());
    made[at].now.routes[static_cast<std::size_t>(route)] = list;
  }
  for (std::size_t index = 0; index < empty.size(); ++index) {
    made[index % made.size()].routes.push_back(empty[index]);
  }
  for (const int job : draft.absent) {
    auto& part = made[static_cast<std::size_t>(random.below(parts))];
    part.jobs.push_back(job);
    part.now.absent.push_back(job);
  }
  std::erase_if(made, [](const Part& part) { return part.jobs.empty(); });
  return made;
}

void Annealing::work(Worker& worker, Part& part, double share_end, std::int64_t steps) {
  worker.tours.load(part.now, part.routes);
  const auto used_routes = std::count_if(part.routes.begin(), part.routes.end(), [&](int route) {
    return !part.now.routes[static_cast<std::size_t>(route)].empty();
  });
  const double mean_size = static_cast<double>(part.jobs.size() - part.now.absent.size()) /
                           static_cast<double>(std::max<std::ptrdiff_t>(1, used_routes));
  worker.ruin.reshape({10, std::clamp(static_cast<int>(mean_size), 2, 10)});
  Cost best = worker.tours.cost();
  part.best = worker.tours.draft();
  double heat = temperature();
  for (std::int64_t step = 0; steps == 0 || step < steps; ++step) {
    if (step % k_between_looks == 0) {
      if (steps == 0 && over(share_end)) {
        break;
      }
      if (watch_.limits().iterations != 0 && watch_.over()) {
        break;
      }
      heat = temperature();
    }
    worker.ruin.step(heat, part.jobs);
    if (worker.tours.cost() < best) {
      best = worker.tours.cost();
      part.best = worker.tours.draft();
    }
  }
  part.now = worker.tours.draft();
}

void Annealing::round(std::vector<Part>& parts, double share_end, std::int64_t steps) {
  // Each worker has its own parts, one after the other, with an equal share of what is left.
  const double began = used();
  const auto mine = [&](std::size_t worker) {
    const std::size_t own = (parts.size() - worker + workers_.size() - 1) / workers_.size();
    std::size_t done = 0;
    for (std::size_t index = worker; index < parts.size(); index += workers_.size()) {
      const double end =
          began + (share_end - began) * static_cast<double>(++done) / static_cast<double>(own);
      work(*workers_[worker], parts[index], end, steps);
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t worker = 1; worker < std::min(workers_.size(), parts.size()); ++worker) {
    threads.emplace_back(mine, worker);
  }
  mine(0);
  threads.clear();
  steps_done_ += steps * static_cast<std::int64_t>(parts.size());
}

Draft Annealing::together(const std::vector<Part>& parts, bool best) const {
  Draft whole;
  whole.routes.resize(compact_.technician.size());
  for (const auto& part : parts) {
    const auto& draft = best ? part.best : part.now;
    whole.cost += draft.cost;
    for (const int route : part.routes) {
      whole.routes[static_cast<std::size_t>(route)] = draft.routes[static_cast<std::size_t>(route)];
    }
    whole.absent.insert(whole.absent.end(), draft.absent.begin(), draft.absent.end());
  }
  return whole;
}

void Annealing::run_apart(Draft& current, Draft& best, double until) {
  const auto& limits = watch_.limits();
  const auto threads = static_cast<double>(workers_.size());
  const int parts_each =
      std::max(1, static_cast<int>(std::lround(compact_.jobs() / threads / k_part)));
  auto parts = split(current, static_cast<int>(workers_.size()) * parts_each, random_);
  const auto steps = static_cast<std::int64_t>(static_cast<double>(limits.iterations) * k_round) /
                     static_cast<std::int64_t>(parts.size());
  round(parts, std::min(until, used() + k_round),
        limits.iterations == 0 ? 0 : std::max<std::int64_t>(1, steps));
  const auto found = together(parts, true);
  if (found.cost < best.cost) {
    best = found;
    found_(best);
  }
  current = together(parts, false);
}

void Annealing::run_whole(Draft& current, Draft& best, double until) {
  const auto& limits = watch_.limits();
  const auto steps = static_cast<std::int64_t>(static_cast<double>(limits.iterations) * k_round) /
                     static_cast<std::int64_t>(workers_.size());
  std::vector<Part> parts(workers_.size());
  for (auto& part : parts) {
    part.routes.resize(compact_.technician.size());
    std::iota(part.routes.begin(), part.routes.end(), 0);
    part.jobs.resize(compact_.job.size());
    std::iota(part.jobs.begin(), part.jobs.end(), 0);
    part.now = current;
  }
  round(parts, std::min(until, used() + k_round),
        limits.iterations == 0 ? 0 : std::max<std::int64_t>(1, steps));
  for (const auto& part : parts) {
    if (part.best.cost < best.cost) {
      best = part.best;
      found_(best);
    }
  }
  current = std::min_element(parts.begin(), parts.end(), [](const Part& one, const Part& other) {
              return one.now.cost < other.now.cost;
            })->now;
}

}  // namespace planner
