// All SQL about assets, the equipment at sites. Takes and gives domain values; called inside a unit
// of work or a read of the service's database.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"
#include "services/workorders/many.hpp"

namespace mf::workorders::store {

void insert_asset(db::Unit& unit, const Asset& asset);
/// Writes it with one version more: `asset` becomes as stored. False if somebody was faster.
bool update_asset(db::Unit& unit, Asset& asset);
std::optional<Asset> find_asset(db::Session& session, AssetId id);
std::optional<AssetId> find_serial(db::Session& session, const std::string& serial);
std::vector<Asset> assets_of_site(db::Session& session, SiteId site,
                                  const std::optional<AssetId>& after, int limit);
std::vector<Asset> assets_of_sites(db::Session& session, const std::vector<SiteId>& sites,
                                   const Slice& slice);

}  // namespace mf::workorders::store
