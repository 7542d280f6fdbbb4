#include "services/workorders/catalogue.hpp"

#include "platform/core/text.hpp"
#include "services/workorders/catalogue_store.hpp"

namespace mf::workorders {
namespace {

constexpr int k_everything = 1000;  // entries of a catalogue

using Errors = std::vector<FieldError>;

bool is_code(std::string_view code) {
  return !code.empty() && code.size() <= 40 && std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

void check_names(const std::string& code, const std::string& name, Errors& errors) {
  if (!is_code(code)) {
    errors.push_back(
        {"/code", "code", "A code has letters, digits, dashes and underscores, 40 at most."});
  }
  if (trim(name).empty()) {
    errors.push_back({"/name", "required", "A name is required."});
  }
}

/// Fills in the names of the specialties as well.
void check(db::Session& session, OrderType& type, Errors& errors) {
  check_names(type.code, type.name, errors);
  for (std::size_t i = 0; i < type.specialties.size(); ++i) {
    auto& required = type.specialties[i];
    const auto known = store::find_specialty(session, required.specialty);
    if (!known) {
      errors.push_back({fmt::format("/specialties/{}/specialtyId", i), "unknown",
                        "There is no such specialty."});
      continue;
    }
    required.name = known->name;
  }
}

void check(db::Session& session, Zone& zone, Errors& errors) {
  check_names(zone.code, zone.name, errors);
  if (!is_time_zone(zone.time_zone)) {
    errors.push_back({"/timeZone", "unknown", "There is no such time zone."});
  }
  const auto other = store::find_zone(session, "", fold(zone.name));
  if (other && other->id != zone.id) {
    errors.push_back({"/name", "taken", "Another zone has this name."});
  }
}

void check(db::Session&, Specialty& specialty, Errors& errors) {
  check_names(specialty.code, specialty.name, errors);
}

void check(db::Session&, Material& material, Errors& errors) {
  check_names(material.code, material.name, errors);
  if (material.stock < 0) {
    errors.push_back({"/stock", "range", "Stock can't be less than nothing."});
  }
  if (material.minimum_stock < 0) {
    errors.push_back({"/minimumStock", "range", "The minimum can't be less than nothing."});
  }
}

std::optional<Uuid> owner_of_code(db::Session& session, const OrderType& type) {
  const auto found = store::find_order_type(session, type.code, "");
  return found ? std::optional{found->id.value} : std::nullopt;
}
std::optional<Uuid> owner_of_code(db::Session& session, const Zone& zone) {
  const auto found = store::find_zone(session, zone.code, "");
  return found ? std::optional{found->id.value} : std::nullopt;
}
std::optional<Uuid> owner_of_code(db::Session& session, const Specialty& specialty) {
  const auto found = store::find_specialty(session, specialty.code);
  return found ? std::optional{found->id.value} : std::nullopt;
}
std::optional<Uuid> owner_of_code(db::Session& session, const Material& material) {
  const auto found = store::find_material(session, material.code);
  return found ? std::optional{found->id.value} : std::nullopt;
}

template <class Thing>
Result<void> check_all(db::Session& session, Thing& thing) {
  Errors errors;
  check(session, thing, errors);
  if (!errors.empty()) {
    return fail(
        Error{ErrorKind::invalid, "invalid", "Some fields are not valid.", std::move(errors)});
  }
  const auto owner = owner_of_code(session, thing);
  if (owner && *owner != thing.id.value) {
    return fail(ErrorKind::conflict, "code_exists",
                "Another entry of the catalogue has this code.");
  }
  return {};
}

template <class Thing>
Result<Thing> add(db::Unit& unit, Thing thing) {
  if (auto checked = check_all(unit, thing); !checked) {
    return fail(std::move(checked.error()));
  }
  store::insert(unit, thing);
  return thing;
}

template <class Thing>
Result<Thing> change(db::Unit& unit, Thing thing) {
  if (auto checked = check_all(unit, thing); !checked) {
    return fail(std::move(checked.error()));
  }
  if (!store::update(unit, thing)) {
    return fail(ErrorKind::stale, "stale", "Somebody has changed this entry meanwhile.");
  }
  return thing;
}

}  // namespace

std::optional<OrderType> find_order_type(db::Session& session, OrderTypeId id) {
  return store::find_order_type(session, id);
}
std::optional<OrderType> find_order_type(db::Session& session, std::string_view code_or_name) {
  return store::find_order_type(session, code_or_name, fold(trim(code_or_name)));
}
std::optional<Zone> find_zone(db::Session& session, ZoneId id) {
  return store::find_zone(session, id);
}
std::optional<Zone> find_zone(db::Session& session, std::string_view code_or_name) {
  return store::find_zone(session, code_or_name, fold(trim(code_or_name)));
}
std::optional<Specialty> find_specialty(db::Session& session, SpecialtyId id) {
  return store::find_specialty(session, id);
}
std::optional<Material> find_material(db::Session& session, MaterialId id) {
  return store::find_material(session, id);
}

std::vector<OrderType> all_order_types(db::Session& session) {
  return store::list_order_types(session, std::nullopt, "", k_everything);
}
std::vector<Zone> all_zones(db::Session& session) {
  return store::list_zones(session, std::nullopt, "", k_everything);
}

Result<OrderType> add_order_type(db::Unit& unit, OrderType type) {
  return add(unit, std::move(type));
}
Result<Zone> add_zone(db::Unit& unit, Zone zone) {
  return add(unit, std::move(zone));
}
Result<Specialty> add_specialty(db::Unit& unit, Specialty specialty) {
  return add(unit, std::move(specialty));
}
Result<Material> add_material(db::Unit& unit, Material material) {
  return add(unit, std::move(material));
}

Result<OrderType> change_order_type(db::Unit& unit, OrderType type) {
  return change(unit, std::move(type));
}
Result<Zone> change_zone(db::Unit& unit, Zone zone) {
  return change(unit, std::move(zone));
}
Result<Specialty> change_specialty(db::Unit& unit, Specialty specialty) {
  return change(unit, std::move(specialty));
}
Result<Material> change_material(db::Unit& unit, Material material) {
  return change(unit, std::move(material));
}

}  // namespace mf::workorders
