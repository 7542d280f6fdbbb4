#include "platform/events/event.hpp"

#include "platform/json/dom.hpp"
#include "platform/json/writer.hpp"

namespace mf::events {
namespace {

std::string text_of(const json::Dom& object, std::string_view name) {
  const json::Dom* member = object.find(name);
  return member != nullptr && member->is_string() ? std::string(member->string()) : "";
}

}  // namespace

std::string to_cloud_event(const Event& event) {
  json::Writer out;
  out.begin_object();
  const auto member = [&](std::string_view name, std::string_view value) {
    out.key(name);
    out.string(value);
  };
  member("specversion", "1.0");
  member("id", event.id.to_string());
  member("source", event.source);
  member("type", event.type);
  member("subject", event.subject.to_string());
  member("time", to_rfc3339(event.time));
  member("datacontenttype", "application/json");
  if (!event.traceparent.empty()) {
    member("traceparent", event.traceparent);
  }
  out.key("data");
  out.raw(event.data);
  out.end_object();
  return out.take();
}

Result<Event> from_cloud_event(std::string_view text) {
  const auto dom = json::Dom::parse(text);
  if (!dom) {
    return fail(dom.error());
  }
  if (!dom->is_object() || text_of(*dom, "specversion") != "1.0") {
    return fail(ErrorKind::bad_request, "not_an_event", "This is not a CloudEvent 1.0.");
  }
  const auto id = Uuid::parse(text_of(*dom, "id"));
  const auto subject = Uuid::parse(text_of(*dom, "subject"));
  const auto time = parse_rfc3339(text_of(*dom, "time"));
  Event event{.source = text_of(*dom, "source"),
              .type = text_of(*dom, "type"),
              .traceparent = text_of(*dom, "traceparent")};
  if (!id || !subject || !time || event.source.empty() || event.type.empty()) {
    return fail(ErrorKind::bad_request, "not_an_event",
                "id, source, type, subject and time are needed, and must be what they say.");
  }
  event.id = *id;
  event.subject = *subject;
  event.time = *time;
  const json::Dom* data = dom->find("data");
  event.data = data == nullptr ? "null" : data->text();
  return event;
}

}  // namespace mf::events
