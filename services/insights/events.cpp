#include "services/insights/events.hpp"

#include "platform/telemetry/log.hpp"
#include "services/insights/projections.hpp"

namespace mf::insights {
namespace {

Result<void> hear(db::Unit& unit, const events::Event& event) {
  const Reading reading = read_event(event);
  if (!reading.understood) {
    // It happened, so it is kept; a rebuild reads it again when the catalogue knows it.
    telemetry::log_warning("insights", "an event is not what the catalogue says",
                           {{"type", event.type}, {"id", event.id.to_string()}});
  }
  take_in(unit, reading);
  return {};
}

}  // namespace

std::vector<events::Subscription> subscriptions() {
  return {{"*", hear}};
}

}  // namespace mf::insights
