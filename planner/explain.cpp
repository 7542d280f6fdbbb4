#include "planner/explain.hpp"

#include "planner/schedule.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace planner {
namespace {

constexpr Time k_much = k_forever / 8;

/// One technician's day with one job more, cut out of the problem so that rules can be lifted in
/// it.
class Day {
 public:
  Day(const Problem& problem, int technician, std::vector<int> planned, int job) {
    planned.push_back(job);
    small_.policy = problem.policy;
    small_.technicians = {problem.technicians[static_cast<std::size_t>(technician)]};
    auto& only = small_.technicians.front();
    small_.policy.moved_technician = 0;  // these are in assignment_price()
    small_.policy.overqualified = small_.policy.outside_zone = small_.policy.not_preferred = 0;
    only.start = place(only.start);
    only.end = place(only.end);
    small_.depot = problem.depot == k_nobody ? k_nobody : place(problem.depot);
    for (const int each : planned) {
      auto copy = problem.jobs[static_cast<std::size_t>(each)];
      copy.place = place(copy.place);
      copy.crew = 1;
      copy.predecessor = copy.alternatives = k_nobody;
      copy.preferred.clear();
      copy.forbidden.clear();
      small_.jobs.push_back(std::move(copy));
    }
    for (const auto& promise : problem.promises) {
      const auto found = std::find(planned.begin(), planned.end(), promise.job);
      if (found != planned.end()) {
        small_.promises.push_back(
            {static_cast<int>(found - planned.begin()), k_nobody, promise.start, false});
      }
    }
    fill_matrices(problem);
  }

  Problem& problem() { return small_; }
  Job& job() { return small_.jobs.back(); }
  Technician& technician() { return small_.technicians.front(); }

  struct Found {
    Cost extra = 0;
    Time start = 0;
    Time returns = 0;
    Time duration = 0;
  };
  /// The best way to have the job in this day, the others in their order.
  std::optional<Found> best() const {
    const Compact compact(small_);
    Scheduler scheduler(compact);
    const int job = compact.jobs() - 1;
    std::vector<int> order(static_cast<std::size_t>(job));
    std::iota(order.begin(), order.end(), 0);
    const auto without = scheduler.judge(0, order);
    std::optional<Found> found;
    for (int position = 0; position <= job && without.feasible; ++position) {
      auto with = order;
      with.insert(with.begin() + position, job);
      const auto judged = scheduler.judge(0, with);
      const Cost extra = judged.cost - without.cost;
      if (judged.feasible && (!found || extra < found->extra)) {
        const auto route = scheduler.write(0, with);
        found = Found{extra, start_of(*route, job), route->returns, route->returns - route->leaves};
      }
    }
    return found;
  }

 private:
  static Time start_of(const Route& route, int job) {
    const auto stop = std::find_if(route.stops.begin(), route.stops.end(),
                                   [&](const Stop& each) { return each.job == job; });
    return stop == route.stops.end() ? 0 : stop->start;
  }

  int place(int original) {
    const auto known = std::find(places_.begin(), places_.end(), original);
    if (known != places_.end()) {
      return static_cast<int>(known - places_.begin());
    }
    places_.push_back(original);
    return static_cast<int>(places_.size()) - 1;
  }

  void fill_matrices(const Problem& problem) {
    small_.places = static_cast<int>(places_.size());
    for (const int from : places_) {
      for (const int to : places_) {
        const auto index =
            static_cast<std::size_t>(from) * static_cast<std::size_t>(problem.places) +
            static_cast<std::size_t>(to);
        small_.travel.push_back(problem.travel[index]);
        if (!problem.distance.empty()) {
          small_.distance.push_back(problem.distance[index]);
        }
      }
    }
  }

