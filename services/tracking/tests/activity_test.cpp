#include "contracts/catalogue.hpp"
#include "services/tracking/tests/tracking_fixture.hpp"

namespace mf::tracking {
namespace {

class Activities : public TrackingTest {};

TEST_F(Activities, a_technician_works_an_order_from_travel_to_completion) {
  const auto order = assigned_order();
  EXPECT_EQ(at(report(order, "travel_started"), "/state"), "en_route");
  EXPECT_EQ(at(report(order, "arrived"), "/state"), "on_site");
  EXPECT_EQ(at(report(order, "work_started"), "/state"), "working");
  EXPECT_EQ(at(report(order, "work_paused", R"(,"reason":"The customer is out")"), "/state"),
            "paused");
  EXPECT_EQ(at(report(order, "work_resumed"), "/state"), "working");
  ASSERT_EQ(upload(order).status, 201);
  const auto completed = report(order, "work_completed");
  EXPECT_EQ(completed.status, 201);
  EXPECT_EQ(at(completed, "/state"), "done");
}

TEST_F(Activities, an_entry_says_who_what_and_when) {
  const auto order = assigned_order();
  const auto entry =
      report(order, "arrived",
             R"(,"at":"2026-11-24T14:55:00Z","position":{"latitude":6.25,"longitude":-75.56})");
  ASSERT_EQ(entry.status, 201);
  EXPECT_EQ(at(entry, "/orderId"), order.to_string());
  EXPECT_EQ(at(entry, "/kind"), "arrived");
  EXPECT_EQ(at(entry, "/at"), "2026-11-24T14:55:00Z");
  EXPECT_EQ(at(entry, "/recordedAt"), to_rfc3339(fixture_.clock.now()));
  EXPECT_EQ(at(entry, "/technician/id"), technician_.user.to_string());
  EXPECT_EQ(at(entry, "/technician/name"), "Tomás");
  EXPECT_EQ(at(entry, "/position/latitude"), "6.25");
  EXPECT_NE(entry.header("location"), nullptr);
}

TEST_F(Activities, each_report_is_published_once_with_the_order_and_the_technician) {
  const auto order = assigned_order();
  report(order, "work_started");
  const auto events = fixture_.published("tracking.work_started");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].subject, order.value);
  EXPECT_EQ(at(events[0].data, "/orderCode"), "ORD-000001");
  EXPECT_EQ(at(events[0].data, "/technicianId"), technician_.user.to_string());
  EXPECT_EQ(at(events[0].data, "/customerId"), customer_.to_string());
  EXPECT_EQ(at(events[0].data, "/zoneId"), zone_.to_string());
  EXPECT_EQ(at(events[0].data, "/kind"), "work_started");
}

TEST_F(Activities, everything_published_is_in_the_catalogue_and_reads_as_a_work_record) {
  const auto order = assigned_order();
  for (const auto& [kind, more] :
       std::to_array<std::pair<std::string, std::string>>({{"travel_started", ""},
                                                           {"arrived", ""},
                                                           {"work_started", ""},
                                                           {"work_paused", R"(,"reason":"Lunch")"},
                                                           {"work_resumed", ""}})) {
    ASSERT_EQ(report(order, kind, more).status, 201) << kind;
  }
  upload(order);
  fixture_.call("POST", path(order, "progress"), technician_,
                R"({"comment":"Fibre spliced in the closure","minutes":45})");
  report(order, "work_completed");
  const auto events = fixture_.published();
  EXPECT_EQ(events.size(), 8U);
  for (const auto& event : events) {
    EXPECT_TRUE(contracts::publishes("tracking", event.type)) << event.type;
    EXPECT_EQ(event.subject, order.value);
    const auto record = json::decode<contracts::WorkRecord>(event.data);
    ASSERT_TRUE(record.has_value()) << event.data;
    EXPECT_EQ(record->order, order);
  }
}

