#include "planner/compact.hpp"

#include <algorithm>
#include <map>

namespace planner {
namespace {

constexpr std::size_t k_around = 100;
constexpr std::size_t k_beside = 80;

int at_or_zero(const std::vector<int>& values, std::size_t index) {
  return index < values.size() ? values[index] : 0;
}

bool holds(const std::vector<int>& values, int wanted) {
  return std::find(values.begin(), values.end(), wanted) != values.end();
}

/// The price of a technician for a job beside travel: skills beyond the need, zone, preference,
/// promise.
Cost assignment_price(const Problem& problem, int who, const Job& job, int promised) {
  const auto& technician = problem.technicians[static_cast<std::size_t>(who)];
  const auto& policy = problem.policy;
  Cost price = 0;
  for (std::size_t skill = 0; skill < job.skills.size() && policy.overqualified != 0; ++skill) {
    if (job.skills[skill] > 0) {
      price += policy.overqualified *
               std::max(0, at_or_zero(technician.skills, skill) - job.skills[skill]);
    }
  }
  if (job.zone != k_nobody && !technician.zones.empty() && !holds(technician.zones, job.zone)) {
    price += policy.outside_zone;
  }
  if (!job.preferred.empty() && !holds(job.preferred, who)) {
    price += policy.not_preferred;
  }
  if (promised != k_nobody && promised != who) {
    price += policy.moved_technician;
  }
  return price;
}

}  // namespace

Cost assignment_price(const Problem& problem, int who, int what) {
  int promised = k_nobody;
  for (const auto& promise : problem.promises) {
    promised = promise.job == what ? promise.technician : promised;
  }
  return assignment_price(problem, who, problem.jobs[static_cast<std::size_t>(what)], promised);
}

Barred barred(const Problem& problem, const Technician& technician, int who, const Job& job) {
  for (std::size_t skill = 0; skill < job.skills.size(); ++skill) {
    const int missing = job.skills[skill] - at_or_zero(technician.skills, skill);
    if (missing > 0) {
      return {Bar::skill, static_cast<int>(skill), missing};
    }
  }
  if (holds(job.forbidden, who)) {
    return {Bar::forbidden};
  }
  if (job.zone != k_nobody && technician.zones_are_hard && !technician.zones.empty() &&
      !holds(technician.zones, job.zone)) {
    return {Bar::zone, job.zone};
  }
  if (problem.depot != k_nobody) {
    return {};
  }
  for (const int tool : job.tools) {
    if (!holds(technician.tools, tool)) {
      return {Bar::tool, tool, 1};
    }
  }
  for (std::size_t part = 0; part < job.parts.size(); ++part) {
    const int missing = job.parts[part] - at_or_zero(technician.parts, part);
    if (missing > 0) {
      return {Bar::part, static_cast<int>(part), missing};
    }
  }
  return {};
}

Compact::Compact(const Problem& given)
    : problem(&given), places_(static_cast<std::size_t>(given.places)), travel_(given.travel) {
  const auto& distance = given.distance.empty() ? given.travel : given.distance;
  arcs_.resize(distance.size());
  std::transform(distance.begin(), distance.end(), arcs_.begin(), [&](std::int32_t length) {
    return static_cast<std::int32_t>(
        std::min<Cost>(length * given.policy.travel, std::numeric_limits<std::int32_t>::max() / 4));
  });
  turned_travel_ = turned(travel_);
  turned_arcs_ = turned(arcs_);
  take_technicians();
  take_jobs();
  allow();
  judge();
  find_neighbours();
}

/// The matrix with rows and columns changed over; empty if that changes nothing.
std::vector<std::int32_t> Compact::turned(const std::vector<std::int32_t>& matrix) const {
  std::vector<std::int32_t> made(matrix.size());
  for (std::size_t from = 0; from < places_; ++from) {
    for (std::size_t to = 0; to < places_; ++to) {
      made[to * places_ + from] = matrix[from * places_ + to];
    }
  }
  return made == matrix ? std::vector<std::int32_t>{} : made;
}

void Compact::take_technicians() {
  // Those that differ in nothing but their name, and that no job names, are of one kind.
  std::vector<char> named(problem->technicians.size(), 0);
  for (const auto& wanted : problem->jobs) {
    for (const auto* list : {&wanted.preferred, &wanted.forbidden}) {
      for (const int who : *list) {
        named[static_cast<std::size_t>(who)] = 1;
      }
    }
  }
  for (const auto& promise : problem->promises) {
    if (promise.technician != k_nobody) {
      named[static_cast<std::size_t>(promise.technician)] = 1;
    }
  }
  std::vector<std::pair<Technician, int>> known;
  for (std::size_t who = 0; who < problem->technicians.size(); ++who) {
    const auto& given = problem->technicians[who];
    same_service_ = same_service_ && given.service_percent == 100;
    auto nameless = given;
    nameless.name.clear();
    const auto same =
        named[who] != 0 ? known.end() : std::find_if(known.begin(), known.end(), [&](auto& entry) {
          return entry.first == nameless;
        });
    int kind = kinds_;
    if (same != known.end()) {
      kind = same->second;
    } else {
      ++kinds_;
      if (named[who] == 0) {
        known.emplace_back(nameless, kind);
      }
    }
    technician.push_back({given.start, given.end, given.shift.open,
                          given.shift.close + given.overtime, given.shift.close, given.capacity,
                          given.most_jobs, given.most_duration, kind, Judging::arcs});
  }
}

void Compact::take_jobs() {
  classic = kinds_ == 1;
  for (std::size_t origin = 0; origin < problem->jobs.size(); ++origin) {
    const auto& given = problem->jobs[origin];
    CompactJob taken;
    taken.place = given.place;
    taken.open = given.windows.empty() ? 0 : given.windows.front().open;
    taken.close = given.windows.empty() ? k_forever : given.windows.back().close;
    taken.service = given.service;
    taken.demand = given.demand;
    taken.price = given.unassigned_price + (given.required ? k_required : 0);
    taken.plain = given.windows.size() <= 1 && (!given.deadline || given.lateness_price == 0);
    taken.needs_stock =
        (problem->depot != k_nobody && !given.tools.empty()) ||
        std::any_of(given.parts.begin(), given.parts.end(), [](int count) { return count > 0; });
    stocked = stocked || taken.needs_stock;
    taken.origin = static_cast<int>(origin);
    taken.predecessor = given.predecessor;
    taken.group = given.alternatives;
    linked = linked || given.crew > 1 || given.predecessor != k_nobody || taken.group != k_nobody;
    classic = classic && given.required && taken.plain;
    job.push_back(taken);
  }
  std::map<int, Cost> dearest;  // a group of alternatives is left out at the price of its dearest
  for (const auto& each : job) {
    auto& price = dearest[each.group];
    price = std::max(price, each.price);
  }
  for (auto& each : job) {
    each.price = each.group == k_nobody ? each.price : dearest[each.group];
  }
  for (const auto& promise : problem->promises) {
    job[static_cast<std::size_t>(promise.job)].promised = promise.start;
  }
  for (std::size_t origin = 0; origin < problem->jobs.size(); ++origin) {
    if (problem->jobs[origin].crew > 1) {
      auto half = job[origin];
      half.twin = static_cast<int>(origin);
      half.price = 0;
      half.predecessor = k_nobody;
      job[origin].twin = jobs();
      job.push_back(half);
    }
  }
  classic = classic && !linked && !stocked;
}

void Compact::judge() {
  const auto& policy = problem->policy;
  const bool stops_matter =
      policy.balance != 0 || policy.moved_time != 0 ||
      std::any_of(job.begin(), job.end(), [](auto& each) { return !each.plain; });
  for (std::size_t who = 0; who < technician.size(); ++who) {
    auto& each = technician[who];
    if (stops_matter || !problem->technicians[who].breaks.empty()) {
      each.judging = Judging::exact;
    } else if (policy.duration != 0 || (policy.overtime != 0 && each.close > each.shift_end) ||
               each.most_duration < k_forever || policy.used_technician != 0) {
      each.judging = Judging::segments;
    }
    classic = classic && each.judging == Judging::arcs && each.start == each.end;
  }
}

void Compact::allow() {
  const auto kinds = static_cast<std::size_t>(kinds_);
  allowed_.assign((job.size() * kinds + 63) / 64, 0);
  std::vector<int> first_of(kinds, k_nobody);
  for (int who = technicians() - 1; who >= 0; --who) {
    first_of[static_cast<std::size_t>(technician[static_cast<std::size_t>(who)].kind)] = who;
  }
  std::vector<int> promised(problem->jobs.size(), k_nobody);
  for (const auto& promise : problem->promises) {
    promised[static_cast<std::size_t>(promise.job)] = promise.technician;
  }
  std::vector<std::int32_t> prices(job.size() * kinds, 0);
  bool priced = false;
  for (std::size_t what = 0; what < job.size(); ++what) {
    const auto origin = static_cast<std::size_t>(job[what].origin);
    const auto& wanted = problem->jobs[origin];
    for (std::size_t kind = 0; kind < kinds; ++kind) {
      const int who = first_of[kind];
      const auto& given = problem->technicians[static_cast<std::size_t>(who)];
      const std::size_t bit = what * kinds + kind;
      if (barred(*problem, given, who, wanted).rule == Bar::none) {
        allowed_[bit >> 6] |= std::uint64_t{1} << (bit & 63);
      } else {
        classic = false;
        free_choice_ = false;
      }
      prices[bit] = static_cast<std::int32_t>(
          std::min<Cost>(assignment_price(*problem, who, wanted, promised[origin]), 1 << 30));
      priced = priced || prices[bit] != 0;
    }
  }
  if (priced) {
    assignment_ = std::move(prices);
    classic = false;
    free_choice_ = false;
  }
}

Time Compact::service_of(int who, Time base) const {
  return base * problem->technicians[static_cast<std::size_t>(who)].service_percent / 100;
}

void Compact::find_neighbours() {
  const int count = jobs();
  const auto others = static_cast<std::size_t>(std::max(0, count - 1));
  around_width_ = std::min(k_around, others);
  beside_width_ = std::min(k_beside, others);
  around_.reserve(around_width_ * job.size());
  beside_.reserve(beside_width_ * job.size());
  const auto price = [&](const CompactJob& first, const CompactJob& second) {
    return static_cast<double>(arc(first.place, second.place) +
                               problem->policy.duration * travel(first.place, second.place));
  };
  // Vidal et al. 2013: distance, a fifth of the waiting and all of the lateness that the pair
  // forces.
  const auto in_order = [&](const CompactJob& first, const CompactJob& second) {
    const Time reach = first.service + travel(first.place, second.place);
    const Time wait = std::max<Time>(0, second.open - reach - first.close);
    const Time late = std::max<Time>(0, first.open + reach - second.close);
    return price(first, second) + 0.2 * static_cast<double>(wait) + static_cast<double>(late);
  };
  std::vector<std::pair<double, int>> by_distance;
  std::vector<std::pair<double, int>> by_fit;
  double sum = 0;
  const auto keep = [](std::vector<std::pair<double, int>>& from, std::size_t width,
                       std::vector<int>& into) {
    const auto end = from.begin() + static_cast<std::ptrdiff_t>(width);
    std::nth_element(from.begin(), end, from.end());
    std::sort(from.begin(), end);
    for (std::size_t rank = 0; rank < width; ++rank) {
      into.push_back(from[rank].second);
    }
  };
  for (int what = 0; what < count; ++what) {
    by_distance.clear();
    by_fit.clear();
    const auto& mine = job[static_cast<std::size_t>(what)];
    for (int other = 0; other < count; ++other) {
      if (other != what) {
        const auto& theirs = job[static_cast<std::size_t>(other)];
        by_distance.emplace_back(price(mine, theirs), other);
        by_fit.emplace_back(std::min(in_order(mine, theirs), in_order(theirs, mine)), other);
      }
    }
    keep(by_distance, around_width_, around_);
    keep(by_fit, beside_width_, beside_);
    for (std::size_t rank = 0; rank < std::min<std::size_t>(6, others); ++rank) {
      sum += by_distance[rank].first;
    }
  }
  const double measured =
      static_cast<double>(count) * std::min<double>(6, static_cast<double>(others));
  mean_arc = measured > 0 ? std::max(1.0, sum / measured) : 1;
  Cost prices = 0;
  for (const auto& each : job) {
    prices += each.price < k_required ? each.price : 0;
  }
  const double mean_price = static_cast<double>(prices) / static_cast<double>(std::max(1, count));
  scale = mean_arc + std::min(mean_price / 4, 10 * mean_arc);
}

}  // namespace planner
