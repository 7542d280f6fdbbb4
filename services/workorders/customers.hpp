// Customers and their sites: registering, changing, finding. Called inside a unit of work or a read
// of the service's database; SQL stands in customer_store.cpp.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders {

struct NewCustomer {
  Document document;  // the number is cleaned here
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
};

struct NewSite {
  CustomerId customer;
  std::optional<std::string> name;
  std::string address;
  std::optional<std::string> neighbourhood;
  std::optional<ZoneId> zone;
  std::optional<Position> position;
  std::optional<std::string> time_zone;  // else the zone's, else `default_time_zone`
  std::optional<std::string> access_notes;
};

template <class T>
struct Found {
  T thing;
  bool created = false;
};

/// 422 on a bad document number or name; 409 `customer_exists` where the document is known.
Result<Customer> register_customer(db::Unit& unit, const NewCustomer& wanted, const Cause& cause);
/// The customer with this document as it is, or a new one.
Result<Found<Customer>> find_or_create_customer(db::Unit& unit, const NewCustomer& wanted,
                                                const Cause& cause);
std::optional<Customer> find_customer_by_document(db::Session& session, const Document& document);

/// 404 for an unknown customer, 422 for an unknown zone or time zone.
Result<Site> add_site(db::Unit& unit, const NewSite& wanted, std::string_view default_time_zone,
                      const Cause& cause);
/// The customer's site with this address (accents, case and white space do not matter), or a new
/// one.
Result<Found<Site>> find_or_create_site(db::Unit& unit, const NewSite& wanted,
                                        std::string_view default_time_zone, const Cause& cause);
std::optional<Site> find_site_by_address(db::Session& session, CustomerId customer,
                                         std::string_view address);

struct CustomerChange {
  std::optional<DocumentType> document_type;
  std::optional<std::string> document_number;
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::optional<bool> active;
};
/// 412 where `version` is given and is not the row's. A new name is written into the orders that
/// are not final.
Result<Customer> change_customer(db::Unit& unit, CustomerId id, const CustomerChange& change,
                                 std::optional<std::int64_t> version, const Cause& cause);

struct SiteChange {
  std::optional<std::string> name;
  std::optional<std::string> address;
  std::optional<std::string> neighbourhood;
  std::optional<ZoneId> zone;
  std::optional<Position> position;
  std::optional<std::string> time_zone;
  std::optional<std::string> access_notes;
  std::optional<bool> active;
};
/// Address, zone and time zone are written into the site's orders that are not final.
Result<Site> change_site(db::Unit& unit, SiteId id, const SiteChange& change,
                         std::optional<std::int64_t> version, const Cause& cause);

}  // namespace mf::workorders