TEST_F(Activities, a_step_that_cannot_follow_is_refused_with_what_can) {
  const auto order = assigned_order();
  const auto refused = report(order, "work_resumed");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(at(refused, "/code"), "activity_not_allowed");
  EXPECT_EQ(at(refused, "/allowed"), R"(["travel_started","arrived","work_started"])");
  EXPECT_TRUE(fixture_.published().empty());
}

TEST_F(Activities, another_technician_gets_404_and_changes_nothing) {
  const auto order = assigned_order();
  EXPECT_EQ(report(order, "work_started", colleague_).status, 404);
  EXPECT_TRUE(fixture_.published().empty());
  EXPECT_EQ(at(report(order, "work_started"), "/state"), "working");
}

TEST_F(Activities, nobody_but_a_technician_reports_work) {
  const auto order = assigned_order();
  for (const auto& who : {client_, operator_, supervisor_, person({Role::administrator})}) {
    EXPECT_EQ(report(order, "work_started", who).status, 403) << who.name;
  }
}

TEST_F(Activities, a_report_cannot_name_another_technician) {
  const auto order = assigned_order();
  const auto refused =
      report(order, "work_started", R"(,"technicianId":")" + colleague_.user.to_string() + "\"");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/pointer"), "/technicianId");
}

TEST_F(Activities, an_unknown_order_is_404) {
  EXPECT_EQ(report(OrderId::make(), "work_started").status, 404);
  EXPECT_EQ(
      fixture_.call("POST", "/api/v1/orders/17/activity", technician_, R"({"kind":"arrived"})")
          .status,
      404);
}

TEST_F(Activities, a_pause_needs_a_reason) {
  const auto order = assigned_order();
  report(order, "work_started");
  const auto refused = report(order, "work_paused");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/pointer"), "/reason");
}

TEST_F(Activities, a_moment_to_come_or_long_before_the_assignment_is_refused) {
  const auto order = assigned_order();
  const auto at_moment = [&](std::chrono::minutes from_now) {
    return report(order, "travel_started",
                  ",\"at\":\"" + to_rfc3339(fixture_.clock.now() + from_now) + "\"");
  };
  EXPECT_EQ(at(at_moment(minutes{6}), "/errors/0/code"), "future");
  EXPECT_EQ(at(at_moment(minutes{-24 * 60 - 1}), "/errors/0/code"), "before_assignment");
  EXPECT_EQ(at_moment(minutes{4}).status, 201);
}

TEST_F(Activities, a_moment_before_what_was_reported_last_is_refused) {
  const auto order = assigned_order();
  fixture_.clock.advance(minutes{60});
  ASSERT_EQ(report(order, "work_started").status, 201);
  upload(order);
  const auto done_at = [&](std::chrono::minutes from_now) {
    return report(order, "work_completed",
                  ",\"at\":\"" + to_rfc3339(fixture_.clock.now() + from_now) + "\"");
  };
  const auto refused = done_at(minutes{-1});
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/pointer"), "/at");
  EXPECT_EQ(at(refused, "/errors/0/code"), "before_last");
  EXPECT_EQ(done_at(minutes{0}).status, 201);
}

TEST_F(Activities, a_report_without_a_moment_never_lies_before_the_last_one) {
  const auto order = assigned_order();
  const auto ahead = to_rfc3339(fixture_.clock.now() + minutes{3});
  ASSERT_EQ(report(order, "travel_started", ",\"at\":\"" + ahead + "\"").status, 201);
  EXPECT_EQ(at(report(order, "arrived"), "/at"), ahead);
}

TEST_F(Activities, a_moment_before_the_order_was_opened_is_refused) {
  const auto order = OrderId::make();
  contracts::OrderChange change;
  change.order = facts(order, 1, OrderStatus::open);
  change.order.created_at = fixture_.clock.now();
  hear("order.created", change);
  hear_assigned(order, technician_);
  const auto before = to_rfc3339(fixture_.clock.now() - minutes{1});
  const auto refused = report(order, "travel_started", ",\"at\":\"" + before + "\"");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/code"), "before_order");
}

