// All SQL about materials used on orders. Takes and gives domain values; called inside a unit of
// work or a read of the service's database.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"
#include "services/workorders/many.hpp"

namespace mf::workorders::store {

void insert_line(db::Unit& unit, const MaterialLine& line);
/// Material, quantity and price, with one version more. False if somebody was faster.
bool update_line(db::Unit& unit, MaterialLine& line);
std::optional<MaterialLine> find_line(db::Session& session, OrderId order, MaterialLineId id);
std::vector<MaterialLine> lines_of(db::Session& session, OrderId order,
                                   const std::optional<MaterialLineId>& after, int limit);

void add_change(db::Unit& unit, const LineChange& change);
/// Oldest first.
std::vector<LineChange> changes_of(db::Session& session, MaterialLineId line,
                                   const std::optional<LineChangeId>& after, int limit);

/// Of many orders, of many lines.
std::vector<MaterialLine> lines_of_orders(db::Session& session, const std::vector<OrderId>& orders,
                                          const Slice& slice);
std::vector<LineChange> changes_of_lines(db::Session& session,
                                         const std::vector<MaterialLineId>& lines,
                                         const Slice& slice);
/// A line wherever it is: whoever asks checks that they reach its order.
std::optional<MaterialLine> find_line(db::Session& session, MaterialLineId id);

}  // namespace mf::workorders::store
