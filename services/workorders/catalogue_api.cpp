#include "services/workorders/catalogue_api.hpp"

#include "services/workorders/api_parts.hpp"
#include "services/workorders/catalogue.hpp"
#include "services/workorders/catalogue_bodies.hpp"
#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/stock.hpp"

namespace mf::workorders {
namespace {

using auth::Permission;
using service::Context;

using Errors = std::vector<FieldError>;

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
