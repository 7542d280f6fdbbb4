// What other services' events mean for the work, in the orders in which they may come.
#include "services/tracking/tests/tracking_fixture.hpp"

namespace mf::tracking {
namespace {

class Orders : public TrackingTest {};

TEST_F(Orders, the_technician_starts_right_after_the_assignment_before_the_order_has_followed) {
  const auto order = OrderId::make();
  hear_created(order);
  EXPECT_EQ(report(order, "work_started").status, 404);
  hear_assigned(order, technician_);
  EXPECT_EQ(report(order, "work_started").status, 201);
}

TEST_F(Orders, an_assignment_may_come_before_the_order) {
  const auto order = OrderId::make();
  hear_assigned(order, technician_);
  EXPECT_EQ(report(order, "travel_started").status, 201);
  hear_created(order);
  EXPECT_EQ(report(order, "arrived").status, 201);
}

TEST_F(Orders, an_order_that_follows_late_does_not_take_the_work_back) {
  const auto order = assigned_order();
  report(order, "work_started");
  hear_transition(order, Transition::assign, OrderStatus::assigned, 2, technician_.user);
  EXPECT_EQ(at(report(order, "work_paused", R"(,"reason":"Lunch")"), "/state"), "paused");
}

TEST_F(Orders, the_order_alone_names_the_technician_where_dispatch_was_not_heard_yet) {
  const auto order = OrderId::make();
  hear_created(order);
  hear_transition(order, Transition::assign, OrderStatus::assigned, 2, technician_.user);
  EXPECT_EQ(report(order, "work_started").status, 201);
}

TEST_F(Orders, a_reassignment_gives_the_order_to_the_new_technician_alone) {
  const auto order = assigned_order();
  report(order, "travel_started");
  hear_assigned(order, colleague_);
  EXPECT_EQ(report(order, "arrived").status, 404);
  EXPECT_EQ(at(report(order, "travel_started", colleague_), "/state"), "en_route");
}

TEST_F(Orders, facts_on_their_way_do_not_bring_the_former_technician_back) {
  const auto order = assigned_order();
  hear_assigned(order, colleague_);
  hear_transition(order, Transition::assign, OrderStatus::assigned, 2, technician_.user);
  EXPECT_EQ(report(order, "travel_started").status, 404);
  EXPECT_EQ(report(order, "travel_started", colleague_).status, 201);
}

TEST_F(Orders, an_unassigned_order_is_nobodys) {
  const auto order = assigned_order();
  hear_transition(order, Transition::unassign, OrderStatus::open, 3);
  EXPECT_EQ(report(order, "travel_started").status, 404);
}

TEST_F(Orders, an_old_unassignment_does_not_undo_a_new_assignment) {
  const auto order = OrderId::make();
  hear_created(order);
  const auto unassigned_at = fixture_.clock.now();
  fixture_.clock.advance(std::chrono::seconds{1});
  hear_assigned(order, technician_);
  contracts::OrderChange late;
  late.order = facts(order, 3, OrderStatus::open);
  late.transition = Transition::unassign;
  const events::Event event{.source = "workorders",
                            .type = "order.status_changed",
                            .subject = order.value,
                            .time = unassigned_at,
                            .data = json::encode(late)};
  ASSERT_TRUE(fixture_.deliver(event).has_value());
  EXPECT_EQ(report(order, "travel_started").status, 201);
}

TEST_F(Orders, the_echo_of_an_earlier_report_does_not_undo_a_later_one) {
  const auto order = assigned_order();
  report(order, "work_started");
  const auto started_at = fixture_.clock.now();
  fixture_.clock.advance(std::chrono::seconds{1});
  report(order, "work_paused", R"(,"reason":"Lunch")");
  contracts::OrderChange late;
  late.order = facts(order, 3, OrderStatus::in_progress);
  late.transition = Transition::start;
  const events::Event event{.source = "workorders",
                            .type = "order.status_changed",
                            .subject = order.value,
                            .time = started_at,
                            .data = json::encode(late)};
  ASSERT_TRUE(fixture_.deliver(event).has_value());
  EXPECT_EQ(at(report(order, "work_resumed"), "/state"), "working");
}

TEST_F(Orders, a_cancelled_assignment_releases_the_order_unless_it_was_replaced) {
  const auto order = OrderId::make();
  hear_created(order);
  const auto first = hear_assigned(order, technician_);
  const auto second = hear_assigned(order, colleague_);
  hear_assignment_cancelled(order, technician_, first);
  EXPECT_EQ(report(order, "travel_started", colleague_).status, 201);
  hear_assignment_cancelled(order, colleague_, second);
  EXPECT_EQ(report(order, "arrived", colleague_).status, 404);
}

TEST_F(Orders, a_hold_of_the_supervisor_pauses_the_work_and_the_technician_resumes_it) {
  const auto order = assigned_order();
  report(order, "work_started");
  hear_transition(order, Transition::hold, OrderStatus::on_hold, 4, technician_.user);
  EXPECT_EQ(at(report(order, "work_completed"), "/allowed"), R"(["work_resumed"])");
  EXPECT_EQ(report(order, "work_resumed").status, 201);
}

TEST_F(Orders, a_hold_that_crossed_a_completion_stands_and_the_work_can_be_completed_again) {
  const auto order = assigned_order();
  report(order, "work_started");
  upload(order);
  ASSERT_EQ(report(order, "work_completed").status, 201);
  hear_transition(order, Transition::hold, OrderStatus::on_hold, 4, technician_.user);
  EXPECT_EQ(report(order, "work_resumed").status, 201);
  EXPECT_EQ(report(order, "work_completed").status, 201);
}

TEST_F(Orders, work_rests_while_an_approval_is_waited_for) {
  const auto order = assigned_order();
  report(order, "work_started");
  hear_transition(order, Transition::request_approval, OrderStatus::awaiting_approval, 4,
                  technician_.user);
  EXPECT_EQ(at(report(order, "work_paused", R"(,"reason":"Lunch")"), "/code"), "awaiting_approval");
  EXPECT_EQ(upload(order).status, 201);
  hear_transition(order, Transition::approve, OrderStatus::in_progress, 5, technician_.user);
  EXPECT_EQ(report(order, "work_completed").status, 201);
}

TEST_F(Orders, a_reopened_order_begins_anew_with_whoever_gets_it) {
  const auto order = assigned_order();
  report(order, "work_started");
  upload(order);
  report(order, "work_completed");
  hear_transition(order, Transition::complete, OrderStatus::completed, 4, technician_.user);
  hear_transition(order, Transition::reopen, OrderStatus::open, 5);
  EXPECT_EQ(report(order, "work_started").status, 404);
  hear_assigned(order, technician_);
  EXPECT_EQ(at(report(order, "travel_started"), "/state"), "en_route");
}

TEST_F(Orders, what_could_not_be_completed_is_nobodys_until_it_is_assigned_again) {
  const auto order = assigned_order();
  report(order, "work_started");
  hear_transition(order, Transition::cannot_complete, OrderStatus::open, 4);
  EXPECT_EQ(report(order, "work_paused", R"(,"reason":"Lunch")").status, 404);
}

TEST_F(Orders, older_facts_change_nothing) {
  const auto order = assigned_order();
  hear_transition(order, Transition::cancel, OrderStatus::cancelled, 7, technician_.user);
  hear_transition(order, Transition::assign, OrderStatus::assigned, 2, technician_.user);
  EXPECT_EQ(at(report(order, "travel_started"), "/code"), "order_not_active");
}

TEST_F(Orders, an_assignment_that_crossed_a_cancellation_changes_nothing) {
  const auto order = OrderId::make();
  hear_created(order);
  hear_transition(order, Transition::cancel, OrderStatus::cancelled, 2);
  hear_assigned(order, technician_);
  EXPECT_EQ(report(order, "travel_started").status, 404);
}

TEST_F(Orders, material_may_be_heard_of_before_the_order) {
  materials_required_ = true;
  const auto order = OrderId::make();
  hear_material(order);
  hear_created(order);
  hear_assigned(order, technician_);
  report(order, "work_started");
  upload(order);
  EXPECT_EQ(report(order, "work_completed").status, 201);
}

TEST_F(Orders, an_event_that_cannot_be_read_is_an_error) {
  const events::Event broken{.source = "workorders",
                             .type = "order.created",
                             .subject = Uuid::make(),
                             .data = R"({"order":1})"};
  EXPECT_FALSE(fixture_.deliver(broken).has_value());
}

}  // namespace
}  // namespace mf::tracking
