// The order of interventions is improved by moves that the builder judges: a late acceptance search
// (Burke and Bykov 2017) that starts from the best order of priorities.
#include "planner/crews/builder.hpp"
#include "planner/stopwatch.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

namespace planner::crews {
namespace {

constexpr std::size_t k_memory = 200;  // costs that late acceptance remembers

/// What asks for many people for a long time is hard to fit.
double weight(const Intervention& intervention) {
  const double people =
      std::accumulate(intervention.wanted.begin(), intervention.wanted.end(), 0.0);
  return (1 + people) * intervention.time;
}

/// Others do what is heaviest for its price, successors first, as far as the budget goes.
std::vector<int> outsource(const Crews& crews) {
  const std::size_t count = crews.interventions.size();
  std::vector<int> successors(count, 0);
  for (const auto& each : crews.interventions) {
    for (const int before : each.predecessors) {
      ++successors[static_cast<std::size_t>(before)];
    }
  }
  std::vector<int> order(count);
  std::iota(order.begin(), order.end(), 0);
  const auto value = [&](int index) {
    const auto& each = crews.interventions[static_cast<std::size_t>(index)];
    return weight(each) / std::max(1, each.price);
  };
  std::sort(order.begin(), order.end(),
            [&](int one, int other) { return value(one) > value(other); });
  std::vector<int> outsourced;
  int left = crews.budget;
  for (bool changed = true; changed;) {
    changed = false;
    for (const int index : order) {
      const auto at = static_cast<std::size_t>(index);
      const auto& each = crews.interventions[at];
      if (successors[at] == 0 && each.price <= left &&
          std::find(outsourced.begin(), outsourced.end(), index) == outsourced.end()) {
        outsourced.push_back(index);
        left -= each.price;
        for (const int before : each.predecessors) {
          --successors[static_cast<std::size_t>(before)];
        }
        changed = true;
      }
    }
  }
  std::sort(outsourced.begin(), outsourced.end());
  return outsourced;
}

/// By priorities in the best of their orders, the heaviest of each first.
std::vector<int> first_order(const Crews& crews, const std::vector<int>& outsourced,
                             Builder& builder) {
  std::vector<int> order;
  for (int index = 0; index < static_cast<int>(crews.interventions.size()); ++index) {
    if (!std::binary_search(outsourced.begin(), outsourced.end(), index)) {
      order.push_back(index);
    }
  }
  // What a more urgent one waits for is as urgent.
  std::vector<int> urgency;
  for (const auto& each : crews.interventions) {
    urgency.push_back(each.priority);
  }
  for (std::size_t round = 0; round < crews.interventions.size(); ++round) {
    for (std::size_t index = 0; index < crews.interventions.size(); ++index) {
      for (const int before : crews.interventions[index].predecessors) {
        auto& earlier = urgency[static_cast<std::size_t>(before)];
        earlier = std::min(earlier, urgency[index]);
      }
    }
  }
  std::array<int, 4> ranks{0, 1, 2, 3};
  std::vector<int> best;
  std::int64_t best_cost = std::numeric_limits<std::int64_t>::max();
  do {
    std::sort(order.begin(), order.end(), [&](int one, int other) {
      const auto key = [&](int index) {
        const auto at = static_cast<std::size_t>(index);
        return std::tuple(ranks[static_cast<std::size_t>(urgency[at] - 1)],
                          -weight(crews.interventions[at]), index);
      };
      return key(one) < key(other);
    });
    const auto cost = builder.build(order, best_cost);
    if (best.empty() || cost < best_cost) {
      best = order;
      best_cost = cost;
    }
  } while (std::next_permutation(ranks.begin(), ranks.end()));
  return best;
}

/// Moves one, or exchanges two; mostly towards the front those that end a priority.
void change(std::vector<int>& order, Random& random) {
  const int size = static_cast<int>(order.size());
  const int from = random.below(size);
  const int reach = 1 + random.below(std::max(1, random.below(2) == 0 ? size / 8 : size));
  const int to = std::clamp(from + (random.below(3) == 0 ? reach : -reach), 0, size - 1);
  if (random.below(2) == 0) {
    std::swap(order[static_cast<std::size_t>(from)], order[static_cast<std::size_t>(to)]);
  } else if (from < to) {
    std::rotate(order.begin() + from, order.begin() + from + 1, order.begin() + to + 1);
  } else {
    std::rotate(order.begin() + to, order.begin() + from, order.begin() + from + 1);
  }
}

std::string list_of(const std::vector<int>& numbers, int offset) {
  std::string text;
  for (const int number : numbers) {
    text += (text.empty() ? "" : ",") + std::to_string(number + offset);
  }
  return "[" + text + "]";
}

}  // namespace

CrewOutcome solve_crews(const Crews& crews, const Limits& limits) {
  const Stopwatch watch(limits);
  Random random(limits.seed);
  Builder builder(crews);
  const auto outsourced = outsource(crews);
  auto order = first_order(crews, outsourced, builder);
  auto best = order;
  constexpr auto k_no_bound = std::numeric_limits<std::int64_t>::max();
  auto cost = builder.build(order, k_no_bound);
  auto best_cost = cost;
  CrewOutcome outcome;
  outcome.trajectory.push_back({watch.seconds(), best_cost});
  std::vector<std::int64_t> remembered(k_memory, cost);
  for (std::int64_t step = 0;
       order.size() > 1 && !watch.over() && (limits.iterations == 0 || step < limits.iterations);
       ++step) {
    auto tried = order;
    change(tried, random);
    auto& late = remembered[static_cast<std::size_t>(step) % k_memory];
    const auto found = builder.build(tried, std::max(cost, late));
    if (found <= std::max(cost, late)) {
      order = std::move(tried);
      cost = found;
    }
    late = std::min(late, cost);
    if (cost < best_cost) {
      best_cost = cost;
      best = order;
      outcome.trajectory.push_back({watch.seconds(), best_cost});
    }
  }
  builder.build(best, k_no_bound);
  outcome.schedule = builder.schedule();
  outcome.schedule.cost = best_cost;
  outcome.schedule.outsourced = outsourced;
  outcome.cpu_seconds = watch.cpu_seconds();
  return outcome;
}

std::string to_json(const CrewOutcome& outcome) {
  const auto& schedule = outcome.schedule;
  std::string routes;
  std::string teams;
  for (const auto& team : schedule.teams) {
    routes += (routes.empty() ? "" : ",") + list_of(team.interventions, 1);
    teams += (teams.empty() ? "" : ",") + std::string("{\"day\":") + std::to_string(team.day) +
             ",\"technicians\":" + list_of(team.technicians, 1) +
             ",\"interventions\":" + list_of(team.interventions, 1) +
             ",\"starts\":" + list_of(team.starts, 0) + "}";
  }
  std::string trajectory;
  for (const auto& progress : outcome.trajectory) {
    trajectory += (trajectory.empty() ? "" : ",") + std::string("{\"seconds\":") +
                  std::to_string(progress.seconds) + ",\"cost\":" + std::to_string(progress.cost) +
                  "}";
  }
  return "{\"cost\":" + std::to_string(schedule.cost) +
         ",\"feasible\":true,\"unassigned\":" + list_of(schedule.outsourced, 1) + ",\"routes\":[" +
         routes + "],\"teams\":[" + teams +
         "],\"cpuSeconds\":" + std::to_string(outcome.cpu_seconds) + ",\"trajectory\":[" +
         trajectory + "]}";
}

}  // namespace planner::crews
