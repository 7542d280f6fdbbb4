#include "services/workorders/customers_api.hpp"

#include "platform/core/text.hpp"
#include "services/workorders/api_parts.hpp"
#include "services/workorders/customer_store.hpp"
#include "services/workorders/customers.hpp"

namespace mf::workorders {
namespace {

using auth::Permission;
using service::Context;

constexpr json::Text k_name{1, 200};
constexpr json::Text k_document{4, 40};
constexpr json::Text k_email{0, 254};
constexpr json::Text k_phone{0, 40};

struct CustomerBody {
  DocumentType document_type = DocumentType::cc;
  std::string document_number;
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  static void describe(auto& v, CustomerBody& o) {
    v.field("documentType", o.document_type);
    v.field("documentNumber", o.document_number, k_document,
            "dots, dashes and blanks do not matter");
    v.field("name", o.name, k_name);
    v.field("email", o.email, k_email);
    v.field("phone", o.phone, k_phone);
  }
};

struct CustomerPatch {
  CustomerChange change;
  static void describe(auto& v, CustomerPatch& o) {
    v.field("documentType", o.change.document_type);
    v.field("documentNumber", o.change.document_number, k_document);
    v.field("name", o.change.name, k_name);
    v.field("email", o.change.email, k_email, "an empty text takes it away");
    v.field("phone", o.change.phone, k_phone, "an empty text takes it away");
    v.field("active", o.change.active);
  }
};

struct SiteBody {
  std::optional<std::string> name;
  std::string address;
  std::optional<std::string> neighbourhood;
  std::optional<ZoneId> zone;
  std::optional<double> latitude;
  std::optional<double> longitude;
  std::optional<std::string> time_zone;
  std::optional<std::string> access_notes;
  static void describe(auto& v, SiteBody& o) {
    v.field("name", o.name, json::Text{0, 120});
    v.field("address", o.address, json::Text{1, 300});
    v.field("neighbourhood", o.neighbourhood, json::Text{0, 120});
    v.field("zoneId", o.zone);
    v.field("latitude", o.latitude, json::Range{-90, 90}, "degrees, WGS 84; with longitude");
    v.field("longitude", o.longitude, json::Range{-180, 180}, "degrees, WGS 84; with latitude");
    v.field("timeZone", o.time_zone, json::Text{1, 60}, "by default the zone's");
    v.field("accessNotes", o.access_notes, json::Text{0, 1000});
  }
};

struct SitePatch {
  SiteChange change;
  std::optional<double> latitude;
  std::optional<double> longitude;
  static void describe(auto& v, SitePatch& o) {
    v.field("name", o.change.name, json::Text{0, 120});
    v.field("address", o.change.address, json::Text{1, 300});
    v.field("neighbourhood", o.change.neighbourhood, json::Text{0, 120});
    v.field("zoneId", o.change.zone);
    v.field("latitude", o.latitude, json::Range{-90, 90});
    v.field("longitude", o.longitude, json::Range{-180, 180});
    v.field("timeZone", o.change.time_zone, json::Text{1, 60});
    v.field("accessNotes", o.change.access_notes, json::Text{0, 1000});
    v.field("active", o.change.active);
  }
};

struct CustomerQuery {
  std::optional<std::string> text;
  std::optional<bool> active;
  std::optional<std::string> cursor;
  std::optional<int> limit;
  static void describe(auto& v, CustomerQuery& o) {
    v.field("q", o.text, json::Text{0, 100},
            "part of the name, or the beginning of the document's number");
    v.field("active", o.active);
    v.field("cursor", o.cursor);
    v.field("limit", o.limit, json::Range{1, 100});
  }
};

/// A client sees the customer that they belong to, and its sites; others see all.
bool may_see(const Context& c, CustomerId customer) {
  return c.scope().all || (c.scope().own && c.caller().customer == customer);
}

Result<std::optional<Position>> position_of(const std::optional<double>& latitude,
                                            const std::optional<double>& longitude) {
  if (latitude.has_value() != longitude.has_value()) {
    return invalid(latitude ? "/longitude" : "/latitude", "required",
                   "A position has both coordinates.");
  }
  return latitude ? std::optional{Position{*latitude, *longitude}} : std::nullopt;
}

Result<store::CustomerPlace> place_after(const std::optional<std::string>& cursor) {
  if (!cursor) {
    return store::CustomerPlace{};
  }
  const auto parts = service::read_cursor(*cursor, 2);
  const auto id = parts ? CustomerId::parse((*parts)[1]) : std::nullopt;
  if (!id) {
    return bad_cursor();
  }
  return store::CustomerPlace{(*parts)[0], *id};
}

}  // namespace

std::vector<service::Route> CustomersApi::routes() {
  using service::bind;
  using service::route;
  std::vector<service::Route> table;
  const auto add = [&](service::Route&& row) { table.push_back(std::move(row)); };

  add(route("GET", "/api/v1/customers", Permission::customer_read, "Finds customers, by name",
            bind(*this, &CustomersApi::list))
          .query<CustomerQuery>()
          .lists<CustomerView>());
  add(route("POST", "/api/v1/customers", Permission::customer_write, "Registers a customer",
            bind(*this, &CustomersApi::create))
          .takes<CustomerBody>()
          .gives<CustomerView>(201)
          .creates());
  add(route("GET", "/api/v1/customers/{id}", Permission::customer_read, "One customer",
            bind(*this, &CustomersApi::read))
          .gives<CustomerView>());
  add(route("PATCH", "/api/v1/customers/{id}", Permission::customer_write, "Changes a customer",
            bind(*this, &CustomersApi::change))
          .takes<CustomerPatch>()
          .gives<CustomerView>());
  add(route("GET", "/api/v1/customers/{id}/sites", Permission::customer_read, "A customer's sites",
            bind(*this, &CustomersApi::list_sites))
          .query<PageQuery>()
          .lists<SiteView>());
  add(route("POST", "/api/v1/customers/{id}/sites", Permission::customer_write, "Adds a site",
            bind(*this, &CustomersApi::add_site))
          .takes<SiteBody>()
          .gives<SiteView>(201)
          .creates());
  add(route("GET", "/api/v1/sites/{id}", Permission::customer_read, "One site",
            bind(*this, &CustomersApi::read_site))
          .gives<SiteView>());
  add(route("PATCH", "/api/v1/sites/{id}", Permission::customer_write, "Changes a site",
            bind(*this, &CustomersApi::change_site))
          .takes<SitePatch>()
          .gives<SiteView>());
  return table;
}

CustomersApi::Answer CustomersApi::list(Context& c) {
  const auto query = c.query<CustomerQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto after = place_after(query->cursor);
  if (!after) {
    return fail(after.error());
  }
  if (!c.scope().all && !c.caller().customer) {
    return service::list(std::vector<CustomerView>{});
  }
  const auto only = c.scope().all ? std::nullopt : c.caller().customer;
  const auto text = query->text ? std::optional{fold(trim(*query->text))} : std::nullopt;
  const int limit = query->limit.value_or(k_page);
  auto found = c.db().read([&](db::Session& session) {
    return store::list_customers(session, only, text, query->active, *after, limit + 1);
  });
  std::optional<std::string> next;
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.resize(static_cast<std::size_t>(limit));
    next = service::make_cursor({fold(found.back().name), found.back().id.to_string()});
  }
  std::vector<CustomerView> views;
  for (const auto& customer : found) {
    views.push_back(view_of(customer));
  }
  return service::list(views, next);
}

