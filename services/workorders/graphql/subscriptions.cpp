#include "services/workorders/graphql/topics.hpp"
#include "services/workorders/live.hpp"

namespace mf::workorders::gql {
namespace {

using auth::Permission;
using graphql::Events;
using graphql::SkipEvent;
using graphql::Stop;

struct OrderChange {
  std::string event;
  Timestamp at;
  Order order;
};

/// What an order must be for ordersChanged; of a list any.
struct LiveFilter {
  std::vector<OrderStatus> status;
  std::vector<Priority> priority;
  std::vector<OrderTypeId> type;
  std::optional<CustomerId> customer;
  std::optional<UserId> technician;
  std::optional<ZoneId> zone;
  static void describe(auto& v, LiveFilter& o) {
    v.field("status", o.status);
    v.field("priority", o.priority);
    v.field("typeId", o.type);
    v.field("customerId", o.customer);
    v.field("technicianId", o.technician);
    v.field("zoneId", o.zone);
  }
};

template <class T>
bool among(const std::vector<T>& wanted, const T& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool fits(const Order& order, const LiveFilter& filter) {
  return among(filter.status, order.status) && among(filter.priority, order.priority) &&
         among(filter.type, order.type) &&
         (!filter.customer || filter.customer == order.customer) &&
         (!filter.technician || filter.technician == order.technician) &&
         (!filter.zone || filter.zone == order.zone);
}

LiveFilter filter_of(const Call& call) {
  return taken(http::decode_query<LiveFilter>(query_string(call.argument("filter"))));
}

/// Every event of an order, or of all orders.
Stop listen(const Call& call, std::optional<OrderId> only, Events<OrderNews> events) {
  need(call, Permission::order_read);
  auto& hub = *desk(call).live;
  const auto token = hub.listen([only, events](const OrderNews& news) {
    if (!only || news.order == *only) {
      events.emit(news);
    }
  });
  return [&hub, token] { hub.forget(token); };
}

/// The order as it is now, if the caller reaches it now.
std::expected<OrderChange, SkipEvent> read(const OrderNews& news, const Call& call) {
  auto order = find_order(call, news.order);
  if (!order) {
    return std::unexpected(SkipEvent{});
  }
  return OrderChange{news.event, news.at, std::move(*order)};
}

Stop open_one(const Call& call, const Events<OrderNews>& events) {
  const auto order = find_order(call, id_of<OrderId>(call, "id"));
  if (!order) {
    throw refusal(not_found("order").error());
  }
  return listen(call, order->id, events);
}

Stop open_many(const Call& call, const Events<OrderNews>& events) {
  filter_of(call);  // what is wrong with it is told at once
  return listen(call, std::nullopt, events);
}

std::expected<OrderChange, SkipEvent> read_fitting(const OrderNews& news, const Call& call) {
  auto change = read(news, call);
  return change && fits(change->order, filter_of(call)) ? std::move(change)
                                                        : std::unexpected(SkipEvent{});
}

Stop open_inbox(const Call& call, const Events<NotificationDoc>& events) {
  need(call, Permission::notification_read);
  auto& hub = *desk(call).live;
  const auto token = hub.listen_to_inbox(
      who_asks(desk(call).request),
      [events](const json::Dom& notification) { events.emit(NotificationDoc{notification}); });
  return [&hub, token] { hub.forget(token); };
}

}  // namespace

void add_subscriptions(SchemaBuilder& schema) {
  schema.sdl(R"(
"All that is given must hold; of a list any."
input LiveOrderFilter {
  status: [OrderStatus!]
  priority: [Priority!]
  typeId: [ID!]
  customerId: ID
  technicianId: ID
  zoneId: ID
}
)");
  schema.object<OrderChange>("OrderChange", "Something happened to an order that the caller sees.")
      .field("event: String!", &OrderChange::event, "As docs/events.md names it.")
      .field("at: DateTime!", &OrderChange::at)
      .field("order: Order!", &OrderChange::order, "As it is now.");
  schema.object<NotificationDoc>("Notification", "A message in the caller's inbox.")
      .field("id: ID!", text("id"))
      .field("type: String!", text("type"))
      .field("subject: ID!", text("subject"))
      .field("title: String!", text("title"))
      .field("body: String!", text("body"))
      .field("urgency: String!", text("urgency"))
      .field("createdAt: DateTime!", text("createdAt"));
  schema.subscription()
      .stream<OrderNews>("orderChanged(id: ID!): OrderChange!", open_one, read)
      .stream<OrderNews>("ordersChanged(filter: LiveOrderFilter): OrderChange!", open_many,
                         read_fitting,
                         "Of every order that the caller reaches and that fits the filter now.")
      .stream<NotificationDoc>("notificationReceived: Notification!", open_inbox);
}

}  // namespace mf::workorders::gql
