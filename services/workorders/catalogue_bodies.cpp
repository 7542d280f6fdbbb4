#include "services/workorders/catalogue_bodies.hpp"

namespace mf::workorders {
namespace {

using Errors = std::vector<FieldError>;

std::vector<RequiredSpecialty> required(const std::vector<WantedSpecialty>& wanted) {
  std::vector<RequiredSpecialty> out;
  for (const auto& [specialty, level] : wanted) {
    out.push_back({specialty, "", level});
  }
  return out;
}

template <class T>
void set(T& field, const std::optional<T>& value) {
  field = value.value_or(field);
}

template <class T>
void need(const std::optional<T>& value, std::string pointer, Errors& errors) {
  if (!value) {
    errors.push_back({std::move(pointer), "required", "This field is required."});
  }
}

}  // namespace

OrderTypeView view_of(const OrderType& type) {
  return {type, type.id, type.version};
}
ZoneView view_of(const Zone& zone) {
  return {zone, zone.id, zone.version};
}
SpecialtyView view_of(const Specialty& specialty) {
  return {specialty, specialty.id, specialty.version};
}
MaterialView view_of(const Material& m) {
  return {.id = m.id,
          .version = m.version,
          .code = m.code,
          .name = m.name,
          .unit = m.unit,
          .unit_cost = to_text(m.unit_cost),
          .stock = to_quantity(m.stock),
          .minimum_stock = to_quantity(m.minimum_stock),
          .active = m.active};
}

void apply(OrderType& type, const OrderTypeBody& body) {
  set(type.code, body.code);
  set(type.name, body.name);
  set(type.name_es, body.name_es);
  set(type.estimated, body.estimated);
  set(type.sla_hours, body.sla_hours);
  set(type.automatic, body.automatic);
  set(type.materials_required, body.materials_required);
  set(type.active, body.active);
  if (body.specialties) {
    type.specialties = required(*body.specialties);
  }
  type.name_es = type.name_es.empty() ? type.name : type.name_es;
}

void apply(Zone& zone, const ZoneBody& body) {
  set(zone.code, body.code);
  set(zone.name, body.name);
  set(zone.time_zone, body.time_zone);
  set(zone.active, body.active);
}

void apply(Specialty& specialty, const SpecialtyBody& body) {
  set(specialty.code, body.code);
  set(specialty.name, body.name);
  set(specialty.name_es, body.name_es);
  set(specialty.active, body.active);
  specialty.name_es = specialty.name_es.empty() ? specialty.name : specialty.name_es;
}

void apply(Material& material, const MaterialBody& body) {
  set(material.code, body.code);
  set(material.name, body.name);
  set(material.unit, body.unit);
  set(material.active, body.active);
  if (body.unit_cost) {
    material.unit_cost = parse_money(*body.unit_cost).value_or(material.unit_cost);
  }
  if (body.stock) {
    material.stock = to_thousandths(*body.stock).value_or(material.stock);
  }
  if (body.minimum_stock) {
    material.minimum_stock = to_thousandths(*body.minimum_stock).value_or(material.minimum_stock);
  }
}

void check(const OrderTypeBody& body, bool is_new, Errors& errors) {
  if (is_new) {
    need(body.code, "/code", errors);
    need(body.name, "/name", errors);
    need(body.estimated, "/estimatedMinutes", errors);
    need(body.sla_hours, "/slaHours", errors);
  }
}
void check(const ZoneBody& body, bool is_new, Errors& errors) {
  if (is_new) {
    need(body.code, "/code", errors);
    need(body.name, "/name", errors);
  }
}
void check(const SpecialtyBody& body, bool is_new, Errors& errors) {
  if (is_new) {
    need(body.code, "/code", errors);
    need(body.name, "/name", errors);
  }
}
void check(const MaterialBody& body, bool is_new, Errors& errors) {
  if (is_new) {
    need(body.code, "/code", errors);
    need(body.name, "/name", errors);
    need(body.unit, "/unit", errors);
    need(body.unit_cost, "/unitCost", errors);
  }
  if (body.unit_cost && !parse_money(*body.unit_cost)) {
    errors.push_back({"/unitCost", "money", "Money is written like 12500.00 COP."});
  }
  if (body.stock && !to_thousandths(*body.stock)) {
    errors.push_back({"/stock", "quantity", "A quantity has at most three decimals."});
  }
  if (body.minimum_stock && !to_thousandths(*body.minimum_stock)) {
    errors.push_back({"/minimumStock", "quantity", "A quantity has at most three decimals."});
  }
}

}  // namespace mf::workorders
