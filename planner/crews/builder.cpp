#include "planner/crews/builder.hpp"

#include <algorithm>
#include <numeric>

namespace planner::crews {
namespace {

constexpr std::size_t k_last_day = 2'000;
constexpr int k_unplanned = -1;
constexpr int k_new_people = 60;  // waste of each who is bound for the day, in talents and minutes

}  // namespace

Builder::Builder(const Crews& crews) : crews_(crews) {
  for (const auto& technician : crews.technicians) {
    std::vector<int> gives;
    for (const int level : technician.levels) {
      for (int each = 1; each <= crews.levels; ++each) {
        gives.push_back(level >= each ? 1 : 0);
      }
    }
    talent_.push_back(std::accumulate(gives.begin(), gives.end(), 0));
    gives_.push_back(std::move(gives));
  }
}

Builder::Day& Builder::day(std::size_t index) {
  while (days_.size() <= index) {
    days_.emplace_back();
  }
  auto& found = days_[index];
  while (used_days_ <= index) {
    auto& fresh = days_[used_days_++];
    fresh.teams.clear();
    fresh.supply.clear();
    fresh.busy.clear();
    fresh.free.clear();
    for (std::size_t who = 0; who < crews_.technicians.size(); ++who) {
      const auto& off = crews_.technicians[who].days_off;
      if (std::find(off.begin(), off.end(), static_cast<int>(used_days_)) == off.end()) {
        fresh.free.push_back(static_cast<int>(who));
      }
    }
  }
  return found;
}

bool Builder::covers(const std::vector<int>& supply, const std::vector<int>& wanted) const {
  for (std::size_t entry = 0; entry < wanted.size(); ++entry) {
    if (supply[entry] < wanted[entry]) {
      return false;
    }
  }
  return true;
}

void Builder::add(std::vector<int>& supply, int technician) const {
  const auto& gives = gives_[static_cast<std::size_t>(technician)];
  for (std::size_t entry = 0; entry < supply.size(); ++entry) {
    supply[entry] += gives[entry];
  }
}

/// Free technicians who, with what a team already has, cover what is wanted: the one who covers
/// most for the least unused talent first; then those who turned out needless leave.
bool Builder::recruit(const std::vector<int>& wanted, const std::vector<int>& supply,
                      const std::vector<int>& free, std::vector<int>& joining) {
  joining.clear();
  missing_.resize(wanted.size());
  int open = 0;
  for (std::size_t entry = 0; entry < wanted.size(); ++entry) {
    missing_[entry] = std::max(0, wanted[entry] - supply[entry]);
    open += missing_[entry];
  }
  while (open > 0) {
    int best = k_nobody;
    int best_score = 0;
    for (const int who : free) {
      if (std::find(joining.begin(), joining.end(), who) != joining.end()) {
        continue;
      }
      const auto& gives = gives_[static_cast<std::size_t>(who)];
      int covered = 0;
      for (std::size_t entry = 0; entry < wanted.size(); ++entry) {
        covered += missing_[entry] > 0 ? gives[entry] : 0;
      }
      const int score = covered * 1'000 - talent_[static_cast<std::size_t>(who)];
      if (covered > 0 && (best == k_nobody || score > best_score)) {
        best = who;
        best_score = score;
      }
    }
    if (best == k_nobody) {
      return false;
    }
    joining.push_back(best);
    for (std::size_t entry = 0; entry < wanted.size(); ++entry) {
      if (missing_[entry] > 0 && gives_[static_cast<std::size_t>(best)][entry] != 0) {
        --missing_[entry];
        --open;
      }
    }
  }
  for (std::size_t index = 0; index < joining.size() && joining.size() > 1;) {
    auto without = supply;
    for (const int who : joining) {
      if (who != joining[index]) {
        add(without, who);
      }
    }
    if (covers(without, wanted)) {
      joining.erase(joining.begin() + static_cast<std::ptrdiff_t>(index));
    } else {
      ++index;
    }
  }
  return true;
}

/// The team of the day that wastes least talent; of equal ones the earliest start.
bool Builder::best_of_day(int intervention, Day& today, int ready, Choice& best) {
  const auto& given = crews_.interventions[static_cast<std::size_t>(intervention)];
  const int wanted = std::accumulate(given.wanted.begin(), given.wanted.end(), 0);
  bool found = false;
  std::vector<int> joining;
  const auto offer = [&](int team, int start, int waste) {
    if (start + given.time <= k_day &&
        (!found || std::pair(waste, start) < std::pair(best.waste, best.start))) {
      found = true;
      best = {start, waste, team, joining};
    }
  };
  for (std::size_t team = 0; team < today.teams.size(); ++team) {
    const int start = std::max(today.busy[team], ready);
    if (start + given.time > k_day) {
      continue;
    }
    joining.clear();
    if (covers(today.supply[team], given.wanted)) {
      int spare = 0;
      for (std::size_t entry = 0; entry < given.wanted.size(); ++entry) {
        spare += today.supply[team][entry] - given.wanted[entry];
      }
      offer(static_cast<int>(team), start, spare * given.time);
    } else if (recruit(given.wanted, today.supply[team], today.free, joining)) {
      // Who joins late has stood idle until then, and all stay together afterwards.
      int spare = -wanted;
      for (const int each : today.supply[team]) {
        spare += each;
      }
      int waste = 0;
      for (const int who : joining) {
        spare += talent_[static_cast<std::size_t>(who)];
        waste += talent_[static_cast<std::size_t>(who)] * start;
      }
      waste += spare * given.time + k_new_people * static_cast<int>(joining.size());
      offer(static_cast<int>(team), start, waste);
    }
  }
  const std::vector<int> nobody(given.wanted.size(), 0);
  if (ready + given.time <= k_day && recruit(given.wanted, nobody, today.free, joining)) {
    if (joining.empty() && !today.free.empty()) {
      joining.push_back(today.free.front());  // a job that asks for nobody in particular
    }
    int waste = -wanted * given.time + k_new_people * static_cast<int>(joining.size());
    for (const int who : joining) {
      waste += talent_[static_cast<std::size_t>(who)] * (given.time + ready);
    }
    if (!joining.empty()) {
      offer(k_nobody, ready, waste);
    }
  }
  return found;
}

void Builder::join(Day& today, const Choice& choice, int intervention, int number) {
  int team = choice.team;
  if (team == k_nobody) {
    team = static_cast<int>(today.teams.size());
    today.teams.push_back({number, {}, {}, {}});
    today.busy.push_back(0);
    today.supply.emplace_back(
        crews_.interventions[static_cast<std::size_t>(intervention)].wanted.size(), 0);
  }
  const auto index = static_cast<std::size_t>(team);
  for (const int who : choice.joining) {
    add(today.supply[index], who);
    today.teams[index].technicians.push_back(who);
    std::erase(today.free, who);
  }
  today.teams[index].interventions.push_back(intervention);
  today.teams[index].starts.push_back(choice.start);
  const auto& given = crews_.interventions[static_cast<std::size_t>(intervention)];
  today.busy[index] = choice.start + given.time;
  end_[static_cast<std::size_t>(intervention)] = (number - 1) * k_day + today.busy[index];
}

bool Builder::place(int intervention, int ready) {
  Choice choice;
  for (auto index = static_cast<std::size_t>(ready / k_day); index < k_last_day; ++index) {
    const int begin = static_cast<int>(index) * k_day;
    auto& today = day(index);
    if (best_of_day(intervention, today, std::max(0, ready - begin), choice)) {
      join(today, choice, intervention, static_cast<int>(index) + 1);
      return true;
    }
  }
  return false;
}

std::int64_t Builder::build(const std::vector<int>& order, std::int64_t bound) {
  static constexpr std::int64_t k_weights[] = {28, 14, 4, 0};
  used_days_ = 0;
  end_.assign(crews_.interventions.size(), k_unplanned);
  std::int64_t last[5] = {};
  std::int64_t cost = 0;
  std::vector<int> waiting = order;
  while (!waiting.empty()) {
    // Those whose predecessors come later in the order wait for the next pass.
    std::vector<int> next;
    for (const int intervention : waiting) {
      const auto& given = crews_.interventions[static_cast<std::size_t>(intervention)];
      int ready = 0;
      bool blocked = false;
      for (const int before : given.predecessors) {
        const int end = end_[static_cast<std::size_t>(before)];
        blocked = blocked || end == k_unplanned;
        ready = std::max(ready, end);
      }
      if (blocked) {
        next.push_back(intervention);
        continue;
      }
      if (!place(intervention, ready)) {
        return std::numeric_limits<std::int64_t>::max();
      }
      const std::int64_t end = end_[static_cast<std::size_t>(intervention)];
      last[given.priority] = std::max(last[given.priority], end);
      last[0] = std::max(last[0], end);
      cost = last[0];
      for (int priority = 1; priority <= 3; ++priority) {
        cost += k_weights[priority - 1] * last[priority];
      }
      if (cost > bound) {
        return cost;
      }
    }
    if (next.size() == waiting.size()) {
      return std::numeric_limits<std::int64_t>::max();  // what they wait for is outsourced
    }
    waiting = std::move(next);
  }
  return cost;
}

Schedule Builder::schedule() const {
  Schedule made;
  for (std::size_t index = 0; index < used_days_; ++index) {
    made.teams.insert(made.teams.end(), days_[index].teams.begin(), days_[index].teams.end());
  }
  return made;
}

}  // namespace planner::crews
