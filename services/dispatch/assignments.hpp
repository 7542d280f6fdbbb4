// Choosing the technician: by a person or automatically, each time with the whole ranking kept
// beside the decision, and the queue of orders that nobody was chosen for. Called inside the
// caller's unit of work.
#pragma once

#include "services/dispatch/ranking.hpp"
#include "services/dispatch/store.hpp"

namespace mf::dispatch {

/// On whose behalf and when something happens, and the trace that its events go on with.
struct Cause {
  contracts::Actor by;
  Timestamp now;
  std::string traceparent;

  /// The suite's own decision, within the same trace.
  Cause by_the_suite() const { return {contracts::Actor{}, now, traceparent}; }
};

struct Choice {
  AssignmentMode mode = AssignmentMode::manual;
  std::optional<UserId> technician;  // manual only
  std::optional<std::string> reason;
  std::optional<Window> window;  // instead of the order's
};

/// The ranking for an order as it stands, best first.
std::vector<Candidate> rank_candidates(db::Session& session, const OrderFacts& order,
                                       Timestamp now);

/// 409 `order_not_assignable`, `already_assigned`, `nobody_suitable`; 422 `unknown_technician`,
/// `technician_inactive`, `override_needs_reason`, `reassignment_needs_reason`, `past`.
Result<StoredAssignment> assign(db::Unit& unit, const OrderFacts& order, const Choice& choice,
                                const Cause& cause);

/// What is known when an order needs somebody anew.
struct Occasion {
  std::optional<UserId> not_this_one;  // could not complete it
  std::optional<std::string> note;     // a sentence for the queue
};
/// Chooses the best technician where the order's type says automatic; else, and where nobody is
/// suitable, queues it.
void consider(db::Unit& unit, const OrderFacts& order, const Cause& cause,
              const Occasion& occasion = {});

/// Puts the order before a person.
void wait_for_operator(db::Unit& unit, const OrderFacts& order, std::string note,
                       const Cause& cause);

/// The open visit ends because the choice was taken back: published.
void take_back(db::Unit& unit, const Visit& visit, const OrderFacts& order,
               std::optional<std::string> reason, const Cause& cause);

/// How many orders one change makes us try again at most, and the round that comes by time.
inline constexpr int k_retries_of_a_change = 50;
inline constexpr int k_retries_of_a_round = 200;

/// Something changed: tries the most urgent orders that nobody was suitable for.
void retry_most_urgent(db::Unit& unit, const Cause& cause);
/// Time passed (shifts and skills begin): tries those not tried for the longest time.
void retry_round(db::Unit& unit, const Cause& cause);

}  // namespace mf::dispatch
