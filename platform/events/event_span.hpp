// An event's way as spans, children of the span that published it; nothing where its trace is not
// collected. Any thread.
#pragma once

#include "platform/events/event.hpp"
#include "platform/telemetry/span.hpp"

namespace mf::events {

/// Bringing it to this broker; failed, unless confirm() is told that it has it.
telemetry::Span send_span(const Event& event, const std::string& broker);
void confirm(std::vector<telemetry::Span>& sent);

/// Taking it in, by this service.
telemetry::Span process_span(const Event& event, const std::string& consumer);

}  // namespace mf::events