TEST_F(Activities, a_record_names_the_assignment_by_which_the_order_is_theirs) {
  const auto order = OrderId::make();
  hear_created(order);
  const auto assignment = hear_assigned(order, technician_);
  report(order, "work_started");
  EXPECT_EQ(at(fixture_.published("tracking.work_started").at(0).data, "/assignmentId"),
            assignment.to_string());
}

TEST_F(Activities, all_that_is_wrong_is_said_at_once) {
  const auto order = assigned_order();
  report(order, "work_started");
  const auto refused = report(order, "work_paused", R"(,"at":"2027-01-01T00:00:00Z")");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/pointer"), "/at");
  EXPECT_EQ(at(refused, "/errors/1/pointer"), "/reason");
}

TEST_F(Activities, completion_needs_evidence) {
  const auto order = assigned_order();
  report(order, "work_started");
  const auto refused = report(order, "work_completed");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(at(refused, "/code"), "evidence_missing");
}

TEST_F(Activities, completion_needs_materials_where_the_type_asks_for_them) {
  materials_required_ = true;
  const auto order = assigned_order();
  report(order, "work_started");
  upload(order);
  EXPECT_EQ(at(report(order, "work_completed"), "/code"), "materials_missing");
  hear_material(order);
  EXPECT_EQ(report(order, "work_completed").status, 201);
}

TEST_F(Activities, materials_that_were_taken_back_are_missing_again) {
  materials_required_ = true;
  const auto order = assigned_order();
  report(order, "work_started");
  upload(order);
  for (const double quantity : {0.1, 0.2, -0.3}) {
    hear_material(order, quantity);
  }
  EXPECT_EQ(at(report(order, "work_completed"), "/code"), "materials_missing");
  hear_material(order, 0.001);
  EXPECT_EQ(report(order, "work_completed").status, 201);
}

TEST_F(Activities, a_completion_waits_for_the_order_itself_to_be_heard_of) {
  const auto order = OrderId::make();
  hear_assigned(order, technician_);
  ASSERT_EQ(report(order, "work_started").status, 201);
  ASSERT_EQ(upload(order).status, 201);
  const auto refused = report(order, "work_completed");
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.header("retry-after"), nullptr);
  hear_created(order);
  EXPECT_EQ(report(order, "work_completed").status, 201);
}

TEST_F(Activities, a_finished_order_takes_nothing_more) {
  for (const auto& [transition, status] : {std::pair{Transition::complete, OrderStatus::completed},
                                           std::pair{Transition::close, OrderStatus::closed},
                                           std::pair{Transition::cancel, OrderStatus::cancelled}}) {
    const auto order = assigned_order();
    hear_transition(order, transition, status, 5, technician_.user);
    const auto refused = report(order, "work_started");
    EXPECT_EQ(refused.status, 409) << name_of(status);
    EXPECT_EQ(at(refused, "/code"), "order_not_active");
    EXPECT_EQ(at(refused, "/allowed"), "[]");
    EXPECT_EQ(upload(order).status, 409);
  }
  EXPECT_TRUE(fixture_.published().empty());
  EXPECT_EQ(stored_contents(), 0U);
}

TEST_F(Activities, done_work_takes_nothing_more_before_the_order_has_followed) {
  const auto order = assigned_order();
  report(order, "work_started");
  upload(order);
  report(order, "work_completed");
  EXPECT_EQ(at(report(order, "work_started"), "/code"), "order_not_active");
  EXPECT_EQ(at(upload(order), "/code"), "order_not_active");
}

TEST_F(Activities, the_same_key_gives_the_same_answer) {
  const auto order = assigned_order();
  const auto once = [&] {
    return fixture_.call("POST", path(order, "activity"), technician_, R"({"kind":"work_started"})",
                         {{"idempotency-key", "k1"}});
  };
  const auto first = once();
  const auto second = once();
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(fixture_.published("tracking.work_started").size(), 1U);
}

}  // namespace
}  // namespace mf::tracking
