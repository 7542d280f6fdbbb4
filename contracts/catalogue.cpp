#include "contracts/catalogue.hpp"

#include "contracts/events.hpp"

namespace mf::contracts {
namespace {

constexpr std::array k_types = std::to_array<EventType>({
    {"user.registered", "identity", "UserFacts", "a person was added"},
    {"user.updated", "identity", "UserFacts", "a person's data, roles or zones changed"},
    {"user.deactivated", "identity", "UserFacts", "a person may not sign in any more"},
    {"user.logged_in", "identity", "UserFacts", "a person signed in"},
    {"user.locked_out", "identity", "UserFacts",
     "three wrong passwords locked the account for 15 minutes"},

    {"order.created", "workorders", "OrderChange", "an order was opened"},
    {"order.updated", "workorders", "OrderChange", "what the order says was edited"},
    {"order.status_changed", "workorders", "OrderChange", "the order went through a transition"},
    {"order.completed", "workorders", "OrderChange", "the work is done"},
    {"order.closed", "workorders", "OrderChange", "the order is final"},
    {"order.reopened", "workorders", "OrderChange", "completed work was not accepted"},
    {"order.cancelled", "workorders", "OrderChange", "the order will not be done"},
    {"order.commented", "workorders", "OrderChange", "somebody wrote a comment"},
    {"order.rated", "workorders", "OrderChange", "the customer said how good the work is"},
    {"order.sla_warning", "workorders", "OrderChange", "the resolution is due soon"},
    {"order.sla_breached", "workorders", "OrderChange", "the resolution is overdue"},
    {"material.used", "workorders", "MaterialChange", "material was noted on an order"},
    {"material.low_stock", "workorders", "MaterialChange",
     "less of a material is left than wanted"},

    {"assignment.created", "dispatch", "AssignmentChange", "a technician was chosen"},
    {"assignment.cancelled", "dispatch", "AssignmentChange", "the choice was taken back"},

    {"tracking.travel_started", "tracking", "WorkRecord", "the technician is on the way"},
    {"tracking.arrived", "tracking", "WorkRecord", "the technician is at the site"},
    {"tracking.work_started", "tracking", "WorkRecord", "the work has begun"},
    {"tracking.work_paused", "tracking", "WorkRecord", "the work rests"},
    {"tracking.work_resumed", "tracking", "WorkRecord", "the work goes on"},
    {"tracking.work_completed", "tracking", "WorkRecord", "the technician says that it is done"},
    {"tracking.progress_recorded", "tracking", "WorkRecord",
     "the technician reports progress and minutes"},
    {"tracking.evidence_uploaded", "tracking", "WorkRecord",
     "a photo, document or text proves work"},

    {"notification.delivered", "notifications", "NotificationOutcome",
     "a message reached its channel"},
    {"notification.failed", "notifications", "NotificationOutcome",
     "a message was given up after 3 attempts"},
});

}  // namespace

std::span<const EventType> event_types() {
  return k_types;
}

bool publishes(std::string_view service, std::string_view type) {
  return std::any_of(k_types.begin(), k_types.end(), [&](const EventType& known) {
    return known.type == type && known.service == service;
  });
}

std::string payload_schema(std::string_view payload) {
  if (payload == "UserFacts") {
    return json::schema<UserFacts>();
  }
  if (payload == "OrderChange") {
    return json::schema<OrderChange>();
  }
  if (payload == "MaterialChange") {
    return json::schema<MaterialChange>();
  }
  if (payload == "AssignmentChange") {
    return json::schema<AssignmentChange>();
  }
  if (payload == "WorkRecord") {
    return json::schema<WorkRecord>();
  }
  return payload == "NotificationOutcome" ? json::schema<NotificationOutcome>() : std::string("{}");
}

std::string events_page() {
  std::string page =
      "# Events\n\nMade from `contracts/catalogue.cpp`; a test fails where they differ. "
      "CloudEvents 1.0, delivered at\n"
      "least once, in order for each subject; a consumer takes each in once.\n\n"
      "| type | published by | payload | meaning |\n|---|---|---|---|\n";
  std::set<std::string_view> payloads;
  for (const auto& type : k_types) {
    page += fmt::format("| `{}` | {} | [{}](#{}) | {} |\n", type.type, type.service, type.payload,
                        type.payload, type.meaning);
    payloads.insert(type.payload);
  }
  for (const auto payload : payloads) {
    page += fmt::format("\n## {}\n\n```json\n{}\n```\n", payload, payload_schema(payload));
  }
  return page;
}

}  // namespace mf::contracts
