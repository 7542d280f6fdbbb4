#include "services/tracking/orders.hpp"

#include "services/tracking/store.hpp"

#include <cmath>

namespace mf::tracking {
namespace {

// order.completed, .closed, .reopened and .cancelled come besides an order.status_changed that says
// the same.
constexpr std::array k_told = std::to_array<std::pair<std::string_view, TimelineKind>>({
    {"order.created", TimelineKind::order_created},
    {"order.updated", TimelineKind::order_updated},
    {"order.status_changed", TimelineKind::status_changed},
    {"order.commented", TimelineKind::commented},
    {"order.sla_warning", TimelineKind::sla_warning},
    {"order.sla_breached", TimelineKind::sla_breached},
});

constexpr std::array k_with_technician = {OrderStatus::assigned, OrderStatus::in_progress,
                                          OrderStatus::on_hold, OrderStatus::awaiting_approval};

template <class List, class T>
bool contains(const List& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

OrderRef load_or_begin(db::Session& session, OrderId id) {
  return load_order(session, id).value_or(OrderRef{.id = id});
}

void take_facts(OrderRef& order, const contracts::OrderFacts& facts) {
  order.code = facts.code;
  order.version = facts.version;
  order.status = facts.status;
  order.customer = facts.customer;
  order.zone = facts.zone;
  order.materials_required = facts.materials_required;
  order.created_at = facts.created_at;
  order.heard = true;
}

/// Once dispatch has named an assignment, its word holds: facts on their way may still know the
/// technician before.
void take_technician(OrderRef& order, const contracts::OrderFacts& facts, Timestamp when) {
  if (!order.assignment && facts.technician && facts.technician != order.technician &&
      contains(k_with_technician, facts.status)) {
    give_to(order, *facts.technician, facts.technician_name.value_or(""), when);
  }
}

TimelineEntry entry_of(const events::Event& event, OrderId order, TimelineKind kind,
                       contracts::Actor by, Timestamp now) {
  return {.id = event.id,
          .order = order,
          .kind = kind,
          .at = event.time,
          .recorded_at = now,
          .by = std::move(by),
          .details = {}};
}

void tell_order(db::Unit& unit, const events::Event& event, const contracts::OrderChange& change,
                Timestamp now) {
  for (const auto& [type, kind] : k_told) {
    if (type != event.type) {
      continue;
    }
    auto entry = entry_of(event, change.order.id, kind, change.by, now);
    entry.details.transition = change.transition;
    entry.details.from = change.from;
    entry.details.to = change.to;
    entry.details.reason = change.reason;
    entry.details.comment = change.comment;
    tell(unit, entry);
  }
}

void tell_assignment(db::Unit& unit, const events::Event& event,
                     const contracts::AssignmentChange& change, TimelineKind kind, Timestamp now) {
  auto entry = entry_of(event, change.order, kind, change.by, now);
  entry.details.technician = contracts::Actor{change.technician, change.technician_name};
  entry.details.mode = change.mode;
  entry.details.window = change.window;
  entry.details.reason = change.reason;
  tell(unit, entry);
}

/// What an assignment says of an order that was not heard of.
void take_outline(OrderRef& order, const contracts::AssignmentChange& change) {
  if (!order.heard) {
    order.code = change.order_code;
    order.customer = change.customer;
    order.zone = change.zone;
  }
}

constexpr std::array k_internal_kinds = {TimelineKind::assigned, TimelineKind::assignment_cancelled,
                                         TimelineKind::order_updated};
constexpr std::array k_internal_transitions = {Transition::assign, Transition::unassign};

}  // namespace

TimelineEntry without_internal_reason(TimelineEntry entry) {
  const auto& transition = entry.details.transition;
  const bool internal = contains(k_internal_kinds, entry.kind) ||
                        (transition && contains(k_internal_transitions, *transition));
  if (internal) {
    entry.details.reason.reset();
  }
  return entry;
}

Result<void> hear_order(db::Unit& unit, const events::Event& event,
                        const contracts::OrderChange& change, Timestamp now) {
  tell_order(unit, event, change, now);
  auto order = load_or_begin(unit, change.order.id);
  if (change.order.version < order.version) {
    return {};
  }
  const bool is_news = !order.heard || change.order.version > order.version;
  take_facts(order, change.order);
  if (is_news && change.transition) {
    follow_transition(order, *change.transition, event.time, last_activity(unit, order.id));
  }
  take_technician(order, change.order, event.time);
  return save_order(unit, order);
}

Result<void> hear_assignment(db::Unit& unit, const events::Event& event,
                             const contracts::AssignmentChange& change, Timestamp now) {
  tell_assignment(unit, event, change, TimelineKind::assigned, now);
  auto order = load_or_begin(unit, change.order);
  if (order.status == OrderStatus::closed || order.status == OrderStatus::cancelled) {
    return {};
  }
  take_outline(order, change);
  order.assignment = change.assignment;
  give_to(order, change.technician, change.technician_name, event.time);
  return save_order(unit, order);
}

Result<void> hear_cancelled_assignment(db::Unit& unit, const events::Event& event,
                                       const contracts::AssignmentChange& change, Timestamp now) {
  tell_assignment(unit, event, change, TimelineKind::assignment_cancelled, now);
  auto order = load_or_begin(unit, change.order);
  if (order.assignment != change.assignment) {
    return {};  // it was replaced or released already
  }
  release(order);
  return save_order(unit, order);
}

Result<void> hear_material(db::Unit& unit, const events::Event& event,
                           const contracts::MaterialChange& change, Timestamp now) {
  if (!change.order) {
    return {};
  }
  auto entry = entry_of(event, *change.order, TimelineKind::material_used, change.by, now);
  entry.details.material_code = change.code;
  entry.details.material_name = change.name;
  entry.details.quantity = change.quantity;
  tell(unit, entry);
  auto order = load_or_begin(unit, *change.order);
  if (!order.heard && order.code.empty()) {
    order.code = change.order_code.value_or("");
  }
  order.material_total += std::llround(change.quantity * 1000);
  return save_order(unit, order);
}

}  // namespace mf::tracking
