#include "services/dispatch/tests/dispatch_fixture.hpp"

namespace mf::dispatch {
namespace {

class Assignments : public DispatchTest {};

TEST_F(Assignments, rank_the_candidates_best_first_with_reasons) {
  add_technician("Ana", 2);
  add_technician("Beto", 4);
  add_technician("Caro", 5, north);
  const auto order = opened(false);
  const auto answer = get("/api/v1/orders/" + order.id.to_string() + "/candidates");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(at(answer, "/items/0/name"), "Beto");
  EXPECT_EQ(at(answer, "/items/0/qualified"), "true");
  EXPECT_EQ(at(answer, "/items/0/reasons/0"), "Fibra óptica: level 4 held, 2 needed.");
  EXPECT_EQ(at(answer, "/items/1/name"), "Ana");
  EXPECT_EQ(at(answer, "/items/2/name"), "Caro");
  EXPECT_EQ(at(answer, "/items/2/qualified"), "false");
  EXPECT_EQ(at(answer, "/items/2/broken/0"), "zone");
}

TEST_F(Assignments, choose_the_best_by_themselves_where_the_type_says_so) {
  add_technician("Ana", 2);
  const auto beto = add_technician("Beto", 4);
  const auto order = opened();
  const auto told = service.published("assignment.created");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].subject, order.id.value);
  EXPECT_EQ(at(told[0].data, "/technicianId"), beto.id.to_string());
  EXPECT_EQ(at(told[0].data, "/mode"), "automatic");
  EXPECT_EQ(at(told[0].data, "/by/name"), "system");
  EXPECT_EQ(at(told[0].data, "/orderCode"), order.code);
  EXPECT_EQ(waiting_reason(order), "");
}

TEST_F(Assignments, wait_for_the_operator_where_the_type_says_so) {
  add_technician("Ana");
  const auto order = opened(false);
  EXPECT_TRUE(service.published("assignment.created").empty());
  EXPECT_EQ(waiting_reason(order), "waiting_operator");
}

TEST_F(Assignments, are_made_by_the_operator_without_a_reason_where_no_rule_is_broken) {
  const auto ana = add_technician("Ana");
  const auto order = opened(false);
  const auto answer = give(order, to(ana));
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(at(answer, "/technicianName"), "Ana");
  EXPECT_EQ(at(answer, "/mode"), "manual");
  EXPECT_EQ(at(answer, "/by/name"), "Olga");
  EXPECT_EQ(at(answer, "/candidates/0/name"), "Ana");
  EXPECT_EQ(waiting_reason(order), "");
  EXPECT_EQ(assigned_to(order), "Ana");
  EXPECT_EQ(at(get("/api/v1/technicians/" + ana.id.to_string()), "/openVisits"), "1");
}

TEST_F(Assignments, need_a_reason_where_a_rule_is_overridden) {
  const auto ana = add_technician("Ana", 1, north);
  const auto order = opened(false);
  const auto refused = give(order, to(ana));
  ASSERT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/pointer"), "/reason");
  EXPECT_EQ(at(refused, "/errors/0/code"), "override_needs_reason");
  EXPECT_NE(at(refused, "/errors/0/detail").find("below the level"), std::string::npos);
  EXPECT_NE(at(refused, "/errors/0/detail").find("zone is not served"), std::string::npos);
  const auto made = give(order, to(ana, "Nobody else is near"));
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(at(made, "/reason"), "Nobody else is near");
}

TEST_F(Assignments, need_a_reason_where_the_order_changes_hands) {
  const auto ana = add_technician("Ana");
  const auto beto = add_technician("Beto");
  auto order = opened(false);
  ASSERT_EQ(give(order, to(ana)).status, 201);
  confirm(order, ana);
  const auto refused = give(order, to(beto));
  EXPECT_EQ(at(refused, "/errors/0/code"), "reassignment_needs_reason");
  const auto made = give(order, to(beto, "Ana is ill"));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(at(made, "/replacesTechnicianId"), ana.id.to_string());
  EXPECT_EQ(at(get("/api/v1/technicians/" + ana.id.to_string()), "/openVisits"), "0");
  EXPECT_TRUE(service.published("assignment.cancelled").empty());
}

TEST_F(Assignments, count_the_order_as_taken_before_the_work_order_service_confirms) {
  const auto ana = add_technician("Ana");
  const auto beto = add_technician("Beto");
  const auto order = opened(false);
  ASSERT_EQ(give(order, to(ana)).status, 201);
  EXPECT_EQ(at(give(order, to(beto)), "/errors/0/code"), "reassignment_needs_reason");
  const auto same = give(order, to(ana));
  EXPECT_EQ(same.status, 409);
  EXPECT_EQ(at(same, "/code"), "already_assigned");
}

TEST_F(Assignments, name_a_technician_who_exists_and_is_active) {
  auto ana = add_technician("Ana");
  const auto order = opened(false);
  EXPECT_EQ(at(give(order, fmt::format(R"({{"technicianId":"{}"}})", UserId::make().to_string())),
               "/errors/0/code"),
            "unknown_technician");
  ana.active = false;
  tell("user.deactivated", ana);
  const auto refused = give(order, to(ana, "Even so"));
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/code"), "technician_inactive");
}

