// What the outside sees of notifications and rules. Plain values.
#pragma once

#include "services/notifications/store.hpp"

namespace mf::notifications {

struct NotificationView {
  NotificationId id;
  std::string type;
  Uuid subject;
  std::string title;
  std::string body;
  Urgency urgency = Urgency::normal;
  Timestamp created_at;
  std::optional<Timestamp> read_at;
  static void describe(auto& v, NotificationView& o) {
    v.field("id", o.id);
    v.field("type", o.type, {}, "the event that it tells of");
    v.field("subject", o.subject, {}, "the order, person or material");
    v.field("title", o.title);
    v.field("body", o.body);
    v.field("urgency", o.urgency);
    v.field("createdAt", o.created_at);
    v.field("readAt", o.read_at);
  }
};

struct FailedView {
  NotificationId id;
  UserId user;
  std::string user_name;
  Channel channel = Channel::email;
  std::string type;
  Uuid subject;
  std::string title;
  int attempts = 0;
  std::string error;
  Timestamp created_at;
  Timestamp failed_at;
  static void describe(auto& v, FailedView& o) {
    v.field("id", o.id);
    v.field("userId", o.user);
    v.field("userName", o.user_name);
    v.field("channel", o.channel);
    v.field("type", o.type);
    v.field("subject", o.subject);
    v.field("title", o.title);
    v.field("attempts", o.attempts);
    v.field("error", o.error);
    v.field("createdAt", o.created_at);
    v.field("failedAt", o.failed_at);
  }
};

struct AlertRuleView {
  AlertRuleId id;
  std::string name;
  std::string event;
  std::vector<Condition> conditions;
  Audience audience = Audience::operators;
  Channel channel = Channel::in_app;
  std::string message;
  Urgency urgency = Urgency::normal;
  bool enabled = true;
  std::int64_t version = 1;
  Timestamp updated_at;
  static void describe(auto& v, AlertRuleView& o) {
    v.field("id", o.id);
    v.field("name", o.name);
    v.field("event", o.event);
    v.field("conditions", o.conditions);
    v.field("audience", o.audience);
    v.field("channel", o.channel);
    v.field("message", o.message);
    v.field("urgency", o.urgency);
    v.field("enabled", o.enabled);
    v.field("version", o.version);
    v.field("updatedAt", o.updated_at);
  }
};

struct Summary {
  std::int64_t unread_count = 0;
  static void describe(auto& v, Summary& o) { v.field("unreadCount", o.unread_count); }
};

struct MarkedRead {
  std::int64_t read = 0;
  static void describe(auto& v, MarkedRead& o) {
    v.field("read", o.read, {}, "how many were unread");
  }
};

inline NotificationView view(const Notification& n) {
  return {n.id, n.event_type, n.subject, n.title, n.body, n.urgency, n.created_at, n.read_at};
}

inline FailedView view(const FailedNotification& f) {
  const auto& n = f.notification;
  return {n.id,    n.recipient, f.recipient_name, n.channel,    n.event_type, n.subject,
          n.title, f.attempts,  f.error,          n.created_at, f.failed_at};
}

inline AlertRuleView view(const AlertRule& r) {
  return {r.id,      r.name,    r.event,   r.conditions, r.audience,  r.channel,
          r.message, r.urgency, r.enabled, r.version,    r.updated_at};
}

}  // namespace mf::notifications
