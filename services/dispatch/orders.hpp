// Following the orders: what the work-order service tells of them, and what that means for visits
// and the queue. An order's own events come in order; what tracking tells of it may come before or
// after. Called inside the consumer's unit of work.
#pragma once

#include "services/dispatch/assignments.hpp"

namespace mf::dispatch {

void order_created(db::Unit& unit, const contracts::OrderChange& change, const Cause& cause);
/// What the order says was edited: its window moves the visit, its needs may find somebody now.
void order_updated(db::Unit& unit, const contracts::OrderChange& change, const Cause& cause);
/// `at`: when the order went through the transition.
void order_moved(db::Unit& unit, const contracts::OrderChange& change, Timestamp at,
                 const Cause& cause);
/// For information only: the order's transitions decide.
void work_reported(db::Unit& unit, const contracts::WorkRecord& record);

}  // namespace mf::dispatch
