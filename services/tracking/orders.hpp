// Tracking's picture of the orders, kept up by other services' events. Events of one service come
// in their order, those of different services do not: dispatch may tell of an assignment before the
// order itself was heard of, and work orders of a status that an assignment has overtaken.
#pragma once

#include "platform/db/database.hpp"
#include "platform/events/event.hpp"
#include "services/tracking/timeline.hpp"

namespace mf::tracking {

/// order.*: the facts, the technician where dispatch has not named one yet, the state of the work,
/// the timeline.
Result<void> hear_order(db::Unit& unit, const events::Event& event,
                        const contracts::OrderChange& change, Timestamp now);
/// assignment.created: the technician may begin at once, whatever else is still on its way.
Result<void> hear_assignment(db::Unit& unit, const events::Event& event,
                             const contracts::AssignmentChange& change, Timestamp now);
Result<void> hear_cancelled_assignment(db::Unit& unit, const events::Event& event,
                                       const contracts::AssignmentChange& change, Timestamp now);
Result<void> hear_material(db::Unit& unit, const events::Event& event,
                           const contracts::MaterialChange& change, Timestamp now);

}  // namespace mf::tracking
