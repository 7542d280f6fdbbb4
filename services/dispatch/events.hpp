// What dispatch hears: each event type with what it does. It publishes assignment.created and
// assignment.cancelled (assignments.cpp).
#pragma once

#include "platform/core/time.hpp"
#include "platform/events/consumer.hpp"

namespace mf::dispatch {

/// `clock` outlives them.
std::vector<events::Subscription> make_subscriptions(const Clock& clock);

}  // namespace mf::dispatch
