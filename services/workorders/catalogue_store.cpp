#include "services/workorders/catalogue_store.hpp"

#include "platform/core/text.hpp"

namespace mf::workorders::store {
namespace {

constexpr std::size_t k_most_lists = 200;  // of specialties, kept ready by each thread

constexpr db::Sql k_insert_type =
    "INSERT INTO order_types (id, version, code, name, name_es, name_folded, name_es_folded, "
    "estimated_minutes, "
    "sla_hours, automatic, materials_required, active, specialties) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
constexpr db::Sql k_update_type =
    "UPDATE order_types SET version = version + 1, code = $3, name = $4, name_es = $5, name_folded "
    "= $6, "
    "name_es_folded = $7, estimated_minutes = $8, sla_hours = $9, automatic = $10, "
    "materials_required = $11, "
    "active = $12, specialties = $13 WHERE id = $1 AND version = $2";
constexpr db::Sql k_type =
    "SELECT id, version, code, name, name_es, estimated_minutes, sla_hours, automatic, "
    "materials_required, active, "
    "specialties FROM order_types WHERE id = $1";
constexpr db::Sql k_type_by_name =
    "SELECT id, version, code, name, name_es, estimated_minutes, sla_hours, automatic, "
    "materials_required, active, "
    "specialties FROM order_types WHERE code = $1 OR name_folded = $2 OR name_es_folded = $2 ORDER "
    "BY code LIMIT 1";
constexpr db::Sql k_types =
    "SELECT id, version, code, name, name_es, estimated_minutes, sla_hours, automatic, "
    "materials_required, active, "
    "specialties FROM order_types WHERE code > $1 AND (active = $2 OR $2 IS NULL) ORDER BY code "
    "LIMIT $3";

constexpr db::Sql k_insert_zone =
    "INSERT INTO zones (id, version, code, name, name_folded, time_zone, active) VALUES ($1, $2, "
    "$3, $4, $5, $6, $7)";
constexpr db::Sql k_update_zone =
    "UPDATE zones SET version = version + 1, code = $3, name = $4, name_folded = $5, time_zone = "
    "$6, active = $7 "
    "WHERE id = $1 AND version = $2";
constexpr db::Sql k_zone =
    "SELECT id, version, code, name, time_zone, active FROM zones WHERE id = $1";
constexpr db::Sql k_zone_by_name =
    "SELECT id, version, code, name, time_zone, active FROM zones WHERE code = $1 OR name_folded = "
    "$2 "
    "ORDER BY code LIMIT 1";
constexpr db::Sql k_zones =
    "SELECT id, version, code, name, time_zone, active FROM zones WHERE code > $1 AND (active = $2 "
    "OR $2 IS NULL) "
    "ORDER BY code LIMIT $3";

constexpr db::Sql k_insert_specialty =
    "INSERT INTO specialties (id, version, code, name, name_es, active) VALUES ($1, $2, $3, $4, "
    "$5, $6)";
constexpr db::Sql k_update_specialty =
    "UPDATE specialties SET version = version + 1, code = $3, name = $4, name_es = $5, active = $6 "
    "WHERE id = $1 AND version = $2";
constexpr db::Sql k_specialty =
    "SELECT id, version, code, name, name_es, active FROM specialties WHERE id = $1";
constexpr db::Sql k_specialty_by_code =
    "SELECT id, version, code, name, name_es, active FROM specialties WHERE code = $1";
constexpr db::Sql k_specialties =
    "SELECT id, version, code, name, name_es, active FROM specialties WHERE code > $1 "
    "AND (active = $2 OR $2 IS NULL) ORDER BY code LIMIT $3";

constexpr db::Sql k_insert_material =
    "INSERT INTO materials (id, version, code, name, unit, unit_cost, currency, stock, "
    "minimum_stock, active) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
constexpr db::Sql k_update_material =
    "UPDATE materials SET version = version + 1, code = $3, name = $4, unit = $5, unit_cost = $6, "
    "currency = $7, "
    "stock = $8, minimum_stock = $9, active = $10 WHERE id = $1 AND version = $2";
constexpr db::Sql k_material =
    "SELECT id, version, code, name, unit, unit_cost, currency, stock, minimum_stock, active FROM "
    "materials "
    "WHERE id = $1";
constexpr db::Sql k_material_by_code =
    "SELECT id, version, code, name, unit, unit_cost, currency, stock, minimum_stock, active FROM "
    "materials "
    "WHERE code = $1";
constexpr db::Sql k_materials =
    "SELECT id, version, code, name, unit, unit_cost, currency, stock, minimum_stock, active FROM "
    "materials "
    "WHERE code > $1 AND (active = $2 OR $2 IS NULL) ORDER BY code LIMIT $3";

const std::string k_types_by_id = by_many(
    "SELECT id, version, code, name, name_es, estimated_minutes, sla_hours, automatic, "
    "materials_required, active, specialties FROM order_types",
    "id");
const std::string k_zones_by_id =
    by_many("SELECT id, version, code, name, time_zone, active FROM zones", "id");
const std::string k_materials_by_id = by_many(
    "SELECT id, version, code, name, unit, unit_cost, currency, stock, minimum_stock, active FROM "
    "materials",
    "id");

OrderType read_type(const db::Row& row) {
  return {.id = row.id<OrderTypeId>(0),
          .version = row.integer(1),
          .code = row.text(2),
          .name = row.text(3),
          .name_es = row.text(4),
          .estimated = minutes{row.integer(5)},
          .sla_hours = static_cast<int>(row.integer(6)),
          .automatic = row.boolean(7),
          .materials_required = row.boolean(8),
          .active = row.boolean(9),
          .specialties = read_specialties(row.text(10))};
}

Zone read_zone(const db::Row& row) {
  return {.id = row.id<ZoneId>(0),
          .version = row.integer(1),
          .code = row.text(2),
          .name = row.text(3),
          .time_zone = row.text(4),
          .active = row.boolean(5)};
}

Specialty read_specialty(const db::Row& row) {
  return {.id = row.id<SpecialtyId>(0),
          .version = row.integer(1),
          .code = row.text(2),
          .name = row.text(3),
          .name_es = row.text(4),
          .active = row.boolean(5)};
}

Material read_material(const db::Row& row) {
  return {.id = row.id<MaterialId>(0),
          .version = row.integer(1),
          .code = row.text(2),
          .name = row.text(3),
          .unit = row.text(4),
          .unit_cost = {row.integer(5), row.text(6)},
          .stock = row.integer(7),
          .minimum_stock = row.integer(8),
          .active = row.boolean(9)};
}

/// The list of required specialties as one described value.
struct SpecialtyList {
  std::vector<RequiredSpecialty> items;
  static void describe(auto& v, SpecialtyList& o) { v.field("items", o.items); }
};

}  // namespace

std::vector<RequiredSpecialty> read_specialties(const std::string& json) {
  if (json == "[]") {
    return {};
  }
  // There are about as many lists as types, and each order has one: a list is taken apart once.
  static thread_local std::unordered_map<std::string, std::vector<RequiredSpecialty>> known;
  if (const auto found = known.find(json); found != known.end()) {
    return found->second;
  }
  auto items = json::decode<SpecialtyList>("{\"items\":" + json + "}").value().items;
  if (known.size() >= k_most_lists) {
    known.clear();
  }
  known.emplace(json, items);
  return items;
}

void insert(db::Unit& unit, const OrderType& t) {
  unit.execute(k_insert_type, {t.id, t.version, t.code, t.name, t.name_es, fold(t.name),
                               fold(t.name_es), t.estimated, t.sla_hours, t.automatic,
                               t.materials_required, t.active, json::encode(t.specialties)});
}

bool update(db::Unit& unit, OrderType& t) {
  const auto changed =
      unit.execute(k_update_type, {t.id, t.version, t.code, t.name, t.name_es, fold(t.name),
                                   fold(t.name_es), t.estimated, t.sla_hours, t.automatic,
                                   t.materials_required, t.active, json::encode(t.specialties)});
  t.version += changed;
  return changed == 1;
}

std::optional<OrderType> find_order_type(db::Session& session, OrderTypeId id) {
  return session.one(k_type, {id}, read_type);
}

std::optional<OrderType> find_order_type(db::Session& session, std::string_view code,
                                         std::string_view folded_name) {
  return session.one(k_type_by_name, {code, folded_name}, read_type);
}

std::vector<OrderType> list_order_types(db::Session& session, const std::optional<bool>& active,
                                        const std::string& after, int limit) {
  return session.all(k_types, {after, active, limit}, read_type);
}

void insert(db::Unit& unit, const Zone& z) {
  unit.execute(k_insert_zone,
               {z.id, z.version, z.code, z.name, fold(z.name), z.time_zone, z.active});
}

bool update(db::Unit& unit, Zone& z) {
  const auto changed = unit.execute(
      k_update_zone, {z.id, z.version, z.code, z.name, fold(z.name), z.time_zone, z.active});
  z.version += changed;
  return changed == 1;
}

std::optional<Zone> find_zone(db::Session& session, ZoneId id) {
  return session.one(k_zone, {id}, read_zone);
}

std::optional<Zone> find_zone(db::Session& session, std::string_view code,
                              std::string_view folded_name) {
  return session.one(k_zone_by_name, {code, folded_name}, read_zone);
}

std::vector<Zone> list_zones(db::Session& session, const std::optional<bool>& active,
                             const std::string& after, int limit) {
  return session.all(k_zones, {after, active, limit}, read_zone);
}

void insert(db::Unit& unit, const Specialty& s) {
  unit.execute(k_insert_specialty, {s.id, s.version, s.code, s.name, s.name_es, s.active});
}

bool update(db::Unit& unit, Specialty& s) {
  const auto changed =
      unit.execute(k_update_specialty, {s.id, s.version, s.code, s.name, s.name_es, s.active});
  s.version += changed;
  return changed == 1;
}

std::optional<Specialty> find_specialty(db::Session& session, SpecialtyId id) {
  return session.one(k_specialty, {id}, read_specialty);
}

std::optional<Specialty> find_specialty(db::Session& session, std::string_view code) {
  return session.one(k_specialty_by_code, {code}, read_specialty);
}

std::vector<Specialty> list_specialties(db::Session& session, const std::optional<bool>& active,
                                        const std::string& after, int limit) {
  return session.all(k_specialties, {after, active, limit}, read_specialty);
}

void insert(db::Unit& unit, const Material& m) {
  unit.execute(k_insert_material, {m.id, m.version, m.code, m.name, m.unit, m.unit_cost.cents,
                                   m.unit_cost.currency, m.stock, m.minimum_stock, m.active});
}

bool update(db::Unit& unit, Material& m) {
  const auto changed =
      unit.execute(k_update_material, {m.id, m.version, m.code, m.name, m.unit, m.unit_cost.cents,
                                       m.unit_cost.currency, m.stock, m.minimum_stock, m.active});
  m.version += changed;
  return changed == 1;
}

std::optional<Material> find_material(db::Session& session, MaterialId id) {
  return session.one(k_material, {id}, read_material);
}

std::optional<Material> find_material(db::Session& session, std::string_view code) {
  return session.one(k_material_by_code, {code}, read_material);
}

std::vector<Material> list_materials(db::Session& session, const std::optional<bool>& active,
                                     const std::string& after, int limit) {
  return session.all(k_materials, {after, active, limit}, read_material);
}

std::vector<OrderType> order_types_by_id(db::Session& session,
                                         const std::vector<OrderTypeId>& ids) {
  return read_many(session, k_types_by_id, ids, {}, read_type);
}

std::vector<Zone> zones_by_id(db::Session& session, const std::vector<ZoneId>& ids) {
  return read_many(session, k_zones_by_id, ids, {}, read_zone);
}

std::vector<Material> materials_by_id(db::Session& session, const std::vector<MaterialId>& ids) {
  return read_many(session, k_materials_by_id, ids, {}, read_material);
}

}  // namespace mf::workorders::store