  Problem small_;
  std::vector<int> places_;
};

/// The rule that says no, found by lifting one after the other.
std::optional<Refusal> binding_rule(const Day& day) {
  if (day.best()) {
    return std::nullopt;
  }
  const auto lifted = [&](auto lift) {
    auto free = day;
    lift(free);
    return free.best();
  };
  auto given = day;
  const auto& job = given.job();
  const auto& technician = given.technician();
  std::int64_t load = 0;
  for (const auto& each : given.problem().jobs) {
    load += each.demand;
  }
  if (load > technician.capacity) {
    const bool fits = lifted([](Day& free) {
                        free.technician().capacity = std::numeric_limits<std::int64_t>::max();
                      }).has_value();
    return Refusal{0, Rule::capacity, k_nobody, load - technician.capacity, fits};
  }
  if (static_cast<int>(given.problem().jobs.size()) > technician.most_jobs) {
    const bool fits = lifted([](Day& free) {
                        free.technician().most_jobs = std::numeric_limits<int>::max();
                      }).has_value();
    return Refusal{0, Rule::most_jobs, k_nobody, 1, fits};
  }
  if (const auto found = lifted([](Day& free) {
        if (!free.job().windows.empty()) {
          free.job().windows.back().close = k_forever;
        }
      })) {
    return Refusal{0, Rule::too_late, k_nobody, found->start - job.windows.back().close, true};
  }
  if (const auto found = lifted([](Day& free) { free.technician().overtime += k_much; })) {
    return Refusal{0, Rule::shift_ends, k_nobody,
                   found->returns - technician.shift.close - technician.overtime, true};
  }
  if (const auto found = lifted([](Day& free) { free.technician().most_duration = k_forever; })) {
    return Refusal{0, Rule::day_too_long, k_nobody, found->duration - technician.most_duration,
                   true};
  }
  return Refusal{0, Rule::others, k_nobody, 0, false};
}

Rule rule_of(Bar bar) {
  switch (bar) {
    case Bar::skill:
      return Rule::skill;
    case Bar::zone:
      return Rule::zone;
    case Bar::tool:
      return Rule::tool;
    case Bar::part:
      return Rule::part;
    default:
      return Rule::forbidden;
  }
}

/// The jobs of a technician's day but this one, in their order.
std::vector<int> others_of(const Plan& plan, int technician, int job) {
  std::vector<int> others;
  for (const auto& route : plan.routes) {
    if (route.technician == technician) {
      for (const auto& stop : route.stops) {
        if (stop.kind == Stop::Kind::job && stop.job != job) {
          others.push_back(stop.job);
        }
      }
    }
  }
  return others;
}

const Stop* stop_of(const Plan& plan, int technician, int job) {
  for (const auto& route : plan.routes) {
    for (const auto& stop : route.stops) {
      if (stop.job == job && stop.kind == Stop::Kind::job &&
          (technician == k_nobody || route.technician == technician)) {
        return &stop;
      }
    }
  }
  return nullptr;
}

/// A small relaxation before a large one: minutes, then pieces and levels, then what is a
/// principle.
std::pair<int, std::int64_t> effort(const Refusal& refusal) {
  static const std::map<Rule, int> k_order{
      {Rule::too_late, 0}, {Rule::shift_ends, 0}, {Rule::day_too_long, 0}, {Rule::most_jobs, 1},
      {Rule::capacity, 1}, {Rule::part, 2},       {Rule::tool, 2},         {Rule::zone, 3},
      {Rule::skill, 4},    {Rule::forbidden, 5}};
  const auto found = k_order.find(refusal.rule);
  return {found == k_order.end() ? 9 : found->second, refusal.by};
}

}  // namespace

Explanation explain(const Problem& problem, const Plan& plan, int job) {
  Explanation explanation{job, {}, {}, {}, {}};
  auto wanted = problem.jobs[static_cast<std::size_t>(job)];
  Time ready = 0;
  if (wanted.predecessor != k_nobody) {
    const auto* before = stop_of(plan, k_nobody, wanted.predecessor);
    if (before == nullptr) {
      explanation.refusals.push_back({k_nobody, Rule::predecessor, wanted.predecessor, 0, false});
      return explanation;
    }
    ready = before->end;
  }
  for (int who = 0; who < static_cast<int>(problem.technicians.size()); ++who) {
    Day day(problem, who, others_of(plan, who, job), job);
    for (auto& window : day.job().windows) {
      window.open = std::min(std::max(window.open, ready), window.close);
    }
    const auto* planned = stop_of(plan, who, job);
    const auto bar =
        barred(problem, problem.technicians[static_cast<std::size_t>(who)], who, wanted);
    const auto found = day.best();
    if (bar.rule != Bar::none) {
      explanation.refusals.push_back(
          {who, rule_of(bar.rule), bar.which, bar.missing, found.has_value()});
    } else if (found) {
      const Cost own = assignment_price(problem, who, job);
      const Option option{who, planned == nullptr ? found->start : planned->start,
                          found->extra + own};
      if (planned != nullptr) {
        explanation.chosen = option;
      } else {
        explanation.options.push_back(option);
      }
    } else if (auto refusal = binding_rule(day)) {
      refusal->technician = who;
      explanation.refusals.push_back(*refusal);
    }
  }
  std::sort(explanation.options.begin(), explanation.options.end(),
            [](const Option& one, const Option& other) { return one.extra < other.extra; });
  for (const auto& refusal : explanation.refusals) {
    if (refusal.fits_otherwise &&
        (!explanation.relaxation || effort(refusal) < effort(*explanation.relaxation))) {
      explanation.relaxation = refusal;
    }
  }
  return explanation;
}

}  // namespace planner
