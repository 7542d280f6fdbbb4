// A small company for the tests: one person of each role, one order, and the events about it.
#pragma once

#include "contracts/events.hpp"
#include "platform/telemetry/log.hpp"
#include "platform/testing/service_fixture.hpp"
#include "services/notifications/service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

namespace mf::notifications {

/// Keeps what it is given; fails as often as it was told to.
class RecordingMailer final : public mail::Mailer {
 public:
  Result<void> send(const mail::Message& message) override {
    const std::lock_guard lock(mutex_);
    tries_.push_back(message);
    if (failures_.empty()) {
      return {};
    }
    auto error = failures_.front();
    failures_.pop_front();
    return fail(std::move(error));
  }
  void fail_next(ErrorKind kind, int times = 1) {
    const std::lock_guard lock(mutex_);
    failures_.insert(failures_.end(), static_cast<std::size_t>(times),
                     Error{kind, "mail", "The server said no."});
  }
  std::vector<mail::Message> tries() const {
    const std::lock_guard lock(mutex_);
    return tries_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<mail::Message> tries_;
  std::deque<Error> failures_;
};

class Company {
 public:
  explicit Company(Settings settings = {}, bool with_mail = true)
      : fixture("notifications", migrations()) {
    telemetry::set_log_level(telemetry::Level::off);
    client.customer = customer;
    supervisor.zones = {zone};
    fixture.add(
        make_service(fixture.resources(), with_mail ? mailer : nullptr, std::move(settings)));
    for (const auto* person : {&client, &technician, &operator_, &supervisor, &administrator}) {
      register_person(*person);
    }
  }

  contracts::UserFacts facts_of(const auth::Principal& person) const {
    return {.id = person.user,
            .username = person.username,
            .name = person.name,
            .email = "p" + person.user.to_string().substr(30) + "@example.com",
            .roles = person.roles,
            .customer = person.customer,
            .zones = person.zones};
  }
  void register_person(const auth::Principal& person) {
    deliver("identity", "user.registered", person.user.value, facts_of(person));
  }

  contracts::OrderFacts order_facts() const {
    contracts::OrderFacts facts;
    facts.id = order;
    facts.code = "ORD-000001";
    facts.version = version;
    facts.customer = customer;
    facts.customer_name = "Café del Parque";
    facts.site = SiteId::make();
    facts.site_address = "Calle 10 # 40-20";
    facts.zone = zone;
    facts.type = OrderTypeId::make();
    facts.type_name = "Reparación";
    facts.title = "Sin internet";
    facts.priority = Priority::high;
    facts.status = status;
    facts.technician = assigned;
    facts.created_at = fixture.clock.now();
    return facts;
  }

  Uuid order_event(const std::string& type, contracts::Actor by = {}) {
    contracts::OrderChange change;
    change.order = order_facts();
    change.by = std::move(by);
    return deliver("workorders", type, order.value, change);
  }
  /// The order goes through a transition: its version and status follow.
  Uuid transition(Transition transition, OrderStatus from, OrderStatus to,
                  const std::string& type = "order.status_changed") {
    ++version;
    status = to;
    contracts::OrderChange change;
    change.order = order_facts();
    change.transition = transition;
    change.from = from;
    change.to = to;
    change.reason = "porque sí";
    return deliver("workorders", type, order.value, change);
  }
  Uuid assignment_event(const std::string& type) {
    contracts::AssignmentChange change;
    change.assignment = AssignmentId::make();
    change.visit = VisitId::make();
    change.order = order;
    change.order_code = "ORD-000001";
    change.technician = technician.user;
    change.technician_name = technician.name;
    change.customer = customer;
    change.zone = zone;
    return deliver("dispatch", type, order.value, change);
  }
  void assign() {
    assignment_event("assignment.created");
    assigned = technician.user;
    transition(Transition::assign, OrderStatus::open, OrderStatus::assigned);
  }
  Uuid work_event(const std::string& type) {
    contracts::WorkRecord record;
    record.order = order;
    record.order_code = "ORD-000001";
    record.technician = technician.user;
    record.technician_name = technician.name;
    record.customer = customer;
    record.zone = zone;
    record.at = record.recorded_at = fixture.clock.now();
    return deliver("tracking", type, order.value, record);
  }

  template <class Payload>
  Uuid deliver(const std::string& source, const std::string& type, Uuid subject,
               const Payload& payload) {
    const events::Event event{.source = source,
                              .type = type,
                              .subject = subject,
                              .time = fixture.clock.now(),
                              .data = json::encode(payload)};
    const auto done = fixture.deliver(event);
    EXPECT_TRUE(done) << type << ": " << (done ? "" : done.error().detail);
    return event.id;
  }

  /// The types of a person's messages in the app, oldest first.
  std::vector<std::string> told(const auth::Principal& person) {
    std::vector<std::string> types;
    const auto response = fixture.call("GET", "/api/v1/notifications?limit=100", person);
    for (int i = 0;; ++i) {
      const auto type = testing::at(response, fmt::format("/items/{}/type", i));
      if (type.empty()) {
        return types;
      }
      types.insert(types.begin(), type);
    }
  }

  testing::ServiceFixture fixture;
  std::shared_ptr<RecordingMailer> mailer = std::make_shared<RecordingMailer>();
  CustomerId customer = CustomerId::make();
  ZoneId zone = ZoneId::make();
  OrderId order = OrderId::make();
  std::int64_t version = 1;
  OrderStatus status = OrderStatus::open;
  std::optional<UserId> assigned;
  auth::Principal client = testing::person({auth::Role::client}, "Clara Cliente");
  auth::Principal technician = testing::person({auth::Role::technician}, "Tomás Técnico");
  auth::Principal operator_ = testing::person({auth::Role::operator_}, "Olga Operadora");
  auth::Principal supervisor = testing::person({auth::Role::supervisor}, "Saúl Supervisor");
  auth::Principal administrator =
      testing::person({auth::Role::administrator}, "Ada Administradora");
};

}  // namespace mf::notifications
