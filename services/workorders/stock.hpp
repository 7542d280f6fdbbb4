// Material where it lies: what comes into the warehouse, what goes between it and a technician's
// van, and every movement with who did it. Use on an order stands in materials.hpp. Called inside a
// unit of work of the service's database.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders {

/// New material for the warehouse. 404 for an unknown material, 422 for an impossible quantity.
Result<StockMovement> receive_stock(db::Unit& unit, MaterialId material, double quantity,
                                    const std::optional<std::string>& note, const Cause& cause);

struct Transfer {
  UserId technician;  // whose van
  std::string technician_name;
  StockPlace to = StockPlace::van;  // from the other one
  double quantity = 0;
  std::optional<std::string> note;
};
/// Between warehouse and van. Refusals as above, and 409 `insufficient_stock`.
Result<StockMovement> transfer_stock(db::Unit& unit, MaterialId material, const Transfer& transfer,
                                     const Cause& cause);

/// Notes that an administrator has set the warehouse's stock, if it is another one than before.
void note_adjustment(db::Unit& unit, const Material& material, Thousandths before,
                     const Cause& cause);

/// Takes material out of a place for an order (a negative amount goes back), notes the movement,
/// and tells material.low_stock where the warehouse falls below the minimum by it. 409
/// `insufficient_stock`.
Result<void> take_stock(db::Unit& unit, const Material& material, Thousandths amount,
                        const std::optional<UserId>& van_of, OrderId order, const Cause& cause);

/// 422 for what is no quantity; 0 only where it `may_be_zero`.
Result<Thousandths> read_quantity(double quantity, bool may_be_zero);

}  // namespace mf::workorders