TEST_F(Assignments, say_either_who_or_automatic) {
  const auto ana = add_technician("Ana");
  const auto order = opened(false);
  EXPECT_EQ(at(give(order, "{}"), "/errors/0/pointer"), "/technicianId");
  EXPECT_EQ(
      give(order, fmt::format(R"({{"mode":"automatic","technicianId":"{}"}})", ana.id.to_string()))
          .status,
      422);
  const auto chosen = give(order, R"({"mode":"automatic"})");
  ASSERT_EQ(chosen.status, 201);
  EXPECT_EQ(at(chosen, "/mode"), "automatic");
  EXPECT_EQ(at(chosen, "/by/name"), "Olga");
}

TEST_F(Assignments, say_that_nobody_is_suitable_and_why) {
  add_technician("Ana", 1);
  const auto order = opened(false);
  const auto refused = give(order, R"({"mode":"automatic"})");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(at(refused, "/code"), "nobody_suitable");
  EXPECT_NE(at(refused, "/detail").find("With 1 of 1 technicians"), std::string::npos);
}

TEST_F(Assignments, refuse_a_window_that_is_none) {
  const auto ana = add_technician("Ana");
  const auto order = opened(false);
  const auto window = [&](const std::string& from, const std::string& until) {
    return at(
        give(order, fmt::format(R"({{"technicianId":"{}","window":{{"from":"{}","to":"{}"}}}})",
                                ana.id.to_string(), from, until)),
        "/errors/0/code");
  };
  EXPECT_EQ(window("2026-11-25T15:00:00Z", "2026-11-25T14:00:00Z"), "order");
  EXPECT_EQ(window("2026-11-20T14:00:00Z", "2026-11-20T15:00:00Z"), "past");
}

TEST_F(Assignments, carry_their_window_into_the_visit_and_the_event) {
  const auto ana = add_technician("Ana");
  const auto order = opened(false);
  const auto made = give(
      order,
      fmt::format(
          R"({{"technicianId":"{}","window":{{"from":"2026-11-25T14:00:00Z","to":"2026-11-25T16:00:00Z"}}}})",
          ana.id.to_string()));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(at(get("/api/v1/visits"), "/items/0/window/from"), "2026-11-25T14:00:00Z");
  EXPECT_EQ(at(service.published("assignment.created").at(0).data, "/window/to"),
            "2026-11-25T16:00:00Z");
}

TEST_F(Assignments, are_refused_once_work_goes_on_or_is_done) {
  const auto ana = add_technician("Ana");
  auto order = opened();
  confirm(order, ana);
  move(order, Transition::start, OrderStatus::in_progress);
  const auto refused = give(order, to(ana, "Again"));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(at(refused, "/code"), "order_not_assignable");
}

TEST_F(Assignments, may_change_while_the_work_is_on_hold) {
  const auto ana = add_technician("Ana", 5);
  const auto beto = add_technician("Beto", 3);
  auto order = opened();
  confirm(order, ana);
  move(order, Transition::start, OrderStatus::in_progress);
  move(order, Transition::hold, OrderStatus::on_hold, "waiting_customer");
  EXPECT_EQ(give(order, to(beto, "Ana is on another job")).status, 201);
}

TEST_F(Assignments, are_kept_for_ever_with_who_why_and_the_ranking) {
  const auto ana = add_technician("Ana");
  const auto beto = add_technician("Beto");
  const auto order = opened(false);
  ASSERT_EQ(give(order, to(ana)).status, 201);
  service.clock.advance(std::chrono::minutes{1});
  ASSERT_EQ(give(order, to(beto, "Ana is ill")).status, 201);
  const auto path = "/api/v1/orders/" + order.id.to_string() + "/assignments";
  const auto all = get(path);
  EXPECT_EQ(at(all, "/items/0/technicianName"), "Ana");
  EXPECT_EQ(at(all, "/items/1/technicianName"), "Beto");
  EXPECT_EQ(at(all, "/items/1/reason"), "Ana is ill");
  EXPECT_EQ(at(all, "/items/1/by/name"), "Olga");
  EXPECT_EQ(at(all, "/items/1/algorithm"), "weighted-score-1");
  EXPECT_NE(at(all, "/items/1/candidates/1/score"), "");
  const auto first = get(path + "?limit=1");
  EXPECT_EQ(at(first, "/items/1"), "");
  EXPECT_EQ(
      at(get(path + "?limit=1&cursor=" + at(first, "/nextCursor")), "/items/0/technicianName"),
      "Beto");
}

TEST_F(Assignments, give_the_same_answer_for_the_same_key) {
  const auto ana = add_technician("Ana");
  const auto order = opened(false);
  const auto path = "/api/v1/orders/" + order.id.to_string() + "/assignments";
  const auto first =
      service.call("POST", path, operator_person, to(ana), {{"idempotency-key", "a"}});
  const auto second =
      service.call("POST", path, operator_person, to(ana), {{"idempotency-key", "a"}});
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(service.published("assignment.created").size(), 1U);
}

