#include "services/workorders/order_store.hpp"

namespace mf::workorders::store {

const std::string k_order_columns =
    "o.id, o.number, o.version, o.status, o.customer_id, o.customer_name, o.site_id, "
    "o.site_address, o.zone_id, "
    "o.zone_name, o.time_zone, o.type_id, o.type_name, o.priority, o.title, o.description, "
    "o.window_from, "
    "o.window_to, o.technician_id, o.technician_name, o.sla_hours, o.due_at, o.sla_paused_at, "
    "o.sla_warned, "
    "o.sla_breached, o.created_at, o.updated_at, o.started_at, o.completed_at, o.objection_until, "
    "o.created_by, "
    "o.created_by_name, o.external_ref";

namespace {

constexpr int k_details_at = 33;  // the column after the order's own
constexpr std::size_t k_zones_at_once = 16;

constexpr db::Sql k_next_number =
    "UPDATE order_numbers SET last = last + 1 WHERE id = 1 RETURNING last";

constexpr db::Sql k_insert =
    "INSERT INTO orders (id, number, created_key, version, status, customer_id, customer_name, "
    "site_id, site_address, "
    "zone_id, zone_name, time_zone, type_id, type_name, priority, urgency, title, description, "
    "window_from, "
    "window_to, sla_hours, due_at, sla_warned, sla_breached, sla_next_at, created_at, updated_at, "
    "created_by, "
    "created_by_name, external_ref) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
    "$20, $21, $22, "
    "$23, $24, $25, $26, $27, $28, $29, $30)";

const std::string k_select_whole =
    "SELECT " + k_order_columns +
    ", t.code, t.automatic, t.materials_required, t.estimated_minutes, t.specialties, s.name, "
    "s.latitude, "
    "s.longitude, s.access_notes, c.phone FROM orders o JOIN order_types t ON t.id = o.type_id "
    "JOIN sites s ON s.id = o.site_id JOIN customers c ON c.id = o.customer_id ";

const std::string k_find =
    k_select_whole + "WHERE o.id = $1 AND ($2 OR o.customer_id = $3 OR o.technician_id = $4)";
const std::string k_find_in_zones = k_select_whole +
                                    "WHERE o.id = $1 AND o.zone_id IN ($2, $3, $4, $5, $6, $7, $8, "
                                    "$9, $10, $11, $12, $13, $14, $15, $16, $17)";

constexpr db::Sql k_by_external_ref = "SELECT id FROM orders WHERE external_ref = $1";

constexpr db::Sql k_update =
    "UPDATE orders SET version = version + 1, status = $3, customer_name = $4, site_address = $5, "
    "zone_id = $6, "
    "zone_name = $7, time_zone = $8, priority = $9, urgency = $10, title = $11, description = $12, "
    "window_from = $13, window_to = $14, technician_id = $15, technician_name = $16, due_at = $17, "
    "sla_paused_at = $18, sla_warned = $19, sla_breached = $20, sla_next_at = $21, updated_at = "
    "$22, "
    "started_at = $23, completed_at = $24, objection_until = $25 WHERE id = $1 AND version = $2";

constexpr db::Sql k_live_of_customer =
    "SELECT id FROM orders WHERE customer_id = $1 AND status NOT IN ('closed', 'cancelled') ORDER "
    "BY created_key";
constexpr db::Sql k_live_of_site =
    "SELECT id FROM orders WHERE customer_id = $1 AND site_id = $2 AND status NOT IN ('closed', "
    "'cancelled') "
    "ORDER BY created_key";
constexpr db::Sql k_sla_at =
    "SELECT id FROM orders WHERE sla_next_at IS NOT NULL AND sla_next_at <= $1 ORDER BY "
    "sla_next_at LIMIT $2";
// The statuses by name, for the index: final orders are most of all, and are not looked at.
constexpr db::Sql k_count_live =
    "SELECT COUNT(*) FROM orders WHERE status IN ('open', 'assigned', 'in_progress', 'on_hold', "
    "'awaiting_approval', 'completed')";
constexpr db::Sql k_count_overdue =
    "SELECT COUNT(*) FROM orders WHERE status IN ('open', 'assigned', 'in_progress', 'on_hold', "
    "'awaiting_approval') AND due_at < $1 AND sla_paused_at IS NULL";
constexpr db::Sql k_past_objection =
    "SELECT id FROM orders WHERE objection_until IS NOT NULL AND objection_until < $1 ORDER BY "
    "objection_until "
    "LIMIT $2";

constexpr db::Sql k_add_history =
    "INSERT INTO order_history (id, order_id, at, recorded_at, actor_id, actor_name, action, "
    "from_status, to_status, "
    "reason, detail, event_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
constexpr db::Sql k_history =
    "SELECT id, order_id, at, recorded_at, actor_id, actor_name, action, from_status, to_status, "
    "reason, detail, "
    "event_id FROM order_history WHERE order_id = $1 AND id > $2 ORDER BY id LIMIT $3";

constexpr db::Sql k_add_comment =
    "INSERT INTO order_comments (id, order_id, text, author_id, author_name, at) VALUES ($1, $2, "
    "$3, $4, $5, $6)";
constexpr db::Sql k_comments =
    "SELECT id, order_id, text, author_id, author_name, at FROM order_comments WHERE order_id = $1 "
    "AND id > $2 "
    "ORDER BY id LIMIT $3";

constexpr db::Sql k_keep_early =
    "INSERT INTO early_work (id, order_id, technician_id, assignment_id, type, data, traceparent, "
    "recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING";
constexpr db::Sql k_early =
    "SELECT id, order_id, technician_id, assignment_id, type, data, traceparent, recorded_at FROM "
    "early_work WHERE order_id = $1 AND assignment_id = $2 ORDER BY id";
constexpr db::Sql k_taken_early =
    "DELETE FROM early_work WHERE order_id = $1 AND assignment_id = $2";
constexpr db::Sql k_forget_early = "DELETE FROM early_work WHERE order_id = $1";

const SliceSql k_history_of = slices_of(
    "id, order_id, at, recorded_at, actor_id, actor_name, action, from_status, to_status, reason, "
    "detail, event_id",
    "order_history", "order_id");
const SliceSql k_comments_of =
    slices_of("id, order_id, text, author_id, author_name, at", "order_comments", "order_id");

HistoryEntry read_entry(const db::Row& row) {
  return {.id = row.id<HistoryId>(0),
          .order = row.id<OrderId>(1),
          .at = row.time(2),
          .recorded_at = row.time(3),
          .by = {row.opt_id<UserId>(4), row.text(5)},
          .action = row.text(6),
          .from = row.opt_name<OrderStatus>(7),
          .to = row.opt_name<OrderStatus>(8),
          .reason = row.opt_text(9),
          .detail = row.opt_text(10),
          .event = row.is_null(11) ? std::nullopt : std::optional{row.uuid(11)}};
}

Comment read_comment(const db::Row& row) {
  return {.id = row.id<CommentId>(0),
          .order = row.id<OrderId>(1),
          .text = row.text(2),
          .by = {row.opt_id<UserId>(3), row.text(4)},
          .at = row.time(5)};
}

std::optional<Timestamp> from_of(const std::optional<Window>& window) {
  return window ? std::optional{window->from} : std::nullopt;
}
std::optional<Timestamp> to_of(const std::optional<Window>& window) {
  return window ? std::optional{window->to} : std::nullopt;
}

Order read_whole(const db::Row& row) {
  Order order = read_order(row);
  order.type_code = row.text(k_details_at);
  order.automatic = row.boolean(k_details_at + 1);
  order.materials_required = row.boolean(k_details_at + 2);
  order.estimated = minutes{row.integer(k_details_at + 3)};
  order.specialties_json = row.text(k_details_at + 4);
  order.site_name = row.opt_text(k_details_at + 5);
  if (!row.is_null(k_details_at + 6) && !row.is_null(k_details_at + 7)) {
    order.position = Position{row.number(k_details_at + 6), row.number(k_details_at + 7)};
  }
  order.access_notes = row.opt_text(k_details_at + 8);
  order.customer_phone = row.opt_text(k_details_at + 9);
  return order;
}

std::optional<Order> find_in_zones(db::Session& session, OrderId id,
                                   std::span<const ZoneId> zones) {
  std::vector<db::Value> values{id};
  for (const auto zone : zones) {
    values.emplace_back(zone);
  }
  values.resize(1 + k_zones_at_once);
  std::optional<Order> found;
  session.run(k_find_in_zones, db::Parameters{values},
              [&](const db::Row& row) { found = read_whole(row); });
  return found;
}

OrderId read_id(const db::Row& row) {
  return row.id<OrderId>(0);
}

}  // namespace

Order read_order(const db::Row& row) {
  Order order;
  order.id = row.id<OrderId>(0);
  order.number = row.integer(1);
  order.version = row.integer(2);
  order.status = row.name<OrderStatus>(3);
  order.customer = row.id<CustomerId>(4);
  order.customer_name = row.text(5);
  order.site = row.id<SiteId>(6);
  order.site_address = row.text(7);
  order.zone = row.opt_id<ZoneId>(8);
  order.zone_name = row.opt_text(9);
  order.time_zone = row.text(10);
  order.type = row.id<OrderTypeId>(11);
  order.type_name = row.text(12);
  order.priority = row.name<Priority>(13);
  order.title = row.text(14);
  order.description = row.text(15);
  if (!row.is_null(16) && !row.is_null(17)) {
    order.window = Window{row.time(16), row.time(17)};
  }
  order.technician = row.opt_id<UserId>(18);
  order.technician_name = row.opt_text(19);
  order.sla = {.promised = std::chrono::hours{row.integer(20)},
               .due = row.time(21),
               .paused_at = row.opt_time(22),
               .warned = row.boolean(23),
               .breached = row.boolean(24)};
  order.created_at = row.time(25);
  order.updated_at = row.time(26);
  order.started_at = row.opt_time(27);
  order.completed_at = row.opt_time(28);
  order.objection_until = row.opt_time(29);
  order.created_by = {row.opt_id<UserId>(30), row.text(31)};
  order.external_ref = row.opt_text(32);
  return order;
}

std::int64_t next_number(db::Unit& unit) {
  return unit.one(k_next_number, {}, [](const db::Row& row) { return row.integer(0); }).value();
}

void insert_order(db::Unit& unit, const Order& o) {
  unit.execute(k_insert, {o.id,
                          o.number,
                          created_key(o.created_at, o.number),
                          o.version,
                          o.status,
                          o.customer,
                          o.customer_name,
                          o.site,
                          o.site_address,
                          o.zone,
                          o.zone_name,
                          o.time_zone,
                          o.type,
                          o.type_name,
                          o.priority,
                          urgency_of(o.priority),
                          o.title,
                          o.description,
                          from_of(o.window),
                          to_of(o.window),
                          o.sla.promised.count(),
                          o.sla.due,
                          o.sla.warned,
                          o.sla.breached,
                          next_sla_time(o.sla, o.status),
                          o.created_at,
                          o.updated_at,
                          o.created_by.id,
                          o.created_by.name,
                          o.external_ref});
}

std::optional<Order> find_order(db::Session& session, OrderId id, const Reach& reach) {
  if (reach.all || reach.customer || reach.technician) {
    if (auto found =
            session.one(k_find, {id, reach.all, reach.customer, reach.technician}, read_whole)) {
      return found;
    }
  }
  for (std::size_t at = 0; at < reach.zones.size() && !reach.all; at += k_zones_at_once) {
    const auto count = std::min(k_zones_at_once, reach.zones.size() - at);
    if (auto found = find_in_zones(session, id, std::span(reach.zones).subspan(at, count))) {
      return found;
    }
  }
  return std::nullopt;
}

std::optional<OrderId> find_by_external_ref(db::Session& session, std::string_view external_ref) {
  return session.one(k_by_external_ref, {external_ref}, read_id);
}

Result<void> update_order(db::Unit& unit, Order& o) {
  const auto changed = unit.execute(k_update, {o.id,
                                               o.version,
                                               o.status,
                                               o.customer_name,
                                               o.site_address,
                                               o.zone,
                                               o.zone_name,
                                               o.time_zone,
                                               o.priority,
                                               urgency_of(o.priority),
                                               o.title,
                                               o.description,
                                               from_of(o.window),
                                               to_of(o.window),
                                               o.technician,
                                               o.technician_name,
                                               o.sla.due,
                                               o.sla.paused_at,
                                               o.sla.warned,
                                               o.sla.breached,
                                               next_sla_time(o.sla, o.status),
                                               o.updated_at,
                                               o.started_at,
                                               o.completed_at,
                                               o.objection_until});
  if (changed == 0) {
    return fail(ErrorKind::stale, "stale", "Somebody has changed the order meanwhile.");
  }
  ++o.version;
  return {};
}

std::vector<OrderId> live_orders_of_customer(db::Session& session, CustomerId customer) {
  return session.all(k_live_of_customer, {customer}, read_id);
}

std::vector<OrderId> live_orders_of_site(db::Session& session, CustomerId customer, SiteId site) {
  return session.all(k_live_of_site, {customer, site}, read_id);
}

std::vector<OrderId> orders_with_sla_at(db::Session& session, Timestamp now, int limit) {
  return session.all(k_sla_at, {now, limit}, read_id);
}

std::vector<OrderId> orders_past_objection(db::Session& session, Timestamp now, int limit) {
  return session.all(k_past_objection, {now, limit}, read_id);
}

std::int64_t count_live(db::Session& session) {
  return session.one(k_count_live, {}, [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

std::int64_t count_overdue(db::Session& session, Timestamp now) {
  return session.one(k_count_overdue, {now}, [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

void add_history(db::Unit& unit, const HistoryEntry& e) {
  unit.execute(k_add_history, {e.id, e.order, e.at, e.recorded_at, e.by.id, e.by.name, e.action,
                               e.from, e.to, e.reason, e.detail, e.event});
}

std::vector<HistoryEntry> history_of(db::Session& session, OrderId order,
                                     const std::optional<HistoryId>& after, int limit) {
  return session.all(k_history, {order, after.value_or(HistoryId{}), limit}, read_entry);
}

std::vector<HistoryEntry> history_of_orders(db::Session& session,
                                            const std::vector<OrderId>& orders,
                                            const Slice& slice) {
  return read_slices(session, k_history_of, orders, slice, read_entry);
}

void add_comment(db::Unit& unit, const Comment& comment) {
  unit.execute(k_add_comment, {comment.id, comment.order, comment.text, comment.by.id,
                               comment.by.name, comment.at});
}

std::vector<Comment> comments_of(db::Session& session, OrderId order,
                                 const std::optional<CommentId>& after, int limit) {
  return session.all(k_comments, {order, after.value_or(CommentId{}), limit}, read_comment);
}

std::vector<Comment> comments_of_orders(db::Session& session, const std::vector<OrderId>& orders,
                                        const Slice& slice) {
  return read_slices(session, k_comments_of, orders, slice, read_comment);
}

void keep_early_work(db::Unit& unit, const EarlyWork& work) {
  unit.execute(k_keep_early, {work.id, work.order, work.technician, work.assignment, work.type,
                              work.data, work.traceparent, work.recorded_at});
}

std::vector<EarlyWork> take_early_work(db::Unit& unit, OrderId order, AssignmentId assignment) {
  auto waiting = unit.all(k_early, {order, assignment}, [](const db::Row& row) {
    return EarlyWork{.id = row.uuid(0),
                     .order = row.id<OrderId>(1),
                     .technician = row.id<UserId>(2),
                     .assignment = row.id<AssignmentId>(3),
                     .type = row.text(4),
                     .data = row.text(5),
                     .traceparent = row.text(6),
                     .recorded_at = row.time(7)};
  });
  if (!waiting.empty()) {
    unit.execute(k_taken_early, {order, assignment});
  }
  return waiting;
}

void forget_early_work(db::Unit& unit, OrderId order) {
  unit.execute(k_forget_early, {order});
}

}  // namespace mf::workorders::store
