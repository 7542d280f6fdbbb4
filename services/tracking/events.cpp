#include "services/tracking/events.hpp"

#include "services/tracking/orders.hpp"

namespace mf::tracking {
namespace {

template <class Payload>
using Hear = Result<void> (*)(db::Unit&, const events::Event&, const Payload&, Timestamp);

/// A subscription whose handler gets the decoded payload. One that can't be read becomes a dead
/// letter.
template <class Payload>
events::Subscription on(std::string type, const Clock& clock, Hear<Payload> hear) {
  return {std::move(type),
          [&clock, hear](db::Unit& unit, const events::Event& event) -> Result<void> {
            const auto payload = json::decode<Payload>(event.data, json::Unknown::ignore);
            if (!payload) {
              return fail(payload.error());
            }
            return hear(unit, event, *payload, clock.now());
          }};
}

}  // namespace

contracts::WorkRecord record_of(const OrderRef& order, const Caller& caller, Timestamp at,
                                Timestamp now) {
  return {.order = order.id,
          .order_code = order.code,
          .technician = caller.user,
          .technician_name = caller.name,
          .assignment = order.assignment,
          .customer = order.customer,
          .zone = order.zone,
          .at = at,
          .recorded_at = now};
}

std::vector<events::Subscription> subscriptions(const Clock& clock) {
  return {
      on<contracts::OrderChange>("order.*", clock, hear_order),
      on<contracts::AssignmentChange>("assignment.created", clock, hear_assignment),
      on<contracts::AssignmentChange>("assignment.cancelled", clock, hear_cancelled_assignment),
      on<contracts::MaterialChange>("material.used", clock, hear_material),
  };
}

}  // namespace mf::tracking
