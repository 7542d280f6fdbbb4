#include "services/workorders/order_list.hpp"

#include "platform/core/text.hpp"
#include "services/workorders/order_search.hpp"

namespace mf::workorders {
namespace {

constexpr int k_page = 20;

std::unexpected<Error> bad_query(std::string name, std::string detail) {
  Error error{ErrorKind::bad_request, "bad_query", "Some query parameters are not valid."};
  error.fields.push_back({std::move(name), "time", std::move(detail)});
  return fail(std::move(error));
}

/// A moment, or a day as the company's clocks show it: its beginning, or its last microsecond.
Result<std::optional<Timestamp>> read_bound(const std::optional<std::string>& text,
                                            const std::string& name, bool end,
                                            const std::string& time_zone) {
  if (!text) {
    return std::optional<Timestamp>{};
  }
  if (const auto moment = parse_rfc3339(*text)) {
    return moment;
  }
  const auto day = parse_day(*text);
  if (!day) {
    return bad_query(name, "This is neither a time (RFC 3339) nor a day (2026-11-27).");
  }
  const auto start = from_local(*day + std::chrono::days{end ? 1 : 0}, minutes{0}, time_zone);
  return std::optional{end ? start - std::chrono::microseconds{1} : start};
}

Result<OrderFilter> filter_of(const OrderListQuery& query, const std::string& time_zone) {
  if (query.type.size() > k_most_types) {
    return bad_query("typeId", "At most 8 order types can be given.");
  }
  auto from = read_bound(query.created_from, "createdFrom", false, time_zone);
  if (!from) {
    return fail(std::move(from.error()));
  }
  auto to = read_bound(query.created_to, "createdTo", true, time_zone);
  if (!to) {
    return fail(std::move(to.error()));
  }
  return OrderFilter{.statuses = query.status,
                     .priorities = query.priority,
                     .types = query.type,
                     .customer = query.customer,
                     .technician = query.technician,
                     .zone = query.zone,
                     .created_from = *from,
                     .created_to = *to,
                     .text = std::string(trim(query.text.value_or("")))};
}

}  // namespace

Result<OrderPage> page_of_orders(db::Database& database, const Reach& reach,
                                 const OrderListQuery& query, const std::string& time_zone) {
  const auto filter = filter_of(query, time_zone);
  if (!filter) {
    return fail(filter.error());
  }
  if (!filter->text.empty()) {
    search::bring_up_to_date(database);
  }
  return database.snapshot([&](db::Session& session) {
    return list_orders(session, reach, *filter, query.sort.value_or(OrderSort::newest),
                       query.cursor, query.limit.value_or(k_page));
  });
}

}  // namespace mf::workorders
