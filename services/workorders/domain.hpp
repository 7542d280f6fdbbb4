// The things of the work-order service: customers and their sites, the catalogues, orders and what
// hangs on them. Plain values and pure rules: no I/O, no JSON, no clock. Any thread.
#pragma once

#include "contracts/events.hpp"
#include "contracts/ids.hpp"
#include "contracts/words.hpp"
#include "platform/core/error.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mf::workorders {

using contracts::Actor;
using contracts::Position;
using contracts::RequiredSpecialty;
using contracts::Window;

struct HistoryTag;
struct CommentTag;
struct MaterialLineTag;
struct LineChangeTag;
struct StockMovementTag;
struct AssetTag;
using HistoryId = Id<HistoryTag>;
using CommentId = Id<CommentTag>;
using MaterialLineId = Id<MaterialLineTag>;
using LineChangeId = Id<LineChangeTag>;
using StockMovementId = Id<StockMovementTag>;
using AssetId = Id<AssetTag>;

/// On whose behalf something happens, and when. `traceparent` ties the events to the request.
struct Cause {
  Actor by;
  Timestamp now;
  std::string traceparent = {};
};

/// The documents that identify a customer in Colombia.
enum class DocumentType { cc, nit, ce, ti, pas, pep, ppt };

struct Document {
  DocumentType type = DocumentType::cc;
  std::string number;  // digits and letters only, upper case: see clean_document_number
  bool operator==(const Document&) const = default;
};

/// Without blanks, dots and dashes, in upper case: "900.123.456-7" is "9001234567".
std::string clean_document_number(std::string_view written);

struct Customer {
  CustomerId id;
  std::int64_t version = 1;
  Document document;
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  bool active = true;
  Timestamp created_at;
};

struct Site {
  SiteId id;
  std::int64_t version = 1;
  CustomerId customer;
  std::optional<std::string> name;
  std::string address;
  std::optional<std::string> neighbourhood;
  std::optional<ZoneId> zone;
  std::optional<std::string> zone_name;
  std::optional<Position> position;
  std::string time_zone;
  std::optional<std::string> access_notes;
  bool active = true;
  Timestamp created_at;
};

/// Equipment installed at a site.
struct Asset {
  AssetId id;
  std::int64_t version = 1;
  SiteId site;
  CustomerId customer;  // the site's
  std::string kind;     // "ONT", "router", "decoder" …
  std::string serial;   // unique: see clean_serial
  std::optional<std::string> model;
  std::optional<std::chrono::sys_days> installed_on;
  std::optional<std::chrono::sys_days> warranty_until;  // the last day
  bool active = true;
  Timestamp created_at;
};

/// Without blanks, in upper case: as a scanner reads it.
std::string clean_serial(std::string_view written);

struct Zone {
  ZoneId id;
  std::int64_t version = 1;
  std::string code;
  std::string name;
  std::string time_zone;
  bool active = true;
};

struct Specialty {
  SpecialtyId id;
  std::int64_t version = 1;
  std::string code;
  std::string name;
  std::string name_es;
  bool active = true;
};

struct OrderType {
  OrderTypeId id;
  std::int64_t version = 1;
  std::string code;
  std::string name;
  std::string name_es;
  minutes estimated{60};
  int sla_hours = 72;
  bool automatic = false;
  bool materials_required = false;
  bool active = true;
  std::vector<RequiredSpecialty> specialties;
};

/// An amount in hundredths of its currency.
struct Money {
  std::int64_t cents = 0;
  std::string currency = "COP";
  bool operator==(const Money&) const = default;
};

/// "12500.00 COP", and back: up to two decimals, a currency of three capital letters, not negative.
std::string to_text(const Money& money);
std::optional<Money> parse_money(std::string_view text);

/// Amounts of material in thousandths of the unit, so that metres of cable add up exactly.
using Thousandths = std::int64_t;
/// Nothing for what has more than three decimals or is out of range.
std::optional<Thousandths> to_thousandths(double quantity);
inline double to_quantity(Thousandths amount) {
  return static_cast<double>(amount) / 1000.0;
}

