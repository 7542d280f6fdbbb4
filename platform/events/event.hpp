// An event: CloudEvents 1.0 (https://cloudevents.io), delivered at least once, in order for each
// subject. Plain values, any thread.
#pragma once

#include "platform/core/error.hpp"
#include "platform/core/id.hpp"
#include "platform/core/time.hpp"

#include <string>

namespace mf::events {

struct Event {
  Uuid id = Uuid::make();
  std::string source;  // the service
  std::string type;    // "order.created"
  Uuid subject;        // the order's or user's id: order is kept within it
  Timestamp time;
  std::string traceparent;  // W3C trace context, or empty
  std::string data;         // JSON, as contracts/ describes it for the type

  bool operator==(const Event&) const = default;
};

/// The structured JSON form of CloudEvents 1.0, for brokers and for people.
std::string to_cloud_event(const Event& event);
/// The event in such a text; 400 for what is none.
Result<Event> from_cloud_event(std::string_view text);

}  // namespace mf::events
