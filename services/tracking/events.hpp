// What tracking publishes and consumes.
#pragma once

#include "platform/db/database.hpp"
#include "platform/events/consumer.hpp"
#include "services/tracking/domain.hpp"

namespace mf::tracking {

/// Appends an event to the outbox of the unit that causes it. The api makes one for each request.
using Publish = std::function<void(std::string type, const contracts::WorkRecord& record)>;

/// What every record says: order, technician, moments.
contracts::WorkRecord record_of(const OrderRef& order, const Caller& caller, Timestamp at,
                                Timestamp now);

/// Orders, assignments and materials, as other services tell of them.
std::vector<events::Subscription> subscriptions(const Clock& clock);

}  // namespace mf::tracking