TEST_F(Assignments, of_another_zone_do_not_exist_for_a_supervisor) {
  const auto ana = add_technician("Ana");
  const auto order = opened(false);
  auto far = new_order(false);
  far.zone = north;
  open(far);
  auto nowhere = new_order(false);
  nowhere.zone.reset();
  open(nowhere);
  EXPECT_EQ(give_as(supervisor, far, to(ana, "Because")).status, 404);
  EXPECT_EQ(give_as(supervisor, nowhere, to(ana, "Because")).status, 404);
  EXPECT_EQ(service.call("GET", "/api/v1/orders/" + far.id.to_string() + "/candidates", supervisor)
                .status,
            404);
  EXPECT_EQ(service.call("GET", "/api/v1/orders/" + far.id.to_string() + "/assignments", supervisor)
                .status,
            404);
  EXPECT_EQ(give_as(supervisor, order, to(ana)).status, 201);
}

TEST_F(Assignments, are_not_for_clients_and_technicians) {
  const auto ana = add_technician("Ana");
  const auto order = opened(false);
  EXPECT_EQ(give_as(login(ana), order, to(ana)).status, 403);
  EXPECT_EQ(give_as(person({Role::client}), order, to(ana)).status, 403);
  EXPECT_EQ(
      service.call("GET", "/api/v1/orders/" + order.id.to_string() + "/candidates", login(ana))
          .status,
      403);
}

TEST_F(Assignments, of_an_order_that_nobody_knows_are_404) {
  const auto ana = add_technician("Ana");
  EXPECT_EQ(give(new_order(), to(ana)).status, 404);
}

TEST_F(Assignments, wait_a_moment_for_an_order_that_was_opened_just_now) {
  const auto ana = add_technician("Ana");
  const auto order = new_order(false);
  service.peer_answers["/api/v1/orders/" + order.id.to_string()] = "{}";
  std::jthread log([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds{50});  // the log is late
    open(order);
  });
  EXPECT_EQ(give(order, to(ana)).status, 201);
}

TEST_F(Assignments, make_room_with_whoever_had_the_order_before) {
  const auto ana = add_technician("Ana");
  std::vector<OrderFacts> orders;
  for (int i = 0; i < 6; ++i) {
    orders.push_back(opened());
  }
  const auto far = add_technician("Zoe", 3, north);
  EXPECT_EQ(waiting_reason(orders[5]), "nobody_suitable");
  ASSERT_EQ(give(orders[0], to(far, "Zoe is in the centre today")).status, 201);
  EXPECT_EQ(assigned_to(orders[5]), "Ana");
}

TEST_F(Assignments, spread_a_burst_of_orders_until_everybody_is_busy) {
  add_technician("Ana");
  add_technician("Beto");
  std::vector<OrderFacts> orders;
  for (int i = 0; i < 11; ++i) {
    orders.push_back(opened());
  }
  std::map<std::string, int> load;
  for (const auto& order : orders) {
    ++load[assigned_to(order)];
  }
  EXPECT_EQ(load["Ana"], 5);
  EXPECT_EQ(load["Beto"], 5);
  EXPECT_EQ(load[""], 1);
  EXPECT_EQ(waiting_reason(orders.back()), "nobody_suitable");
}

TEST_F(Assignments, show_a_technician_their_own_visits_only) {
  const auto ana = add_technician("Ana", 5);
  const auto beto = add_technician("Beto", 3);
  opened();
  EXPECT_EQ(at(service.call("GET", "/api/v1/visits", login(ana)), "/items/0/technicianName"),
            "Ana");
  EXPECT_EQ(at(service.call("GET", "/api/v1/visits", login(beto)), "/items/0"), "");
  const auto curious =
      service.call("GET", "/api/v1/visits?technicianId=" + ana.id.to_string(), login(beto));
  EXPECT_EQ(at(curious, "/items/0"), "");
  EXPECT_EQ(at(get("/api/v1/visits?technicianId=" + beto.id.to_string()), "/items/0"), "");
  EXPECT_EQ(at(get("/api/v1/visits?status=done"), "/items/0"), "");
  EXPECT_EQ(at(get("/api/v1/visits?from=2026-11-25T00:00:00Z"), "/items/0"), "");
}

TEST_F(Assignments, list_visits_page_by_page) {
  add_technician("Ana");
  for (int i = 0; i < 3; ++i) {
    opened();
  }
  const auto first = get("/api/v1/visits?limit=2");
  EXPECT_EQ(at(first, "/items/1/orderCode"), "ORD-000002");
  const auto second = get("/api/v1/visits?limit=2&cursor=" + at(first, "/nextCursor"));
  EXPECT_EQ(at(second, "/items/0/orderCode"), "ORD-000003");
  EXPECT_EQ(at(second, "/nextCursor"), "null");
}

}  // namespace
}  // namespace mf::dispatch
