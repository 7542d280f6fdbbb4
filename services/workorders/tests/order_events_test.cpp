#include "services/workorders/order_store.hpp"
#include "services/workorders/tests/company.hpp"

namespace mf::workorders {
namespace {

using ::testing::ElementsAre;

class OrderEvents : public Company {};

TEST_F(OrderEvents, an_assignment_gives_the_order_to_its_technician) {
  const auto id = open(north);
  assign(id, technician);
  const auto answer = read(id, technician);
  EXPECT_EQ(at(answer, "/status"), "assigned");
  EXPECT_EQ(at(answer, "/technician/name"), "Teo Técnico");
  const auto history = fixture.call("GET", path(id, "/history"), operator_);
  EXPECT_EQ(at(history, "/items/1/by/name"), "Olga Operaria");
  EXPECT_EQ(at(history, "/items/1/detail"), "Teo Técnico");
}

TEST_F(OrderEvents, another_assignment_replaces_the_technician) {
  const auto id = open(north);
  assign(id, technician);
  assign(id, other_technician);
  EXPECT_EQ(status(id), "assigned");
  EXPECT_EQ(read(id, technician).status, 404);
  EXPECT_EQ(read(id, other_technician).status, 200);
  EXPECT_THAT(actions(id), ElementsAre("create", "assign", "reassigned"));
  EXPECT_EQ(fixture.published("order.updated").size(), 1U);
}

TEST_F(OrderEvents, a_cancelled_assignment_opens_the_order_if_it_is_still_theirs) {
  const auto id = open(north);
  assign(id, technician);
  take_back(id, other_technician);
  EXPECT_EQ(status(id), "assigned");
  take_back(id, technician);
  EXPECT_EQ(status(id), "open");
  take_back(id, technician);
  EXPECT_THAT(actions(id), ElementsAre("create", "assign", "unassign"));
}

TEST_F(OrderEvents, the_order_follows_the_work) {
  const auto id = open(north);
  assign(id, technician);
  work(id, "work_started", technician);
  EXPECT_EQ(status(id), "in_progress");
  work(id, "work_paused", technician, "Almuerzo");
  EXPECT_EQ(status(id), "on_hold");
  work(id, "work_resumed", technician);
  EXPECT_EQ(status(id), "in_progress");
  work(id, "work_completed", technician);
  EXPECT_EQ(status(id), "completed");
  EXPECT_THAT(actions(id), ElementsAre("create", "assign", "start", "hold", "start", "complete"));
}

TEST_F(OrderEvents, history_says_when_it_happened_and_who_did_it) {
  const auto id = open(north);
  assign(id, technician);
  const auto started = fixture.clock.now();
  fixture.clock.advance(std::chrono::minutes{10});
  const contracts::WorkRecord record{.order = id,
                                     .technician = technician.user,
                                     .technician_name = technician.name,
                                     .at = started,
                                     .recorded_at = fixture.clock.now()};
  ASSERT_TRUE(fixture.deliver("tracking", "tracking.work_started", id.value, record).has_value());
  const auto history = fixture.call("GET", path(id, "/history"), operator_);
  EXPECT_EQ(at(history, "/items/2/at"), to_rfc3339(started));
  EXPECT_EQ(at(history, "/items/2/recordedAt"), to_rfc3339(fixture.clock.now()));
  EXPECT_EQ(at(history, "/items/2/by/name"), "Teo Técnico");
}

TEST_F(OrderEvents, the_same_event_takes_effect_once) {
  const auto id = open(north);
  assign(id, technician);
  const contracts::WorkRecord record{.order = id,
                                     .technician = technician.user,
                                     .technician_name = technician.name,
                                     .at = fixture.clock.now(),
                                     .recorded_at = fixture.clock.now()};
  const events::Event event{.source = "tracking",
                            .type = "tracking.work_started",
                            .subject = id.value,
                            .time = fixture.clock.now(),
                            .data = json::encode(record)};
  ASSERT_TRUE(fixture.deliver(event).has_value());
  ASSERT_TRUE(fixture.deliver(event).has_value());
  EXPECT_THAT(actions(id), ElementsAre("create", "assign", "start"));
}

TEST_F(OrderEvents, work_that_is_heard_of_before_its_assignment_waits_for_it) {
  const auto id = open(north);
  const auto assignment = AssignmentId::make();
  work(id, "work_started", technician, {}, assignment);
  work(id, "work_paused", technician, "Falta material", assignment);
  EXPECT_EQ(status(id), "open");
  assign(id, technician, assignment);
  EXPECT_EQ(status(id), "on_hold");
  EXPECT_THAT(actions(id), ElementsAre("create", "assign", "start", "hold"));
}

TEST_F(OrderEvents, early_work_is_taken_up_with_its_own_assignment_only) {
  const auto id = open(north);
  const auto early = AssignmentId::make();
  work(id, "work_started", other_technician, {}, early);
  assign(id, other_technician);
  EXPECT_EQ(status(id), "assigned");
  assign(id, technician);
  EXPECT_EQ(status(id), "assigned");
  assign(id, other_technician, early);
  EXPECT_EQ(status(id), "in_progress");
}

TEST_F(OrderEvents, early_work_is_forgotten_once_the_order_is_nobodys) {
  const auto id = open(north);
  const auto early = AssignmentId::make();
  assign(id, other_technician);
  work(id, "work_started", technician, {}, early);
  ASSERT_EQ(move(id, "unassign", operator_, "Se enfermó").status, 200);
  assign(id, technician, early);
  EXPECT_EQ(status(id), "assigned");
}

TEST_F(OrderEvents, the_early_work_of_a_cancelled_assignment_is_forgotten_and_no_other) {
  const auto id = open(north);
  const auto cancelled = AssignmentId::make();
  const auto next = AssignmentId::make();
  work(id, "work_started", technician, {}, cancelled);
  work(id, "work_started", other_technician, {}, next);
  const contracts::AssignmentChange change{.assignment = cancelled,
                                           .visit = VisitId::make(),
                                           .order = id,
                                           .technician = technician.user,
                                           .technician_name = technician.name};
  ASSERT_TRUE(fixture.deliver("dispatch", "assignment.cancelled", id.value, change).has_value());
  assign(id, technician, cancelled);
  EXPECT_EQ(status(id), "assigned");
  assign(id, other_technician, next);
  EXPECT_EQ(status(id), "in_progress");
}

TEST_F(OrderEvents, another_time_for_the_visit_reaches_the_order) {
  const auto id = open(north);
  const auto from = fixture.clock.now() + std::chrono::hours{24};
  const Window window{from, from + std::chrono::hours{2}};
  assign(id, technician);
  assign(id, technician, AssignmentId::make(), window, "El cliente viaja");
  EXPECT_EQ(at(read(id, client), "/window/from"), to_rfc3339(from));
  const auto history = fixture.call("GET", path(id, "/history"), operator_);
  EXPECT_THAT(column(history, "action"), ElementsAre("create", "assign", "rescheduled"));
  EXPECT_EQ(at(history, "/items/2/reason"), "El cliente viaja");
  EXPECT_EQ(at(history, "/items/2/detail"),
            "window: — → 2026-11-25T15:00:00Z/2026-11-25T17:00:00Z");
  ASSERT_EQ(fixture.published("order.updated").size(), 1U);
  EXPECT_EQ(at(fixture.published("order.updated")[0].data, "/changed"), R"(["window"])");
}

TEST_F(OrderEvents, the_first_and_the_next_technician_bring_their_time_along) {
  const auto id = open(north);
  const auto from = fixture.clock.now() + std::chrono::hours{24};
  assign(id, technician, AssignmentId::make(), Window{from, from + std::chrono::hours{2}});
  EXPECT_EQ(at(read(id, client), "/window/from"), to_rfc3339(from));
  const auto later = from + std::chrono::hours{3};
  assign(id, other_technician, AssignmentId::make(), Window{later, later + minutes{60}});
  EXPECT_EQ(at(read(id, client), "/window/from"), to_rfc3339(later));
  EXPECT_THAT(actions(id), ElementsAre("create", "rescheduled", "assign", "reassigned"));
  EXPECT_EQ(at(fixture.published("order.updated").back().data, "/changed"),
            R"(["technician","window"])");
}

TEST_F(OrderEvents, a_completion_that_is_dated_back_leaves_the_client_their_whole_period) {
  const auto id = open(north);
  assign(id, technician);
  work(id, "work_started", technician);
  fixture.clock.advance(std::chrono::hours{20});
  work(id, "work_completed", technician, {}, {}, std::chrono::hours{20});
  const auto answer = read(id, client);
  EXPECT_EQ(at(answer, "/completedAt"), "2026-11-24T15:00:00Z");
  EXPECT_EQ(at(answer, "/objectionUntil"),
            to_rfc3339(fixture.clock.now() + std::chrono::hours{72}));
}

TEST_F(OrderEvents, a_pause_that_is_dated_back_moves_no_promise) {
  const auto id = open(north);
  assign(id, technician);
  work(id, "work_started", technician);
  fixture.clock.advance(std::chrono::hours{20});
  work(id, "work_paused", technician, "waiting_customer", {}, std::chrono::hours{20});
  EXPECT_EQ(at(read(id, operator_), "/sla/pausedAt"), to_rfc3339(fixture.clock.now()));
  work(id, "work_resumed", technician);
  EXPECT_EQ(at(read(id, operator_), "/sla/dueAt"), "2026-11-26T15:00:00Z");
}

TEST_F(OrderEvents, a_client_does_not_read_why_somebody_was_chosen_or_taken_off) {
  const auto id = open(north);
  assign(id, technician, AssignmentId::make(), {}, "Nadie más");
  assign(id, other_technician, AssignmentId::make(), {}, "El primero se pelea con el cliente");
  ASSERT_EQ(move(id, "unassign", operator_, "Se enfermó").status, 200);
  ASSERT_EQ(move(id, "cancel", operator_, "Duplicada").status, 200);
  const auto reasons = [&](const auth::Principal& who) {
    return column(fixture.call("GET", path(id, "/history"), who), "reason");
  };
  EXPECT_THAT(reasons(client), ElementsAre("", "", "", "", "Duplicada"));
  EXPECT_THAT(reasons(supervisor),
              ElementsAre("", "Nadie más", "El primero se pelea con el cliente", "Se enfermó",
                          "Duplicada"));
}

TEST_F(OrderEvents, what_the_table_refuses_changes_nothing) {
  const auto id = open(north);
  assign(id, technician);
  work(id, "work_completed", technician);
  EXPECT_EQ(status(id), "assigned");
  const auto done = completed();
  ASSERT_EQ(move(done, "close", supervisor).status, 200);
  work(done, "work_started", technician);
  assign(done, other_technician);
  EXPECT_EQ(status(done), "closed");
}

TEST_F(OrderEvents, an_event_of_an_unknown_order_is_no_error) {
  assign(OrderId::make(), technician);
  work(OrderId::make(), "work_started", technician);
  EXPECT_TRUE(fixture.published().empty());
}

// --- what the clock brings ---

class Sla : public Company {};

TEST_F(Sla, a_warning_and_a_breach_are_told_once_each) {
  const auto id = open(north);  // installation: 48 hours
  fixture.clock.advance(std::chrono::hours{38});
  fixture.run_job("sla");
  EXPECT_TRUE(fixture.published("order.sla_warning").empty());
  fixture.clock.advance(std::chrono::hours{1});
  fixture.run_job("sla");
  fixture.run_job("sla");
  EXPECT_EQ(fixture.published("order.sla_warning").size(), 1U);
  fixture.clock.advance(std::chrono::hours{10});
  fixture.run_job("sla");
  fixture.run_job("sla");
  EXPECT_EQ(fixture.published("order.sla_breached").size(), 1U);
  EXPECT_EQ(at(read(id, operator_), "/sla/breached"), "true");
  EXPECT_THAT(actions(id), ElementsAre("create", "sla_warning", "sla_breached"));
}

TEST_F(Sla, overdue_orders_are_counted_until_they_are_over) {
  const auto counts = [&] {
    return fixture.database().read([&](db::Session& session) {
      return std::pair(store::count_live(session),
                       store::count_overdue(session, fixture.clock.now()));
    });
  };
  const auto id = open(north);  // installation: 48 hours
  EXPECT_EQ(counts(), (std::pair<std::int64_t, std::int64_t>(1, 0)));
  fixture.clock.advance(std::chrono::hours{49});
  EXPECT_EQ(counts(), (std::pair<std::int64_t, std::int64_t>(1, 1)));
  ASSERT_EQ(move(id, "cancel", operator_, "Duplicada").status, 200);
  EXPECT_EQ(counts(), (std::pair<std::int64_t, std::int64_t>(0, 0)));
}

TEST_F(Sla, one_order_that_fails_keeps_no_other_back_and_is_tried_again) {
  const auto broken = open(north);
  const auto id = open(north);
  const auto run = [&](db::Sql sql) {
    const auto done = fixture.database().write([&](db::Unit& unit) -> Result<void> {
      unit.execute(sql);
      return {};
    });
    ASSERT_TRUE(done.has_value());
  };
  const bool postgres = fixture.database().engine() == db::Engine::postgres;
  run(postgres ? "ALTER TABLE orders ADD CONSTRAINT broken CHECK (number <> 1 OR NOT sla_warned)"
               : "CREATE TRIGGER broken BEFORE UPDATE ON orders WHEN NEW.number = 1 "
                 "BEGIN SELECT RAISE(ABORT, 'broken'); END");
  fixture.clock.advance(std::chrono::hours{40});
  fixture.run_job("sla");
  EXPECT_THAT(actions(id), ElementsAre("create", "sla_warning"));
  EXPECT_THAT(actions(broken), ElementsAre("create"));
  run(postgres ? "ALTER TABLE orders DROP CONSTRAINT broken" : "DROP TRIGGER broken");
  fixture.run_job("sla");
  EXPECT_THAT(actions(broken), ElementsAre("create", "sla_warning"));
}

TEST_F(Sla, completed_work_breaches_nothing) {
  const auto id = completed();
  fixture.clock.advance(std::chrono::hours{60});
  fixture.run_job("sla");
  EXPECT_TRUE(fixture.published("order.sla_breached").empty());
  EXPECT_EQ(at(read(id, operator_), "/sla/breached"), "false");
}

TEST_F(Sla, waiting_for_the_customer_moves_the_due_time) {
  const auto id = open(north);
  assign(id, technician);
  work(id, "work_started", technician);
  ASSERT_EQ(move(id, "hold", technician, "waiting_customer").status, 200);
  fixture.clock.advance(std::chrono::hours{100});
  fixture.run_job("sla");
  EXPECT_TRUE(fixture.published("order.sla_warning").empty());
  work(id, "work_resumed", technician);
  EXPECT_EQ(at(read(id, operator_), "/sla/dueAt"), "2026-11-30T19:00:00Z");
}

TEST_F(Sla, what_was_late_before_it_came_here_is_told_to_nobody) {
  const Cause cause{{}, fixture.clock.now()};
  const auto order = fixture.database().write([&](db::Unit& unit) {
    return open_order(unit,
                      {.customer = north.customer,
                       .site = north.site,
                       .type = installation,
                       .title = "De otro sistema",
                       .description = "Registrada hace un mes",
                       .registered_at = fixture.clock.now() - std::chrono::days{30}},
                      cause);
  });
  ASSERT_TRUE(order.has_value());
  fixture.run_job("sla");
  EXPECT_TRUE(fixture.published("order.sla_breached").empty());
  EXPECT_EQ(at(read(order->id, operator_), "/sla/breached"), "true");
}

TEST_F(Sla, many_orders_are_told_in_batches) {
  for (int i = 0; i < 450; ++i) {
    open(north);
  }
  fixture.clock.advance(std::chrono::hours{40});
  fixture.run_job("sla");
  EXPECT_EQ(fixture.published("order.sla_warning").size(), 450U);
}

TEST_F(Sla, a_completed_order_closes_by_itself_after_the_objection_period) {
  const auto id = completed();
  fixture.clock.advance(std::chrono::hours{72});
  fixture.run_job("close_unopposed");
  EXPECT_EQ(status(id), "completed");
  fixture.clock.advance(std::chrono::hours{1});
  fixture.run_job("close_unopposed");
  EXPECT_EQ(status(id), "closed");
  const auto history = fixture.call("GET", path(id, "/history"), operator_);
  EXPECT_EQ(at(history, "/items/4/by/name"), "system");
  EXPECT_EQ(fixture.published("order.closed").size(), 1U);
}

}  // namespace
}  // namespace mf::workorders
