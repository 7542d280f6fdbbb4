#include "services/workorders/assets.hpp"

#include "services/workorders/asset_store.hpp"
#include "services/workorders/customer_store.hpp"

namespace mf::workorders {
namespace {

Result<void> check(db::Session& session, Asset& asset) {
  asset.serial = clean_serial(asset.serial);
  if (asset.serial.empty()) {
    return invalid("/serial", "required", "A serial number is more than blanks.");
  }
  if (asset.installed_on && asset.warranty_until && *asset.warranty_until < *asset.installed_on) {
    return invalid("/warrantyUntil", "order", "A warranty ends after the installation.");
  }
  const auto owner = store::find_serial(session, asset.serial);
  if (owner && *owner != asset.id) {
    return fail(ErrorKind::conflict, "serial_exists", "Another asset has this serial number.");
  }
  return {};
}

template <class T>
void set(T& field, const auto& value) {
  if (value) {
    field = *value;
  }
}

}  // namespace

Result<Asset> add_asset(db::Unit& unit, Asset asset) {
  const auto site = store::find_site(unit, asset.site);
  if (!site) {
    return not_found("site");
  }
  asset.customer = site->customer;
  if (auto checked = check(unit, asset); !checked) {
    return fail(std::move(checked.error()));
  }
  store::insert_asset(unit, asset);
  return asset;
}

Result<Asset> change_asset(db::Unit& unit, AssetId id, const AssetChange& change,
                           std::optional<std::int64_t> version) {
  auto asset = store::find_asset(unit, id);
  if (!asset) {
    return not_found("asset");
  }
  asset->version = version.value_or(asset->version);
  set(asset->kind, change.kind);
  set(asset->serial, change.serial);
  set(asset->model, change.model);
  set(asset->installed_on, change.installed_on);
  set(asset->warranty_until, change.warranty_until);
  set(asset->active, change.active);
  if (auto checked = check(unit, *asset); !checked) {
    return fail(std::move(checked.error()));
  }
  if (!store::update_asset(unit, *asset)) {
    return fail(ErrorKind::stale, "stale", "Somebody has changed this asset meanwhile.");
  }
  return std::move(*asset);
}

}  // namespace mf::workorders
