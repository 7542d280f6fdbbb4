#include "services/dispatch/assignments.hpp"

#include "platform/events/outbox.hpp"
#include "services/dispatch/views.hpp"

namespace mf::dispatch {
namespace {

constexpr std::size_t k_most_candidates = 100;  // of a ranking that is shown or kept

constexpr std::string_view k_note_type_waits = "The order's type leaves the choice to an operator.";

/// Whoever has the order now is judged without it: it would not add to their load.
void take_out_own_visit(std::vector<Technician>& roster, const std::optional<Visit>& visit) {
  for (auto& technician : roster) {
    if (visit && technician.id == visit->technician) {
      --technician.open_visits;
    }
  }
}

std::vector<Candidate> kept_part(std::vector<Candidate> ranking,
                                 const std::optional<UserId>& chosen) {
  if (ranking.size() <= k_most_candidates) {
    return ranking;
  }
  const auto cut = ranking.begin() + k_most_candidates;
  const auto found = std::find_if(cut, ranking.end(),
                                  [&](const Candidate& one) { return chosen == one.technician; });
  if (found != ranking.end()) {
    *(cut - 1) = std::move(*found);
  }
  ranking.resize(k_most_candidates);
  return ranking;
}

void publish(db::Unit& unit, std::string type, const Assignment& assignment,
             const OrderFacts& order, const Cause& cause) {
  const contracts::AssignmentChange change{.assignment = assignment.id,
                                           .visit = assignment.visit,
                                           .order = order.id,
                                           .order_code = order.code,
                                           .technician = assignment.technician,
                                           .technician_name = assignment.technician_name,
                                           .replaces = assignment.replaces,
                                           .mode = assignment.mode,
                                           .window = assignment.window,
                                           .reason = assignment.reason,
                                           .customer = order.customer,
                                           .zone = order.zone,
                                           .by = cause.by};
  events::append(unit, events::Event{.source = "dispatch",
                                     .type = std::move(type),
                                     .subject = order.id.value,
                                     .time = cause.now,
                                     .traceparent = cause.traceparent,
                                     .data = json::encode(change)});
}

/// What every decision comes down to: the old visit ends, the new one begins, the decision is kept
/// and told.
struct Decision {
  const OrderFacts& order;
  const Technician& technician;
  const std::optional<Visit>& replaced;
  const Choice& choice;
  std::vector<Candidate> ranking;
};

StoredAssignment carry_out(db::Unit& unit, Decision decision, const Cause& cause) {
  const auto& order = decision.order;
  const bool other_person =
      decision.replaced && decision.replaced->technician != decision.technician.id;
  const Assignment assignment{
      .id = AssignmentId::make(),
      .order = order.id,
      .visit = VisitId::make(),
      .technician = decision.technician.id,
      .technician_name = decision.technician.name,
      .replaces = other_person ? std::optional{decision.replaced->technician} : std::nullopt,
      .mode = decision.choice.mode,
      .algorithm = std::string(k_algorithm),
      .reason = decision.choice.reason,
      .window = decision.choice.window ? decision.choice.window : order.window,
      .by = cause.by,
      .at = cause.now};
  if (decision.replaced) {
    end_visit(unit, decision.replaced->id, VisitState::cancelled, cause.now);
  }
  insert_visit(unit, {.id = assignment.visit,
                      .order = order.id,
                      .order_code = order.code,
                      .title = order.title,
                      .technician = assignment.technician,
                      .technician_name = assignment.technician_name,
                      .assignment = assignment.id,
                      .state = VisitState::dispatched,
                      .window = assignment.window,
                      .created_at = cause.now,
                      .started_at = {},
                      .ended_at = {}});
  StoredAssignment stored{
      assignment,
      json::encode(view_of(kept_part(std::move(decision.ranking), assignment.technician)))};
  insert_assignment(unit, assignment, stored.candidates);
  dequeue(unit, order.id);
  publish(unit, "assignment.created", assignment, order, cause);
  return stored;
}

Result<void> check_reasons(const Choice& choice, const std::optional<Visit>& current,
                           const std::vector<Rule>& broken) {
  if (choice.reason) {
    return {};
  }
  if (!broken.empty()) {
    return invalid("/reason", "override_needs_reason",
                   "This choice overrides a rule: " + describe_rules(broken) + ". Give a reason.");
  }
  if (current) {
    return invalid("/reason", "reassignment_needs_reason",
                   current->technician_name + " has this order already. Give a reason.");
  }
  return {};
}

/// The technician that a person named, wherever they stand in the roster.
Result<const Technician*> find_named(db::Session& session, const std::vector<Technician>& roster,
                                     UserId id) {
  const auto found = std::find_if(roster.begin(), roster.end(),
                                  [&](const Technician& one) { return one.id == id; });
  if (found != roster.end()) {
    return &*found;
  }
  if (find_technician(session, id, Viewer{.all = true, .self = {}})) {
    return invalid("/technicianId", "technician_inactive", "This technician is not active.");
  }
  return invalid("/technicianId", "unknown_technician", "There is no such technician.");
}

Result<const Technician*> choose(db::Session& session, const std::vector<Technician>& roster,
                                 const Need& need, const Choice& choice) {
  if (choice.mode == AssignmentMode::manual) {
    return find_named(session, roster, choice.technician.value());
  }
  if (const auto* best = best_of(need, roster)) {
    return best;
  }
  std::string why;
  for (const auto& reason : why_nobody(need, roster)) {
    why += " " + reason;
  }
  return fail(ErrorKind::conflict, "nobody_suitable", "Nobody is suitable for this order." + why);
}

/// True if somebody was found. `roster` is kept up to date for the next order.
bool assign_best(db::Unit& unit, const OrderFacts& order, std::vector<Technician>& roster,
                 const std::optional<UserId>& except, const Cause& cause) {
  const Need need = need_of(order, std::nullopt, cause.now);
  const auto* best = best_of(need, roster, except);
  if (best == nullptr) {
    return false;
  }
  const std::optional<Visit> none;
  const Choice choice{.mode = AssignmentMode::automatic};
  carry_out(unit, {order, *best, none, choice, rank(need, roster)}, cause.by_the_suite());
  ++roster[static_cast<std::size_t>(best - roster.data())].open_visits;
  return true;
}

void queue_for_want(db::Unit& unit, const OrderFacts& order, const std::vector<Technician>& roster,
                    Timestamp now) {
  const Need need = need_of(order, std::nullopt, now);
  enqueue(unit, {order.id, WaitReason::nobody_suitable, why_nobody(need, roster), now},
          order.priority);
}

/// Tries some waiting orders again. `note_each`: remember those that were tried in vain.
void retry(db::Unit& unit, const std::vector<OrderId>& orders, bool note_each, const Cause& cause) {
  if (orders.empty()) {
    return;
  }
  auto roster = load_roster(unit);
  for (const auto& id : orders) {
    const auto order = find_order(unit, id);
    if (!order || order->status != OrderStatus::open || find_open_visit(unit, id)) {
      dequeue(unit, id);
      continue;
    }
    if (!assign_best(unit, *order, roster, std::nullopt, cause) && note_each) {
      queue_for_want(unit, *order, roster, cause.now);
    }
  }
}

}  // namespace

std::vector<Candidate> rank_candidates(db::Session& session, const OrderFacts& order,
                                       Timestamp now) {
  auto roster = load_roster(session);
  take_out_own_visit(roster, find_open_visit(session, order.id));
  return kept_part(rank(need_of(order, std::nullopt, now), roster), std::nullopt);
}

Result<StoredAssignment> assign(db::Unit& unit, const OrderFacts& order, const Choice& choice,
                                const Cause& cause) {
  if (!can_be_assigned(order.status)) {
    return fail(ErrorKind::conflict, "order_not_assignable",
                fmt::format("The order is {}: it is not given to a technician now.",
                            name_of(order.status)));
  }
  if (choice.window && choice.window->to <= cause.now) {
    return invalid("/window/to", "past", "The window must not lie in the past.");
  }
  const auto current = find_open_visit(unit, order.id);
  auto roster = load_roster(unit);
  take_out_own_visit(roster, current);
  const Need need = need_of(order, choice.window, cause.now);
  const auto chosen = choose(unit, roster, need, choice);
  if (!chosen) {
    return fail(chosen.error());
  }
  const Technician& technician = **chosen;
  if (current && current->technician == technician.id && !choice.window) {
    return fail(ErrorKind::conflict, "already_assigned",
                technician.name + " has this order already.");
  }
  if (auto reasons = check_reasons(choice, current, assess(need, technician).broken); !reasons) {
    return fail(std::move(reasons.error()));
  }
  auto made = carry_out(unit, {order, technician, current, choice, rank(need, roster)}, cause);
  if (current) {
    retry_most_urgent(unit, cause);  // whoever had it has room for another order now
  }
  return made;
}

void consider(db::Unit& unit, const OrderFacts& order, const Cause& cause,
              const Occasion& occasion) {
  if (!order.automatic) {
    wait_for_operator(unit, order, occasion.note.value_or(std::string(k_note_type_waits)), cause);
    return;
  }
  auto roster = load_roster(unit);
  if (assign_best(unit, order, roster, occasion.not_this_one, cause)) {
    return;
  }
  const Need need = need_of(order, std::nullopt, cause.now);
  if (occasion.not_this_one && best_of(need, roster) != nullptr) {
    // The only suitable one has just given up: sending them back at once is a person's decision.
    wait_for_operator(unit, order, occasion.note.value_or("") + " Nobody else is suitable.", cause);
    return;
  }
  queue_for_want(unit, order, roster, cause.now);
}

void wait_for_operator(db::Unit& unit, const OrderFacts& order, std::string note,
                       const Cause& cause) {
  enqueue(unit, {order.id, WaitReason::waiting_operator, {std::move(note)}, cause.now},
          order.priority);
}

void take_back(db::Unit& unit, const Visit& visit, const OrderFacts& order,
               std::optional<std::string> reason, const Cause& cause) {
  end_visit(unit, visit.id, VisitState::cancelled, cause.now);
  auto assignment = find_assignment(unit, visit.assignment);
  if (!assignment) {
    return;
  }
  assignment->replaces.reset();
  assignment->reason = std::move(reason);
  publish(unit, "assignment.cancelled", *assignment, order, cause);
}

void retry_most_urgent(db::Unit& unit, const Cause& cause) {
  retry(unit, most_urgent_waiting(unit, k_retries_of_a_change), false, cause);
}

void retry_round(db::Unit& unit, const Cause& cause) {
  retry(unit, longest_untried_waiting(unit, k_retries_of_a_round), true, cause);
}

}  // namespace mf::dispatch
