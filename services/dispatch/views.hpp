// The JSON of dispatch: what its routes take and give, and what its JSON columns hold. Plain
// described structs.
#pragma once

#include "platform/json/codec.hpp"
#include "services/dispatch/ranking.hpp"
#include "services/dispatch/store.hpp"

namespace mf::dispatch {

// Technicians

struct SkillBody {
  SpecialtyId specialty;
  int level = 1;
  std::optional<std::string> from;
  std::optional<std::string> to;
  static void describe(auto& v, SkillBody& o) {
    v.field("specialtyId", o.specialty);
    v.field("level", o.level, json::Range{1, 5});
    v.field("from", o.from, json::Text{10, 10}, "first day, 2026-11-27; today without it");
    v.field("to", o.to, json::Text{10, 10}, "last day; without it the skill is held for good");
  }
};

struct ShiftBody {
  Weekday weekday = Weekday::monday;
  minutes from{0};
  minutes to{0};
  static void describe(auto& v, ShiftBody& o) {
    v.field("weekday", o.weekday);
    v.field("from", o.from, json::Range{0, 1439}, "minute of the local day");
    v.field("to", o.to, json::Range{1, 2879}, "minute; beyond 1440 it ends on the next day");
  }
};

struct NewTechnicianBody {
  UserId user;
  std::vector<ZoneId> zones;
  std::vector<SkillBody> skills;
  std::optional<std::vector<ShiftBody>> shifts;
  std::optional<std::string> time_zone;
  static void describe(auto& v, NewTechnicianBody& o) {
    v.field("userId", o.user);
    v.field("zones", o.zones);
    v.field("skills", o.skills);
    v.field("shifts", o.shifts);
    v.field("timeZone", o.time_zone, json::Text{1, 64});
  }
};

struct TechnicianChangeBody {
  std::optional<std::vector<ZoneId>> zones;
  std::optional<std::vector<SkillBody>> skills;
  std::optional<std::vector<ShiftBody>> shifts;
  std::optional<std::string> time_zone;
  std::optional<bool> active;
  static void describe(auto& v, TechnicianChangeBody& o) {
    v.field("zones", o.zones);
    v.field("skills", o.skills);
    v.field("shifts", o.shifts);
    v.field("timeZone", o.time_zone, json::Text{1, 64});
    v.field("active", o.active);
  }
};

struct SkillView {
  SpecialtyId specialty;
  std::string name;
  int level = 1;
  std::string from;
  std::optional<std::string> to;
  static void describe(auto& v, SkillView& o) {
    v.field("specialtyId", o.specialty);
    v.field("name", o.name);
    v.field("level", o.level);
    v.field("from", o.from);
    v.field("to", o.to);
  }
};

struct TechnicianView {
  UserId id;
  std::string name;
  std::vector<ZoneId> zones;
  std::vector<SkillView> skills;
  std::vector<ShiftBody> shifts;
  std::string time_zone;
  bool active = true;
  int open_visits = 0;
  bool busy = false;
  std::int64_t version = 1;
  Timestamp created_at;
  Timestamp updated_at;
  static void describe(auto& v, TechnicianView& o) {
    v.field("id", o.id);
    v.field("name", o.name);
    v.field("zones", o.zones);
    v.field("skills", o.skills);
    v.field("shifts", o.shifts);
    v.field("timeZone", o.time_zone);
    v.field("active", o.active);
    v.field("openVisits", o.open_visits);
    v.field("busy", o.busy);
    v.field("version", o.version);
    v.field("createdAt", o.created_at);
    v.field("updatedAt", o.updated_at);
  }
};
TechnicianView view_of(const Technician& technician);

struct TechniciansQuery {
  std::optional<std::string> q;
  std::optional<ZoneId> zone;
  std::optional<SpecialtyId> specialty;
  std::optional<bool> active;
  std::optional<int> limit;
  std::optional<std::string> cursor;
  static void describe(auto& v, TechniciansQuery& o) {
    v.field("q", o.q, json::Text{0, 100}, "part of the name, accents do not matter");
    v.field("zoneId", o.zone);
    v.field("specialtyId", o.specialty);
    v.field("active", o.active);
    v.field("limit", o.limit, json::Range{1, 100});
    v.field("cursor", o.cursor);
  }
};

// Assignments

struct CandidateView {
  UserId technician;
  std::string name;
  double score = 0;
  bool qualified = false;
  int open_visits = 0;
  std::vector<Rule> broken;
  std::vector<std::string> reasons;
  static void describe(auto& v, CandidateView& o) {
    v.field("technicianId", o.technician);
    v.field("name", o.name);
    v.field("score", o.score, json::Range{0, 100});
    v.field("qualified", o.qualified);
    v.field("openVisits", o.open_visits);
    v.field("broken", o.broken);
    v.field("reasons", o.reasons);
  }
};
std::vector<CandidateView> view_of(const std::vector<Candidate>& candidates);

struct NewAssignmentBody {
  std::optional<UserId> technician;
  std::optional<AssignmentMode> mode;
  std::optional<std::string> reason;
  std::optional<Window> window;
  static void describe(auto& v, NewAssignmentBody& o) {
    v.field("technicianId", o.technician);
    v.field("mode", o.mode);
    v.field("reason", o.reason, json::Text{3, 500},
            "needed where a rule is overridden or somebody has the order already");
    v.field("window", o.window);
  }
};

struct AssignmentView {
  AssignmentId id;
  OrderId order;
  VisitId visit;
  UserId technician;
  std::string technician_name;
  std::optional<UserId> replaces;
  AssignmentMode mode = AssignmentMode::manual;
  std::string algorithm;
  std::optional<std::string> reason;
  std::optional<Window> window;
  contracts::Actor by;
  Timestamp at;
  json::Raw candidates;
  static void describe(auto& v, AssignmentView& o) {
    v.field("id", o.id);
    v.field("orderId", o.order);
    v.field("visitId", o.visit);
    v.field("technicianId", o.technician);
    v.field("technicianName", o.technician_name);
    v.field("replacesTechnicianId", o.replaces);
    v.field("mode", o.mode);
    v.field("algorithm", o.algorithm);
    v.field("reason", o.reason);
    v.field("window", o.window);
    v.field("by", o.by);
    v.field("at", o.at);
    v.field("candidates", o.candidates, json::NoRule{}, "the ranking at the time, best first");
  }
};
AssignmentView view_of(const StoredAssignment& stored);

struct PageQuery {
  std::optional<int> limit;
  std::optional<std::string> cursor;
  static void describe(auto& v, PageQuery& o) {
    v.field("limit", o.limit, json::Range{1, 100});
    v.field("cursor", o.cursor);
  }
};

// Visits

struct VisitView {
  VisitId id;
  OrderId order;
  std::string order_code;
  std::string title;
  UserId technician;
  std::string technician_name;
  AssignmentId assignment;
  VisitState status = VisitState::dispatched;
  std::optional<Window> window;
  Timestamp created_at;
  std::optional<Timestamp> started_at;
  std::optional<Timestamp> ended_at;
  static void describe(auto& v, VisitView& o) {
    v.field("id", o.id);
    v.field("orderId", o.order);
    v.field("orderCode", o.order_code);
    v.field("title", o.title);
    v.field("technicianId", o.technician);
    v.field("technicianName", o.technician_name);
    v.field("assignmentId", o.assignment);
    v.field("status", o.status);
    v.field("window", o.window);
    v.field("createdAt", o.created_at);
    v.field("startedAt", o.started_at);
    v.field("endedAt", o.ended_at);
  }
};
VisitView view_of(const Visit& visit);

struct VisitsQuery {
  std::optional<UserId> technician;
  std::optional<OrderId> order;
  std::optional<VisitState> status;
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
  std::optional<int> limit;
  std::optional<std::string> cursor;
  static void describe(auto& v, VisitsQuery& o) {
    v.field("technicianId", o.technician);
    v.field("orderId", o.order);
    v.field("status", o.status);
    v.field("from", o.from, json::NoRule{}, "begins at this time or later");
    v.field("to", o.to, json::NoRule{}, "begins before this time");
    v.field("limit", o.limit, json::Range{1, 100});
    v.field("cursor", o.cursor);
  }
};

// The queue

struct WaitingView {
  OrderId order;
  std::string code;
  std::string title;
  std::string type_name;
  std::string customer_name;
  std::optional<ZoneId> zone;
  std::optional<std::string> zone_name;
  Priority priority = Priority::medium;
  OrderStatus status = OrderStatus::open;
  WaitReason reason = WaitReason::waiting_operator;
  std::vector<std::string> reasons;
  Timestamp since;
  std::optional<Window> window;
  std::optional<Timestamp> due;
  static void describe(auto& v, WaitingView& o) {
    v.field("orderId", o.order);
    v.field("code", o.code);
    v.field("title", o.title);
    v.field("typeName", o.type_name);
    v.field("customerName", o.customer_name);
    v.field("zoneId", o.zone);
    v.field("zoneName", o.zone_name);
    v.field("priority", o.priority);
    v.field("status", o.status);
    v.field("reason", o.reason);
    v.field("reasons", o.reasons);
    v.field("since", o.since);
    v.field("window", o.window);
    v.field("due", o.due);
  }
};
WaitingView view_of(const QueueEntry& entry);

struct QueueQuery {
  std::optional<WaitReason> reason;
  std::optional<int> limit;
  std::optional<std::string> cursor;
  static void describe(auto& v, QueueQuery& o) {
    v.field("reason", o.reason);
    v.field("limit", o.limit, json::Range{1, 100});
    v.field("cursor", o.cursor);
  }
};

}  // namespace mf::dispatch
