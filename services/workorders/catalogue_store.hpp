// All SQL about the catalogues: order types, zones, specialties, materials. Takes and gives domain
// values; called inside a unit of work or a read of the service's database.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"
#include "services/workorders/many.hpp"

namespace mf::workorders::store {

// One set of functions a catalogue. Lists are by code, after the code `after`, `active` or not or
// both. update_… writes with one version more if the version is the stored one; false otherwise.

void insert(db::Unit& unit, const OrderType& type);
bool update(db::Unit& unit, OrderType& type);
std::optional<OrderType> find_order_type(db::Session& session, OrderTypeId id);
std::optional<OrderType> find_order_type(db::Session& session, std::string_view code,
                                         std::string_view folded_name);
std::vector<OrderType> list_order_types(db::Session& session, const std::optional<bool>& active,
                                        const std::string& after, int limit);

void insert(db::Unit& unit, const Zone& zone);
bool update(db::Unit& unit, Zone& zone);
std::optional<Zone> find_zone(db::Session& session, ZoneId id);
std::optional<Zone> find_zone(db::Session& session, std::string_view code,
                              std::string_view folded_name);
std::vector<Zone> list_zones(db::Session& session, const std::optional<bool>& active,
                             const std::string& after, int limit);

void insert(db::Unit& unit, const Specialty& specialty);
bool update(db::Unit& unit, Specialty& specialty);
std::optional<Specialty> find_specialty(db::Session& session, SpecialtyId id);
std::optional<Specialty> find_specialty(db::Session& session, std::string_view code);
std::vector<Specialty> list_specialties(db::Session& session, const std::optional<bool>& active,
                                        const std::string& after, int limit);

void insert(db::Unit& unit, const Material& material);
bool update(db::Unit& unit, Material& material);
std::optional<Material> find_material(db::Session& session, MaterialId id);
std::optional<Material> find_material(db::Session& session, std::string_view code);
std::vector<Material> list_materials(db::Session& session, const std::optional<bool>& active,
                                     const std::string& after, int limit);

/// In no order.
std::vector<OrderType> order_types_by_id(db::Session& session, const std::vector<OrderTypeId>& ids);
std::vector<Zone> zones_by_id(db::Session& session, const std::vector<ZoneId>& ids);
std::vector<Material> materials_by_id(db::Session& session, const std::vector<MaterialId>& ids);

/// The stored form of an order type's specialties.
std::vector<RequiredSpecialty> read_specialties(const std::string& json);

}  // namespace mf::workorders::store
