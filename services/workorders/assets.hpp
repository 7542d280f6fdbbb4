// Equipment at sites: adding and changing. Called inside a unit of work of the service's database;
// SQL stands in asset_store.cpp.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders {

/// Stores it under its id for its site; the customer becomes the site's. 404 for an unknown site,
/// 422 for a serial of blanks or a warranty that ends before the installation, 409 `serial_exists`.
Result<Asset> add_asset(db::Unit& unit, Asset asset);

struct AssetChange {
  std::optional<std::string> kind;
  std::optional<std::string> serial;
  std::optional<std::string> model;
  std::optional<std::chrono::sys_days> installed_on;
  std::optional<std::chrono::sys_days> warranty_until;
  std::optional<bool> active;
};
/// Refusals as above, and 412 where `version` is given and is not the row's.
Result<Asset> change_asset(db::Unit& unit, AssetId id, const AssetChange& change,
                           std::optional<std::int64_t> version);

}  // namespace mf::workorders
