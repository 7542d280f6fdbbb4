#include "services/workorders/customer_store.hpp"

#include "platform/core/text.hpp"

namespace mf::workorders::store {
namespace {

constexpr db::Sql k_insert_customer =
    "INSERT INTO customers (id, version, document_type, document_number, name, name_folded, email, "
    "phone, active, "
    "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
constexpr db::Sql k_update_customer =
    "UPDATE customers SET version = version + 1, document_type = $3, document_number = $4, name = "
    "$5, "
    "name_folded = $6, email = $7, phone = $8, active = $9 WHERE id = $1 AND version = $2";
constexpr db::Sql k_customer =
    "SELECT id, version, document_type, document_number, name, email, phone, active, created_at "
    "FROM customers "
    "WHERE id = $1";
constexpr db::Sql k_customer_by_document =
    "SELECT id, version, document_type, document_number, name, email, phone, active, created_at "
    "FROM customers "
    "WHERE document_type = $1 AND document_number = $2";
constexpr db::Sql k_customers =
    "SELECT id, version, document_type, document_number, name, email, phone, active, created_at "
    "FROM customers "
    "WHERE (name_folded, id) > ($1, $2) AND (id = $3 OR $3 IS NULL) AND (active = "
    "$4 OR $4 IS NULL) "
    "AND (name_folded LIKE $5 ESCAPE '!' OR document_number LIKE $6 || '%' OR $5 IS NULL) "
    "ORDER BY name_folded, id LIMIT $7";

constexpr db::Sql k_insert_site =
    "INSERT INTO sites (id, version, customer_id, name, address, address_folded, neighbourhood, "
    "zone_id, latitude, "
    "longitude, time_zone, access_notes, active, created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
constexpr db::Sql k_update_site =
    "UPDATE sites SET version = version + 1, name = $3, address = $4, address_folded = $5, "
    "neighbourhood = $6, "
    "zone_id = $7, latitude = $8, longitude = $9, time_zone = $10, access_notes = $11, active = "
    "$12 "
    "WHERE id = $1 AND version = $2";
constexpr db::Sql k_site =
    "SELECT s.id, s.version, s.customer_id, s.name, s.address, s.neighbourhood, s.zone_id, z.name, "
    "s.latitude, "
    "s.longitude, s.time_zone, s.access_notes, s.active, s.created_at FROM sites s "
    "LEFT JOIN zones z ON z.id = s.zone_id WHERE s.id = $1";
constexpr db::Sql k_site_by_address =
    "SELECT s.id, s.version, s.customer_id, s.name, s.address, s.neighbourhood, s.zone_id, z.name, "
    "s.latitude, "
    "s.longitude, s.time_zone, s.access_notes, s.active, s.created_at FROM sites s "
    "LEFT JOIN zones z ON z.id = s.zone_id WHERE s.customer_id = $1 AND s.address_folded = $2 "
    "ORDER BY s.id LIMIT 1";
constexpr db::Sql k_sites =
    "SELECT s.id, s.version, s.customer_id, s.name, s.address, s.neighbourhood, s.zone_id, z.name, "
    "s.latitude, "
    "s.longitude, s.time_zone, s.access_notes, s.active, s.created_at FROM sites s "
    "LEFT JOIN zones z ON z.id = s.zone_id WHERE s.customer_id = $1 AND s.id > $2 ORDER BY s.id "
    "LIMIT $3";
constexpr db::Sql k_site_of_customer =
    "SELECT s.id, s.version, s.customer_id, s.name, s.address, s.neighbourhood, s.zone_id, z.name, "
    "s.latitude, "
    "s.longitude, s.time_zone, s.access_notes, s.active, s.created_at, c.name, c.phone, c.active "
    "FROM customers c "
    "LEFT JOIN sites s ON s.id = $2 AND s.customer_id = c.id LEFT JOIN zones z ON z.id = s.zone_id "
    "WHERE c.id = $1";

const std::string k_customers_by_id =
    by_many(
        "SELECT id, version, document_type, document_number, name, email, phone, active, "
        "created_at FROM customers",
        "id") +
    " AND (id = $101 OR $101 IS NULL)";
constexpr std::string_view k_site_columns =
    "x.id, x.version, x.customer_id, x.name, x.address, x.neighbourhood, x.zone_id, z.name, "
    "x.latitude, x.longitude, x.time_zone, x.access_notes, x.active, x.created_at";
constexpr std::string_view k_join_zone = "LEFT JOIN zones z ON z.id = x.zone_id";
const std::string k_sites_by_id =
    by_many(fmt::format("SELECT {} FROM sites x {}", k_site_columns, k_join_zone), "x.id");
const SliceSql k_sites_of = slices_of(k_site_columns, "sites", "customer_id", k_join_zone);

Customer read_customer(const db::Row& row) {
  return {.id = row.id<CustomerId>(0),
          .version = row.integer(1),
          .document = {row.name<DocumentType>(2), row.text(3)},
          .name = row.text(4),
          .email = row.opt_text(5),
          .phone = row.opt_text(6),
          .active = row.boolean(7),
          .created_at = row.time(8)};
}

Site read_site(const db::Row& row) {
  Site site{.id = row.id<SiteId>(0),
            .version = row.integer(1),
            .customer = row.id<CustomerId>(2),
            .name = row.opt_text(3),
            .address = row.text(4),
            .neighbourhood = row.opt_text(5),
            .zone = row.opt_id<ZoneId>(6),
            .zone_name = row.opt_text(7),
            .time_zone = row.text(10),
            .access_notes = row.opt_text(11),
            .active = row.boolean(12),
            .created_at = row.time(13)};
  if (!row.is_null(8) && !row.is_null(9)) {
    site.position = Position{row.number(8), row.number(9)};
  }
  return site;
}

std::optional<double> latitude_of(const Site& site) {
  return site.position ? std::optional{site.position->latitude} : std::nullopt;
}
std::optional<double> longitude_of(const Site& site) {
  return site.position ? std::optional{site.position->longitude} : std::nullopt;
}

/// The LIKE pattern that finds `text` anywhere.
std::string containing(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') {
      pattern += '!';
    }
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace

void insert_customer(db::Unit& unit, const Customer& c) {
  unit.execute(k_insert_customer, {c.id, c.version, c.document.type, c.document.number, c.name,
                                   fold(c.name), c.email, c.phone, c.active, c.created_at});
}

bool update_customer(db::Unit& unit, Customer& c) {
  const auto changed =
      unit.execute(k_update_customer, {c.id, c.version, c.document.type, c.document.number, c.name,
                                       fold(c.name), c.email, c.phone, c.active});
  c.version += changed;
  return changed == 1;
}

std::optional<Customer> find_customer(db::Session& session, CustomerId id) {
  return session.one(k_customer, {id}, read_customer);
}

std::optional<Customer> find_customer(db::Session& session, const Document& document) {
  return session.one(k_customer_by_document, {document.type, document.number}, read_customer);
}

std::vector<Customer> list_customers(db::Session& session, const std::optional<CustomerId>& only,
                                     const std::optional<std::string>& text,
                                     const std::optional<bool>& active, const CustomerPlace& after,
                                     int limit) {
  const auto number = text ? std::optional{clean_document_number(*text)} : std::nullopt;
  // A text that no document begins with must not match every one.
  const auto prefix = number && number->empty() ? std::optional<std::string>("\x01") : number;
  const auto pattern = text ? std::optional{containing(*text)} : std::nullopt;
  return session.all(k_customers, {after.name, after.id, only, active, pattern, prefix, limit},
                     read_customer);
}

void insert_site(db::Unit& unit, const Site& s) {
  unit.execute(k_insert_site, {s.id, s.version, s.customer, s.name, s.address, fold(s.address),
                               s.neighbourhood, s.zone, latitude_of(s), longitude_of(s),
                               s.time_zone, s.access_notes, s.active, s.created_at});
}

bool update_site(db::Unit& unit, Site& s) {
  const auto changed = unit.execute(
      k_update_site, {s.id, s.version, s.name, s.address, fold(s.address), s.neighbourhood, s.zone,
                      latitude_of(s), longitude_of(s), s.time_zone, s.access_notes, s.active});
  s.version += changed;
  return changed == 1;
}

std::optional<Site> find_site(db::Session& session, SiteId id) {
  return session.one(k_site, {id}, read_site);
}

std::optional<Site> find_site(db::Session& session, CustomerId customer, std::string_view address) {
  return session.one(k_site_by_address, {customer, fold(address)}, read_site);
}

std::vector<Site> list_sites(db::Session& session, CustomerId customer,
                             const std::optional<SiteId>& after, int limit) {
  return session.all(k_sites, {customer, after.value_or(SiteId{}), limit}, read_site);
}

std::vector<Customer> customers_by_id(db::Session& session, const std::vector<CustomerId>& ids,
                                      const std::optional<CustomerId>& only) {
  return read_many(session, k_customers_by_id, ids, {only}, read_customer);
}

std::vector<Site> sites_by_id(db::Session& session, const std::vector<SiteId>& ids) {
  return read_many(session, k_sites_by_id, ids, {}, read_site);
}

std::vector<Site> sites_of_customers(db::Session& session, const std::vector<CustomerId>& customers,
                                     const Slice& slice) {
  return read_slices(session, k_sites_of, customers, slice, read_site);
}

std::optional<SiteOfCustomer> find_site_of_customer(db::Session& session, CustomerId customer,
                                                    SiteId site) {
  return session.one(k_site_of_customer, {customer, site}, [](const db::Row& row) {
    return SiteOfCustomer{.customer_name = row.text(14),
                          .customer_phone = row.opt_text(15),
                          .customer_active = row.boolean(16),
                          .site = row.is_null(0) ? std::nullopt : std::optional{read_site(row)}};
  });
}

}  // namespace mf::workorders::store
