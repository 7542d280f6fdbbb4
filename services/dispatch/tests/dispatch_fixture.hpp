// A dispatch service with a small company around it: people of each role, two zones, two
// specialties, and orders that arrive by event as the work-order service would send them.
#pragma once

#include "platform/testing/service_fixture.hpp"
#include "services/dispatch/service.hpp"
#include "services/dispatch/views.hpp"

#include <gtest/gtest.h>

namespace mf::dispatch {

using auth::Role;
using contracts::OrderChange;
using testing::at;
using testing::person;

class DispatchTest : public ::testing::Test {
 protected:
  DispatchTest() : service("dispatch", migrations()) {
    service.add(make_service(service.resources()));
    for (const auto& [id, name] : {std::pair{centre, "Centro"}, std::pair{north, "Norte"}}) {
      service.peer_answers["/api/v1/zones/" + id.to_string()] =
          fmt::format(R"({{"name":"{}"}})", name);
    }
    for (const auto& [id, name] :
         {std::pair{fibre, "Fibra óptica"}, std::pair{wireless, "Wireless"}}) {
      service.peer_answers["/api/v1/specialties/" + id.to_string()] =
          fmt::format(R"({{"name":"{}"}})", name);
    }
    supervisor.zones = {centre};
  }

  /// Tells of a person with the role technician, without a profile yet.
  contracts::UserFacts hire(const std::string& name) {
    contracts::UserFacts facts{.id = UserId::make(),
                               .username = "t",
                               .name = name,
                               .email = {},
                               .roles = {Role::technician},
                               .customer = {},
                               .zones = {}};
    tell("user.registered", facts);
    return facts;
  }
  void tell(const std::string& type, const contracts::UserFacts& facts) {
    ASSERT_TRUE(service.deliver("identity", type, facts.id.value, facts));
  }

  std::string profile(UserId user, int level, const ZoneId& zone) const {
    return fmt::format(
        R"({{"userId":"{}","zones":["{}"],"skills":[{{"specialtyId":"{}","level":{},"from":"2026-01-01"}}]}})",
        user.to_string(), zone.to_string(), fibre.to_string(), level);
  }
  /// A technician with fibre optics at a level, in a zone, without fixed hours.
  contracts::UserFacts add_technician(const std::string& name, int level, const ZoneId& zone) {
    auto facts = hire(name);
    const auto answer =
        service.call("POST", "/api/v1/technicians", administrator, profile(facts.id, level, zone));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return facts;
  }
  contracts::UserFacts add_technician(const std::string& name, int level = 3) {
    return add_technician(name, level, centre);
  }
  auth::Principal login(const contracts::UserFacts& facts) const {
    auto who = person({Role::technician}, facts.name);
    who.user = facts.id;
    return who;
  }

  /// An order in the centre that asks for fibre optics at level 2.
  OrderFacts new_order(bool automatic = true) {
    OrderFacts order;
    order.id = OrderId::make();
    order.code = fmt::format("ORD-{:06}", ++orders_);
    order.customer = CustomerId::make();
    order.customer_name = "Doña Inés";
    order.site = SiteId::make();
    order.site_address = "Calle 10";
    order.zone = centre;
    order.zone_name = "Centro";
    order.type = OrderTypeId::make();
    order.type_name = "Repair";
    order.title = "No signal";
    order.automatic = automatic;
    order.specialties = {{fibre, "Fibra óptica", 2}};
    order.created_at = service.clock.now();
    return order;
  }
  void open(const OrderFacts& order) {
    const OrderChange change{.order = order, .by = {{}, "Olga"}, .transition = Transition::create};
    ASSERT_TRUE(service.deliver("workorders", "order.created", order.id.value, change));
  }
  OrderFacts opened(bool automatic = true) {
    auto order = new_order(automatic);
    open(order);
    return order;
  }
  void edit(OrderFacts& order) {
    ++order.version;
    const OrderChange change{.order = order, .by = {{}, "Olga"}};
    ASSERT_TRUE(service.deliver("workorders", "order.updated", order.id.value, change));
  }
  void move(OrderFacts& order, Transition transition, OrderStatus to,
            const std::string& reason = "") {
    OrderChange change{
        .order = {}, .by = {{}, "Olga"}, .transition = transition, .from = order.status, .to = to};
    if (!reason.empty()) {
      change.reason = reason;
    }
    order.status = to;
    ++order.version;
    change.order = order;
    ASSERT_TRUE(service.deliver("workorders", "order.status_changed", order.id.value, change));
  }
  /// The work-order service confirms who has the order.
  void confirm(OrderFacts& order, const contracts::UserFacts& technician) {
    order.technician = technician.id;
    order.technician_name = technician.name;
    move(order, Transition::assign, OrderStatus::assigned);
  }
  void report(const OrderFacts& order, const contracts::UserFacts& technician, ActivityKind kind) {
    const contracts::WorkRecord record{.order = order.id,
                                       .order_code = order.code,
                                       .technician = technician.id,
                                       .technician_name = technician.name,
                                       .customer = {},
                                       .zone = {},
                                       .at = service.clock.now(),
                                       .recorded_at = service.clock.now(),
                                       .kind = kind};
    ASSERT_TRUE(service.deliver("tracking", "tracking." + std::string(name_of(kind)),
                                order.id.value, record));
  }

  http::Response get(const std::string& target) {
    return service.call("GET", target, operator_person);
  }
  http::Response give(const OrderFacts& order, const std::string& json) {
    return give_as(operator_person, order, json);
  }
  http::Response give_as(const auth::Principal& who, const OrderFacts& order,
                         const std::string& json) {
    return service.call("POST", "/api/v1/orders/" + order.id.to_string() + "/assignments", who,
                        json);
  }
  static std::string to(const contracts::UserFacts& technician, const std::string& reason = "") {
    return fmt::format(R"({{"technicianId":"{}"{}}})", technician.id.to_string(),
                       reason.empty() ? "" : R"(,"reason":")" + reason + "\"");
  }
  /// The technician of the order's newest open visit; empty for none.
  std::string assigned_to(const OrderFacts& order) {
    const auto visits = get("/api/v1/visits?status=dispatched&orderId=" + order.id.to_string());
    return at(visits, "/items/0/technicianName");
  }
  std::string visit_status(const OrderFacts& order) {
    return at(get("/api/v1/visits?orderId=" + order.id.to_string()), "/items/0/status");
  }
  std::string waiting_reason(const OrderFacts& order) {
    const auto queue = get("/api/v1/queue?limit=100");
    for (int i = 0; !at(queue, fmt::format("/items/{}/orderId", i)).empty(); ++i) {
      if (at(queue, fmt::format("/items/{}/orderId", i)) == order.id.to_string()) {
        return at(queue, fmt::format("/items/{}/reason", i));
      }
    }
    return "";
  }

  ZoneId centre = ZoneId::make();
  ZoneId north = ZoneId::make();
  SpecialtyId fibre = SpecialtyId::make();
  SpecialtyId wireless = SpecialtyId::make();
  auth::Principal operator_person = person({Role::operator_}, "Olga");
  auth::Principal supervisor = person({Role::supervisor}, "Susana");
  auth::Principal administrator = person({Role::administrator}, "Ada");
  testing::ServiceFixture service;

 private:
  int orders_ = 0;
};

}  // namespace mf::dispatch
