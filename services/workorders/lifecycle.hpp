// The order's life: the one table of what may follow what, by whom, through which call. The API's
// guards, the answer to a refused transition, the buttons of the web page, docs/order-lifecycle.md
// and the property test come from it. Pure, any thread.
#pragma once

#include "services/workorders/domain.hpp"

#include <span>

namespace mf::workorders {

/// Who acts on an order: a bit for each way of being entitled.
enum class Performer : unsigned {
  customer = 1,    // a client, on their own order
  technician = 2,  // the technician whom the order is assigned to
  operator_ = 4,
  supervisor = 8,  // of the order's zone
  administrator = 16,
  suite = 32,  // the suite itself
};
using Performers = unsigned;

constexpr Performers operator|(Performer a, Performer b) {
  return static_cast<Performers>(a) | static_cast<Performers>(b);
}
constexpr Performers operator|(Performers a, Performer b) {
  return a | static_cast<Performers>(b);
}

/// The way a transition comes in.
enum class Via : unsigned {
  api = 1,        // POST /api/v1/orders/{id}/transitions
  dispatch = 2,   // POST /api/v1/orders/{id}/assignments
  tracking = 4,   // POST /api/v1/orders/{id}/activity
  automatic = 8,  // a job of this service
};
using Vias = unsigned;

constexpr Vias operator|(Via a, Via b) {
  return static_cast<Vias>(a) | static_cast<Vias>(b);
}

struct LifecycleRow {
  OrderStatus from;
  Transition transition;
  OrderStatus to;
  Performers who;
  Vias via;
  bool needs_reason = false;
};

std::span<const LifecycleRow> lifecycle();

/// The row, or null where the transition may not follow.
const LifecycleRow* find_row(OrderStatus from, Transition transition);
/// What may follow from here for these performers in this way, in the table's order.
std::vector<Transition> allowed_from(OrderStatus from, Performers who, Via via);
/// The same for an order at a time: a customer reopens within the objection period only.
std::vector<Transition> allowed_now(const Order& order, Performers who, Via via, Timestamp now);
/// In which of these ways the caller acts on this order.
Performers performers_of(const auth::Principal& caller, const Order& order);

struct Move {
  Transition transition;
  Performers who;
  Via via;
  std::optional<std::string> reason = {};
  Timestamp at = {};                      // when it happened, by the word of whoever did it
  Timestamp recorded_at = {};             // when the service heard of it: deadlines count from here
  std::optional<UserId> technician = {};  // assign: to whom
  std::optional<std::string> technician_name = {};
};

/// The order after the move. 409 `transition_refused` with what is allowed, 403
/// `transition_not_yours`, 422 without a needed reason, 409 `objection_period_over`.
Result<Order> moved(const Order& order, const Move& move, std::chrono::hours objection_period);

/// The reason of a hold that lets the SLA's clock stand still.
inline constexpr std::string_view k_waiting_customer = "waiting_customer";

/// docs/order-lifecycle.md
std::string lifecycle_page();

}  // namespace mf::workorders
