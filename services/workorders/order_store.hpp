// All SQL about orders, their history and comments, and the work that came early. Takes and gives
// domain values; called inside a unit of work or a read of the service's database.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"
#include "services/workorders/many.hpp"

namespace mf::workorders::store {

/// The next order number: it is gone for good only if the unit commits.
std::int64_t next_number(db::Unit& unit);
void insert_order(db::Unit& unit, const Order& order);
/// The order with all that belongs to it, if `reach` has it: one statement by primary key.
std::optional<Order> find_order(db::Session& session, OrderId id, const Reach& reach);
std::optional<OrderId> find_by_external_ref(db::Session& session, std::string_view external_ref);
/// Writes what can change, with one version more: `order` becomes as stored. 412 `stale` if
/// somebody was faster.
Result<void> update_order(db::Unit& unit, Order& order);

/// The order's own columns, as read_order() takes them; for the lists of order_query.cpp.
extern const std::string k_order_columns;
Order read_order(const db::Row& row);

std::vector<OrderId> live_orders_of_customer(db::Session& session, CustomerId customer);
std::vector<OrderId> live_orders_of_site(db::Session& session, CustomerId customer, SiteId site);
/// Orders about whose SLA something has to be said at `now`, and those whose objection period is
/// over.
std::vector<OrderId> orders_with_sla_at(db::Session& session, Timestamp now, int limit);
std::vector<OrderId> orders_past_objection(db::Session& session, Timestamp now, int limit);

/// Orders that are not over yet, and those of them whose promised time is over at `now`.
std::int64_t count_live(db::Session& session);
std::int64_t count_overdue(db::Session& session, Timestamp now);

void add_history(db::Unit& unit, const HistoryEntry& entry);
/// Oldest first, after the entry `after` if one is given.
std::vector<HistoryEntry> history_of(db::Session& session, OrderId order,
                                     const std::optional<HistoryId>& after, int limit);

void add_comment(db::Unit& unit, const Comment& comment);
std::vector<Comment> comments_of(db::Session& session, OrderId order,
                                 const std::optional<CommentId>& after, int limit);

/// Of many orders.
std::vector<HistoryEntry> history_of_orders(db::Session& session,
                                            const std::vector<OrderId>& orders, const Slice& slice);
std::vector<Comment> comments_of_orders(db::Session& session, const std::vector<OrderId>& orders,
                                        const Slice& slice);

/// A report of work that waits for its assignment.
struct EarlyWork {
  Uuid id;
  OrderId order;
  UserId technician;
  AssignmentId assignment;
  std::string type;
  std::string data;
  std::string traceparent;
  Timestamp recorded_at;
};
void keep_early_work(db::Unit& unit, const EarlyWork& work);
/// Takes out everything that waits for this assignment of the order, oldest first.
std::vector<EarlyWork> take_early_work(db::Unit& unit, OrderId order, AssignmentId assignment);
/// Whatever waits for the order waits no longer.
void forget_early_work(db::Unit& unit, OrderId order);

}  // namespace mf::workorders::store
