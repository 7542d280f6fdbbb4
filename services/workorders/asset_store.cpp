#include "services/workorders/asset_store.hpp"

namespace mf::workorders::store {
namespace {

constexpr db::Sql k_insert =
    "INSERT INTO assets (id, version, site_id, customer_id, kind, serial, model, installed_on, "
    "warranty_until, active, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
constexpr db::Sql k_update =
    "UPDATE assets SET version = version + 1, kind = $3, serial = $4, model = $5, installed_on = "
    "$6, warranty_until = $7, active = $8 WHERE id = $1 AND version = $2";
constexpr db::Sql k_asset =
    "SELECT id, version, site_id, customer_id, kind, serial, model, installed_on, warranty_until, "
    "active, created_at FROM assets WHERE id = $1";
constexpr db::Sql k_serial = "SELECT id FROM assets WHERE serial = $1";
constexpr db::Sql k_of_site =
    "SELECT id, version, site_id, customer_id, kind, serial, model, installed_on, warranty_until, "
    "active, created_at FROM assets WHERE site_id = $1 AND id > $2 ORDER BY id LIMIT $3";
const SliceSql k_assets_of = slices_of(
    "id, version, site_id, customer_id, kind, serial, model, installed_on, warranty_until, active, "
    "created_at",
    "assets", "site_id");

using Day = std::optional<std::chrono::sys_days>;

/// Days are stored as their number since 1970.
db::Value number_of(const Day& day) {
  return day ? db::Value(day->time_since_epoch().count()) : db::Value();
}

Day read_day(const db::Row& row, int column) {
  const auto days = row.opt_integer(column);
  return days ? Day{std::chrono::sys_days{std::chrono::days{*days}}} : std::nullopt;
}

Asset read_asset(const db::Row& row) {
  return {.id = row.id<AssetId>(0),
          .version = row.integer(1),
          .site = row.id<SiteId>(2),
          .customer = row.id<CustomerId>(3),
          .kind = row.text(4),
          .serial = row.text(5),
          .model = row.opt_text(6),
          .installed_on = read_day(row, 7),
          .warranty_until = read_day(row, 8),
          .active = row.boolean(9),
          .created_at = row.time(10)};
}

}  // namespace

void insert_asset(db::Unit& unit, const Asset& a) {
  unit.execute(k_insert,
               {a.id, a.version, a.site, a.customer, a.kind, a.serial, a.model,
                number_of(a.installed_on), number_of(a.warranty_until), a.active, a.created_at});
}

bool update_asset(db::Unit& unit, Asset& a) {
  const auto changed =
      unit.execute(k_update, {a.id, a.version, a.kind, a.serial, a.model, number_of(a.installed_on),
                              number_of(a.warranty_until), a.active});
  a.version += changed;
  return changed == 1;
}

std::optional<Asset> find_asset(db::Session& session, AssetId id) {
  return session.one(k_asset, {id}, read_asset);
}

std::optional<AssetId> find_serial(db::Session& session, const std::string& serial) {
  return session.one(k_serial, {serial}, [](const db::Row& row) { return row.id<AssetId>(0); });
}

std::vector<Asset> assets_of_site(db::Session& session, SiteId site,
                                  const std::optional<AssetId>& after, int limit) {
  return session.all(k_of_site, {site, after.value_or(AssetId{}), limit}, read_asset);
}

std::vector<Asset> assets_of_sites(db::Session& session, const std::vector<SiteId>& sites,
                                   const Slice& slice) {
  return read_slices(session, k_assets_of, sites, slice, read_asset);
}

}  // namespace mf::workorders::store
