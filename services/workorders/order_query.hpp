// Lists of orders: filtered, searched, sorted and paged by the database. A list over several
// statuses or zones is merged from one run of an index each, so that its first page costs the same
// however many orders there are. Called with a session for reading.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders {

enum class OrderSort { newest, oldest, urgent, due, code };

struct OrderFilter {
  std::vector<OrderStatus> statuses;  // any of them; empty: all
  std::vector<Priority> priorities;
  std::vector<OrderTypeId> types;  // at most k_most_types
  std::optional<CustomerId> customer;
  std::optional<UserId> technician;
  std::optional<ZoneId> zone;
  std::optional<Timestamp> created_from;
  std::optional<Timestamp> created_to;
  std::string text;  // words to search for
};
inline constexpr std::size_t k_most_types = 8;

struct OrderPage {
  std::vector<Order> items;
  std::optional<std::string> next;
  bool last_begun = false;  // of a search: the last word was taken for the beginning of one
};

/// Where a page goes on after this order of such a page.
std::string cursor_after(const Order& order, OrderSort sort, bool last_begun);

/// 400 `bad_cursor` for what is no cursor of this sort. With `text`, search::bring_up_to_date()
/// goes first.
Result<OrderPage> list_orders(db::Session& session, const Reach& reach, const OrderFilter& filter,
                              OrderSort sort, const std::optional<std::string>& cursor, int limit);

}  // namespace mf::workorders

template <>
inline constexpr auto mf::k_names<mf::workorders::OrderSort> =
    std::array<mf::NameOf<mf::workorders::OrderSort>, 5>{{
        {mf::workorders::OrderSort::newest, "-createdAt"},
        {mf::workorders::OrderSort::oldest, "createdAt"},
        {mf::workorders::OrderSort::urgent, "priority"},
        {mf::workorders::OrderSort::due, "due"},
        {mf::workorders::OrderSort::code, "code"},
    }};
