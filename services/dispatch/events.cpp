#include "services/dispatch/events.hpp"

#include "platform/telemetry/trace.hpp"
#include "services/dispatch/orders.hpp"
#include "services/dispatch/technicians.hpp"

namespace mf::dispatch {
namespace {

using contracts::OrderChange;
using contracts::UserFacts;
using contracts::WorkRecord;

Cause cause_of(const contracts::Actor& by, const Clock& clock) {
  return {by, clock.now(), std::string(telemetry::current_traceparent())};
}

/// A handler for events that carry a `Payload`.
template <class Payload, class F>
events::Handler handler(F use) {
  return [use = std::move(use)](db::Unit& unit, const events::Event& event) -> Result<void> {
    const auto payload = json::decode<Payload>(event.data, json::Unknown::ignore);
    if (!payload) {
      return fail(payload.error());
    }
    use(unit, *payload, event);
    return {};
  };
}

Person person_of(const UserFacts& facts) {
  const auto& roles = facts.roles;
  return {facts.id, facts.name, facts.active,
          std::find(roles.begin(), roles.end(), auth::Role::technician) != roles.end()};
}

}  // namespace

std::vector<events::Subscription> make_subscriptions(const Clock& clock) {
  const auto created = handler<OrderChange>(
      [&clock](db::Unit& unit, const OrderChange& change, const events::Event&) {
        order_created(unit, change, cause_of(change.by, clock));
      });
  const auto updated = handler<OrderChange>(
      [&clock](db::Unit& unit, const OrderChange& change, const events::Event&) {
        order_updated(unit, change, cause_of(change.by, clock));
      });
  const auto moved = handler<OrderChange>(
      [&clock](db::Unit& unit, const OrderChange& change, const events::Event& event) {
        order_moved(unit, change, event.time, cause_of(change.by, clock));
      });
  const auto person =
      handler<UserFacts>([&clock](db::Unit& unit, const UserFacts& facts, const events::Event&) {
        person_changed(unit, person_of(facts), cause_of({}, clock));
      });
  const auto work = handler<WorkRecord>([](db::Unit& unit, const WorkRecord& record,
                                           const events::Event&) { work_reported(unit, record); });
  // completed, closed, reopened and cancelled come as status_changed as well.
  return {
      {"order.created", created},  {"order.updated", updated}, {"order.status_changed", moved},
      {"user.registered", person}, {"user.updated", person},   {"user.deactivated", person},
      {"tracking.*", work},
  };
}

}  // namespace mf::dispatch
