// What this service does with other services' events. What it publishes stands with its causes
// (orders.hpp, transitions.hpp, materials.hpp, sla.hpp): order.* and material.*, as in
// docs/events.md.
#pragma once

#include "platform/events/consumer.hpp"
#include "services/workorders/service.hpp"

namespace mf::workorders {

/// assignment.created and .cancelled from dispatch, tracking.work_* from tracking. `clock` outlives
/// them.
std::vector<events::Subscription> subscriptions(const Clock& clock, const Settings& settings);

}  // namespace mf::workorders
