// Opening, editing and commenting orders. Called inside a unit of work of the service's database;
// what changes the status stands in transitions.hpp.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders {

struct NewOrderFacts {
  CustomerId customer;
  SiteId site;
  OrderTypeId type;
  Priority priority = Priority::medium;
  std::string title;
  std::string description;
  std::optional<Window> window;
  std::optional<std::string> external_ref;  // the number in the system it came from; unique
  std::optional<Timestamp> registered_at;   // when it was created there; else now
};

/// Stores the order with its history and its order.created event. 422 with every field that does
/// not fit: an unknown or inactive customer, a site that is not the customer's, an unknown or
/// inactive type, a window that ends before it begins or (unless the order comes from another
/// system) lies in the past; 409 `external_ref_exists`.
Result<Order> open_order(db::Unit& unit, const NewOrderFacts& facts, const Cause& cause);

/// The order that came from another system under this number.
std::optional<OrderId> find_by_external_ref(db::Session& session, std::string_view external_ref);

struct OrderEdit {
  std::optional<std::string> title;
  std::optional<std::string> description;
  std::optional<Priority> priority;
  json::Nullable<Window> window;
};
/// 404 outside `reach`, 409 `order_final`, 412 where `version` is given and is not the row's, 422
/// for a window as above.
Result<Order> edit_order(db::Unit& unit, OrderId id, const Reach& reach, const OrderEdit& edit,
                         std::optional<std::int64_t> version, const Cause& cause);

/// Dispatch has set another time for the visit: into the order, its history and order.updated.
Result<Order> reschedule(db::Unit& unit, const Order& order, const Window& window,
                         const std::optional<std::string>& reason, const Cause& cause);

/// On a final order only a supervisor (or an administrator) may still comment: 409 `order_final`.
Result<Comment> comment_order(db::Unit& unit, OrderId id, const Reach& reach,
                              const std::string& text, bool may_comment_final, const Cause& cause);

/// For the history: "2026-11-27T13:00:00Z/2026-11-27T15:00:00Z", or a dash.
std::string show_window(const std::optional<Window>& window);

/// The order as events tell it.
contracts::OrderFacts facts_of(const Order& order);

/// Appends an event about the order; gives the event's id, for the history.
Uuid publish(db::Unit& unit, std::string type, const contracts::OrderChange& change,
             const Cause& cause);

}  // namespace mf::workorders
