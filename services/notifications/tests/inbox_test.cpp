#include "services/notifications/tests/company.hpp"

namespace mf::notifications {
namespace {

using testing::at;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Inbox, a_new_window_is_told_to_the_technician_and_the_client_and_an_edited_text_to_nobody) {
  Company company;
  company.order_event("order.created");
  company.assign();
  const auto count = [&](const auth::Principal& person) {
    const auto told = company.told(person);
    return std::count(told.begin(), told.end(), "order.updated");
  };
  contracts::OrderChange change;
  change.order = company.order_facts();
  change.order.version = ++company.version;
  change.changed = {"description"};
  company.deliver("workorders", "order.updated", company.order.value, change);
  EXPECT_EQ(count(company.technician), 0);
  change.order.version = ++company.version;
  change.changed = {"title", "window"};
  company.deliver("workorders", "order.updated", company.order.value, change);
  EXPECT_EQ(count(company.technician), 1);
  EXPECT_EQ(count(company.client), 1);
}

TEST(Notifications, tells_operators_of_a_new_order) {
  Company company;
  company.order_event("order.created");
  const auto inbox = company.fixture.call("GET", "/api/v1/notifications", company.operator_);
  EXPECT_EQ(at(inbox, "/items/0/type"), "order.created");
  EXPECT_EQ(at(inbox, "/items/0/title"), "Nueva orden ORD-000001");
  EXPECT_THAT(at(inbox, "/items/0/body"), HasSubstr("Sin internet"));
  EXPECT_THAT(at(inbox, "/items/0/body"), HasSubstr("Prioridad: alta"));
  EXPECT_EQ(at(inbox, "/items/0/subject"), company.order.to_string());
  EXPECT_THAT(company.told(company.client), IsEmpty());
}

TEST(Notifications, tells_the_chosen_technician_and_the_client_once_each) {
  Company company;
  company.order_event("order.created");
  company.assign();
  EXPECT_THAT(company.told(company.technician), ElementsAre("assignment.created"));
  EXPECT_THAT(company.told(company.client), ElementsAre("assignment.created"));
}

TEST(Notifications, tells_client_and_operator_of_each_step_of_the_work_once) {
  Company company;
  company.order_event("order.created");
  company.assign();
  company.work_event("tracking.travel_started");
  company.work_event("tracking.arrived");
  company.work_event("tracking.work_started");
  company.transition(Transition::start, OrderStatus::assigned, OrderStatus::in_progress);
  company.work_event("tracking.work_paused");
  company.transition(Transition::hold, OrderStatus::in_progress, OrderStatus::on_hold);
  company.work_event("tracking.work_resumed");
  company.transition(Transition::start, OrderStatus::on_hold, OrderStatus::in_progress);
  company.work_event("tracking.work_completed");
  company.transition(Transition::complete, OrderStatus::in_progress, OrderStatus::completed);
  company.order_event("order.completed");
  EXPECT_THAT(company.told(company.client),
              ElementsAre("assignment.created", "tracking.travel_started", "tracking.arrived",
                          "tracking.work_started", "order.status_changed", "order.status_changed",
                          "tracking.work_completed"));
  EXPECT_THAT(company.told(company.operator_),
              ElementsAre("order.created", "tracking.travel_started", "tracking.arrived",
                          "tracking.work_started", "order.status_changed", "order.status_changed",
                          "tracking.work_completed"));
  EXPECT_THAT(company.told(company.supervisor), ElementsAre("order.completed"));
}

TEST(Notifications,
     tells_the_technician_once_where_a_cancelled_order_takes_the_assignment_with_it) {
  Company company;
  company.order_event("order.created");
  company.assign();
  company.assigned = std::nullopt;
  company.transition(Transition::cancel, OrderStatus::assigned, OrderStatus::cancelled);
  company.order_event("order.cancelled");
  company.assignment_event("assignment.cancelled");
  EXPECT_THAT(company.told(company.technician),
              ElementsAre("assignment.created", "order.cancelled"));
}

TEST(Notifications, tells_nothing_more_of_an_order_to_a_technician_who_lost_it) {
  Company company;
  company.order_event("order.created");
  company.assign();
  company.assigned = std::nullopt;
  company.transition(Transition::unassign, OrderStatus::assigned, OrderStatus::open);
  company.assignment_event("assignment.cancelled");
  company.transition(Transition::cancel, OrderStatus::open, OrderStatus::cancelled);
  company.order_event("order.cancelled");
  EXPECT_THAT(company.told(company.technician),
              ElementsAre("assignment.created", "assignment.cancelled"));
}

TEST(Notifications, tells_the_technician_whose_order_goes_to_another) {
  Company company;
  company.order_event("order.created");
  company.assign();
  const auto other = testing::person({auth::Role::technician});
  company.register_person(other);
  contracts::AssignmentChange change;
  change.order = company.order;
  change.order_code = "ORD-000001";
  change.technician = other.user;
  change.replaces = company.technician.user;
  company.deliver("dispatch", "assignment.created", company.order.value, change);
  EXPECT_THAT(company.told(other), ElementsAre("assignment.created"));
  const auto inbox = company.fixture.call("GET", "/api/v1/notifications", company.technician);
  EXPECT_EQ(at(inbox, "/items/0/title"), "Ya no tiene asignada la orden ORD-000001");
}

TEST(Notifications, tells_nobody_of_what_they_did_themselves) {
  Company company;
  company.order_event("order.created", {company.operator_.user, company.operator_.name});
  EXPECT_THAT(company.told(company.operator_), IsEmpty());
}

TEST(Notifications, tells_only_the_supervisors_of_the_orders_zone) {
  Company company;
  auto other = testing::person({auth::Role::supervisor});
  other.zones = {ZoneId::make()};
  company.register_person(other);
  company.order_event("order.sla_breached");
  EXPECT_THAT(company.told(company.supervisor), ElementsAre("order.sla_breached"));
  EXPECT_THAT(company.told(other), IsEmpty());
}

TEST(Notifications, tells_only_the_clients_of_the_orders_customer) {
  Company company;
  auto other = testing::person({auth::Role::client});
  other.customer = CustomerId::make();
  company.register_person(other);
  company.work_event("tracking.arrived");
  EXPECT_THAT(company.told(company.client), ElementsAre("tracking.arrived"));
  EXPECT_THAT(company.told(other), IsEmpty());
}

TEST(Notifications, tells_nothing_to_people_who_were_deactivated) {
  Company company;
  company.deliver("identity", "user.deactivated", company.operator_.user.value,
                  company.facts_of(company.operator_));
  company.order_event("order.created");
  EXPECT_THAT(company.told(company.operator_), IsEmpty());
}

TEST(Notifications, speaks_the_persons_language) {
  Company company;
  auto facts = company.facts_of(company.operator_);
  facts.locale = "en-GB";
  company.deliver("identity", "user.updated", company.operator_.user.value, facts);
  company.order_event("order.created");
  const auto inbox = company.fixture.call("GET", "/api/v1/notifications", company.operator_);
  EXPECT_EQ(at(inbox, "/items/0/title"), "New order ORD-000001");
}

TEST(Notifications, reaches_a_technician_whose_order_and_person_are_not_known_yet) {
  Company company;
  const auto newcomer = testing::person({auth::Role::technician});
  company.technician = newcomer;
  company.assignment_event("assignment.created");
  EXPECT_THAT(company.told(newcomer), ElementsAre("assignment.created"));
}

TEST(Notifications, takes_an_event_that_comes_twice_once) {
  Company company;
  contracts::OrderChange change;
  change.order = company.order_facts();
  const events::Event event{.source = "workorders",
                            .type = "order.created",
                            .subject = company.order.value,
                            .time = company.fixture.clock.now(),
                            .data = json::encode(change)};
  ASSERT_TRUE(company.fixture.deliver(event));
  ASSERT_TRUE(company.fixture.deliver(event));
  EXPECT_THAT(company.told(company.operator_), ElementsAre("order.created"));
}

TEST(Inbox, counts_and_lists_what_is_unread) {
  Company company;
  company.order_event("order.created");
  company.order_event("order.sla_warning");
  EXPECT_EQ(at(company.fixture.call("GET", "/api/v1/notifications/summary", company.operator_),
               "/unreadCount"),
            "2");

  const auto inbox =
      company.fixture.call("GET", "/api/v1/notifications?unread=true", company.operator_);
  const auto newest = at(inbox, "/items/0/id");
  const auto read =
      company.fixture.call("POST", "/api/v1/notifications/" + newest + "/read", company.operator_);
  EXPECT_EQ(read.status, 200);
  EXPECT_NE(at(read, "/readAt"), "");

  const auto unread =
      company.fixture.call("GET", "/api/v1/notifications?unread=true", company.operator_);
  EXPECT_EQ(at(unread, "/items/0/type"), "order.created");
  EXPECT_EQ(at(unread, "/items/1/id"), "");
  EXPECT_EQ(at(company.fixture.call("GET", "/api/v1/notifications/summary", company.operator_),
               "/unreadCount"),
            "1");
  EXPECT_EQ(company.told(company.operator_).size(), 2u);
}

TEST(Inbox, keeps_the_time_of_the_first_reading) {
  Company company;
  company.order_event("order.created");
  const auto id =
      at(company.fixture.call("GET", "/api/v1/notifications", company.operator_), "/items/0/id");
  const auto first =
      company.fixture.call("POST", "/api/v1/notifications/" + id + "/read", company.operator_);
  company.fixture.clock.advance(std::chrono::minutes(5));
  const auto second =
      company.fixture.call("POST", "/api/v1/notifications/" + id + "/read", company.operator_);
  EXPECT_EQ(at(first, "/readAt"), at(second, "/readAt"));
}

TEST(Inbox, lets_nobody_read_another_persons_message) {
  Company company;
  company.order_event("order.created");
  const auto id =
      at(company.fixture.call("GET", "/api/v1/notifications", company.operator_), "/items/0/id");
  EXPECT_EQ(
      company.fixture.call("POST", "/api/v1/notifications/" + id + "/read", company.administrator)
          .status,
      404);
  EXPECT_EQ(
      company.fixture.call("POST", "/api/v1/notifications/none/read", company.operator_).status,
      404);
  EXPECT_EQ(
      company.fixture.call("POST", "/api/v1/notifications/read-all", company.administrator).status,
      200);
  EXPECT_EQ(at(company.fixture.call("GET", "/api/v1/notifications/summary", company.operator_),
               "/unreadCount"),
            "1");
}

TEST(Inbox, marks_all_as_read_at_once) {
  Company company;
  company.order_event("order.created");
  company.order_event("order.sla_warning");
  const auto done =
      company.fixture.call("POST", "/api/v1/notifications/read-all", company.operator_);
  EXPECT_EQ(at(done, "/read"), "2");
  EXPECT_EQ(at(company.fixture.call("GET", "/api/v1/notifications/summary", company.operator_),
               "/unreadCount"),
            "0");
}

TEST(Inbox, pages_without_repeats_while_messages_arrive) {
  Company company;
  for (int i = 0; i < 5; ++i) {
    company.order_event("order.created");
  }
  std::set<std::string> seen;
  std::string target = "/api/v1/notifications?limit=2";
  for (int round = 0; round < 3; ++round) {
    const auto response = company.fixture.call("GET", target, company.operator_);
    company.order_event("order.sla_warning");
    for (int i = 0; i < 2; ++i) {
      if (const auto id = at(response, fmt::format("/items/{}/id", i)); !id.empty()) {
        EXPECT_TRUE(seen.insert(id).second);
        EXPECT_EQ(at(response, fmt::format("/items/{}/type", i)), "order.created");
      }
    }
    const auto next = at(response, "/nextCursor");
    EXPECT_EQ(next == "null", round == 2);
    target = "/api/v1/notifications?limit=2&cursor=" + next;
  }
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_EQ(company.fixture.call("GET", "/api/v1/notifications?cursor=nonsense", company.operator_)
                .status,
            400);
}

}  // namespace
}  // namespace mf::notifications
