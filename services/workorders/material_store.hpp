// All SQL about materials used on orders. Takes and gives domain values; called inside a unit of
// work or a read of the service's database.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders::store {

/// Takes `amount` out of the stock (a negative one goes back). False, and nothing changed, if there
/// is too little.
bool take_stock(db::Unit& unit, MaterialId material, Thousandths amount);

void insert_line(db::Unit& unit, const MaterialLine& line);
/// The quantity, with one version more. False if somebody was faster.
bool update_line(db::Unit& unit, MaterialLine& line);
std::optional<MaterialLine> find_line(db::Session& session, OrderId order, MaterialLineId id);
std::vector<MaterialLine> lines_of(db::Session& session, OrderId order,
                                   const std::optional<MaterialLineId>& after, int limit);

}  // namespace mf::workorders::store
