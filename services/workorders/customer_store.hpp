// All SQL about customers and their sites. Takes and gives domain values; called inside a unit of
// work or a read of the service's database.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"
#include "services/workorders/many.hpp"

namespace mf::workorders::store {

void insert_customer(db::Unit& unit, const Customer& customer);
/// Writes it with one version more: `customer` becomes as stored. False if somebody was faster.
bool update_customer(db::Unit& unit, Customer& customer);
std::optional<Customer> find_customer(db::Session& session, CustomerId id);
std::optional<Customer> find_customer(db::Session& session, const Document& document);

struct CustomerPlace {
  std::string name;  // folded
  CustomerId id;
};
/// By name, after `after`. `text`: folded, part of the name or the beginning of the document's
/// number. `only`: that one customer and no other.
std::vector<Customer> list_customers(db::Session& session, const std::optional<CustomerId>& only,
                                     const std::optional<std::string>& text,
                                     const std::optional<bool>& active, const CustomerPlace& after,
                                     int limit);

/// In no order. `only`: that one customer and no other.
std::vector<Customer> customers_by_id(db::Session& session, const std::vector<CustomerId>& ids,
                                      const std::optional<CustomerId>& only);

void insert_site(db::Unit& unit, const Site& site);
bool update_site(db::Unit& unit, Site& site);
std::optional<Site> find_site(db::Session& session, SiteId id);
std::optional<Site> find_site(db::Session& session, CustomerId customer, std::string_view address);
std::vector<Site> list_sites(db::Session& session, CustomerId customer,
                             const std::optional<SiteId>& after, int limit);

std::vector<Site> sites_by_id(db::Session& session, const std::vector<SiteId>& ids);
std::vector<Site> sites_of_customers(db::Session& session, const std::vector<CustomerId>& customers,
                                     const Slice& slice);

struct SiteOfCustomer {
  std::string customer_name;
  std::optional<std::string> customer_phone;
  bool customer_active = true;
  std::optional<Site> site;  // only if it is this customer's
};
/// Nothing for an unknown customer.
std::optional<SiteOfCustomer> find_site_of_customer(db::Session& session, CustomerId customer,
                                                    SiteId site);

}  // namespace mf::workorders::store
