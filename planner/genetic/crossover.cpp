#include "planner/genetic/crossover.hpp"

#include <algorithm>

namespace planner {
namespace {

using Marks = std::vector<char>;

const std::vector<int>& jobs_of(const Draft& draft, int route) {
  return draft.routes[static_cast<std::size_t>(route)];
}

char& mark(Marks& marks, int job) {
  return marks[static_cast<std::size_t>(job)];
}

/// The other parent's routes for the region: those that mostly serve its jobs, best first; where
/// technicians differ, those of the same technicians.
std::vector<int> partners(const Compact& compact, const Draft& second,
                          const std::vector<int>& region, Marks& inside) {
  if (compact.kinds() > 1) {
    return region;
  }
  std::vector<std::pair<double, int>> scores;
  for (int route = 0; route < compact.technicians(); ++route) {
    const auto& jobs = jobs_of(second, route);
    const auto shared =
        std::count_if(jobs.begin(), jobs.end(), [&](int job) { return mark(inside, job) != 0; });
    if (shared * 2 > static_cast<std::ptrdiff_t>(jobs.size())) {
      scores.emplace_back(-static_cast<double>(shared) / static_cast<double>(jobs.size()), route);
    }
  }
  std::sort(scores.begin(), scores.end());
  std::vector<int> chosen;
  for (const auto& [score, route] : scores) {
    if (chosen.size() < region.size()) {
      chosen.push_back(route);
    }
  }
  return chosen;
}

}  // namespace

std::vector<int> along_a_line(const Compact& compact, const Draft& draft, Random& random) {
  const int jobs = compact.jobs();
  const auto place_of = [&](int job) { return compact.job[static_cast<std::size_t>(job)].place; };
  const int anchor = random.below(jobs);
  int far = anchor;
  for (int tries = 0; tries < 20; ++tries) {
    const int other = random.below(jobs);
    if (compact.travel(place_of(anchor), place_of(other)) >
        compact.travel(place_of(anchor), place_of(far))) {
      far = other;
    }
  }
  std::vector<std::pair<double, int>> order;
  for (int route = 0; route < static_cast<int>(draft.routes.size()); ++route) {
    const auto& list = jobs_of(draft, route);
    double lean = 0;
    for (const int job : list) {
      lean += static_cast<double>(compact.travel(place_of(anchor), place_of(job)) -
                                  compact.travel(place_of(far), place_of(job)));
    }
    if (!list.empty()) {
      order.emplace_back(lean / static_cast<double>(list.size()), route);
    }
  }
  std::sort(order.begin(), order.end());
  std::vector<int> routes;
  for (const auto& [lean, route] : order) {
    routes.push_back(route);
  }
  return routes;
}

Draft exchange_routes(const Compact& compact, const Draft& first, const Draft& second,
                      Random& random) {
  const auto line = along_a_line(compact, first, random);
  Draft child = first;
  const int count = static_cast<int>(line.size());
  if (count < 2) {
    return child;
  }
  const int width = 1 + random.below(count - 1);
  const int begin = random.below(count - width + 1);
  const std::vector<int> region(line.begin() + begin, line.begin() + begin + width);
  Marks inside(compact.job.size(), 0);
  for (const int route : region) {
    for (const int job : jobs_of(first, route)) {
      mark(inside, job) = 1;
    }
    child.routes[static_cast<std::size_t>(route)].clear();
  }
  // Either the newcomers lose what the rest already serves, or the rest loses what they bring.
  const bool newcomers_yield = random.below(2) == 0;
  const auto chosen = partners(compact, second, region, inside);
  Marks served(compact.job.size(), 0);
  for (std::size_t index = 0; index < chosen.size(); ++index) {
    auto& into = child.routes[static_cast<std::size_t>(region[index])];
    for (const int job : jobs_of(second, chosen[index])) {
      if (mark(inside, job) != 0 || !newcomers_yield) {
        into.push_back(job);
        mark(served, job) = 1;
      }
    }
  }
  for (const int route : line) {
    if (std::find(region.begin(), region.end(), route) == region.end()) {
      auto& jobs = child.routes[static_cast<std::size_t>(route)];
      std::erase_if(jobs, [&](int job) { return mark(served, job) != 0; });
      for (const int job : jobs) {
        mark(served, job) = 1;
      }
    }
  }
  child.absent.clear();
  for (int job = 0; job < compact.jobs(); ++job) {
    if (mark(served, job) == 0) {
      child.absent.push_back(job);
    }
  }
  child.pins.clear();
  return child;
}

}  // namespace planner