struct Material {
  MaterialId id;
  std::int64_t version = 1;
  std::string code;
  std::string name;
  std::string unit;
  Money unit_cost;
  Thousandths stock = 0;  // in the warehouse
  Thousandths minimum_stock = 0;
  bool active = true;
};

/// Material used on an order, at the price of that day.
struct MaterialLine {
  MaterialLineId id;
  std::int64_t version = 1;
  OrderId order;
  MaterialId material;
  std::string code;
  std::string name;
  std::string unit;
  Thousandths quantity = 0;
  Money unit_cost;
  Actor by;
  Timestamp at;
  std::optional<UserId> van_of;  // whose van it came from; else the warehouse
};

/// One corrected field of a material line.
struct LineChange {
  LineChangeId id = LineChangeId::make();
  MaterialLineId line;
  std::string field;  // "quantity" or "material"
  std::string old_value;
  std::string new_value;
  std::optional<std::string> justification;  // none where the whole line was taken back
  Actor by;
  Timestamp at;
};

/// Where stock lies: the warehouse, or a technician's van.
enum class StockPlace { warehouse, van };

struct VanStock {
  UserId technician;
  std::string technician_name;
  MaterialId material;
  std::string code;
  std::string name;
  std::string unit;
  Thousandths quantity = 0;
};

/// `adjustment`: an administrator has set what lies in the warehouse; negative where it became
/// less.
enum class MovementKind { receipt, adjustment, to_van, to_warehouse, used, returned };

struct StockMovement {
  StockMovementId id = StockMovementId::make();
  MaterialId material;
  MovementKind kind = MovementKind::receipt;
  Thousandths quantity = 0;
  std::optional<UserId> van_of;  // whose van took part
  std::optional<OrderId> order;
  std::optional<std::string> note;
  Actor by;
  Timestamp at;
};

/// quantity × unit cost, rounded to the cent.
Money cost_of(const MaterialLine& line);

/// The clock of the promised resolution: it stands still while the order waits for the customer.
struct Sla {
  std::chrono::hours promised{72};
  Timestamp due;
  std::optional<Timestamp> paused_at;
  bool warned = false;
  bool breached = false;
  bool operator==(const Sla&) const = default;
};

struct Order {
  OrderId id;
  std::int64_t number = 0;
  std::int64_t version = 1;
  OrderStatus status = OrderStatus::open;
  CustomerId customer;
  std::string customer_name;
  SiteId site;
  std::string site_address;
  std::optional<ZoneId> zone;
  std::optional<std::string> zone_name;
  std::string time_zone;
  OrderTypeId type;
  std::string type_name;
  Priority priority = Priority::medium;
  std::string title;
  std::string description;
  std::optional<Window> window;
  std::optional<UserId> technician;
  std::optional<std::string> technician_name;
  Sla sla;
  Timestamp created_at;
  Timestamp updated_at;
  std::optional<Timestamp> started_at;  // the first time that work began
  std::optional<Timestamp> completed_at;
  std::optional<Timestamp> objection_until;  // while completed: until then the client may reopen
  Actor created_by;
  std::optional<std::string> external_ref;

  // Of its type, site and customer as they are now; lists leave them out.
  std::string type_code;
  bool automatic = false;
  bool materials_required = false;
  minutes estimated{60};
  std::string specialties_json = "[]";  // a list of RequiredSpecialty
  std::optional<std::string> site_name;
  std::optional<Position> position;
  std::optional<std::string> access_notes;
  std::optional<std::string> customer_phone;
};

/// "ORD-000001"
std::string code_of(std::int64_t number);

inline bool is_final(OrderStatus status) {
  return status == OrderStatus::closed || status == OrderStatus::cancelled;
}
/// 0 for critical … 3 for low: sorts the most urgent first.
int urgency_of(Priority priority);

