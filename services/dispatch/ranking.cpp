#include "services/dispatch/ranking.hpp"

#include <cmath>

namespace mf::dispatch {
namespace {

// The score's parts: each is a share from 0 to 1 of its weight. README.md explains them.
constexpr double k_skill_weight = 30;
constexpr double k_load_weight = 30;
constexpr double k_zone_weight = 20;
constexpr double k_shift_weight = 20;

constexpr double k_exact_level = 0.6;  // the level is just reached; 1 for the highest there is
constexpr double k_below_level = 0.3;  // at most, for a level that is too low
constexpr double k_soon_on_shift = 0.5;
constexpr int k_highest_level = 5;

/// What one rule says of everybody who breaks it.
struct RuleText {
  Rule rule;
  std::string_view sentence;
};

constexpr std::array k_rule_texts = std::to_array<RuleText>({
    {Rule::inactive, "the technician is not active"},
    {Rule::skill_missing, "a required specialty is not held on that day"},
    {Rule::skill_level, "a required specialty is held below the level"},
    {Rule::zone, "the order's zone is not served"},
    {Rule::shift, "the window lies outside the shift hours"},
    {Rule::busy, "there are 5 open visits or more"},
});
static_assert(k_busy_from == 5, "the sentence above names the number");

Day day_of(const Need& need, const Technician& technician) {
  return to_local(need.moment(), technician.time_zone).day;
}

double skill_share_of(int held, int needed) {
  if (held < needed) {
    return k_below_level * held / needed;
  }
  if (needed >= k_highest_level) {
    return 1;
  }
  return k_exact_level + (1 - k_exact_level) * (held - needed) / (k_highest_level - needed);
}

double skill_share(const Need& need, const Technician& technician) {
  if (need.specialties.empty()) {
    return 1;
  }
  double sum = 0;
  const Day day = day_of(need, technician);
  for (const auto& wanted : need.specialties) {
    sum += skill_share_of(level_held(technician, wanted.specialty, day), wanted.level);
  }
  return sum / static_cast<double>(need.specialties.size());
}

double load_share(const Technician& technician) {
  return std::max(0.0, static_cast<double>(k_busy_from - technician.open_visits) / k_busy_from);
}

bool zone_fits(const Need& need, const Technician& technician) {
  return !need.zone || serves(technician, *need.zone);
}

/// With a window: how much of the work fits into the shift. Without: on shift now, or soon.
double shift_share(const Need& need, const Technician& technician) {
  if (!need.window) {
    if (on_shift(technician, need.now)) {
      return 1;
    }
    return shift_begins_within(technician, need.now, k_day) ? k_soon_on_shift : 0;
  }
  const auto length = std::chrono::floor<minutes>(need.window->to - need.window->from);
  const auto wanted = std::max(minutes{1}, std::min(length, need.estimated));
  const auto overlap = shift_overlap(technician, *need.window);
  return std::min(1.0, static_cast<double>(overlap.count()) / static_cast<double>(wanted.count()));
}

std::vector<Rule> broken_rules(const Need& need, const Technician& technician, double shift) {
  std::vector<Rule> broken;
  const auto add = [&](bool breaks, Rule rule) {
    if (breaks && std::find(broken.begin(), broken.end(), rule) == broken.end()) {
      broken.push_back(rule);
    }
  };
  add(!technician.active, Rule::inactive);
  const Day day = day_of(need, technician);
  for (const auto& wanted : need.specialties) {
    const int held = level_held(technician, wanted.specialty, day);
    add(held == 0, Rule::skill_missing);
    add(held != 0 && held < wanted.level, Rule::skill_level);
  }
  add(!zone_fits(need, technician), Rule::zone);
  // Without a window the work can be done in the next shift: only a planned time can miss it.
  add(need.window.has_value() && shift <= 0, Rule::shift);
  add(technician.open_visits >= k_busy_from, Rule::busy);
  return broken;
}

struct Ranked {
  const Technician* technician;
  Verdict verdict;
};

bool goes_before(const Ranked& a, const Ranked& b) {
  const auto key = [](const Ranked& one) {
    return std::tuple(!one.verdict.qualified(), -one.verdict.score, one.technician->open_visits,
                      std::string_view(one.technician->name), one.technician->id);
  };
  return key(a) < key(b);
}

std::string skill_sentence(const contracts::RequiredSpecialty& wanted, int held, Day day) {
  const std::string name = wanted.name.empty() ? wanted.specialty.to_string() : wanted.name;
  if (held == 0) {
    return fmt::format("{}: not held on {} (level {} needed).", name, to_text(day), wanted.level);
  }
  return fmt::format("{}: level {} held, {} needed.", name, held, wanted.level);
}

std::string zone_sentence(const Need& need, const Technician& technician) {
  if (!need.zone) {
    return "The order has no zone.";
  }
  const std::string name = need.zone_name.empty() ? "of the order" : need.zone_name;
  return fmt::format("{} the zone {}.", zone_fits(need, technician) ? "Serves" : "Does not serve",
                     name);
}

std::string shift_sentence(const Need& need, const Technician& technician) {
  if (technician.shifts.empty()) {
    return "Has no fixed hours.";
  }
  const double share = shift_share(need, technician);
  if (!need.window) {
    return share >= 1  ? "On shift now."
           : share > 0 ? "Off shift now, begins within a day."
                       : "Off shift now.";
  }
  return share >= 1 ? "On shift in the order's window."
         : share > 0
             ? fmt::format("On shift for {:.0f} % of the work in the order's window.", share * 100)
             : "Off shift in the order's window.";
}

}  // namespace

Need need_of(const OrderFacts& order, const std::optional<Window>& window, Timestamp now) {
  return {.specialties = order.specialties,
          .zone = order.zone,
          .zone_name = order.zone_name.value_or(""),
          .window = window ? window : order.window,
          .estimated = order.estimated,
          .now = now};
}

Verdict assess(const Need& need, const Technician& technician) {
  const double shift = shift_share(need, technician);
  const double score =
      k_skill_weight * skill_share(need, technician) + k_load_weight * load_share(technician) +
      k_zone_weight * (zone_fits(need, technician) ? 1 : 0) + k_shift_weight * shift;
  // One decimal is what people see: the order must follow from it.
  return {std::round(score * 10) / 10, broken_rules(need, technician, shift)};
}

std::vector<std::string> explain(const Need& need, const Technician& technician) {
  std::vector<std::string> reasons;
  if (!technician.active) {
    reasons.emplace_back("Is not active.");
  }
  const Day day = day_of(need, technician);
  for (const auto& wanted : need.specialties) {
    reasons.push_back(skill_sentence(wanted, level_held(technician, wanted.specialty, day), day));
  }
  reasons.push_back(zone_sentence(need, technician));
  reasons.push_back(fmt::format("{} of {} open visits{}.", technician.open_visits, k_busy_from,
                                technician.open_visits >= k_busy_from ? ": busy" : ""));
  reasons.push_back(shift_sentence(need, technician));
  return reasons;
}

std::string describe_rules(std::span<const Rule> rules) {
  std::string text;
  for (const auto& [rule, sentence] : k_rule_texts) {
    if (std::find(rules.begin(), rules.end(), rule) != rules.end()) {
      text += (text.empty() ? "" : ", ") + std::string(sentence);
    }
  }
  return text;
}

std::vector<Candidate> rank(const Need& need, std::span<const Technician> technicians) {
  std::vector<Ranked> ranked;
  ranked.reserve(technicians.size());
  for (const auto& technician : technicians) {
    ranked.push_back({&technician, assess(need, technician)});
  }
  std::sort(ranked.begin(), ranked.end(), goes_before);
  std::vector<Candidate> candidates;
  candidates.reserve(ranked.size());
  for (auto& [technician, verdict] : ranked) {
    candidates.push_back({.technician = technician->id,
                          .name = technician->name,
                          .score = verdict.score,
                          .qualified = verdict.qualified(),
                          .open_visits = technician->open_visits,
                          .broken = std::move(verdict.broken),
                          .reasons = explain(need, *technician)});
  }
  return candidates;
}

const Technician* best_of(const Need& need, std::span<const Technician> technicians,
                          const std::optional<UserId>& except) {
  std::optional<Ranked> best;
  for (const auto& technician : technicians) {
    if (except == technician.id) {
      continue;
    }
    Ranked next{&technician, assess(need, technician)};
    if (next.verdict.qualified() && (!best || goes_before(next, *best))) {
      best = std::move(next);
    }
  }
  return best ? best->technician : nullptr;
}

std::vector<std::string> why_nobody(const Need& need, std::span<const Technician> technicians) {
  if (technicians.empty()) {
    return {"There is no active technician."};
  }
  std::map<Rule, int> counts;
  for (const auto& technician : technicians) {
    for (const auto rule : assess(need, technician).broken) {
      ++counts[rule];
    }
  }
  std::vector<std::string> reasons;
  for (const auto& [rule, sentence] : k_rule_texts) {
    if (counts.contains(rule)) {
      reasons.push_back(fmt::format("With {} of {} technicians {}.", counts.at(rule),
                                    technicians.size(), sentence));
    }
  }
  return reasons;
}

}  // namespace mf::dispatch
