#include "services/dispatch/tests/dispatch_fixture.hpp"

namespace mf::dispatch {
namespace {

class Orders : public DispatchTest {};
class Queue : public DispatchTest {};

TEST_F(Orders, that_are_taken_back_free_the_technician_and_wait_for_the_operator) {
  const auto ana = add_technician("Ana");
  auto order = opened();
  confirm(order, ana);
  order.technician.reset();
  move(order, Transition::unassign, OrderStatus::open, "Wrong day");
  EXPECT_EQ(visit_status(order), "cancelled");
  const auto told = service.published("assignment.cancelled");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(at(told[0].data, "/technicianId"), ana.id.to_string());
  EXPECT_EQ(at(told[0].data, "/reason"), "Wrong day");
  EXPECT_EQ(waiting_reason(order), "waiting_operator");
  EXPECT_EQ(at(get("/api/v1/queue"), "/items/0/reasons/0"),
            "Taken back from Ana by Olga: Wrong day");
}

TEST_F(Orders, that_could_not_be_completed_go_to_the_next_best_one) {
  const auto ana = add_technician("Ana", 5);
  add_technician("Beto", 3);
  auto order = opened();
  confirm(order, ana);
  move(order, Transition::start, OrderStatus::in_progress);
  service.clock.advance(std::chrono::minutes{5});
  order.technician.reset();
  move(order, Transition::cannot_complete, OrderStatus::open, "No access");
  EXPECT_EQ(visit_status(order), "failed");
  EXPECT_EQ(assigned_to(order), "Beto");
}

TEST_F(Orders, are_not_sent_back_at_once_to_whoever_could_not_complete_them) {
  const auto ana = add_technician("Ana");
  auto order = opened();
  confirm(order, ana);
  move(order, Transition::start, OrderStatus::in_progress);
  move(order, Transition::cannot_complete, OrderStatus::open, "No access");
  EXPECT_EQ(assigned_to(order), "");
  EXPECT_EQ(waiting_reason(order), "waiting_operator");
  service.run_job("retry_waiting");
  EXPECT_EQ(assigned_to(order), "");
}

TEST_F(Orders, that_are_done_free_their_technician_for_the_next) {
  const auto ana = add_technician("Ana");
  std::vector<OrderFacts> orders;
  for (int i = 0; i < 6; ++i) {
    orders.push_back(opened());
  }
  EXPECT_EQ(waiting_reason(orders[5]), "nobody_suitable");
  confirm(orders[0], ana);
  move(orders[0], Transition::start, OrderStatus::in_progress);
  move(orders[0], Transition::complete, OrderStatus::completed);
  EXPECT_EQ(visit_status(orders[0]), "done");
  EXPECT_EQ(assigned_to(orders[5]), "Ana");
  EXPECT_EQ(waiting_reason(orders[5]), "");
}

TEST_F(Orders, that_are_taken_back_make_room_for_the_next) {
  const auto ana = add_technician("Ana");
  std::vector<OrderFacts> orders;
  for (int i = 0; i < 6; ++i) {
    orders.push_back(opened());
  }
  confirm(orders[0], ana);
  move(orders[0], Transition::unassign, OrderStatus::open, "Wrong day");
  EXPECT_EQ(assigned_to(orders[5]), "Ana");
}

TEST_F(Orders, that_are_cancelled_leave_the_queue_and_end_their_visit) {
  auto waiting = opened();
  EXPECT_EQ(waiting_reason(waiting), "nobody_suitable");
  move(waiting, Transition::cancel, OrderStatus::cancelled);
  EXPECT_EQ(waiting_reason(waiting), "");

  add_technician("Ana");
  auto given = opened();
  move(given, Transition::cancel, OrderStatus::cancelled);
  EXPECT_EQ(visit_status(given), "cancelled");
}

TEST_F(Orders, cancelled_before_the_assignment_was_heard_of_keep_no_visit) {
  add_technician("Ana");
  auto order = new_order();
  auto cancelled = order;
  open(order);
  // The cancellation happened before the visit was decided.
  service.clock.advance(-std::chrono::seconds{5});
  move(cancelled, Transition::cancel, OrderStatus::cancelled);
  EXPECT_EQ(visit_status(order), "cancelled");
}

TEST_F(Orders, that_are_reopened_find_somebody_again) {
  const auto ana = add_technician("Ana");
  auto order = opened();
  confirm(order, ana);
  move(order, Transition::start, OrderStatus::in_progress);
  move(order, Transition::complete, OrderStatus::completed);
  service.clock.advance(std::chrono::minutes{5});
  move(order, Transition::reopen, OrderStatus::open, "Still no signal");
  EXPECT_EQ(assigned_to(order), "Ana");
  EXPECT_EQ(service.published("assignment.created").size(), 2U);
}

TEST_F(Orders, ignore_news_that_are_older_than_what_is_known) {
  const auto ana = add_technician("Ana");
  auto order = opened();
  auto old = order;
  confirm(order, ana);
  old.title = "Old title";
  const OrderChange change{.order = old, .by = {}};
  ASSERT_TRUE(service.deliver("workorders", "order.updated", old.id.value, change));
  EXPECT_EQ(assigned_to(order), "Ana");
  EXPECT_EQ(service.published("assignment.cancelled").size(), 0U);
  EXPECT_EQ(give(order, to(add_technician("Beto"))).status,
            422);  // still assigned: a reason is needed
}

TEST_F(Orders, keep_a_visit_that_was_decided_after_they_were_taken_back) {
  const auto ana = add_technician("Ana");
  const auto beto = add_technician("Beto");
  auto order = opened(false);
  ASSERT_EQ(give(order, to(ana)).status, 201);
  confirm(order, ana);
  service.clock.advance(std::chrono::seconds{2});
  ASSERT_EQ(give(order, to(beto, "Ana is ill")).status, 201);
  // What happened a second before that decision arrives now.
  service.clock.advance(-std::chrono::seconds{1});
  move(order, Transition::unassign, OrderStatus::open, "Ana is ill");
  EXPECT_EQ(assigned_to(order), "Beto");
  EXPECT_EQ(waiting_reason(order), "");
}

TEST_F(Orders, stay_with_whoever_began_before_hearing_of_another_technician) {
  const auto ana = add_technician("Ana");
  const auto beto = add_technician("Beto");
  auto order = opened(false);
  ASSERT_EQ(give(order, to(ana)).status, 201);
  confirm(order, ana);
  ASSERT_EQ(give(order, to(beto, "Ana is far away")).status, 201);
  move(order, Transition::start, OrderStatus::in_progress);
  const auto told = service.published("assignment.cancelled");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(at(told[0].data, "/technicianId"), beto.id.to_string());
  EXPECT_EQ(at(get("/api/v1/visits?status=working"), "/items/0/technicianName"), "Ana");
}

TEST_F(Orders, move_their_visit_with_their_window) {
  add_technician("Ana");
  auto order = opened();
  const auto tomorrow = service.clock.now() + std::chrono::hours{24};
  order.window = Window{tomorrow, tomorrow + std::chrono::hours{2}};
  edit(order);
  EXPECT_EQ(at(get("/api/v1/visits"), "/items/0/window/from"), to_rfc3339(tomorrow));
}

TEST_F(Orders, show_what_the_technician_reports_on_the_visit) {
  const auto ana = add_technician("Ana");
  const auto order = opened();
  report(order, ana, ActivityKind::travel_started);
  EXPECT_EQ(visit_status(order), "en_route");
  service.clock.advance(std::chrono::minutes{20});
  report(order, ana, ActivityKind::work_started);
  EXPECT_EQ(visit_status(order), "working");
  service.clock.advance(-std::chrono::minutes{10});
  report(order, ana, ActivityKind::arrived);
  EXPECT_EQ(visit_status(order), "working") << "an older report came late";
  EXPECT_EQ(at(get("/api/v1/visits"), "/items/0/startedAt"), "2026-11-24T15:00:00Z");
}

TEST_F(Orders, that_came_twice_are_assigned_once) {
  add_technician("Ana");
  const auto order = opened();
  open(order);
  EXPECT_EQ(service.published("assignment.created").size(), 1U);
}

TEST_F(Queue, says_why_nobody_is_suitable) {
  add_technician("Ana", 1);
  const auto order = opened();
  const auto queue = get("/api/v1/queue");
  EXPECT_EQ(at(queue, "/items/0/orderId"), order.id.to_string());
  EXPECT_EQ(at(queue, "/items/0/reason"), "nobody_suitable");
  EXPECT_EQ(at(queue, "/items/0/reasons/0"),
            "With 1 of 1 technicians a required specialty is held below the level.");
}

TEST_F(Queue, is_tried_again_when_a_technician_comes) {
  const auto order = opened();
  EXPECT_EQ(waiting_reason(order), "nobody_suitable");
  add_technician("Ana");
  EXPECT_EQ(assigned_to(order), "Ana");
  EXPECT_EQ(waiting_reason(order), "");
}

TEST_F(Queue, is_tried_again_when_a_technician_learns) {
  const auto ana = add_technician("Ana", 1);
  const auto order = opened();
  const auto answer = service.call(
      "PATCH", "/api/v1/technicians/" + ana.id.to_string(), supervisor,
      fmt::format(R"({{"skills":[{{"specialtyId":"{}","level":2}}]}})", fibre.to_string()));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(assigned_to(order), "Ana");
}

TEST_F(Queue, is_tried_again_when_the_order_asks_for_less) {
  add_technician("Ana", 1);
  auto order = opened();
  order.specialties.clear();
  edit(order);
  EXPECT_EQ(assigned_to(order), "Ana");
}

TEST_F(Queue, is_tried_again_by_time) {
  const auto ana = add_technician("Ana", 1);
  const auto order = opened();
  const auto answer = service.call(
      "PATCH", "/api/v1/technicians/" + ana.id.to_string(), supervisor,
      fmt::format(R"({{"skills":[{{"specialtyId":"{}","level":2,"from":"2026-11-25"}}]}})",
                  fibre.to_string()));
  ASSERT_EQ(answer.status, 200) << answer.body;
  service.run_job("retry_waiting");
  EXPECT_EQ(waiting_reason(order), "nobody_suitable");
  service.clock.advance(std::chrono::hours{24});
  service.run_job("retry_waiting");
  EXPECT_EQ(assigned_to(order), "Ana");
}

TEST_F(Queue, stands_by_urgency_and_then_by_age_page_by_page) {
  std::vector<std::string> codes;
  for (const auto priority :
       {Priority::low, Priority::critical, Priority::medium, Priority::critical}) {
    auto order = new_order();
    order.priority = priority;
    open(order);
    codes.push_back(order.code);
    service.clock.advance(std::chrono::seconds{1});
  }
  std::vector<std::string> seen;
  std::string cursor;
  do {
    const auto page = get("/api/v1/queue?limit=1" + (cursor.empty() ? "" : "&cursor=" + cursor));
    ASSERT_EQ(page.status, 200);
    seen.push_back(at(page, "/items/0/code"));
    cursor = at(page, "/nextCursor");
  } while (cursor != "null" && seen.size() < 10);
  EXPECT_EQ(seen, (std::vector{codes[1], codes[3], codes[2], codes[0]}));
}

TEST_F(Queue, shows_a_supervisor_their_zones_only) {
  auto far = new_order();
  far.zone = north;
  open(far);
  const auto near = opened();
  const auto queue = service.call("GET", "/api/v1/queue", supervisor);
  EXPECT_EQ(at(queue, "/items/0/orderId"), near.id.to_string());
  EXPECT_EQ(at(queue, "/items/1"), "");
  EXPECT_EQ(service.call("GET", "/api/v1/queue", person({Role::client})).status, 403);
  EXPECT_EQ(service.call("GET", "/api/v1/queue", person({Role::technician})).status, 403);
}

TEST_F(Queue, shows_the_orders_of_a_technician_who_is_gone_until_they_come_back) {
  auto ana = add_technician("Ana");
  auto order = opened();
  confirm(order, ana);
  ana.active = false;
  tell("user.deactivated", ana);
  EXPECT_EQ(waiting_reason(order), "technician_inactive");
  EXPECT_EQ(assigned_to(order), "Ana") << "the visit stays until somebody decides";
  ana.active = true;
  tell("user.updated", ana);
  EXPECT_EQ(waiting_reason(order), "");
}

TEST_F(Queue, lets_go_of_such_an_order_when_somebody_else_gets_it) {
  auto ana = add_technician("Ana", 5);
  const auto beto = add_technician("Beto");
  auto order = opened();
  confirm(order, ana);
  ana.active = false;
  tell("user.deactivated", ana);
  ASSERT_EQ(give(order, to(beto, "Ana has left")).status, 201);
  EXPECT_EQ(waiting_reason(order), "");
}

}  // namespace
}  // namespace mf::dispatch
