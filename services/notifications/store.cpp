#include "services/notifications/store.hpp"

namespace mf::notifications {
namespace {

// --- people
// -----------------------------------------------------------------------------------------------------

constexpr db::Sql k_save_person =
    "INSERT INTO people (id, name, email, customer, locale, active) VALUES ($1, $2, $3, $4, $5, "
    "$6) "
    "ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, customer = "
    "excluded.customer, "
    "locale = excluded.locale, active = excluded.active";
constexpr db::Sql k_forget_roles = "DELETE FROM person_roles WHERE person = $1";
constexpr db::Sql k_forget_zones = "DELETE FROM person_zones WHERE person = $1";
constexpr db::Sql k_add_role =
    "INSERT INTO person_roles (role, person) VALUES ($1, $2) ON CONFLICT (role, person) DO NOTHING";
constexpr db::Sql k_add_zone =
    "INSERT INTO person_zones (zone, person) VALUES ($1, $2) ON CONFLICT (zone, person) DO NOTHING";
constexpr db::Sql k_person = "SELECT id, name, email, locale, active FROM people WHERE id = $1";
constexpr db::Sql k_clients =
    "SELECT p.id, p.name, p.email, p.locale, p.active FROM people p "
    "WHERE p.customer = $1 AND p.active AND EXISTS "
    "(SELECT 1 FROM person_roles r WHERE r.role = 'client' AND r.person = p.id)";
constexpr db::Sql k_in_role =
    "SELECT p.id, p.name, p.email, p.locale, p.active FROM person_roles r "
    "JOIN people p ON p.id = r.person WHERE r.role = $1 AND p.active";
constexpr db::Sql k_supervisors =
    "SELECT p.id, p.name, p.email, p.locale, p.active FROM person_zones z "
    "JOIN person_roles r ON r.person = z.person AND r.role = 'supervisor' "
    "JOIN people p ON p.id = z.person WHERE z.zone = $1 AND p.active";

Person read_person(const db::Row& row) {
  return {.id = row.id<UserId>(0),
          .name = row.text(1),
          .email = row.opt_text(2),
          .locale = row.name<Locale>(3),
          .active = row.boolean(4)};
}

// --- orders
// -----------------------------------------------------------------------------------------------------

constexpr db::Sql k_save_order =
    "INSERT INTO orders (id, code, version, status, customer, customer_name, title, address, zone, "
    "time_zone, "
    "priority, technician) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
    "ON CONFLICT (id) DO UPDATE SET code = excluded.code, version = excluded.version, status = "
    "excluded.status, "
    "customer = excluded.customer, customer_name = excluded.customer_name, title = excluded.title, "
    "address = excluded.address, zone = excluded.zone, time_zone = excluded.time_zone, "
    "priority = excluded.priority, technician = excluded.technician WHERE orders.version <= "
    "excluded.version";
constexpr db::Sql k_order =
    "SELECT id, code, status, customer, customer_name, title, address, zone, time_zone, priority, "
    "technician "
    "FROM orders WHERE id = $1";
constexpr db::Sql k_concern = "UPDATE orders SET technician = $2 WHERE id = $1";
constexpr db::Sql k_release =
    "UPDATE orders SET technician = NULL WHERE id = $1 AND technician = $2";

OrderPicture read_order(const db::Row& row) {
  return {.id = row.id<OrderId>(0),
          .code = row.text(1),
          .status = row.name<OrderStatus>(2),
          .customer = row.id<CustomerId>(3),
          .customer_name = row.text(4),
          .title = row.text(5),
          .address = row.text(6),
          .zone = row.opt_id<ZoneId>(7),
          .time_zone = row.text(8),
          .priority = row.name<Priority>(9),
          .technician = row.opt_id<UserId>(10)};
}

// --- alert rules
// ------------------------------------------------------------------------------------------------

constexpr db::Sql k_rules_for =
    "SELECT id, name, event, conditions, audience, channel, message, urgency, enabled, version, "
    "updated_at "
    "FROM alert_rules WHERE event = $1 AND enabled ORDER BY id";
constexpr db::Sql k_rules_after =
    "SELECT id, name, event, conditions, audience, channel, message, urgency, enabled, version, "
    "updated_at "
    "FROM alert_rules WHERE id > $1 ORDER BY id LIMIT $2";
constexpr db::Sql k_rule =
    "SELECT id, name, event, conditions, audience, channel, message, urgency, enabled, version, "
    "updated_at "
    "FROM alert_rules WHERE id = $1";
constexpr db::Sql k_insert_rule =
    "INSERT INTO alert_rules (id, seed, name, event, conditions, audience, channel, message, "
    "urgency, enabled, "
    "version, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT "
    "(seed) DO NOTHING";
constexpr db::Sql k_count_seeds = "SELECT COUNT(*) FROM alert_rules WHERE seed IS NOT NULL";
constexpr db::Sql k_update_rule =
    "UPDATE alert_rules SET name = $2, event = $3, conditions = $4, audience = $5, channel = $6, "
    "message = $7, "
    "urgency = $8, enabled = $9, version = $10, updated_at = $11 WHERE id = $1 AND version = $10 - "
    "1";

struct Conditions {
  std::vector<Condition> items;
  static void describe(auto& v, Conditions& o) { v.field("items", o.items); }
};

std::vector<Condition> read_conditions(std::string_view json) {
  auto all = json::decode<Conditions>(json);
  if (!all) {
    throw std::logic_error("an alert rule's conditions cannot be read");
  }
  return std::move(all->items);
}

AlertRule read_rule(const db::Row& row) {
  return {.id = row.id<AlertRuleId>(0),
          .name = row.text(1),
          .event = row.text(2),
          .conditions = read_conditions(row.view(3)),
          .audience = row.name<Audience>(4),
          .channel = row.name<Channel>(5),
          .message = row.text(6),
          .urgency = row.name<Urgency>(7),
          .enabled = row.boolean(8),
          .version = row.integer(9),
          .updated_at = row.time(10)};
}

void put_rule(db::Unit& unit, const std::optional<std::string>& seed, const AlertRule& rule) {
  unit.execute(k_insert_rule,
               {rule.id, seed, rule.name, rule.event, json::encode(Conditions{rule.conditions}),
                rule.audience, rule.channel, rule.message, rule.urgency, rule.enabled, rule.version,
                rule.updated_at});
}

// --- notifications
// ----------------------------------------------------------------------------------------------

constexpr db::Sql k_insert_notification =
    "INSERT INTO notifications (id, recipient, channel, event, event_type, subject, zone, urgency, "
    "title, body, "
    "created_at, state, attempts, next_attempt, settled_at, traceparent) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15) "
    "ON CONFLICT (event, recipient, channel) DO NOTHING";
constexpr db::Sql k_inbox =
    "SELECT id, recipient, channel, event, event_type, subject, zone, urgency, title, body, "
    "created_at, read_at, "
    "traceparent FROM notifications WHERE recipient = $1 AND channel = 'in_app' AND id < $2 "
    "ORDER BY id DESC LIMIT $3";
constexpr db::Sql k_inbox_unread =
    "SELECT id, recipient, channel, event, event_type, subject, zone, urgency, title, body, "
    "created_at, read_at, "
    "traceparent FROM notifications WHERE recipient = $1 AND channel = 'in_app' AND read_at IS "
    "NULL AND id < $2 "
    "ORDER BY id DESC LIMIT $3";
constexpr db::Sql k_count_unread =
    "SELECT COUNT(*) FROM notifications WHERE recipient = $1 AND channel = 'in_app' AND read_at IS "
    "NULL";
constexpr db::Sql k_mark_read =
    "UPDATE notifications SET read_at = COALESCE(read_at, $3) "
    "WHERE id = $1 AND recipient = $2 AND channel = 'in_app' "
    "RETURNING id, recipient, channel, event, event_type, subject, zone, urgency, title, body, "
    "created_at, read_at, "
    "traceparent";
constexpr db::Sql k_mark_all_read =
    "UPDATE notifications SET read_at = $2 WHERE recipient = $1 AND channel = 'in_app' AND read_at "
    "IS NULL";
constexpr db::Sql k_prune_notifications =
    "DELETE FROM notifications WHERE id IN "
    "(SELECT id FROM notifications WHERE created_at < $1 AND state <> 'pending' ORDER BY "
    "created_at LIMIT $2)";
constexpr db::Sql k_failed =
    "SELECT n.id, n.recipient, n.channel, n.event, n.event_type, n.subject, n.zone, n.urgency, "
    "n.title, n.body, "
    "n.created_at, n.read_at, n.traceparent, COALESCE(p.name, ''), n.attempts, n.error, "
    "n.settled_at "
    "FROM notifications n LEFT JOIN people p ON p.id = n.recipient "
    "WHERE n.state = 'failed' AND n.id < $1 ORDER BY n.id DESC LIMIT $2";
constexpr db::Sql k_failed_in_zone =
    "SELECT n.id, n.recipient, n.channel, n.event, n.event_type, n.subject, n.zone, n.urgency, "
    "n.title, n.body, "
    "n.created_at, n.read_at, n.traceparent, COALESCE(p.name, ''), n.attempts, n.error, "
    "n.settled_at "
    "FROM notifications n LEFT JOIN people p ON p.id = n.recipient "
    "WHERE n.state = 'failed' AND n.zone = $1 AND n.id < $2 ORDER BY n.id DESC LIMIT $3";

Notification read_notification(const db::Row& row) {
  return {.id = row.id<NotificationId>(0),
          .recipient = row.id<UserId>(1),
          .channel = row.name<Channel>(2),
          .event = row.uuid(3),
          .event_type = row.text(4),
          .subject = row.uuid(5),
          .zone = row.opt_id<ZoneId>(6),
          .urgency = row.name<Urgency>(7),
          .title = row.text(8),
          .body = row.text(9),
          .created_at = row.time(10),
          .read_at = row.opt_time(11),
          .traceparent = row.text(12)};
}

FailedNotification read_failed(const db::Row& row) {
  return {.notification = read_notification(row),
          .recipient_name = row.text(13),
          .attempts = static_cast<int>(row.integer(14)),
          .error = row.text(15),
          .failed_at = row.time(16)};
}

// --- mail queue
// -------------------------------------------------------------------------------------------------

constexpr db::Sql k_due =
    "SELECT id, attempts FROM notifications WHERE state = 'pending' AND next_attempt <= $1 "
    "ORDER BY next_attempt LIMIT $2";
constexpr db::Sql k_count_pending = "SELECT COUNT(*) FROM notifications WHERE state = 'pending'";
constexpr db::Sql k_claim =
    "UPDATE notifications SET attempts = attempts + 1, next_attempt = $3 "
    "WHERE id = $1 AND state = 'pending' AND attempts = $2 "
    "RETURNING id, recipient, channel, event, event_type, subject, zone, urgency, title, body, "
    "created_at, read_at, "
    "traceparent, attempts";
constexpr db::Sql k_delivered =
    "UPDATE notifications SET state = 'delivered', next_attempt = NULL, settled_at = $2, error = "
    "NULL WHERE id = $1";
constexpr db::Sql k_give_up =
    "UPDATE notifications SET state = 'failed', next_attempt = NULL, settled_at = $3, error = $2 "
    "WHERE id = $1";
constexpr db::Sql k_again = "UPDATE notifications SET next_attempt = $3, error = $2 WHERE id = $1";

// --- stream
// -----------------------------------------------------------------------------------------------------

constexpr db::Sql k_next_place =
    "UPDATE stream_position SET seq = seq + 1 WHERE id = 1 RETURNING seq";
constexpr db::Sql k_append =
    "INSERT INTO stream (seq, type, subject, time, data, stored_at, customer, technician, zone, "
    "person) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
constexpr db::Sql k_position = "SELECT seq, pruned FROM stream_position WHERE id = 1";
constexpr db::Sql k_stream =
    "SELECT seq, type, subject, time, data, customer, technician, zone, person FROM stream "
    "WHERE seq > $1 ORDER BY seq LIMIT $2";
// For those who see most of it.
constexpr db::Sql k_stream_wide =
    "SELECT seq, type, subject, time, data, customer, technician, zone, person FROM stream "
    "WHERE seq > $1 AND seq <= $2 AND (person IS NULL OR person = $3) ORDER BY seq LIMIT $4";
// For those who see what names them or their customer: three indexes instead of everything that
// happened.
constexpr db::Sql k_stream_narrow =
    "SELECT seq, type, subject, time, data, customer, technician, zone, person FROM stream WHERE "
    "seq IN ("
    "SELECT seq FROM stream WHERE customer = $3 AND seq > $1 AND seq <= $2 UNION "
    "SELECT seq FROM stream WHERE technician = $4 AND seq > $1 AND seq <= $2 UNION "
    "SELECT seq FROM stream WHERE person = $4 AND seq > $1 AND seq <= $2 ORDER BY 1 LIMIT $5) "
    "ORDER BY seq";
constexpr db::Sql k_prunable =
    "SELECT COALESCE(MAX(seq), 0) FROM "
    "(SELECT seq FROM stream WHERE stored_at < $1 ORDER BY stored_at, seq LIMIT $2) AS old";
constexpr db::Sql k_prune = "DELETE FROM stream WHERE seq <= $1";
constexpr db::Sql k_pruned = "UPDATE stream_position SET pruned = $1 WHERE id = 1";

StreamRow read_stream(const db::Row& row) {
  return {.seq = row.integer(0),
          .type = row.text(1),
          .subject = row.uuid(2),
          .time = row.time(3),
          .data = row.text(4),
          .seen_by = {.customer = row.opt_id<CustomerId>(5),
                      .technician = row.opt_id<UserId>(6),
                      .zone = row.opt_id<ZoneId>(7),
                      .person = row.opt_id<UserId>(8)}};
}

std::int64_t read_number(const db::Row& row) {
  return row.integer(0);
}

}  // namespace

void save_person(db::Unit& unit, const contracts::UserFacts& user) {
  unit.execute(k_save_person, {user.id, user.name, user.email, user.customer,
                               locale_of(user.locale), user.active});
  unit.execute(k_forget_roles, {user.id});
  for (const auto role : user.roles) {
    unit.execute(k_add_role, {role, user.id});
  }
  unit.execute(k_forget_zones, {user.id});
  for (const auto zone : user.zones) {
    unit.execute(k_add_zone, {zone, user.id});
  }
}

std::optional<Person> find_person(db::Session& session, UserId id) {
  return session.one(k_person, {id}, read_person);
}

std::vector<Person> clients_of(db::Session& session, CustomerId customer) {
  return session.all(k_clients, {customer}, read_person);
}

std::vector<Person> people_in_role(db::Session& session, auth::Role role) {
  return session.all(k_in_role, {role}, read_person);
}

std::vector<Person> supervisors_of(db::Session& session, ZoneId zone) {
  return session.all(k_supervisors, {zone}, read_person);
}

void save_order(db::Unit& unit, const OrderPicture& order, std::int64_t version) {
  unit.execute(k_save_order, {order.id, order.code, version, order.status, order.customer,
                              order.customer_name, order.title, order.address, order.zone,
                              order.time_zone, order.priority, order.technician});
}

std::optional<OrderPicture> find_order(db::Session& session, OrderId id) {
  return session.one(k_order, {id}, read_order);
}

void concern_technician(db::Unit& unit, OrderId order, UserId technician) {
  unit.execute(k_concern, {order, technician});
}

void release_technician(db::Unit& unit, OrderId order, UserId technician) {
  unit.execute(k_release, {order, technician});
}

std::vector<AlertRule> rules_for(db::Session& session, const std::string& event) {
  return session.all(k_rules_for, {event}, read_rule);
}

std::vector<AlertRule> rules_after(db::Session& session, AlertRuleId after, int limit) {
  return session.all(k_rules_after, {after, limit}, read_rule);
}

std::optional<AlertRule> find_rule(db::Session& session, AlertRuleId id) {
  return session.one(k_rule, {id}, read_rule);
}

void insert_rule(db::Unit& unit, const AlertRule& rule) {
  put_rule(unit, std::nullopt, rule);
}

void seed_rule(db::Unit& unit, const std::string& seed, const AlertRule& rule) {
  put_rule(unit, seed, rule);
}

std::int64_t count_seeds(db::Session& session) {
  return session.one(k_count_seeds, {}, read_number).value_or(0);
}

bool update_rule(db::Unit& unit, const AlertRule& rule) {
  return unit.execute(k_update_rule,
                      {rule.id, rule.name, rule.event, json::encode(Conditions{rule.conditions}),
                       rule.audience, rule.channel, rule.message, rule.urgency, rule.enabled,
                       rule.version, rule.updated_at}) == 1;
}

bool insert_notification(db::Unit& unit, const Notification& n) {
  // In the app it is there at once; a mail waits for its turn.
  const bool mail = n.channel == Channel::email;
  const auto state = mail ? Delivery::pending : Delivery::delivered;
  const auto next = mail ? std::optional(n.created_at) : std::nullopt;
  const auto settled = mail ? std::nullopt : std::optional(n.created_at);
  return unit.execute(k_insert_notification, {n.id, n.recipient, n.channel, n.event, n.event_type,
                                              n.subject, n.zone, n.urgency, n.title, n.body,
                                              n.created_at, state, next, settled, n.traceparent}) ==
         1;
}

std::vector<Notification> inbox(db::Session& session, UserId person, bool unread_only,
                                NotificationId before, int limit) {
  return session.all(unread_only ? k_inbox_unread : k_inbox, {person, before, limit},
                     read_notification);
}

std::int64_t count_unread(db::Session& session, UserId person) {
  return session.one(k_count_unread, {person}, read_number).value_or(0);
}

std::optional<Notification> mark_read(db::Unit& unit, NotificationId id, UserId person,
                                      Timestamp now) {
  return unit.one(k_mark_read, {id, person, now}, read_notification);
}

std::int64_t mark_all_read(db::Unit& unit, UserId person, Timestamp now) {
  return unit.execute(k_mark_all_read, {person, now});
}

std::int64_t prune_notifications(db::Unit& unit, Timestamp before, int limit) {
  return unit.execute(k_prune_notifications, {before, limit});
}

std::vector<FailedNotification> failed_notifications(db::Session& session, NotificationId before,
                                                     int limit) {
  return session.all(k_failed, {before, limit}, read_failed);
}

std::vector<FailedNotification> failed_in_zone(db::Session& session, ZoneId zone,
                                               NotificationId before, int limit) {
  return session.all(k_failed_in_zone, {zone, before, limit}, read_failed);
}

std::vector<DueMail> due_mails(db::Session& session, Timestamp now, int limit) {
  return session.all(k_due, {now, limit}, [](const db::Row& row) {
    return DueMail{row.id<NotificationId>(0), static_cast<int>(row.integer(1))};
  });
}

std::int64_t count_pending(db::Session& session) {
  return session.one(k_count_pending, {}, read_number).value_or(0);
}

std::optional<QueuedMail> claim_mail(db::Unit& unit, const DueMail& due, Timestamp until) {
  auto claimed = unit.one(k_claim, {due.id, due.attempts, until}, [](const db::Row& row) {
    return QueuedMail{read_notification(row), static_cast<int>(row.integer(13)), std::nullopt};
  });
  if (claimed) {
    claimed->person = find_person(unit, claimed->notification.recipient);
  }
  return claimed;
}

void mail_delivered(db::Unit& unit, NotificationId id, Timestamp now) {
  unit.execute(k_delivered, {id, now});
}

void mail_failed(db::Unit& unit, NotificationId id, const std::string& error, Timestamp now) {
  unit.execute(k_give_up, {id, error, now});
}

void try_mail_again(db::Unit& unit, NotificationId id, const std::string& error, Timestamp at) {
  unit.execute(k_again, {id, error, at});
}

void append_to_stream(db::Unit& unit, const StreamRow& row, Timestamp now) {
  const auto seq = unit.one(k_next_place, {}, read_number).value();
  unit.execute(k_append, {seq, row.type, row.subject, row.time, row.data, now, row.seen_by.customer,
                          row.seen_by.technician, row.seen_by.zone, row.seen_by.person});
  unit.mark_news();
}

StreamPosition stream_position(db::Session& session) {
  return session
      .one(k_position, {},
           [](const db::Row& row) { return StreamPosition{row.integer(0), row.integer(1)}; })
      .value();
}

std::vector<StreamRow> stream_after(db::Session& session, std::int64_t after, int limit) {
  return session.all(k_stream, {after, limit}, read_stream);
}

std::vector<StreamRow> stream_for(db::Session& session, const Viewer& viewer, std::int64_t after,
                                  std::int64_t last, int limit) {
  if (looks_wide(viewer)) {
    return session.all(k_stream_wide, {after, last, viewer.user, limit}, read_stream);
  }
  return session.all(k_stream_narrow, {after, last, viewer.customer, viewer.user, limit},
                     read_stream);
}

std::int64_t prune_stream(db::Unit& unit, Timestamp before, int limit) {
  const auto last = unit.one(k_prunable, {before, limit}, read_number).value_or(0);
  if (last == 0) {
    return 0;
  }
  unit.execute(k_pruned, {last});
  return unit.execute(k_prune, {last});
}

}  // namespace mf::notifications
