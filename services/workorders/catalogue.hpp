// The catalogues: order types, zones, specialties, materials. An administrator keeps them;
// everybody reads them. Called inside a unit of work or a read of the service's database; SQL
// stands in catalogue_store.cpp.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders {

std::optional<OrderType> find_order_type(db::Session& session, OrderTypeId id);
/// By its code ("installation") or its English or Spanish name ("Instalación"); accents and case do
/// not matter.
std::optional<OrderType> find_order_type(db::Session& session, std::string_view code_or_name);
std::optional<Zone> find_zone(db::Session& session, ZoneId id);
/// By its code or name; accents and case do not matter.
std::optional<Zone> find_zone(db::Session& session, std::string_view code_or_name);
std::optional<Specialty> find_specialty(db::Session& session, SpecialtyId id);
std::optional<Material> find_material(db::Session& session, MaterialId id);

std::vector<OrderType> all_order_types(db::Session& session);
std::vector<Zone> all_zones(db::Session& session);

/// They store the thing under its id, checked: 422 for every field that does not fit, 409
/// `code_exists`.
Result<OrderType> add_order_type(db::Unit& unit, OrderType type);
Result<Zone> add_zone(db::Unit& unit, Zone zone);
Result<Specialty> add_specialty(db::Unit& unit, Specialty specialty);
Result<Material> add_material(db::Unit& unit, Material material);

/// Replaces the thing of that id; its version must be the stored one (412 `stale`), and is one more
/// afterwards.
Result<OrderType> change_order_type(db::Unit& unit, OrderType type);
Result<Zone> change_zone(db::Unit& unit, Zone zone);
Result<Specialty> change_specialty(db::Unit& unit, Specialty specialty);
Result<Material> change_material(db::Unit& unit, Material material);

}  // namespace mf::workorders
