// All SQL of the service. Functions take a session or a unit of work and give domain values. Any
// thread.
#pragma once

#include "platform/db/database.hpp"
#include "services/notifications/domain.hpp"

namespace mf::notifications {

// People and orders, as events tell of them.
void save_person(db::Unit& unit, const contracts::UserFacts& user);
std::optional<Person> find_person(db::Session& session, UserId id);
/// Only the active ones.
std::vector<Person> clients_of(db::Session& session, CustomerId customer);
std::vector<Person> people_in_role(db::Session& session, auth::Role role);
std::vector<Person> supervisors_of(db::Session& session, ZoneId zone);

/// Keeps the newer of what is stored and `order`.
void save_order(db::Unit& unit, const OrderPicture& order, std::int64_t version);
std::optional<OrderPicture> find_order(db::Session& session, OrderId id);
void concern_technician(db::Unit& unit, OrderId order, UserId technician);
/// Only where the order concerned this one.
void release_technician(db::Unit& unit, OrderId order, UserId technician);

// Alert rules.
std::vector<AlertRule> rules_for(db::Session& session, const std::string& event);
std::vector<AlertRule> rules_after(db::Session& session, AlertRuleId after, int limit);
std::optional<AlertRule> find_rule(db::Session& session, AlertRuleId id);
void insert_rule(db::Unit& unit, const AlertRule& rule);
/// A rule that came with the suite: left alone where it is there already, changed or not.
void seed_rule(db::Unit& unit, const std::string& seed, const AlertRule& rule);
std::int64_t count_seeds(db::Session& session);
/// Writes the rule with its new version over the version before; false if somebody else was
/// quicker.
bool update_rule(db::Unit& unit, const AlertRule& rule);

// Notifications.
/// False if this person was told of this event on this channel before.
bool insert_notification(db::Unit& unit, const Notification& notification);
/// The person's own, newest first, from before `before` on.
std::vector<Notification> inbox(db::Session& session, UserId person, bool unread_only,
                                NotificationId before, int limit);
std::int64_t count_unread(db::Session& session, UserId person);
/// Nothing for another person's.
std::optional<Notification> mark_read(db::Unit& unit, NotificationId id, UserId person,
                                      Timestamp now);
std::int64_t mark_all_read(db::Unit& unit, UserId person, Timestamp now);
std::int64_t prune_notifications(db::Unit& unit, Timestamp before, int limit);

struct FailedNotification {
  Notification notification;
  std::string recipient_name;
  int attempts = 0;
  std::string error;
  Timestamp failed_at;
};
/// Newest first: all of them, or those of a zone.
std::vector<FailedNotification> failed_notifications(db::Session& session, NotificationId before,
                                                     int limit);
std::vector<FailedNotification> failed_in_zone(db::Session& session, ZoneId zone,
                                               NotificationId before, int limit);

// The mail queue: notifications on the channel email that are pending.
struct DueMail {
  NotificationId id;
  int attempts = 0;  // that were begun
};
struct QueuedMail {
  Notification notification;
  int attempts = 0;  // with the one that begins now
  std::optional<Person> person;
};
std::vector<DueMail> due_mails(db::Session& session, Timestamp now, int limit);
std::int64_t count_pending(db::Session& session);
/// Begins an attempt: nobody else takes the mail before `until`. Nothing if somebody else was
/// quicker.
std::optional<QueuedMail> claim_mail(db::Unit& unit, const DueMail& due, Timestamp until);
void mail_delivered(db::Unit& unit, NotificationId id, Timestamp now);
void mail_failed(db::Unit& unit, NotificationId id, const std::string& error, Timestamp now);
void try_mail_again(db::Unit& unit, NotificationId id, const std::string& error, Timestamp at);

// The stream.
struct StreamRow {
  std::int64_t seq = 0;
  std::string type;
  Uuid subject;
  Timestamp time;
  std::string data;
  Visibility seen_by;
};
struct StreamPosition {
  std::int64_t last = 0;
  std::int64_t pruned = 0;
};
/// Gives the row its place, and has the commit told to those who push it.
void append_to_stream(db::Unit& unit, const StreamRow& row, Timestamp now);
StreamPosition stream_position(db::Session& session);
/// Everybody's rows after `after`.
std::vector<StreamRow> stream_after(db::Session& session, std::int64_t after, int limit);
/// Rows after `after` up to `last` that may concern the viewer: a superset of what may_see()
/// allows.
std::vector<StreamRow> stream_for(db::Session& session, const Viewer& viewer, std::int64_t after,
                                  std::int64_t last, int limit);
/// Takes away up to `limit` rows stored before `before`. Returns how many.
std::int64_t prune_stream(db::Unit& unit, Timestamp before, int limit);

}  // namespace mf::notifications
