// Materials used on an order: they leave the stock in the same unit of work, at the price of the
// day; a correction needs a justification and stays in the history. Called inside a unit of work of
// the service's database.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders {

struct MaterialUse {
  MaterialId material;
  double quantity = 0;
  /// Without it: the caller's own van where it holds enough, else the warehouse.
  std::optional<StockPlace> from;
};
/// 404 outside `reach`, 409 `order_final` or `order_completed`, 422 for an unknown material or an
/// impossible quantity, 409 `insufficient_stock`.
Result<MaterialLine> use_material(db::Unit& unit, OrderId order, const Reach& reach,
                                  const MaterialUse& use, const Cause& cause);

/// Everything noted on the order goes back to where it came from, told and noted line by line.
Result<void> return_materials(db::Unit& unit, const Order& order, const Cause& cause);

struct MaterialCorrection {
  std::optional<double> quantity;      // 0 takes the line back
  std::optional<MaterialId> material;  // it was another one: at its price of today
  std::optional<std::string> justification;
};
/// Puts a line right. Refusals as above but for `order_completed` (until the order is final, its
/// lines can be put right), and 412 `stale`.
Result<MaterialLine> correct_material(db::Unit& unit, OrderId order, const Reach& reach,
                                      MaterialLineId line, const MaterialCorrection& correction,
                                      std::optional<std::int64_t> version, const Cause& cause);

}  // namespace mf::workorders
