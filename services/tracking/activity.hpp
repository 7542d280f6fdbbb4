// Travel, arrival, work and pauses: what a technician reports as it happens.
#pragma once

#include "services/tracking/events.hpp"

namespace mf::tracking {

/// 404 for an order out of reach, 422 for an implausible report, 409 with `allowed` for a step that
/// can't follow.
Result<Activity> record_activity(db::Unit& unit, const Caller& caller, OrderId id,
                                 const ActivityReport& report, Timestamp now,
                                 const Publish& publish);

}  // namespace mf::tracking
