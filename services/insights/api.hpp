// The routes of insights and what they take and give. Handlers run on any worker thread; the object
// has no state that changes.
#pragma once

#include "contracts/events.hpp"
#include "platform/service/context.hpp"
#include "platform/service/route.hpp"
#include "services/insights/store.hpp"

namespace mf::insights {

struct HistoryQuery {
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::optional<std::string> type;
  std::optional<OrderId> order;
  std::optional<UserId> actor;
  std::optional<std::string> words;
  std::optional<std::string> cursor;
  std::optional<int> limit;
  static void describe(auto& v, HistoryQuery& o) {
    v.field("from", o.from, json::Text{1, 40}, "a moment (RFC 3339) or a day (2026-11-27)");
    v.field("to", o.to, json::Text{1, 40}, "a moment, not included, or a day, included");
    v.field("type", o.type, json::Text{1, 80}, "an event type, or a family of them (order.*)");
    v.field("orderId", o.order);
    v.field("actorId", o.actor, json::NoRule{}, "who did it");
    v.field("q", o.words, json::Text{1, 200}, "words, or their beginnings; accents do not matter");
    v.field("cursor", o.cursor);
    v.field("limit", o.limit, json::Range{1, 100});
  }
};

struct EntryView {
  Uuid id;
  std::string type;
  std::string source;
  Timestamp time;
  contracts::Actor actor;
  std::optional<OrderId> order;
  std::optional<std::string> order_code;
  std::optional<CustomerId> customer;
  std::optional<ZoneId> zone;
  std::optional<UserId> technician;
  std::string summary;
  json::Raw data;
  static void describe(auto& v, EntryView& o) {
    v.field("id", o.id);
    v.field("type", o.type);
    v.field("source", o.source);
    v.field("time", o.time);
    v.field("actor", o.actor);
    v.field("orderId", o.order);
    v.field("orderCode", o.order_code);
    v.field("customerId", o.customer);
    v.field("zoneId", o.zone);
    v.field("technicianId", o.technician);
    v.field("summary", o.summary);
    v.field("data", o.data, json::NoRule{}, "what the event said");
  }
};

enum class Format { json, csv };

struct ReportQuery {
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::optional<ZoneId> zone;
  std::optional<OrderTypeId> type;
  std::optional<Format> format;
  static void describe(auto& v, ReportQuery& o) {
    v.field("from", o.from, json::Text{1, 40},
            "a moment (RFC 3339) or a day; 30 days back if left out");
    v.field("to", o.to, json::Text{1, 40},
            "a moment, not included, or a day, included; today if left out");
    v.field("zoneId", o.zone);
    v.field("typeId", o.type);
    v.field("format", o.format);
  }
};

/// How many orders …
struct StatusCount {
  OrderStatus status = OrderStatus::open;
  std::int64_t count = 0;
  static void describe(auto& v, StatusCount& o) {
    v.field("status", o.status);
    v.field("count", o.count);
  }
};

struct TypeCount {
  std::optional<OrderTypeId> type;
  std::optional<std::string> name;
  std::int64_t count = 0;
  static void describe(auto& v, TypeCount& o) {
    v.field("typeId", o.type);
    v.field("name", o.name);
    v.field("count", o.count);
  }
};

struct ZoneCount {
  std::optional<ZoneId> zone;
  std::optional<std::string> name;
  std::int64_t count = 0;
  static void describe(auto& v, ZoneCount& o) {
    v.field("zoneId", o.zone, json::NoRule{}, "left out for the orders that lie in no zone");
    v.field("name", o.name);
    v.field("count", o.count);
  }
};

struct DayCount {
  std::string day;
  std::int64_t count = 0;
  static void describe(auto& v, DayCount& o) {
    v.field("day", o.day, json::NoRule{}, "the local day at the order's site");
    v.field("count", o.count);
  }
};

struct PriorityCount {
  Priority priority = Priority::medium;
  std::int64_t count = 0;
  static void describe(auto& v, PriorityCount& o) {
    v.field("priority", o.priority);
    v.field("count", o.count);
  }
};

struct SpreadView {
  std::int64_t count = 0;
  std::optional<double> mean;
  std::optional<double> median;
  std::optional<double> p90;
  static void describe(auto& v, SpreadView& o) {
    v.field("count", o.count);
    v.field("meanMinutes", o.mean);
    v.field("medianMinutes", o.median);
    v.field("p90Minutes", o.p90);
  }
};

struct LoadView {
  UserId technician;
  std::string name;
  std::int64_t assigned = 0;
  std::int64_t completed = 0;
  minutes spent{0};
  static void describe(auto& v, LoadView& o) {
    v.field("technicianId", o.technician);
    v.field("name", o.name);
    v.field("assigned", o.assigned);
    v.field("completed", o.completed);
    v.field("minutes", o.spent);
  }
};

struct SummaryView {
  Timestamp from;
  Timestamp to;
  std::int64_t orders = 0;
  std::vector<StatusCount> by_status;
  std::vector<TypeCount> by_type;
  std::vector<ZoneCount> by_zone;
  std::vector<DayCount> by_day;
  std::vector<PriorityCount> by_priority;
  SpreadView time_to_assign;
  SpreadView time_to_start;
  SpreadView time_to_finish;
  std::vector<LoadView> technicians;
  minutes progress{0};
  static void describe(auto& v, SummaryView& o) {
    v.field("from", o.from);
    v.field("to", o.to);
    v.field("orders", o.orders);
    v.field("byStatus", o.by_status);
    v.field("byType", o.by_type);
    v.field("byZone", o.by_zone);
    v.field("byDay", o.by_day);
    v.field("byPriority", o.by_priority);
    v.field("timeToAssign", o.time_to_assign);
    v.field("timeToStart", o.time_to_start);
    v.field("timeToFinish", o.time_to_finish);
    v.field("technicians", o.technicians);
    v.field("progressMinutes", o.progress);
  }
};

class Api {
 public:
  explicit Api(std::string time_zone) : time_zone_(std::move(time_zone)) {}

  std::vector<service::Route> routes();

 private:
  Result<http::Response> history(service::Context& c);
  Result<http::Response> summary(service::Context& c);

  std::string time_zone_;
};

}  // namespace mf::insights

template <>
inline constexpr auto mf::k_names<mf::insights::Format> =
    std::array<mf::NameOf<mf::insights::Format>, 2>{{
        {mf::insights::Format::json, "json"},
        {mf::insights::Format::csv, "csv"},
    }};
