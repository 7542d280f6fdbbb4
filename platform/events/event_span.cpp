#include "platform/events/event_span.hpp"

namespace mf::events {
namespace {

telemetry::Span make(telemetry::SpanKind kind, std::string_view service, std::string_view what,
                     const Event& event) {
  if (!telemetry::collects(event.traceparent)) {
    return {};
  }
  telemetry::Span span(kind, service, fmt::format("{} {}", what, event.type), event.traceparent);
  span.set("messaging.operation.type", std::string(what));
  span.set("messaging.destination.name", event.type);
  span.set("messaging.message.id", event.id.to_string());
  return span;
}

}  // namespace

telemetry::Span send_span(const Event& event, const std::string& broker) {
  auto span = make(telemetry::SpanKind::producer, event.source, "send", event);
  span.set("messaging.system", broker);
  span.fail("not_acknowledged");
  return span;
}

void confirm(std::vector<telemetry::Span>& sent) {
  for (auto& span : sent) {
    span.fail("");
  }
  sent.clear();
}

telemetry::Span process_span(const Event& event, const std::string& consumer) {
  auto span = make(telemetry::SpanKind::consumer, consumer, "process", event);
  span.set("messaging.system", "microflow");
  span.set("messaging.consumer.group.name", consumer);
  return span;
}

}  // namespace mf::events
