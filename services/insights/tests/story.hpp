// Tells the life of orders as the events that the other services would publish, in the order of
// time.
#pragma once

#include "contracts/events.hpp"
#include "platform/events/event.hpp"

#include <string>
#include <vector>

namespace mf::insights::testing {

struct Technician {
  UserId id = UserId::make();
  std::string name;
};

class Story {
 public:
  std::vector<events::Event> events;
  Timestamp now =
      from_micros(1'795'532'400'000'000);  // Tuesday, 2026-11-24, ten in the morning in Bogota

  void pass(minutes time) { now += time; }

  contracts::OrderFacts create(const std::string& title = "No internet",
                               std::optional<ZoneId> zone = std::nullopt) {
    contracts::OrderFacts order;
    order.id = OrderId::make();
    order.code = fmt::format("ORD-{:06}", ++orders_);
    order.customer = CustomerId::make();
    order.customer_name = "Doña Inés Álvarez";
    order.site = SiteId::make();
    order.site_address = "Calle 10 # 43-12";
    order.zone = zone;
    if (zone) {
      order.zone_name = "Zone " + zone->to_string().substr(30);
    }
    order.type = type;
    order.type_name = "Repair";
    order.title = title;
    order.created_at = now;
    say("workorders", "order.created", order.id.value,
        contracts::OrderChange{.order = order, .by = operator_});
    return order;
  }

  void assign(contracts::OrderFacts& order, const Technician& technician) {
    say("dispatch", "assignment.created", order.id.value,
        contracts::AssignmentChange{.assignment = AssignmentId::make(),
                                    .visit = VisitId::make(),
                                    .order = order.id,
                                    .order_code = order.code,
                                    .technician = technician.id,
                                    .technician_name = technician.name,
                                    .customer = order.customer,
                                    .zone = order.zone,
                                    .by = operator_});
    order.technician = technician.id;
    order.technician_name = technician.name;
    move(order, Transition::assign, OrderStatus::assigned);
  }

  void start(contracts::OrderFacts& order) {
    work(order, "tracking.work_started", ActivityKind::work_started);
    move(order, Transition::start, OrderStatus::in_progress);
  }

  void hold(contracts::OrderFacts& order) {
    work(order, "tracking.work_paused", ActivityKind::work_paused);
    move(order, Transition::hold, OrderStatus::on_hold);
  }

  void record(const contracts::OrderFacts& order, minutes spent,
              const std::string& comment = "Cable replaced as agreed") {
    auto record = record_of(order);
    record.progress = ProgressId::make();
    record.comment = comment;
    record.spent = spent;
    say("tracking", "tracking.progress_recorded", order.id.value, record);
  }

  void complete(contracts::OrderFacts& order) {
    work(order, "tracking.work_completed", ActivityKind::work_completed);
    move(order, Transition::complete, OrderStatus::completed);
    say("workorders", "order.completed", order.id.value, contracts::OrderChange{.order = order});
  }

  void move(contracts::OrderFacts& order, Transition transition, OrderStatus to) {
    const auto from = order.status;
    order.status = to;
    ++order.version;
    now += std::chrono::milliseconds{3};
    say("workorders", "order.status_changed", order.id.value,
        contracts::OrderChange{
            .order = order, .by = operator_, .transition = transition, .from = from, .to = to});
  }

  template <class Payload>
  void say(const std::string& source, const std::string& event_type, Uuid subject,
           const Payload& payload) {
    events.push_back({.source = source,
                      .type = event_type,
                      .subject = subject,
                      .time = now,
                      .traceparent = "",
                      .data = json::encode(payload)});
  }

  OrderTypeId type = OrderTypeId::make();
  contracts::Actor operator_{UserId::make(), "Ana Ruiz"};

 private:
  contracts::WorkRecord record_of(const contracts::OrderFacts& order) const {
    contracts::WorkRecord record;
    record.order = order.id;
    record.order_code = order.code;
    record.technician = order.technician.value_or(UserId{});
    record.technician_name = order.technician_name.value_or("");
    record.customer = order.customer;
    record.zone = order.zone;
    record.at = now;
    record.recorded_at = now;
    return record;
  }

  void work(const contracts::OrderFacts& order, const std::string& event_type, ActivityKind kind) {
    auto record = record_of(order);
    record.kind = kind;
    say("tracking", event_type, order.id.value, record);
  }

  int orders_ = 0;
};

}  // namespace mf::insights::testing
