// Who is fit for an order, and who is the best: a pure function of the order's need and the
// technicians, so that the same question always gets the same answer and every answer can be
// explained. Any thread.
//
// Qualified is who breaks no rule. The score (0 to 100) orders them; its parts are the table in
// ranking.cpp and README.md. Equal scores: less load first, then by name, then by id.
#pragma once

#include "services/dispatch/domain.hpp"

namespace mf::dispatch {

/// Written into every decision, so that old ones stay understandable when the weights change.
inline constexpr std::string_view k_algorithm = "weighted-score-1";

/// The rules that a technician may break for an order.
enum class Rule {
  inactive,
  skill_missing,  // a specialty is not held on that day
  skill_level,    // held, but below the level
  zone,           // the order's zone is not served
  shift,          // no working time within the order's window
  busy,           // k_busy_from open visits or more
};

/// What an order asks for.
struct Need {
  std::vector<contracts::RequiredSpecialty> specialties;
  std::optional<ZoneId> zone;
  std::string zone_name;
  std::optional<Window> window;
  minutes estimated{60};
  Timestamp now;

  /// The moment for which days and shifts are looked up: the window's start, or now.
  Timestamp moment() const { return window ? window->from : now; }
};

/// `window` instead of the order's own, where one is given.
Need need_of(const OrderFacts& order, const std::optional<Window>& window, Timestamp now);

struct Verdict {
  double score = 0;
  std::vector<Rule> broken;

  bool qualified() const { return broken.empty(); }
};

struct Candidate {
  UserId technician;
  std::string name;
  double score = 0;
  bool qualified = false;
  int open_visits = 0;
  std::vector<Rule> broken;
  std::vector<std::string> reasons;
};

Verdict assess(const Need& need, const Technician& technician);
/// One sentence for each part of the verdict, good and bad.
std::vector<std::string> explain(const Need& need, const Technician& technician);
/// The rules as a sentence's part: "a required specialty is missing, the zone is not served".
std::string describe_rules(std::span<const Rule> rules);

/// All of them, best first, with their reasons.
std::vector<Candidate> rank(const Need& need, std::span<const Technician> technicians);
/// The best one who is qualified and is not `except`, or null. Writes no sentences: made for many
/// orders in a row.
const Technician* best_of(const Need& need, std::span<const Technician> technicians,
                          const std::optional<UserId>& except = std::nullopt);
/// Why nobody is: how many technicians break which rule.
std::vector<std::string> why_nobody(const Need& need, std::span<const Technician> technicians);

}  // namespace mf::dispatch

template <>
inline constexpr auto mf::k_names<mf::dispatch::Rule> =
    std::array<mf::NameOf<mf::dispatch::Rule>, 6>{{
        {mf::dispatch::Rule::inactive, "inactive"},
        {mf::dispatch::Rule::skill_missing, "skill_missing"},
        {mf::dispatch::Rule::skill_level, "skill_level"},
        {mf::dispatch::Rule::zone, "zone"},
        {mf::dispatch::Rule::shift, "shift"},
        {mf::dispatch::Rule::busy, "busy"},
    }};
