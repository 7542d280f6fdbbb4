// What a caller may ask of the list of orders, and the page that answers it: for REST and GraphQL
// alike. Any worker thread.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/order_query.hpp"

namespace mf::workorders {

struct OrderListQuery {
  std::vector<OrderStatus> status;
  std::vector<Priority> priority;
  std::vector<OrderTypeId> type;
  std::optional<CustomerId> customer;
  std::optional<UserId> technician;
  std::optional<ZoneId> zone;
  std::optional<std::string> created_from;
  std::optional<std::string> created_to;
  std::optional<std::string> text;
  std::optional<OrderSort> sort;
  std::optional<std::string> cursor;
  std::optional<int> limit;
  static void describe(auto& v, OrderListQuery& o) {
    v.field("status", o.status, json::NoRule{}, "any of these");
    v.field("priority", o.priority, json::NoRule{}, "any of these");
    v.field("typeId", o.type, json::NoRule{}, "any of these, 8 at most");
    v.field("customerId", o.customer);
    v.field("technicianId", o.technician);
    v.field("zoneId", o.zone);
    v.field("createdFrom", o.created_from, json::NoRule{},
            "RFC 3339, or a day: from its beginning");
    v.field("createdTo", o.created_to, json::NoRule{}, "RFC 3339, or a day: to its end");
    v.field("q", o.text, json::Text{0, 200},
            "words of the code, title, description, customer and address");
    v.field("sort", o.sort);
    v.field("cursor", o.cursor);
    v.field("limit", o.limit, json::Range{1, 100});
  }
};

/// The newest first and 20 of them, where nothing else is asked. Days are those of `time_zone`. 400
/// `bad_query` or `bad_cursor`.
Result<OrderPage> page_of_orders(db::Database& database, const Reach& reach,
                                 const OrderListQuery& query, const std::string& time_zone);

}  // namespace mf::workorders
