#include "services/workorders/asset_store.hpp"
#include "services/workorders/customer_store.hpp"
#include "services/workorders/graphql/topics.hpp"

namespace mf::workorders::gql {
namespace {

using auth::Permission;
using Customers = std::span<const CustomerView* const>;
using Sites = std::span<const SiteView* const>;
using Assets = std::span<const AssetView* const>;

auto sites_of(Customers customers, const Call& call) {
  need(call, Permission::customer_read);
  return children(
      call, customers, store::sites_of_customers, [](const Site& site) { return site.customer; },
      [](const Site& site) { return view_of(site); });
}

auto assets_of(Sites sites, const Call& call) {
  for (const auto* site : sites) {
    if (!sees_customer(call, site->customer)) {
      throw refusal(not_found("site").error());
    }
  }
  return children(
      call, sites, store::assets_of_sites, [](const Asset& asset) { return asset.site; },
      [](const Asset& asset) { return view_of(asset); });
}

std::vector<const Zone*> zones_of(Sites sites, const Call& call) {
  return by_id(
      call, sites, [](const SiteView& site) { return site.zone; },
      [&](const auto& ids) { return load_zones(call, ids); });
}

template <class Parents>
std::vector<const CustomerView*> customers_of(Parents parents, const Call& call) {
  return by_id(
      call, parents, [](const auto& parent) { return std::optional{parent.customer}; },
      [&](const auto& ids) { return load_customers(call, ids); });
}

std::vector<const SiteView*> sites_of_assets(Assets assets, const Call& call) {
  return by_id(
      call, assets, [](const AssetView& asset) { return std::optional{asset.site}; },
      [&](const auto& ids) { return load_sites(call, ids); });
}

/// The arguments of `customers` as the route takes them.
std::string list_path(const Call& call) {
  std::string path = "/api/v1/customers?";
  if (const auto text = call.get<std::optional<std::string>>("q")) {
    path += "q=" + http::percent_encode(*text) + "&";
  }
  if (const auto active = call.get<std::optional<bool>>("active")) {
    path += fmt::format("active={}&", *active);
  }
  path.pop_back();
  return path;
}

CustomerView customer_in(const json::Dom& dom) {
  return taken(json::decode<CustomerView>(dom.text()));
}

Connection<CustomerView> customers(const Call& call) {
  const RouteList list(call);
  const auto& d = desk(call);
  return list.connect(
      d.peers.call(d.request, {.method = "GET", .target = list.target(list_path(call))}),
      customer_in);
}

void add_customer(SchemaBuilder& schema) {
  schema.object<CustomerView>("Customer", "An account: who orders, and where.")
      .implements("Node")
      .field("id: ID!", &CustomerView::id)
      .field("version: Int!", &CustomerView::version)
      .field("documentType: DocumentType!", &CustomerView::document_type)
      .field("documentNumber: String!", &CustomerView::document_number)
      .field("name: String!", &CustomerView::name)
      .field("email: String", &CustomerView::email)
      .field("phone: String", &CustomerView::phone)
      .field("active: Boolean!", &CustomerView::active)
      .field("createdAt: DateTime!", &CustomerView::created_at)
      .load(fmt::format("sites({}): SiteConnection!", k_both_ways), sites_of)
      .field(fmt::format("orders({}, sort: OrderSort! = NEWEST): OrderConnection!", k_forward),
             [](const CustomerView& customer, const Call& call) {
               return page_of_orders(
                   call, {.customer = customer.id, .sort = call.get<OrderSort>("sort")});
             });
  add_connection<CustomerView>(schema, "Customer");
}

void add_site(SchemaBuilder& schema) {
  schema.object<SiteView>("Site", "A place of a customer.")
      .implements("Node")
      .field("id: ID!", &SiteView::id)
      .field("version: Int!", &SiteView::version)
      .load("customer: Customer", customers_of<Sites>)
      .field("name: String", &SiteView::name)
      .field("address: String!", &SiteView::address)
      .field("neighbourhood: String", &SiteView::neighbourhood)
      .load("zone: Zone", zones_of)
      .field("position: Position",
             [](const SiteView& site) {
               return site.latitude && site.longitude
                          ? std::optional{Position{*site.latitude, *site.longitude}}
                          : std::nullopt;
             })
      .field("timeZone: String!", &SiteView::time_zone)
      .field("accessNotes: String", &SiteView::access_notes)
      .field("active: Boolean!", &SiteView::active)
      .load(fmt::format("assets({}): AssetConnection!", k_both_ways), assets_of);
  add_connection<SiteView>(schema, "Site");
}

void add_asset(SchemaBuilder& schema) {
  schema.object<AssetView>("Asset", "Equipment that is installed at a site.")
      .implements("Node")
      .field("id: ID!", &AssetView::id)
      .field("version: Int!", &AssetView::version)
      .load("site: Site", sites_of_assets)
      .load("customer: Customer", customers_of<Assets>)
      .field("kind: String!", &AssetView::kind)
      .field("serial: String!", &AssetView::serial)
      .field("model: String", &AssetView::model)
      .field("installedOn: Date", &AssetView::installed_on)
      .field("warrantyUntil: Date", &AssetView::warranty_until, "The last day.")
      .field("active: Boolean!", &AssetView::active);
  add_connection<AssetView>(schema, "Asset");
}

}  // namespace

std::vector<CustomerView> load_customers(const Call& call, const std::vector<CustomerId>& ids) {
  const auto reach = need(call, Permission::customer_read);
  const auto only = reach.all ? std::nullopt : std::optional{reach.customer.value_or(CustomerId{})};
  std::vector<CustomerView> views;
  for (const auto& customer : desk(call).db.read(
           [&](db::Session& session) { return store::customers_by_id(session, ids, only); })) {
    views.push_back(view_of(customer));
  }
  return views;
}

std::vector<SiteView> load_sites(const Call& call, const std::vector<SiteId>& ids) {
  std::vector<SiteView> views;
  for (const auto& site :
       desk(call).db.read([&](db::Session& session) { return store::sites_by_id(session, ids); })) {
    views.push_back(view_of(site));
  }
  return views;
}

bool sees_customer(const Call& call, CustomerId customer) {
  const auto reach = need(call, Permission::customer_read);
  return reach.all || reach.customer == customer;
}

std::optional<CustomerView> find_customer(const Call& call, const std::optional<CustomerId>& id) {
  if (!id || !sees_customer(call, *id)) {
    return std::nullopt;
  }
  const auto found =
      desk(call).db.read([&](db::Session& session) { return store::find_customer(session, *id); });
  return found ? std::optional{view_of(*found)} : std::nullopt;
}

std::optional<SiteView> find_site(const Call& call, const std::optional<SiteId>& id) {
  need(call, Permission::customer_read);
  const auto found =
      id ? desk(call).db.read([&](db::Session& session) { return store::find_site(session, *id); })
         : std::nullopt;
  return found && sees_customer(call, found->customer) ? std::optional{view_of(*found)}
                                                       : std::nullopt;
}

std::optional<AssetView> find_asset(const Call& call, const std::optional<AssetId>& id) {
  need(call, Permission::customer_read);
  const auto found =
      id ? desk(call).db.read([&](db::Session& session) { return store::find_asset(session, *id); })
         : std::nullopt;
  return found && sees_customer(call, found->customer) ? std::optional{view_of(*found)}
                                                       : std::nullopt;
}

void add_customers(SchemaBuilder& schema) {
  add_customer(schema);
  add_site(schema);
  add_asset(schema);
  schema.query()
      .field("customer(id: ID!): Customer",
             [](const Call& call) { return find_customer(call, id_of<CustomerId>(call, "id")); })
      .field(
          fmt::format("customers({}, q: String, active: Boolean): CustomerConnection!", k_forward),
          customers,
          "By name. `first` is 50 at most; `q` is part of the name, or the beginning of the "
          "document's number.")
      .field("site(id: ID!): Site",
             [](const Call& call) { return find_site(call, id_of<SiteId>(call, "id")); })
      .field("asset(id: ID!): Asset",
             [](const Call& call) { return find_asset(call, id_of<AssetId>(call, "id")); });
}

}  // namespace mf::workorders::gql