CustomersApi::Answer CustomersApi::create(Context& c) {
  const auto body = c.body<CustomerBody>();
  if (!body) {
    return fail(body.error());
  }
  const NewCustomer wanted{
      {body->document_type, body->document_number}, body->name, body->email, body->phone};
  return c.write([&](db::Unit& unit) -> Answer {
    const auto customer = register_customer(unit, wanted, cause_of(c));
    return customer ? Answer(tagged_created("/api/v1/customers", view_of(*customer)))
                    : fail(customer.error());
  });
}

CustomersApi::Answer CustomersApi::read(Context& c) {
  const auto id = c.path_id<CustomerId>("id", "customer");
  if (!id || !may_see(c, *id)) {
    return not_found("customer");
  }
  const auto customer =
      c.db().read([&](db::Session& session) { return store::find_customer(session, *id); });
  return customer ? Answer(tagged(view_of(*customer))) : not_found("customer");
}

CustomersApi::Answer CustomersApi::change(Context& c) {
  const auto id = c.path_id<CustomerId>("id", "customer");
  const auto body = c.body<CustomerPatch>();
  const auto version = c.if_match();
  if (!id || !body || !version) {
    return fail(!id ? id.error() : !body ? body.error() : version.error());
  }
  return c.write([&](db::Unit& unit) -> Answer {
    const auto customer = change_customer(unit, *id, body->change, *version, cause_of(c));
    return customer ? Answer(tagged(view_of(*customer))) : fail(customer.error());
  });
}

CustomersApi::Answer CustomersApi::list_sites(Context& c) {
  const auto id = c.path_id<CustomerId>("id", "customer");
  if (!id || !may_see(c, *id)) {
    return not_found("customer");
  }
  return page_by_id<SiteId>(
      c, "customer", [&](db::Session& session, const std::optional<SiteId>& after, int limit) {
        return store::find_customer(session, *id)
                   ? std::optional{store::list_sites(session, *id, after, limit)}
                   : std::nullopt;
      });
}

CustomersApi::Answer CustomersApi::add_site(Context& c) {
  const auto id = c.path_id<CustomerId>("id", "customer");
  const auto body = c.body<SiteBody>();
  if (!id || !body) {
    return fail(!id ? id.error() : body.error());
  }
  const auto position = position_of(body->latitude, body->longitude);
  if (!position) {
    return fail(position.error());
  }
  const NewSite wanted{.customer = *id,
                       .name = body->name,
                       .address = body->address,
                       .neighbourhood = body->neighbourhood,
                       .zone = body->zone,
                       .position = *position,
                       .time_zone = body->time_zone,
                       .access_notes = body->access_notes};
  return c.write([&](db::Unit& unit) -> Answer {
    const auto site = workorders::add_site(unit, wanted, settings_.default_time_zone, cause_of(c));
    return site ? Answer(tagged_created("/api/v1/sites", view_of(*site))) : fail(site.error());
  });
}

CustomersApi::Answer CustomersApi::read_site(Context& c) {
  const auto id = c.path_id<SiteId>("id", "site");
  if (!id) {
    return fail(id.error());
  }
  const auto site =
      c.db().read([&](db::Session& session) { return store::find_site(session, *id); });
  return site && may_see(c, site->customer) ? Answer(tagged(view_of(*site))) : not_found("site");
}

CustomersApi::Answer CustomersApi::change_site(Context& c) {
  const auto id = c.path_id<SiteId>("id", "site");
  auto body = c.body<SitePatch>();
  const auto version = c.if_match();
  if (!id || !body || !version) {
    return fail(!id ? id.error() : !body ? body.error() : version.error());
  }
  const auto position = position_of(body->latitude, body->longitude);
  if (!position) {
    return fail(position.error());
  }
  body->change.position = *position;
  return c.write([&](db::Unit& unit) -> Answer {
    const auto site = workorders::change_site(unit, *id, body->change, *version, cause_of(c));
    return site ? Answer(tagged(view_of(*site))) : fail(site.error());
  });
}

}  // namespace mf::workorders
