#include "services/workorders/catalogue_api.hpp"

#include "services/workorders/api_parts.hpp"
#include "services/workorders/catalogue.hpp"
#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/stock.hpp"

namespace mf::workorders {
namespace {

using auth::Permission;
using service::Context;

constexpr json::Text k_code{1, 40};
constexpr json::Text k_name{1, 120};

/// A specialty that an order type asks for, as a caller writes it.
struct WantedSpecialty {
  SpecialtyId specialty;
  int level = 1;
  static void describe(auto& v, WantedSpecialty& o) {
    v.field("specialtyId", o.specialty);
    v.field("level", o.level, json::Range{1, 5});
  }
};

std::vector<RequiredSpecialty> required(const std::vector<WantedSpecialty>& wanted) {
  std::vector<RequiredSpecialty> out;
  for (const auto& [specialty, level] : wanted) {
    out.push_back({specialty, "", level});
  }
  return out;
}

// Each catalogue: what a caller writes (everything but the code and the names has a default on
// creation, and everything may be left out of a change), what is answered, and how one becomes the
// other.

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

template <class T>
void set(T& field, const std::optional<T>& value) {
  field = value.value_or(field);
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

using Errors = std::vector<FieldError>;

template <class T>
void need(const std::optional<T>& value, std::string pointer, Errors& errors) {
  if (!value) {
    errors.push_back({std::move(pointer), "required", "This field is required."});
  }
}

// What a new entry can't do without, and what the decoder can't know.
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

// One catalogue as the handlers below need it. `note`: what else a change leaves behind.

struct OrderTypes {
  using Thing = OrderType;
  using Body = OrderTypeBody;
  using View = OrderTypeView;
  static constexpr std::string_view k_path = "/api/v1/order-types";
  static constexpr std::string_view k_one = "order type";
  static constexpr auto k_find = [](db::Session& s, OrderTypeId id) {
    return store::find_order_type(s, id);
  };
  static constexpr auto k_list = store::list_order_types;
  static constexpr auto k_add = add_order_type;
  static constexpr auto k_change = change_order_type;
  static void note(db::Unit&, const OrderType*, const OrderType&, const Cause&) {}
  static OrderType make(const std::string&) { return {.id = OrderTypeId::make()}; }
};
struct Zones {
  using Thing = Zone;
  using Body = ZoneBody;
  using View = ZoneView;
  static constexpr std::string_view k_path = "/api/v1/zones";
  static constexpr std::string_view k_one = "zone";
  static constexpr auto k_find = [](db::Session& s, ZoneId id) { return store::find_zone(s, id); };
  static constexpr auto k_list = store::list_zones;
  static constexpr auto k_add = add_zone;
  static constexpr auto k_change = change_zone;
  static void note(db::Unit&, const Zone*, const Zone&, const Cause&) {}
  static Zone make(const std::string& time_zone) {
    return {.id = ZoneId::make(), .time_zone = time_zone};
  }
};
struct Specialties {
  using Thing = Specialty;
  using Body = SpecialtyBody;
  using View = SpecialtyView;
  static constexpr std::string_view k_path = "/api/v1/specialties";
  static constexpr std::string_view k_one = "specialty";
  static constexpr auto k_find = [](db::Session& s, SpecialtyId id) {
    return store::find_specialty(s, id);
  };
  static constexpr auto k_list = store::list_specialties;
  static constexpr auto k_add = add_specialty;
  static constexpr auto k_change = change_specialty;
  static void note(db::Unit&, const Specialty*, const Specialty&, const Cause&) {}
  static Specialty make(const std::string&) { return {.id = SpecialtyId::make()}; }
};
struct Materials {
  using Thing = Material;
  using Body = MaterialBody;
  using View = MaterialView;
  static constexpr std::string_view k_path = "/api/v1/materials";
  static constexpr std::string_view k_one = "material";
  static constexpr auto k_find = [](db::Session& s, MaterialId id) {
    return store::find_material(s, id);
  };
  static constexpr auto k_list = store::list_materials;
  static constexpr auto k_add = add_material;
  static constexpr auto k_change = change_material;
  static void note(db::Unit& unit, const Material* before, const Material& after,
                   const Cause& cause) {
    note_adjustment(unit, after, before != nullptr ? before->stock : 0, cause);
  }
  static Material make(const std::string&) { return {.id = MaterialId::make()}; }
};

struct CatalogueQuery {
  std::optional<bool> active;
  std::optional<std::string> cursor;
  std::optional<int> limit;
  static void describe(auto& v, CatalogueQuery& o) {
    v.field("active", o.active);
    v.field("cursor", o.cursor);
    v.field("limit", o.limit, json::Range{1, 100});
  }
};

using Answer = Result<http::Response>;

template <class Catalogue>
Answer list(Context& c) {
  const auto query = c.query<CatalogueQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto after =
      query->cursor ? service::read_cursor(*query->cursor, 1) : std::vector<std::string>{""};
  if (!after) {
    return fail(ErrorKind::bad_request, "bad_cursor", "This is no cursor of this list.");
  }
  const int limit = query->limit.value_or(k_page);
  auto found = c.db().read([&](db::Session& session) {
    return Catalogue::k_list(session, query->active, after->front(), limit + 1);
  });
  std::optional<std::string> next;
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.resize(static_cast<std::size_t>(limit));
    next = service::make_cursor({found.back().code});
  }
  std::vector<typename Catalogue::View> views;
  for (const auto& thing : found) {
    views.push_back(view_of(thing));
  }
  return service::list(views, next);
}

template <class Catalogue>
Answer read(Context& c) {
  const auto id = c.path_id<decltype(Catalogue::Thing::id)>("id", std::string(Catalogue::k_one));
  if (!id) {
    return fail(id.error());
  }
  const auto found =
      c.db().read([&](db::Session& session) { return Catalogue::k_find(session, *id); });
  return found ? Answer(tagged(view_of(*found))) : not_found(std::string(Catalogue::k_one));
}

template <class Catalogue>
Result<typename Catalogue::Body> read_body(Context& c, bool is_new) {
  auto body = c.body<typename Catalogue::Body>();
  if (!body) {
    return body;
  }
  Errors errors;
  check(*body, is_new, errors);
  if (!errors.empty()) {
    return fail(
        Error{ErrorKind::invalid, "invalid", "Some fields are not valid.", std::move(errors)});
  }
  return body;
}

template <class Catalogue>
Answer create(Context& c, const std::string& default_time_zone) {
  const auto body = read_body<Catalogue>(c, true);
  if (!body) {
    return fail(body.error());
  }
  auto thing = Catalogue::make(default_time_zone);
  apply(thing, *body);
  return c.write([&](db::Unit& unit) -> Answer {
    const auto added = Catalogue::k_add(unit, thing);
    if (!added) {
      return fail(added.error());
    }
    Catalogue::note(unit, nullptr, *added, cause_of(c));
    return tagged_created(std::string(Catalogue::k_path), view_of(*added));
  });
}

template <class Catalogue>
Answer change(Context& c) {
  const auto id = c.path_id<decltype(Catalogue::Thing::id)>("id", std::string(Catalogue::k_one));
  const auto body = read_body<Catalogue>(c, false);
  const auto version = c.if_match();
  if (!id || !body || !version) {
    return fail(!id ? id.error() : !body ? body.error() : version.error());
  }
  return c.write([&](db::Unit& unit) -> Answer {
    auto thing = Catalogue::k_find(unit, *id);
    if (!thing) {
      return not_found(std::string(Catalogue::k_one));
    }
    const auto before = *thing;
    thing->version = version->value_or(thing->version);
    apply(*thing, *body);
    const auto changed = Catalogue::k_change(unit, *thing);
    if (!changed) {
      return fail(changed.error());
    }
    Catalogue::note(unit, &before, *changed, cause_of(c));
    return tagged(view_of(*changed));
  });
}

template <class Catalogue>
void add_routes(std::vector<service::Route>& table, const std::string& default_time_zone) {
  using Body = typename Catalogue::Body;
  using View = typename Catalogue::View;
  const std::string path(Catalogue::k_path);
  const std::string one(Catalogue::k_one);
  const auto create_one = [zone = default_time_zone](Context& c) {
    return create<Catalogue>(c, zone);
  };
  table.push_back(service::route("GET", path, Permission::catalogue_read,
                                 "The catalogue, by code: " + one, list<Catalogue>)
                      .template query<CatalogueQuery>()
                      .template lists<View>());
  table.push_back(service::route("POST", path, Permission::catalogue_write,
                                 "Adds to the catalogue: " + one, create_one)
                      .template takes<Body>()
                      .template gives<View>(201)
                      .creates());
  table.push_back(service::route("GET", path + "/{id}", Permission::catalogue_read, "One " + one,
                                 read<Catalogue>)
                      .template gives<View>());
  table.push_back(service::route("PATCH", path + "/{id}", Permission::catalogue_write,
                                 "Changes one " + one, change<Catalogue>)
                      .template takes<Body>()
                      .template gives<View>());
}

}  // namespace

std::vector<service::Route> catalogue_routes(const std::string& default_time_zone) {
  std::vector<service::Route> table;
  add_routes<OrderTypes>(table, default_time_zone);
  add_routes<Zones>(table, default_time_zone);
  add_routes<Specialties>(table, default_time_zone);
  add_routes<Materials>(table, default_time_zone);
  return table;
}

}  // namespace mf::workorders
