// The schema topic by topic: each function adds its types and their fields. Together they are the
// work-order schema (schema.hpp).
#pragma once

#include "services/workorders/graphql/routes.hpp"
#include "services/workorders/order_list.hpp"
#include "services/workorders/views.hpp"

namespace mf::workorders::gql {

void add_basics(SchemaBuilder& schema);     // scalars, enums, actors, pages, nodes
void add_orders(SchemaBuilder& schema);     // orders, their history and comments
void add_customers(SchemaBuilder& schema);  // customers, sites, assets
void add_catalogue(SchemaBuilder& schema);  // order types, zones, specialties, priorities
void add_materials(SchemaBuilder& schema);  // materials, lines, stock
void add_people(SchemaBuilder& schema);     // technicians and assignments: dispatch's
void add_work(SchemaBuilder& schema);       // timeline, progress, evidence: tracking's
void add_mutations(SchemaBuilder& schema);
void add_subscriptions(SchemaBuilder& schema);  // orders as they change, the caller's inbox

// What several topics ask for.

/// The order if the caller reaches it.
std::optional<Order> find_order(const Call& call, const std::optional<OrderId>& id);
Connection<Order> page_of_orders(const Call& call, OrderListQuery query);
/// Whether the caller sees the customer, their sites and assets. Throws without the permission.
bool sees_customer(const Call& call, CustomerId customer);
std::optional<CustomerView> find_customer(const Call& call, const std::optional<CustomerId>& id);
std::optional<SiteView> find_site(const Call& call, const std::optional<SiteId>& id);
std::optional<AssetView> find_asset(const Call& call, const std::optional<AssetId>& id);
std::optional<TechnicianDoc> find_technician(const Call& call, const std::optional<UserId>& id);

/// Things by their ids, as far as the caller reaches, from one statement; throw without permission.
std::vector<CustomerView> load_customers(const Call& call, const std::vector<CustomerId>& ids);
std::vector<Zone> load_zones(const Call& call, const std::vector<ZoneId>& ids);
/// Whoever asks may see them already.
std::vector<SiteView> load_sites(const Call& call, const std::vector<SiteId>& ids);

using TechnicianOrRefusal = std::expected<std::optional<TechnicianDoc>, graphql::FieldError>;
/// One for each id, all asked for in one call; nothing where the caller does not see them.
std::vector<TechnicianOrRefusal> technicians_by_id(const Call& call,
                                                   const std::vector<std::optional<UserId>>& ids);

}  // namespace mf::workorders::gql
