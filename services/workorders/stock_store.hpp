// All SQL about where material lies and how it moved: warehouse, vans, movements. Takes and gives
// domain values; called inside a unit of work or a read of the service's database.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders::store {

struct Left {
  Thousandths stock = 0;
  Thousandths minimum = 0;
};
/// Takes `amount` out of the warehouse (a negative one goes in) and tells what lies there now;
/// nothing, and nothing changed, if there is too little.
std::optional<Left> take_from_warehouse(db::Unit& unit, MaterialId material, Thousandths amount);
/// The same with a technician's van. False if it holds too little.
bool take_from_van(db::Unit& unit, UserId technician, MaterialId material, Thousandths amount);
void put_into_van(db::Unit& unit, UserId technician, const std::string& name, MaterialId material,
                  Thousandths amount);
/// 0 for a van that never held any.
Thousandths stock_of_van(db::Session& session, UserId technician, MaterialId material);

struct VanFilter {
  std::optional<UserId> technician;
  std::optional<MaterialId> material;
};
struct VanPlace {
  UserId technician;
  MaterialId material;
};
/// What lies in vans, by technician and material, after `after`. Empty places are left out.
std::vector<VanStock> van_stock(db::Session& session, const VanFilter& filter,
                                const VanPlace& after, int limit);

void add_movement(db::Unit& unit, const StockMovement& movement);
/// Oldest first. `only_van`: of that technician's van alone.
std::vector<StockMovement> movements_of(db::Session& session, MaterialId material,
                                        const std::optional<UserId>& only_van,
                                        const std::optional<StockMovementId>& after, int limit);

}  // namespace mf::workorders::store
