#include "planner/schedule.hpp"

#include <algorithm>
#include <cstdlib>

namespace planner {
namespace {

constexpr Judged k_impossible{false, 0};

template <typename Items>
const auto& at(const Items& items, int index) {
  return items[static_cast<std::size_t>(index)];
}

}  // namespace

/// The position of the first job that the van's own stock can't serve; their number if it serves
/// all.
int Scheduler::last_without_depot(int who, std::span<const int> jobs) {
  const auto& problem = *compact_.problem;
  const int count = static_cast<int>(jobs.size());
  if (!compact_.stocked) {
    return count;
  }
  const auto& van = at(problem.technicians, who);
  used_.assign(used_.size(), 0);
  for (int position = 0; position < count; ++position) {
    const auto& compact = at(compact_.job, jobs[static_cast<std::size_t>(position)]);
    if (!compact.needs_stock) {
      continue;
    }
    const auto& job = at(problem.jobs, compact.origin);
    for (const int tool : job.tools) {
      if (std::find(van.tools.begin(), van.tools.end(), tool) == van.tools.end()) {
        return position;
      }
    }
    used_.resize(std::max(used_.size(), job.parts.size()), 0);
    for (std::size_t part = 0; part < job.parts.size(); ++part) {
      used_[part] += job.parts[part];
      if (job.parts[part] > 0 && used_[part] > (part < van.parts.size() ? van.parts[part] : 0)) {
        return position;
      }
    }
  }
  return count;
}

bool Scheduler::stock_suffices(int who, std::span<const int> jobs) {
  return last_without_depot(who, jobs) == static_cast<int>(jobs.size());
}

Judged Scheduler::judge(int who, std::span<const int> jobs, std::span<const Window> pins) {
  Extras chosen;
  return choose(who, jobs, pins, chosen);
}

Judged Scheduler::choose(int who, std::span<const int> jobs, std::span<const Window> pins,
                         Extras& chosen) {
  if (jobs.empty()) {
    return {true, 0};
  }
  const auto& van = at(compact_.technician, who);
  std::int64_t load = 0;
  for (const int what : jobs) {
    load += at(compact_.job, what).demand;
  }
  if (static_cast<int>(jobs.size()) > van.most_jobs || load > van.capacity) {
    return k_impossible;
  }
  const int limit = last_without_depot(who, jobs);
  if (limit == static_cast<int>(jobs.size())) {
    return choose_breaks(who, jobs, pins, chosen);
  }
  if (compact_.problem->depot == k_nobody) {
    return k_impossible;
  }
  Judged best = k_impossible;
  for (int position = 0; position <= limit; ++position) {
    Extras extras;
    extras.depot = position;
    const auto judged = choose_breaks(who, jobs, pins, extras);
    if (judged.feasible && (!best.feasible || judged.cost < best.cost)) {
      best = judged;
      chosen = extras;
    }
  }
  return best;
}

/// One break after the other, each where it costs least.
Judged Scheduler::choose_breaks(int who, std::span<const int> jobs, std::span<const Window> pins,
                                Extras& extras) {
  const auto breaks = at(compact_.problem->technicians, who).breaks.size();
  Judged best = run(who, jobs, pins, extras);
  for (std::size_t number = 0; number < breaks && best.feasible; ++number) {
    best = k_impossible;
    int where = k_nobody;
    for (int position = 0; position <= static_cast<int>(jobs.size()); ++position) {
      extras.pause[number] = position;
      const auto judged = run(who, jobs, pins, extras);
      if (judged.feasible && (!best.feasible || judged.cost < best.cost)) {
        best = judged;
        where = position;
      }
    }
    extras.pause[number] = where;
  }
  return best;
}

bool Scheduler::do_pause(int who, int number, Time& now) {
  const auto& pause = at(at(compact_.problem->technicians, who).breaks, number);
  const Time start = std::max(now, pause.start.open);
  if (start > pause.start.close) {
    return false;
  }
  events_.push_back(
      {{Stop::Kind::pause, k_nobody, now, start, start + pause.length}, 0, pause.start.close});
  now = start + pause.length;
  return true;
}

bool Scheduler::do_depot(int& place, Time& now, Cost& cost) {
  const int depot = compact_.problem->depot;
  const Time travel = compact_.travel(place, depot);
  cost += compact_.arc(place, depot);
  now += travel;
  events_.push_back({{Stop::Kind::depot, k_nobody, now, now, now}, travel, k_forever});
  place = depot;
  return true;
}

bool Scheduler::do_job(int who, int what, const Window* pin, int& place, Time& now, Cost& cost) {
  const auto& compact = at(compact_.job, what);
  const Time travel = compact_.travel(place, compact.place);
  cost += compact_.arc(place, compact.place) + compact_.assignment(who, what);
  const Time arrival = now + travel;
  Time start = std::max(arrival, pin == nullptr ? compact.open : pin->open);
  Time latest = pin == nullptr ? compact.close : pin->close;
  if (!compact.plain) {
    const auto& job = at(compact_.problem->jobs, compact.origin);
    bool found = job.windows.empty();
    for (const auto& window : job.windows) {
      if (window.close >= start) {
        start = std::max(start, window.open);
        latest = std::min(latest, window.close);
        found = true;
        break;
      }
    }
    if (!found) {
      return false;
    }
    if (job.deadline && job.lateness_price != 0) {
      cost += job.lateness_price * std::max<Time>(0, start - *job.deadline);
      latest = std::min(latest, std::max(start, *job.deadline));
    }
  }
  if (start > latest) {
    return false;
  }
  if (compact.promised >= 0) {
    cost += compact_.problem->policy.moved_time * std::abs(start - compact.promised);
  }
  now = start + compact_.service(who, what);
  events_.push_back({{Stop::Kind::job, what, arrival, start, now}, travel, latest});
  place = compact.place;
  return true;
}

/// How late one may leave and still return at `end` with nothing later than it need be.
Time Scheduler::latest_leaving(Time end) const {
  Time limit = end;
  for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
    limit = std::min(event->latest, limit - (event->stop.end - event->stop.start));
    limit -= event->travel;
  }
  return limit;
}

