#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/customer_store.hpp"
#include "services/workorders/graphql/topics.hpp"
#include "services/workorders/order_store.hpp"

namespace mf::workorders::gql {
namespace {

using auth::Permission;
using Orders = std::span<const Order* const>;

struct Contact {
  std::string name;
  std::optional<std::string> phone;
};

std::vector<Transition> allowed(const Order& order, const Call& call) {
  const auto& d = desk(call);
  return allowed_now(order, performers_of(d.caller(), order), Via::api, d.now);
}

SlaView sla(const Order& order, const Call& call) {
  return summary_of(order, desk(call).now).sla;
}

std::vector<const CustomerView*> customers_of(Orders orders, const Call& call) {
  return by_id(
      call, orders, [](const Order& order) { return std::optional{order.customer}; },
      [&](const auto& ids) { return load_customers(call, ids); });
}

/// What everybody who reads an order may know of the customer.
std::vector<std::optional<Contact>> contacts_of(Orders orders, const Call& call) {
  const auto found = by_id(
      call, orders, [](const Order& order) { return std::optional{order.customer}; },
      [&](const std::vector<CustomerId>& ids) {
        return desk(call).db.read([&](db::Session& session) {
          return store::customers_by_id(session, ids, std::nullopt);
        });
      });
  std::vector<std::optional<Contact>> out;
  for (const auto* customer : found) {
    out.push_back(customer ? std::optional{Contact{customer->name, customer->phone}}
                           : std::nullopt);
  }
  return out;
}

std::vector<const SiteView*> sites_of(Orders orders, const Call& call) {
  return by_id(
      call, orders, [](const Order& order) { return std::optional{order.site}; },
      [&](const auto& ids) { return load_sites(call, ids); });
}

std::vector<const OrderType*> types_of(Orders orders, const Call& call) {
  need(call, Permission::catalogue_read);
  return by_id(
      call, orders, [](const Order& order) { return std::optional{order.type}; },
      [&](const std::vector<OrderTypeId>& ids) {
        return desk(call).db.read(
            [&](db::Session& session) { return store::order_types_by_id(session, ids); });
      });
}

std::vector<const Zone*> zones_of(Orders orders, const Call& call) {
  return by_id(
      call, orders, [](const Order& order) { return order.zone; },
      [&](const auto& ids) { return load_zones(call, ids); });
}

auto history_of(Orders orders, const Call& call) {
  const bool as_customer = reads_as_customer(desk(call).caller().scope(Permission::order_read));
  return children(
      call, orders, store::history_of_orders, [](const HistoryEntry& e) { return e.order; },
      [&](const HistoryEntry& entry) {
        return view_of(as_customer ? without_internal_reason(entry) : entry);
      });
}

auto comments_of(Orders orders, const Call& call) {
  return children(
      call, orders, store::comments_of_orders, [](const Comment& c) { return c.order; },
      [](const Comment& comment) { return view_of(comment); });
}

std::vector<TechnicianOrRefusal> technicians_of(Orders orders, const Call& call) {
  std::vector<std::optional<UserId>> ids;
  for (const auto* order : orders) {
    ids.push_back(order->technician);
  }
  return technicians_by_id(call, ids);
}

void add_order(SchemaBuilder& schema) {
  schema.object<Order>("Order", "A work order: from the request to the closed order.")
      .implements("Node")
      .field("id: ID!", &Order::id)
      .field("code: String!", [](const Order& order) { return code_of(order.number); })
      .field("version: Int!", &Order::version, "For the `version` of an edit.")
      .field("status: OrderStatus!", &Order::status)
      .field("priority: Priority!", &Order::priority)
      .field("title: String!", &Order::title)
      .field("description: String!", &Order::description)
      .load("customer: Customer", customers_of)
      .load("contact: Contact", contacts_of, "For everybody who reads the order.")
      .load("site: Site", sites_of)
      .field("siteAddress: String!", &Order::site_address)
      .load("zone: Zone", zones_of)
      .load("type: OrderType", types_of)
      .load("technician: Technician", technicians_of)
      .field("technicianId: ID", &Order::technician)
      .field("technicianName: String", &Order::technician_name)
      .field("window: Window", &Order::window)
      .field("sla: Sla!", sla)
      .field("timeZone: String!", &Order::time_zone)
      .field("createdBy: Actor!", &Order::created_by)
      .field("createdAt: DateTime!", &Order::created_at)
      .field("updatedAt: DateTime!", &Order::updated_at)
      .field("startedAt: DateTime", &Order::started_at)
      .field("completedAt: DateTime", &Order::completed_at)
      .field("objectionUntil: DateTime", &Order::objection_until, "Until then a client may reopen.")
      .field("externalRef: String", &Order::external_ref)
      .field("allowedTransitions: [OrderTransition!]!", allowed,
             "What the caller may do next with transitionOrder.")
      .load(fmt::format("history({}): HistoryEntryConnection!", k_both_ways), history_of,
            "What happened, oldest first.")
      .load(fmt::format("comments({}): CommentConnection!", k_both_ways), comments_of,
            "Oldest first.");
  add_connection<Order>(schema, "Order");
}

void add_parts(SchemaBuilder& schema) {
  schema.object<Contact>("Contact", "Whom to call about an order.")
      .field("name: String!", &Contact::name)
      .field("phone: String", &Contact::phone);
  schema.object<SlaView>("Sla", "The promise, and how it is kept.")
      .field("dueAt: DateTime!", &SlaView::due)
      .field("warned: Boolean!", &SlaView::warned)
      .field("breached: Boolean!", &SlaView::breached)
      .field("pausedAt: DateTime", &SlaView::paused_at, "While the order waits for the customer.");
  schema.object<HistoryView>("HistoryEntry", "What happened to an order.")
      .field("id: ID!", &HistoryView::id)
      .field("at: DateTime!", &HistoryView::at, "When it happened.")
      .field("recordedAt: DateTime!", &HistoryView::recorded_at, "When the service heard of it.")
      .field("by: Actor!", &HistoryView::by)
      .field("action: String!", &HistoryView::action)
      .field("transition: OrderTransition", &HistoryView::transition)
      .field("from: OrderStatus", &HistoryView::from)
      .field("to: OrderStatus", &HistoryView::to)
      .field("reason: String", &HistoryView::reason)
      .field("detail: String", &HistoryView::detail)
      .field("eventId: ID", &HistoryView::event);
  add_connection<HistoryView>(schema, "HistoryEntry");
  schema.object<CommentView>("Comment")
      .field("id: ID!", &CommentView::id)
      .field("text: String!", &CommentView::text)
      .field("by: Actor!", &CommentView::by)
      .field("at: DateTime!", &CommentView::at);
  add_connection<CommentView>(schema, "Comment");
}

/// The arguments of `orders` as the list of REST takes them.
OrderListQuery query_of(const Call& call) {
  auto query = taken(http::decode_query<OrderListQuery>(query_string(call.argument("filter"))));
  query.sort = call.get<OrderSort>("sort");
  return query;
}

}  // namespace

std::optional<Order> find_order(const Call& call, const std::optional<OrderId>& id) {
  const auto reach = need(call, Permission::order_read);
  return id ? desk(call).db.read(
                  [&](db::Session& session) { return store::find_order(session, *id, reach); })
            : std::nullopt;
}

Connection<Order> page_of_orders(const Call& call, OrderListQuery query) {
  const auto reach = need(call, Permission::order_read);
  query.limit = first_of(call);
  query.cursor = after_of(call);
  auto& d = desk(call);
  auto page = taken(workorders::page_of_orders(d.db, reach, query, d.settings.default_time_zone));
  Connection<Order> connection;
  connection.info.next = page.next.has_value();
  connection.info.previous = query.cursor.has_value();
  const bool cursors = call.selects("edges.cursor") || call.selects("pageInfo");
  for (auto& order : page.items) {
    auto cursor = cursors
                      ? cursor_after(order, query.sort.value_or(OrderSort::newest), page.last_begun)
                      : std::string();
    connection.add(std::move(order), std::move(cursor));
  }
  return connection;
}

void add_orders(SchemaBuilder& schema) {
  schema.enumeration<OrderSort>("OrderSort", {{OrderSort::newest, "NEWEST"},
                                              {OrderSort::oldest, "OLDEST"},
                                              {OrderSort::urgent, "URGENT"},
                                              {OrderSort::due, "DUE"},
                                              {OrderSort::code, "CODE"}});
  schema.sdl(R"(
"All that is given must hold; of a list any."
input OrderFilter {
  status: [OrderStatus!]
  priority: [Priority!]
  "8 at most."
  typeId: [ID!]
  customerId: ID
  technicianId: ID
  zoneId: ID
  "A time, or a day: from its beginning."
  createdFrom: String
  "A time, or a day: to its end."
  createdTo: String
  "Words of the code, title, description, customer and address."
  q: String
}
)");
  add_order(schema);
  add_parts(schema);
  schema.query()
      .field("order(id: ID!): Order",
             [](const Call& call) { return find_order(call, id_of<OrderId>(call, "id")); })
      .field(fmt::format("orders({}, filter: OrderFilter, sort: OrderSort! = NEWEST): "
                         "OrderConnection!",
                         k_forward),
             [](const Call& call) { return page_of_orders(call, query_of(call)); });
}

}  // namespace mf::workorders::gql
