#include "planner/genetic/breeding.hpp"

#include "planner/genetic/crossover.hpp"

#include <cmath>
#include <numeric>
#include <thread>

namespace planner {
namespace {

// Temperatures, the first in the problem's scale, the others in mean arcs; steps by job.
constexpr double k_hot = 10.0;
constexpr double k_warm = 1.5;
constexpr double k_cold = 0.03;
constexpr std::int64_t k_first_steps = 1'500;
constexpr std::int64_t k_child_steps = 300;
constexpr std::size_t k_population = 12;
constexpr int k_founders = 6;
constexpr int k_between_looks = 16;
constexpr int k_most_jobs_bred = 450;

}  // namespace

Breeding::Pace Breeding::usual_pace() {
  return {k_first_steps, k_child_steps};
}

Breeding::Breeding(const Compact& compact, const Stopwatch& watch, Annealing::Found found,
                   const Pace& pace)
    : compact_(compact),
      watch_(watch),
      found_(std::move(found)),
      pace_(pace),
      random_(watch.limits().seed) {
  for (int thread = 0; thread < std::max(1, watch.limits().threads); ++thread) {
    breeders_.push_back(std::make_unique<Breeder>(compact, random_()));
  }
  pool_.resize(compact.job.size());
  std::iota(pool_.begin(), pool_.end(), 0);
}

bool Breeding::pays(const Compact& compact, const Limits& limits) {
  if (compact.linked || compact.jobs() < 20 || compact.jobs() > k_most_jobs_bred) {
    return false;
  }
  // Enough for the founders and as much again for their children.
  const double a_step = 12e-6;  // seconds, about
  const double needed = 2.0 * k_founders * static_cast<double>(k_first_steps * compact.jobs());
  const double steps = limits.iterations > 0 ? static_cast<double>(limits.iterations)
                                             : limits.seconds * limits.threads / a_step;
  return steps > needed;
}

bool Breeding::over() const {
  const auto& limits = watch_.limits();
  return watch_.over() || (limits.iterations > 0 && steps_done_ >= limits.iterations);
}

void Breeding::polish(Breeder& breeder, const Draft& from, double hot, std::int64_t steps) {
  auto& tours = breeder.tours;
  tours.load(from);
  breeder.ruin.fill();
  const auto used_routes = std::count_if(from.routes.begin(), from.routes.end(),
                                         [](const auto& route) { return !route.empty(); });
  const double mean_size = static_cast<double>(compact_.jobs()) /
                           static_cast<double>(std::max<std::ptrdiff_t>(1, used_routes));
  breeder.ruin.reshape({10, std::clamp(static_cast<int>(mean_size), 2, 10)});
  Cost best = tours.cost();
  breeder.child = tours.draft();
  double heat = 0;
  for (std::int64_t step = 0; step < steps; ++step) {
    if (step % k_between_looks == 0) {
      if (watch_.over()) {
        break;
      }
      const double share = static_cast<double>(step) / static_cast<double>(steps);
      heat = hot * std::pow(compact_.mean_arc * k_cold / hot, share);
    }
    breeder.ruin.step(heat, pool_);
    if (tours.cost() < best) {
      best = tours.cost();
      breeder.child = tours.draft();
    }
  }
}

void Breeding::brood(const std::function<void(Breeder&)>& make) {
  std::vector<std::jthread> threads;
  for (std::size_t index = 1; index < breeders_.size(); ++index) {
    threads.emplace_back([&, index] { make(*breeders_[index]); });
  }
  make(*breeders_.front());
  threads.clear();
  for (const auto& breeder : breeders_) {
    admit(breeder->child);
  }
}

/// Keeps the population sorted, free of doubles and small.
void Breeding::admit(const Draft& child) {
  const auto at = std::lower_bound(population_.begin(), population_.end(), child.cost,
                                   [](const Draft& one, Cost cost) { return one.cost < cost; });
  if (at != population_.end() && at->cost == child.cost) {
    return;  // equal cost, nearly always equal routes
  }
  const bool best = at == population_.begin();
  population_.insert(at, child);
  if (population_.size() > k_population) {
    population_.pop_back();
  }
  if (best) {
    found_(child);
  }
}

const Draft& Breeding::parent(Random& random) const {
  const int size = static_cast<int>(population_.size());
  return population_[static_cast<std::size_t>(std::min(random.below(size), random.below(size)))];
}

Draft Breeding::run(Draft first) {
  population_ = {first};
  const std::int64_t founder_steps = pace_.founder * compact_.jobs();
  const std::int64_t child_steps = pace_.child * compact_.jobs();
  const auto threads = static_cast<std::int64_t>(breeders_.size());
  while (!over() && static_cast<int>(population_.size()) <= k_founders &&
         steps_done_ < 2 * k_founders * founder_steps) {
    brood([&](Breeder& breeder) { polish(breeder, first, k_hot * compact_.scale, founder_steps); });
    steps_done_ += founder_steps * threads;
  }
  while (!over()) {
    brood([&](Breeder& breeder) {
      auto& random = breeder.ruin.random();
      const auto child = exchange_routes(compact_, parent(random), parent(random), random);
      polish(breeder, child, k_warm * compact_.mean_arc, child_steps);
    });
    steps_done_ += child_steps * threads;
  }
  return population_.front();
}

}  // namespace planner