Judged Scheduler::run(int who, std::span<const int> jobs, std::span<const Window> pins,
                      const Extras& extras) {
  const auto& technician = at(compact_.technician, who);
  events_.clear();
  Time now = technician.open;
  Cost cost = 0;
  int place = technician.start;
  for (int position = 0; position <= static_cast<int>(jobs.size()); ++position) {
    for (int number = 0; number < 2; ++number) {
      if (extras.pause[number] == position && !do_pause(who, number, now)) {
        return k_impossible;
      }
    }
    if (extras.depot == position) {
      do_depot(place, now, cost);
    }
    if (position == static_cast<int>(jobs.size())) {
      break;
    }
    const int what = jobs[static_cast<std::size_t>(position)];
    const auto* pin = pins.empty() ? nullptr : &pins[static_cast<std::size_t>(what)];
    if (!do_job(who, what, pin, place, now, cost)) {
      return k_impossible;
    }
  }
  const Time home = compact_.travel(place, technician.end);
  now += home;
  cost += compact_.arc(place, technician.end);
  const auto& policy = compact_.problem->policy;
  const Time leaves = policy.moved_time != 0 ? technician.open : latest_leaving(now - home);
  const Time duration = now - leaves;
  if (now > technician.close || duration > technician.most_duration) {
    return k_impossible;
  }
  cost += policy.duration * duration + policy.used_technician +
          policy.overtime * std::max<Time>(0, now - technician.shift_end);
  if (policy.balance != 0) {
    const Time shift = std::max<Time>(1, technician.shift_end - technician.open);
    cost += policy.balance * duration * duration / shift;
  }
  return {true, cost};
}

std::optional<Route> Scheduler::write(int who, std::span<const int> jobs,
                                      std::span<const Window> pins) {
  Extras extras;
  if (!choose(who, jobs, pins, extras).feasible) {
    return std::nullopt;
  }
  const auto& technician = at(compact_.technician, who);
  Route route{who, technician.open, technician.open, {}};
  if (jobs.empty()) {
    return route;
  }
  run(who, jobs, pins, extras);
  const Time home = compact_.travel(at(compact_.job, jobs.back()).place, technician.end);
  route.returns = events_.back().stop.end + home;
  const bool from_opening = compact_.problem->policy.moved_time != 0;
  route.leaves = from_opening ? technician.open : latest_leaving(route.returns - home);
  Time now = route.leaves;
  for (auto& event : events_) {
    const Time length = event.stop.end - event.stop.start;
    event.stop.arrival = now + event.travel;
    event.stop.start = std::max(event.stop.arrival, event.stop.start);
    event.stop.end = event.stop.start + length;
    now = event.stop.end;
    if (event.stop.kind == Stop::Kind::job) {
      event.stop.job = at(compact_.job, event.stop.job).origin;
    }
    route.stops.push_back(event.stop);
  }
  return route;
}

}  // namespace planner
