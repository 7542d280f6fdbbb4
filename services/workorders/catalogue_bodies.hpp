// What the catalogues take and give: what a caller writes (everything but the code and the names
// has a default on creation, and everything may be left out of a change), what is answered, and how
// one becomes the other. Pure, any thread.
#pragma once

#include "platform/json/codec.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders {

inline constexpr json::Text k_code{1, 40};
inline constexpr json::Text k_name{1, 120};

/// A specialty that an order type asks for, as a caller writes it.
struct WantedSpecialty {
  SpecialtyId specialty;
  int level = 1;
  static void describe(auto& v, WantedSpecialty& o) {
    v.field("specialtyId", o.specialty);
    v.field("level", o.level, json::Range{1, 5});
  }
};

struct OrderTypeBody {
  std::optional<std::string> code;
  std::optional<std::string> name;
  std::optional<std::string> name_es;
  std::optional<minutes> estimated;
  std::optional<int> sla_hours;
  std::optional<bool> automatic;
  std::optional<bool> materials_required;
  std::optional<bool> active;
  std::optional<std::vector<WantedSpecialty>> specialties;
  static void describe(auto& v, OrderTypeBody& o) {
    v.field("code", o.code, k_code);
    v.field("name", o.name, k_name);
    v.field("nameEs", o.name_es, k_name);
    v.field("estimatedMinutes", o.estimated, json::Range{1, 10'000});
    v.field("slaHours", o.sla_hours, json::Range{1, 10'000});
    v.field("automatic", o.automatic, json::NoRule{},
            "the technician is chosen without being asked for");
    v.field("materialsRequired", o.materials_required);
    v.field("active", o.active);
    v.field("specialties", o.specialties);
  }
};

struct OrderTypeView {
  OrderType type;
  OrderTypeId id;
  std::int64_t version = 1;
  static void describe(auto& v, OrderTypeView& o) {
    v.field("id", o.id);
    v.field("version", o.version);
    v.field("code", o.type.code);
    v.field("name", o.type.name);
    v.field("nameEs", o.type.name_es);
    v.field("estimatedMinutes", o.type.estimated);
    v.field("slaHours", o.type.sla_hours);
    v.field("automatic", o.type.automatic);
    v.field("materialsRequired", o.type.materials_required);
    v.field("active", o.type.active);
    v.field("specialties", o.type.specialties);
  }
};

struct ZoneBody {
  std::optional<std::string> code;
  std::optional<std::string> name;
  std::optional<std::string> time_zone;
  std::optional<bool> active;
  static void describe(auto& v, ZoneBody& o) {
    v.field("code", o.code, k_code);
    v.field("name", o.name, k_name);
    v.field("timeZone", o.time_zone, json::Text{1, 60});
    v.field("active", o.active);
  }
};

struct ZoneView {
  Zone zone;
  ZoneId id;
  std::int64_t version = 1;
  static void describe(auto& v, ZoneView& o) {
    v.field("id", o.id);
    v.field("version", o.version);
    v.field("code", o.zone.code);
    v.field("name", o.zone.name);
    v.field("timeZone", o.zone.time_zone);
    v.field("active", o.zone.active);
  }
};

struct SpecialtyBody {
  std::optional<std::string> code;
  std::optional<std::string> name;
  std::optional<std::string> name_es;
  std::optional<bool> active;
  static void describe(auto& v, SpecialtyBody& o) {
    v.field("code", o.code, k_code);
    v.field("name", o.name, k_name);
    v.field("nameEs", o.name_es, k_name);
    v.field("active", o.active);
  }
};

struct SpecialtyView {
  Specialty specialty;
  SpecialtyId id;
  std::int64_t version = 1;
  static void describe(auto& v, SpecialtyView& o) {
    v.field("id", o.id);
    v.field("version", o.version);
    v.field("code", o.specialty.code);
    v.field("name", o.specialty.name);
    v.field("nameEs", o.specialty.name_es);
    v.field("active", o.specialty.active);
  }
};

struct MaterialBody {
  std::optional<std::string> code;
  std::optional<std::string> name;
  std::optional<std::string> unit;
  std::optional<std::string> unit_cost;
  std::optional<double> stock;
  std::optional<double> minimum_stock;
  std::optional<bool> active;
  static void describe(auto& v, MaterialBody& o) {
    v.field("code", o.code, k_code, "MAT-001");
    v.field("name", o.name, k_name);
    v.field("unit", o.unit, json::Text{1, 20}, "unit, m, kg");
    v.field("unitCost", o.unit_cost, json::Text{1, 40}, "12500.00 COP");
    v.field("stock", o.stock, json::Range{0, 1e9});
    v.field("minimumStock", o.minimum_stock, json::Range{0, 1e9},
            "below it material.low_stock is published");
    v.field("active", o.active);
  }
};

struct MaterialView {
  MaterialId id;
  std::int64_t version = 1;
  std::string code;
  std::string name;
  std::string unit;
  std::string unit_cost;
  double stock = 0;
  double minimum_stock = 0;
  bool active = true;
  static void describe(auto& v, MaterialView& o) {
    v.field("id", o.id);
    v.field("version", o.version);
    v.field("code", o.code);
    v.field("name", o.name);
    v.field("unit", o.unit);
    v.field("unitCost", o.unit_cost);
    v.field("stock", o.stock);
    v.field("minimumStock", o.minimum_stock);
    v.field("active", o.active);
  }
};

OrderTypeView view_of(const OrderType& type);
ZoneView view_of(const Zone& zone);
SpecialtyView view_of(const Specialty& specialty);
MaterialView view_of(const Material& material);

/// What is given goes into the thing.
void apply(OrderType& type, const OrderTypeBody& body);
void apply(Zone& zone, const ZoneBody& body);
void apply(Specialty& specialty, const SpecialtyBody& body);
void apply(Material& material, const MaterialBody& body);

/// What a new entry can't do without, and what the decoder can't know.
void check(const OrderTypeBody& body, bool is_new, std::vector<FieldError>& errors);
void check(const ZoneBody& body, bool is_new, std::vector<FieldError>& errors);
void check(const SpecialtyBody& body, bool is_new, std::vector<FieldError>& errors);
void check(const MaterialBody& body, bool is_new, std::vector<FieldError>& errors);

}  // namespace mf::workorders
