// What the events say: one struct a payload, encoded and decoded by both sides with platform/json.
// The catalogue (catalogue.hpp) tells which type carries which, and docs/events.md is made from it.
#pragma once

#include "contracts/ids.hpp"
#include "contracts/words.hpp"
#include "platform/json/codec.hpp"

namespace mf::contracts {

/// Who did it: a person, or the suite itself ("system": no id).
struct Actor {
  std::optional<UserId> id;
  std::string name = "system";
  static void describe(auto& v, Actor& o) {
    v.field("id", o.id);
    v.field("name", o.name);
  }
  bool operator==(const Actor&) const = default;
};

inline Actor actor_of(const auth::Principal& principal) {
  return {principal.user, principal.name};
}

/// A stretch of time, `from` before `to`.
struct Window {
  Timestamp from;
  Timestamp to;
  static void describe(auto& v, Window& o) {
    v.field("from", o.from);
    v.field("to", o.to);
  }
  bool operator==(const Window&) const = default;
};

struct Position {
  double latitude = 0;
  double longitude = 0;
  static void describe(auto& v, Position& o) {
    v.field("latitude", o.latitude, json::Range{-90, 90}, "degrees, WGS 84");
    v.field("longitude", o.longitude, json::Range{-180, 180}, "degrees, WGS 84");
  }
  bool operator==(const Position&) const = default;
};

/// A specialty that an order's type asks for, at least at this level (1 to 5).
struct RequiredSpecialty {
  SpecialtyId specialty;
  std::string name;
  int level = 1;
  static void describe(auto& v, RequiredSpecialty& o) {
    v.field("specialtyId", o.specialty);
    v.field("name", o.name);
    v.field("level", o.level, json::Range{1, 5});
  }
  bool operator==(const RequiredSpecialty&) const = default;
};

/// The order as it stands after the event: enough for everybody who keeps an own picture of it.
struct OrderFacts {
  OrderId id;
  std::string code;
  std::int64_t version = 1;
  OrderStatus status = OrderStatus::open;
  CustomerId customer;
  std::string customer_name;
  SiteId site;
  std::string site_address;
  std::optional<ZoneId> zone;
  std::optional<std::string> zone_name;
  std::string time_zone = "America/Bogota";
  std::optional<Position> position;
  OrderTypeId type;
  std::string type_name;
  Priority priority = Priority::medium;
  std::string title;
  bool automatic = false;  // dispatch chooses without being asked
  bool materials_required = false;
  minutes estimated{60};
  std::vector<RequiredSpecialty> specialties;
  std::optional<Window> window;
  std::optional<UserId> technician;
  std::optional<std::string> technician_name;
  std::optional<Timestamp> due;  // the SLA's resolution
  Timestamp created_at;
  static void describe(auto& v, OrderFacts& o) {
    v.field("id", o.id);
    v.field("code", o.code);
    v.field("version", o.version);
    v.field("status", o.status);
    v.field("customerId", o.customer);
    v.field("customerName", o.customer_name);
    v.field("siteId", o.site);
    v.field("siteAddress", o.site_address);
    v.field("zoneId", o.zone);
    v.field("zoneName", o.zone_name);
    v.field("timeZone", o.time_zone);
    v.field("position", o.position);
    v.field("typeId", o.type);
    v.field("typeName", o.type_name);
    v.field("priority", o.priority);
    v.field("title", o.title);
    v.field("automatic", o.automatic);
    v.field("materialsRequired", o.materials_required);
    v.field("estimatedMinutes", o.estimated);
    v.field("specialties", o.specialties);
    v.field("window", o.window);
    v.field("technicianId", o.technician);
    v.field("technicianName", o.technician_name);
    v.field("due", o.due);
    v.field("createdAt", o.created_at);
  }
};

/// order.created, .updated, .status_changed, .completed, .closed, .reopened, .cancelled,
/// .commented, .sla_warning, .sla_breached. Subject: the order. A change of status is published as
/// order.status_changed, and completed, closed, reopened and cancelled besides under their own type
/// (with an id of its own).
struct OrderChange {
  OrderFacts order;
  Actor by;
  std::optional<Transition> transition;
  std::optional<OrderStatus> from;
  std::optional<OrderStatus> to;
  std::optional<std::string> reason;
  std::optional<std::string> comment;  // order.commented, order.rated
  std::optional<int> stars;            // order.rated
  std::vector<std::string> changed;    // order.updated: "window", "priority", "technician" …
  static void describe(auto& v, OrderChange& o) {
    v.field("order", o.order);
    v.field("by", o.by);
    v.field("transition", o.transition);
    v.field("from", o.from);
    v.field("to", o.to);
    v.field("reason", o.reason);
    v.field("comment", o.comment);
    v.field("stars", o.stars, json::NoRule{}, "order.rated: 1 to 5");
    v.field("changed", o.changed, json::NoRule{}, "order.updated: what was changed");
  }
};

/// material.used, material.low_stock. Subject: the order (used), the material (low stock).
struct MaterialChange {
  MaterialId material;
  std::string code;
  std::string name;
  double quantity = 0;  // used, or what is left
  std::optional<OrderId> order;
  std::optional<std::string> order_code;
  Actor by;
  static void describe(auto& v, MaterialChange& o) {
    v.field("materialId", o.material);
    v.field("code", o.code);
    v.field("name", o.name);
    v.field("quantity", o.quantity);
    v.field("orderId", o.order);
    v.field("orderCode", o.order_code);
    v.field("by", o.by);
  }
};

/// user.registered, .updated, .deactivated, .logged_in, .locked_out. Subject: the user. Never a
/// secret.
struct UserFacts {
  UserId id;
  std::string username;
  std::string name;
  std::optional<std::string> email;
  std::vector<auth::Role> roles;
  std::optional<CustomerId> customer;
  std::vector<ZoneId> zones;
  bool active = true;
  std::string locale = "es";
  static void describe(auto& v, UserFacts& o) {
    v.field("id", o.id);
    v.field("username", o.username);
    v.field("name", o.name);
    v.field("email", o.email);
    v.field("roles", o.roles);
    v.field("customerId", o.customer);
    v.field("zones", o.zones);
    v.field("active", o.active);
    v.field("locale", o.locale);
  }
};

/// assignment.created, .accepted, .declined, .cancelled. Subject: the order.
struct AssignmentChange {
  AssignmentId assignment;
  VisitId visit;
  OrderId order;
  std::string order_code;
  UserId technician;
  std::string technician_name;
  std::optional<UserId> replaces;  // the technician who had it before
  AssignmentMode mode = AssignmentMode::manual;
  std::optional<Window> window;
  std::optional<std::string> reason;
  std::optional<CustomerId> customer;
  std::optional<ZoneId> zone;
  Actor by;
  static void describe(auto& v, AssignmentChange& o) {
    v.field("assignmentId", o.assignment);
    v.field("visitId", o.visit);
    v.field("orderId", o.order);
    v.field("orderCode", o.order_code);
    v.field("technicianId", o.technician);
    v.field("technicianName", o.technician_name);
    v.field("replacesTechnicianId", o.replaces);
    v.field("mode", o.mode);
    v.field("window", o.window);
    v.field("reason", o.reason);
    v.field("customerId", o.customer);
    v.field("zoneId", o.zone);
    v.field("by", o.by);
  }
};

/// tracking.travel_started, .arrived, .work_started, .work_paused, .work_resumed, .work_completed,
/// .progress_recorded, .evidence_uploaded. Subject: the order.
struct WorkRecord {
  OrderId order;
  std::string order_code;
  UserId technician;
  std::string technician_name;
  std::optional<AssignmentId> assignment;  // by which the order is theirs
  std::optional<CustomerId> customer;
  std::optional<ZoneId> zone;
  Timestamp at;           // when it happened, by the technician's word
  Timestamp recorded_at;  // when the suite heard of it
  std::optional<ActivityKind> kind;
  std::optional<Position> position;
  std::optional<std::string> reason;
  std::optional<ProgressId> progress;
  std::optional<std::string> comment;
  std::optional<minutes> spent;
  std::optional<EvidenceId> evidence;
  std::optional<std::string> file_name;
  std::optional<std::string> media_type;
  std::optional<std::int64_t> size;
  std::optional<std::string> sha256;
  static void describe(auto& v, WorkRecord& o) {
    v.field("orderId", o.order);
    v.field("orderCode", o.order_code);
    v.field("technicianId", o.technician);
    v.field("technicianName", o.technician_name);
    v.field("assignmentId", o.assignment);
    v.field("customerId", o.customer);
    v.field("zoneId", o.zone);
    v.field("at", o.at);
    v.field("recordedAt", o.recorded_at);
    v.field("kind", o.kind);
    v.field("position", o.position);
    v.field("reason", o.reason);
    v.field("progressId", o.progress);
    v.field("comment", o.comment);
    v.field("minutes", o.spent);
    v.field("evidenceId", o.evidence);
    v.field("fileName", o.file_name);
    v.field("mediaType", o.media_type);
    v.field("size", o.size);
    v.field("sha256", o.sha256);
  }
};

/// notification.delivered, notification.failed. Subject: the user.
struct NotificationOutcome {
  NotificationId notification;
  UserId user;
  std::string channel;
  int attempts = 0;
  std::optional<std::string> error;
  static void describe(auto& v, NotificationOutcome& o) {
    v.field("notificationId", o.notification);
    v.field("userId", o.user);
    v.field("channel", o.channel);
    v.field("attempts", o.attempts);
    v.field("error", o.error);
  }
};

}  // namespace mf::contracts
