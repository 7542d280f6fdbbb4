#include "services/dispatch/orders.hpp"

#include "platform/telemetry/log.hpp"

namespace mf::dispatch {
namespace {

/// An order that is open and has a visit is about to be assigned: the work-order service has not
/// said so yet.
bool needs_somebody(db::Session& session, const OrderFacts& order) {
  return order.status == OrderStatus::open && !find_open_visit(session, order.id);
}

std::string with_reason(std::string sentence, const std::optional<std::string>& reason) {
  return sentence + (reason ? ": " + *reason : ".");
}

/// What the queue says of an order that came back.
std::string note_of(const contracts::OrderChange& change, const std::optional<Visit>& visit) {
  const std::string who = visit ? visit->technician_name : std::string("the technician");
  switch (change.transition.value_or(Transition::create)) {
    case Transition::unassign:
      return with_reason("Taken back from " + who + " by " + change.by.name, change.reason);
    case Transition::cannot_complete:
      return with_reason("Not completed by " + who, change.reason);
    case Transition::reopen:
      return with_reason("Reopened by " + change.by.name, change.reason);
    default:
      return "The order is open again.";
  }
}

void follow_up(db::Unit& unit, FollowUp what, const contracts::OrderChange& change,
               const std::optional<Visit>& visit, const Cause& cause) {
  switch (what) {
    case FollowUp::nothing:
      break;
    case FollowUp::wait_for_operator:
      wait_for_operator(unit, change.order, note_of(change, visit), cause);
      break;
    case FollowUp::reconsider:
      consider(unit, change.order, cause,
               {.not_this_one = visit ? std::optional{visit->technician} : std::nullopt,
                .note = note_of(change, visit)});
      break;
  }
  // Whoever had it has room for another order now.
  retry_most_urgent(unit, cause);
}

/// The technician began before they heard that the order was given to somebody else: the work that
/// is being done counts.
void keep_whoever_works(db::Unit& unit, const contracts::OrderChange& change, const Visit& visit,
                        const Cause& cause) {
  const auto& order = change.order;
  if (!order.technician || *order.technician == visit.technician) {
    return;
  }
  take_back(unit, visit, order,
            order.technician_name.value_or("Another technician") + " had begun the work already.",
            cause.by_the_suite());
  if (!reopen_visit(unit, order.id, *order.technician, VisitState::working)) {
    telemetry::log_warning("dispatch", "somebody works on an order who was never sent",
                           {{"order", order.id.to_string()}});
  }
  retry_most_urgent(unit, cause);
}

/// Work that rests may be given to somebody else, and must be where its technician is gone.
void queue_if_left_alone(db::Unit& unit, const OrderFacts& order, const Visit& visit,
                         const Cause& cause) {
  const auto technician = find_technician(unit, visit.technician, Viewer{.all = true, .self = {}});
  if (technician && !technician->active) {
    enqueue(unit,
            {order.id,
             WaitReason::technician_inactive,
             {technician->name + " has this order and is not active any more."},
             cause.now},
            order.priority);
  }
}

void apply_effect(db::Unit& unit, const Effect& effect, const contracts::OrderChange& change,
                  std::optional<Visit> visit, Timestamp at, const Cause& cause) {
  if (visit && effect.only_earlier_visits && visit->created_at > at) {
    return;  // decided after the transition: that one stands
  }
  if (visit && effect.transition == Transition::unassign) {
    take_back(unit, *visit, change.order, change.reason, cause);
  } else if (visit) {
    end_visit(unit, visit->id, effect.visit_ends_as, cause.now);
  }
  follow_up(unit, effect.then, change, visit, cause);
}

}  // namespace

void order_created(db::Unit& unit, const contracts::OrderChange& change, const Cause& cause) {
  if (save_order(unit, change.order) && needs_somebody(unit, change.order)) {
    consider(unit, change.order, cause);
  }
}

void order_updated(db::Unit& unit, const contracts::OrderChange& change, const Cause& cause) {
  const auto& order = change.order;
  const auto before = find_order(unit, order.id);
  if (!save_order(unit, order)) {
    return;
  }
  if (before && before->window != order.window) {
    set_visit_window(unit, order.id, order.window);
  }
  if (!needs_somebody(unit, order)) {
    set_urgency(unit, order.id, order.priority);
    return;
  }
  const auto waiting = find_waiting(unit, order.id);
  const bool choice_changed = before && before->automatic != order.automatic;
  if (!waiting || choice_changed || waiting->reason == WaitReason::nobody_suitable) {
    consider(unit, order, cause);
  } else {
    set_urgency(unit, order.id, order.priority);
  }
}

void order_moved(db::Unit& unit, const contracts::OrderChange& change, Timestamp at,
                 const Cause& cause) {
  const auto& order = change.order;
  if (!save_order(unit, order)) {
    return;
  }
  if (!can_be_assigned(order.status)) {
    dequeue(unit, order.id);
  }
  auto visit = find_open_visit(unit, order.id);
  const auto effect = change.transition ? effect_of(*change.transition) : std::nullopt;
  if (effect) {
    apply_effect(unit, *effect, change, std::move(visit), at, cause);
  } else if (visit && change.transition == Transition::start) {
    keep_whoever_works(unit, change, *visit, cause);
  } else if (visit && change.transition == Transition::hold) {
    queue_if_left_alone(unit, order, *visit, cause);
  }
}

void work_reported(db::Unit& unit, const contracts::WorkRecord& record) {
  const auto state = record.kind ? state_after(*record.kind) : std::nullopt;
  if (state) {
    note_visit_state(unit, record.order, record.technician, *state, record.at);
  }
}

}  // namespace mf::dispatch
