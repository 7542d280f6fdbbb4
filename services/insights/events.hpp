// What insights consumes: everything. It publishes nothing.
#pragma once

#include "platform/events/consumer.hpp"

#include <vector>

namespace mf::insights {

std::vector<events::Subscription> subscriptions();

}  // namespace mf::insights
