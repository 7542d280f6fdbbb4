// The company that the tests work for: two customers with a site each in two zones, people of every
// role, and short ways to do what the tests do often. One thread.
#pragma once

#include "contracts/events.hpp"
#include "platform/testing/service_fixture.hpp"
#include "services/workorders/catalogue.hpp"
#include "services/workorders/customers.hpp"
#include "services/workorders/orders.hpp"
#include "services/workorders/service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mf::workorders {

using auth::Role;
using testing::at;

struct Place {
  CustomerId customer;
  SiteId site;
  ZoneId zone;
};

class Company : public ::testing::Test {
 protected:
  Company() : fixture("workorders", migrations()) {
    fixture.add(make_service(fixture.resources()));
    north =
        make_place("norte", "Zona Norte", "900123456", "Clínica El Rosario", "Calle 10 # 20-30");
    south = make_place("sur", "Zona Sur", "43567890", "Doña Inés Peña", "Carrera 43A # 1 Sur-100");
    installation = type_id("installation");
    client.customer = north.customer;
    other_client.customer = south.customer;
    supervisor.zones = {north.zone};
  }

  Place make_place(const std::string& code, const std::string& zone_name,
                   const std::string& document, const std::string& name,
                   const std::string& address) {
    const Cause cause{contracts::actor_of(administrator), fixture.clock.now()};
    const auto made = fixture.database().write([&](db::Unit& unit) -> Result<Place> {
      const auto zone = add_zone(
          unit,
          {.id = ZoneId::make(), .code = code, .name = zone_name, .time_zone = "America/Bogota"});
      const auto customer =
          register_customer(unit, {{DocumentType::nit, document}, name, {}, "3001234567"}, cause);
      const auto site =
          add_site(unit, {.customer = customer->id, .address = address, .zone = zone->id},
                   "America/Bogota", cause);
      return Place{customer->id, site->id, zone->id};
    });
    return made.value();
  }

  OrderTypeId type_id(std::string_view code) {
    return fixture.database()
        .read([&](db::Session& session) { return find_order_type(session, code); })
        .value()
        .id;
  }

  std::string order_json(const Place& place, const std::string& title = "Sin señal en el módem",
                         const std::string& priority = "medium") {
    return fmt::format(
        R"({{"customerId":"{}","siteId":"{}","typeId":"{}","priority":"{}","title":"{}","description":"{}"}})",
        place.customer.to_string(), place.site.to_string(), installation.to_string(), priority,
        title, "El equipo parpadea en rojo");
  }

  /// The id of a new order.
  OrderId open(const Place& place, const std::string& title = "Sin señal en el módem",
               const std::string& priority = "medium") {
    const auto answer =
        fixture.call("POST", "/api/v1/orders", operator_, order_json(place, title, priority));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return OrderId::parse(at(answer, "/id")).value_or(OrderId{});
  }

  static std::string path(OrderId id, const std::string& more = "") {
    return "/api/v1/orders/" + id.to_string() + more;
  }

  http::Response read(OrderId id, const auth::Principal& who) {
    return fixture.call("GET", path(id), who);
  }
  std::string status(OrderId id) { return at(read(id, administrator), "/status"); }

  http::Response move(OrderId id, const std::string& transition, const auth::Principal& who,
                      const std::string& reason = "") {
    const std::string why = reason.empty() ? "" : R"(,"reason":")" + reason + R"(")";
    return fixture.call("POST", path(id, "/transitions"), who,
                        R"({"transition":")" + transition + R"(")" + why + "}");
  }

  void assign(OrderId id, const auth::Principal& who,
              AssignmentId assignment = AssignmentId::make(),
              const std::optional<Window>& window = {},
              const std::optional<std::string>& reason = {}) {
    const contracts::AssignmentChange change{.assignment = assignment,
                                             .visit = VisitId::make(),
                                             .order = id,
                                             .technician = who.user,
                                             .technician_name = who.name,
                                             .window = window,
                                             .reason = reason,
                                             .by = contracts::actor_of(operator_)};
    ASSERT_TRUE(fixture.deliver("dispatch", "assignment.created", id.value, change).has_value());
  }

  void take_back(OrderId id, const auth::Principal& who) {
    const contracts::AssignmentChange change{.assignment = AssignmentId::make(),
                                             .visit = VisitId::make(),
                                             .order = id,
                                             .technician = who.user,
                                             .technician_name = who.name};
    ASSERT_TRUE(fixture.deliver("dispatch", "assignment.cancelled", id.value, change).has_value());
  }

  /// "work_started", as tracking tells it.
  void work(OrderId id, const std::string& kind, const auth::Principal& who,
            const std::optional<std::string>& reason = {},
            const std::optional<AssignmentId>& assignment = {}, minutes ago = minutes{0}) {
    const contracts::WorkRecord record{.order = id,
                                       .technician = who.user,
                                       .technician_name = who.name,
                                       .assignment = assignment,
                                       .at = fixture.clock.now() - ago,
                                       .recorded_at = fixture.clock.now(),
                                       .reason = reason};
    ASSERT_TRUE(fixture.deliver("tracking", "tracking." + kind, id.value, record).has_value());
  }

  /// An order in the north that the technician has completed.
  OrderId completed() {
    const auto id = open(north);
    assign(id, technician);
    work(id, "work_started", technician);
    work(id, "work_completed", technician);
    EXPECT_EQ(status(id), "completed");
    return id;
  }

  /// The values of a member in a list's items, in order.
  std::vector<std::string> column(const http::Response& list, const std::string& member) {
    std::vector<std::string> values;
    for (int i = 0; !at(list, fmt::format("/items/{}", i)).empty(); ++i) {
      values.push_back(at(list, fmt::format("/items/{}/{}", i, member)));
    }
    return values;
  }

  std::vector<std::string> actions(OrderId id) {
    return column(fixture.call("GET", path(id, "/history?limit=100"), administrator), "action");
  }

  testing::ServiceFixture fixture;
  auth::Principal client = testing::person({Role::client}, "Clara Cliente");
  auth::Principal other_client = testing::person({Role::client}, "Otto Otro");
  auth::Principal technician = testing::person({Role::technician}, "Teo Técnico");
  auth::Principal other_technician = testing::person({Role::technician}, "Tina Técnica");
  auth::Principal operator_ = testing::person({Role::operator_}, "Olga Operaria");
  auth::Principal supervisor = testing::person({Role::supervisor}, "Susana Supervisora");
  auth::Principal administrator = testing::person({Role::administrator}, "Ada Admin");
  Place north;
  Place south;
  OrderTypeId installation;
};

}  // namespace mf::workorders