/// Sorts by the second of creation, then by number; unique. One integer to index, to page and to
/// search by. Seconds beyond what fits (the years 1697 to 2242) count as the first or the last one.
std::int64_t created_key(Timestamp created_at, std::int64_t number);

/// The part of `promised` after which a warning goes out: 80 %.
Timestamp warning_time(const Sla& sla);
/// When the SLA job has to look at the order again; nothing while paused or when all has been said.
std::optional<Timestamp> next_sla_time(const Sla& sla, OrderStatus status);

/// The clock starts to stand still, or goes on: then the time that it stood still is added to the
/// promise.
Sla paused(Sla sla, Timestamp at);
Sla resumed(Sla sla, Timestamp at);
/// What was promised is not kept: it was said already, or it is so now.
bool is_breached(const Order& order, Timestamp now);

/// The folded words of a text as search knows them: letters and digits only.
std::vector<std::string> search_words(std::string_view text);
/// What search looks at: the words of the code, title, description, customer and address.
std::string search_text(const Order& order);

struct HistoryEntry {
  HistoryId id = HistoryId::make();
  OrderId order;
  Timestamp at;           // when it happened
  Timestamp recorded_at;  // when the service heard of it
  Actor by;
  std::string
      action;  // a transition's name, or: edited, reassigned, material_used, material_corrected …
  std::optional<OrderStatus> from;
  std::optional<OrderStatus> to;
  std::optional<std::string> reason;
  std::optional<std::string> detail;
  std::optional<Uuid> event;  // the event that told the others
};

/// Without what dispatch and the desk wrote for each other: why somebody was chosen, replaced or
/// taken off. This is how a customer reads the entry.
HistoryEntry without_internal_reason(HistoryEntry entry);

struct Comment {
  CommentId id = CommentId::make();
  OrderId order;
  std::string text;
  Actor by;
  Timestamp at;
};

/// Whose rows a caller reaches with one permission; the queries apply it.
struct Reach {
  bool all = false;
  std::optional<CustomerId> customer;
  std::optional<UserId> technician;
  std::vector<ZoneId> zones;

  static Reach everything() { return {.all = true}; }
};

Reach reach_of(const auth::Principal& caller, auth::Permission permission);

/// The order is theirs, and nothing else lets them read it.
inline bool reads_as_customer(const auth::Scope& scope) {
  return scope.own && !scope.all && !scope.zone && !scope.assigned;
}

}  // namespace mf::workorders

template <>
inline constexpr auto mf::k_names<mf::workorders::DocumentType> =
    std::array<mf::NameOf<mf::workorders::DocumentType>, 7>{{
        {mf::workorders::DocumentType::cc, "CC"},
        {mf::workorders::DocumentType::nit, "NIT"},
        {mf::workorders::DocumentType::ce, "CE"},
        {mf::workorders::DocumentType::ti, "TI"},
        {mf::workorders::DocumentType::pas, "PAS"},
        {mf::workorders::DocumentType::pep, "PEP"},
        {mf::workorders::DocumentType::ppt, "PPT"},
    }};

template <>
inline constexpr auto mf::k_names<mf::workorders::StockPlace> =
    std::array<mf::NameOf<mf::workorders::StockPlace>, 2>{{
        {mf::workorders::StockPlace::warehouse, "warehouse"},
        {mf::workorders::StockPlace::van, "van"},
    }};

template <>
inline constexpr auto mf::k_names<mf::workorders::MovementKind> =
    std::array<mf::NameOf<mf::workorders::MovementKind>, 6>{{
        {mf::workorders::MovementKind::receipt, "receipt"},
        {mf::workorders::MovementKind::adjustment, "adjustment"},
        {mf::workorders::MovementKind::to_van, "to_van"},
        {mf::workorders::MovementKind::to_warehouse, "to_warehouse"},
        {mf::workorders::MovementKind::used, "used"},
        {mf::workorders::MovementKind::returned, "returned"},
    }};
