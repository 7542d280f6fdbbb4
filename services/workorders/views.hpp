// What the API says of this service's things: described structs, made from domain values. Pure, any
// thread.
#pragma once

#include "platform/http/message.hpp"
#include "services/workorders/lifecycle.hpp"

namespace mf::workorders {

template <class IdType>
struct NamedRef {
  IdType id;
  std::string name;
  static void describe(auto& v, NamedRef& o) {
    v.field("id", o.id);
    v.field("name", o.name);
  }
};

struct SlaView {
  Timestamp due;
  bool warned = false;
  bool breached = false;
  std::optional<Timestamp> paused_at;
  static void describe(auto& v, SlaView& o) {
    v.field("dueAt", o.due);
    v.field("warned", o.warned);
    v.field("breached", o.breached);
    v.field("pausedAt", o.paused_at, json::NoRule{}, "while the order waits for the customer");
  }
};

/// An order in a list.
struct OrderSummary {
  OrderId id;
  std::string code;
  std::int64_t version = 1;
  OrderStatus status = OrderStatus::open;
  Priority priority = Priority::medium;
  std::string title;
  std::string description;
  NamedRef<CustomerId> customer;
  SiteId site;
  std::string site_address;
  std::optional<NamedRef<ZoneId>> zone;
  NamedRef<OrderTypeId> type;
  std::optional<NamedRef<UserId>> technician;
  std::optional<Window> window;
  SlaView sla;
  Timestamp created_at;
  Timestamp updated_at;
  std::optional<Timestamp> completed_at;
  std::optional<std::string> external_ref;
  static void describe(auto& v, OrderSummary& o) {
    v.field("id", o.id);
    v.field("code", o.code);
    v.field("version", o.version);
    v.field("status", o.status);
    v.field("priority", o.priority);
    v.field("title", o.title);
    v.field("description", o.description);
    v.field("customerId", o.customer.id);
    v.field("customer", o.customer);
    v.field("siteId", o.site);
    v.field("siteAddress", o.site_address);
    v.field("zone", o.zone);
    v.field("typeId", o.type.id);
    v.field("type", o.type);
    v.field("technician", o.technician);
    v.field("window", o.window);
    v.field("sla", o.sla);
    v.field("createdAt", o.created_at);
    v.field("updatedAt", o.updated_at);
    v.field("completedAt", o.completed_at);
    v.field("externalRef", o.external_ref, json::NoRule{},
            "the number in the system it was imported from");
  }
};

struct OrderSiteView {
  SiteId id;
  std::optional<std::string> name;
  std::string address;
  std::optional<NamedRef<ZoneId>> zone;
  std::string time_zone;
  std::optional<Position> position;
  std::optional<std::string> access_notes;
  static void describe(auto& v, OrderSiteView& o) {
    v.field("id", o.id);
    v.field("name", o.name);
    v.field("address", o.address);
    v.field("zone", o.zone);
    v.field("timeZone", o.time_zone);
    v.field("position", o.position);
    v.field("accessNotes", o.access_notes);
  }
};

struct OrderTypeRef {
  OrderTypeId id;
  std::string code;
  std::string name;
  minutes estimated{60};
  bool materials_required = false;
  static void describe(auto& v, OrderTypeRef& o) {
    v.field("id", o.id);
    v.field("code", o.code);
    v.field("name", o.name);
    v.field("estimatedMinutes", o.estimated);
    v.field("materialsRequired", o.materials_required);
  }
};

struct OrderCustomerView {
  CustomerId id;
  std::string name;
  std::optional<std::string> phone;
  static void describe(auto& v, OrderCustomerView& o) {
    v.field("id", o.id);
    v.field("name", o.name);
    v.field("phone", o.phone);
  }
};

/// One order, as its page shows it.
struct OrderView {
  OrderId id;
  std::string code;
  std::int64_t version = 1;
  OrderStatus status = OrderStatus::open;
  Priority priority = Priority::medium;
  std::string title;
  std::string description;
  OrderCustomerView customer;
  OrderSiteView site;
  OrderTypeRef type;
  std::optional<NamedRef<UserId>> technician;
  std::optional<Window> window;
  SlaView sla;
  contracts::Actor created_by;
  Timestamp created_at;
  Timestamp updated_at;
  std::optional<Timestamp> started_at;
  std::optional<Timestamp> completed_at;
  std::optional<Timestamp> objection_until;
  std::optional<std::string> external_ref;
  std::vector<Transition> allowed;
  static void describe(auto& v, OrderView& o) {
    v.field("id", o.id);
    v.field("code", o.code);
    v.field("version", o.version);
    v.field("status", o.status);
    v.field("priority", o.priority);
    v.field("title", o.title);
    v.field("description", o.description);
    v.field("customerId", o.customer.id);
    v.field("customer", o.customer);
    v.field("siteId", o.site.id);
    v.field("site", o.site);
    v.field("typeId", o.type.id);
    v.field("type", o.type);
    v.field("technician", o.technician);
    v.field("window", o.window);
    v.field("sla", o.sla);
    v.field("createdBy", o.created_by);
    v.field("createdAt", o.created_at);
    v.field("updatedAt", o.updated_at);
    v.field("startedAt", o.started_at);
    v.field("completedAt", o.completed_at);
    v.field("objectionUntil", o.objection_until, json::NoRule{}, "until then a client may reopen");
    v.field("externalRef", o.external_ref, json::NoRule{},
            "the number in the system it was imported from");
    v.field("allowedTransitions", o.allowed, json::NoRule{},
            "what the caller may do next through /transitions");
  }
};

struct HistoryView {
  HistoryId id;
  Timestamp at;
  Timestamp recorded_at;
  contracts::Actor by;
  std::string action;
  std::optional<Transition> transition;
  std::optional<OrderStatus> from;
  std::optional<OrderStatus> to;
  std::optional<std::string> reason;
  std::optional<std::string> detail;
  std::optional<Uuid> event;
  static void describe(auto& v, HistoryView& o) {
    v.field("id", o.id);
    v.field("at", o.at, json::NoRule{}, "when it happened");
    v.field("recordedAt", o.recorded_at, json::NoRule{}, "when the service heard of it");
    v.field("by", o.by);
    v.field("action", o.action);
    v.field("transition", o.transition);
    v.field("from", o.from);
    v.field("to", o.to);
    v.field("reason", o.reason);
    v.field("detail", o.detail);
    v.field("eventId", o.event);
  }
};

struct CommentView {
  CommentId id;
  std::string text;
  contracts::Actor by;
  Timestamp at;
  static void describe(auto& v, CommentView& o) {
    v.field("id", o.id);
    v.field("text", o.text);
    v.field("by", o.by);
    v.field("at", o.at);
  }
};

struct MaterialLineView {
  MaterialLineId id;
  std::int64_t version = 1;
  MaterialId material;
  std::string code;
  std::string name;
  std::string unit;
  double quantity = 0;
  std::string unit_cost;
  std::string cost;
  StockPlace from = StockPlace::warehouse;
  contracts::Actor by;
  Timestamp at;
  static void describe(auto& v, MaterialLineView& o) {
    v.field("id", o.id);
    v.field("version", o.version);
    v.field("materialId", o.material);
    v.field("code", o.code);
    v.field("name", o.name);
    v.field("unit", o.unit);
    v.field("quantity", o.quantity);
    v.field("unitCost", o.unit_cost);
    v.field("cost", o.cost);
    v.field("from", o.from);
    v.field("by", o.by);
    v.field("at", o.at);
  }
};

struct LineChangeView {
  LineChangeId id;
  std::string field;
  std::string old_value;
  std::string new_value;
  std::optional<std::string> justification;
  contracts::Actor by;
  Timestamp at;
  static void describe(auto& v, LineChangeView& o) {
    v.field("id", o.id);
    v.field("field", o.field, json::NoRule{}, "quantity, or material (its code)");
    v.field("oldValue", o.old_value);
    v.field("newValue", o.new_value);
    v.field("justification", o.justification);
    v.field("by", o.by);
    v.field("at", o.at);
  }
};

struct StockMovementView {
  StockMovementId id;
  MaterialId material;
  MovementKind kind = MovementKind::receipt;
  double quantity = 0;
  std::optional<UserId> van_of;
  std::optional<OrderId> order;
  std::optional<std::string> note;
  contracts::Actor by;
  Timestamp at;
  static void describe(auto& v, StockMovementView& o) {
    v.field("id", o.id);
    v.field("materialId", o.material);
    v.field("kind", o.kind);
    v.field("quantity", o.quantity, json::NoRule{}, "negative only where an adjustment lowered it");
    v.field("technicianId", o.van_of, json::NoRule{}, "whose van took part");
    v.field("orderId", o.order);
    v.field("note", o.note);
    v.field("by", o.by);
    v.field("at", o.at);
  }
};

struct VanStockView {
  NamedRef<UserId> technician;
  MaterialId material;
  std::string code;
  std::string name;
  std::string unit;
  double quantity = 0;
  static void describe(auto& v, VanStockView& o) {
    v.field("technician", o.technician);
    v.field("materialId", o.material);
    v.field("code", o.code);
    v.field("name", o.name);
    v.field("unit", o.unit);
    v.field("quantity", o.quantity);
  }
};

struct AssetView {
  AssetId id;
  std::int64_t version = 1;
  SiteId site;
  CustomerId customer;
  std::string kind;
  std::string serial;
  std::optional<std::string> model;
  std::optional<std::string> installed_on;
  std::optional<std::string> warranty_until;
  bool active = true;
  static void describe(auto& v, AssetView& o) {
    v.field("id", o.id);
    v.field("version", o.version);
    v.field("siteId", o.site);
    v.field("customerId", o.customer);
    v.field("kind", o.kind);
    v.field("serial", o.serial);
    v.field("model", o.model);
    v.field("installedOn", o.installed_on);
    v.field("warrantyUntil", o.warranty_until, json::NoRule{}, "the last day");
    v.field("active", o.active);
  }
};

struct CustomerView {
  CustomerId id;
  std::int64_t version = 1;
  DocumentType document_type = DocumentType::cc;
  std::string document_number;
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  bool active = true;
  Timestamp created_at;
  static void describe(auto& v, CustomerView& o) {
    v.field("id", o.id);
    v.field("version", o.version);
    v.field("documentType", o.document_type);
    v.field("documentNumber", o.document_number);
    v.field("name", o.name);
    v.field("email", o.email);
    v.field("phone", o.phone);
    v.field("active", o.active);
    v.field("createdAt", o.created_at);
  }
};

struct SiteView {
  SiteId id;
  std::int64_t version = 1;
  CustomerId customer;
  std::optional<std::string> name;
  std::string address;
  std::optional<std::string> neighbourhood;
  std::optional<ZoneId> zone;
  std::optional<std::string> zone_name;
  std::optional<double> latitude;
  std::optional<double> longitude;
  std::string time_zone;
  std::optional<std::string> access_notes;
  bool active = true;
  static void describe(auto& v, SiteView& o) {
    v.field("id", o.id);
    v.field("version", o.version);
    v.field("customerId", o.customer);
    v.field("name", o.name);
    v.field("address", o.address);
    v.field("neighbourhood", o.neighbourhood);
    v.field("zoneId", o.zone);
    v.field("zoneName", o.zone_name);
    v.field("latitude", o.latitude);
    v.field("longitude", o.longitude);
    v.field("timeZone", o.time_zone);
    v.field("accessNotes", o.access_notes);
    v.field("active", o.active);
  }
};

OrderSummary summary_of(const Order& order, Timestamp now);
OrderView view_of(Order order, const auth::Principal& caller, Timestamp now);
HistoryView view_of(const HistoryEntry& entry);
CommentView view_of(const Comment& comment);
MaterialLineView view_of(const MaterialLine& line);
LineChangeView view_of(const LineChange& change);
StockMovementView view_of(const StockMovement& movement);
VanStockView view_of(const VanStock& stock);
AssetView view_of(const Asset& asset);
CustomerView view_of(const Customer& customer);
SiteView view_of(const Site& site);

/// 200 with the value and its version as the entity tag.
template <class View>
http::Response tagged(const View& view) {
  return std::move(
      http::json_response(200, json::encode(view)).with("etag", http::etag_of(view.version)));
}
/// 201 likewise, with Location.
template <class View>
http::Response tagged_created(const std::string& folder, const View& view) {
  auto response = http::json_response(201, json::encode(view));
  response.with("location", folder + "/" + view.id.to_string())
      .with("etag", http::etag_of(view.version));
  return response;
}

}  // namespace mf::workorders
