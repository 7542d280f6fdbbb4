#include "services/workorders/tests/company.hpp"

#include <set>
#include <thread>

namespace mf::workorders {
namespace {

using ::testing::ElementsAre;

class Orders : public Company {};

TEST_F(Orders, an_operator_opens_an_order_and_everybody_hears_of_it) {
  const auto answer = fixture.call("POST", "/api/v1/orders", operator_, order_json(north));
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(at(answer, "/code"), "ORD-000001");
  EXPECT_EQ(at(answer, "/status"), "open");
  EXPECT_EQ(at(answer, "/version"), "1");
  EXPECT_EQ(*answer.header("location"), "/api/v1/orders/" + at(answer, "/id"));
  EXPECT_EQ(*answer.header("etag"), "\"1\"");
  const auto events = fixture.published("order.created");
  ASSERT_EQ(events.size(), 1U);
  const auto change = json::decode<contracts::OrderChange>(events[0].data).value();
  EXPECT_EQ(change.order.code, "ORD-000001");
  EXPECT_EQ(change.order.customer_name, "Clínica El Rosario");
  EXPECT_EQ(change.order.zone, north.zone);
  EXPECT_EQ(change.order.specialties.size(), 1U);
  EXPECT_EQ(change.by.name, "Olga Operaria");
}

TEST_F(Orders, one_order_shows_all_that_belongs_to_it) {
  const auto id = open(north);
  const auto answer = read(id, operator_);
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(at(answer, "/customer/name"), "Clínica El Rosario");
  EXPECT_EQ(at(answer, "/site/address"), "Calle 10 # 20-30");
  EXPECT_EQ(at(answer, "/site/zone/name"), "Zona Norte");
  EXPECT_EQ(at(answer, "/type/code"), "installation");
  EXPECT_EQ(at(answer, "/sla/dueAt"), "2026-11-26T15:00:00Z");
  EXPECT_EQ(at(answer, "/sla/breached"), "false");
  EXPECT_EQ(at(answer, "/allowedTransitions"), R"(["cancel"])");
}

TEST_F(Orders, a_client_opens_orders_for_their_own_sites_without_naming_themselves) {
  auto json = order_json(north);
  const auto own = fmt::format(R"("customerId":"{}",)", north.customer.to_string());
  json.erase(json.find(own), own.size());
  EXPECT_EQ(fixture.call("POST", "/api/v1/orders", client, json).status, 201);
  EXPECT_EQ(fixture.call("POST", "/api/v1/orders", client, order_json(north)).status, 201);
}

TEST_F(Orders, a_client_opens_no_order_for_others) {
  EXPECT_EQ(fixture.call("POST", "/api/v1/orders", client, order_json(south)).status, 404);
  const Place mixed{north.customer, south.site, south.zone};
  const auto answer = fixture.call("POST", "/api/v1/orders", client, order_json(mixed));
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(at(answer, "/errors/0/pointer"), "/siteId");
}

TEST_F(Orders, a_client_may_not_choose_the_highest_priority) {
  EXPECT_EQ(
      fixture.call("POST", "/api/v1/orders", client, order_json(north, "Sin señal", "critical"))
          .status,
      422);
  EXPECT_EQ(
      fixture.call("POST", "/api/v1/orders", client, order_json(north, "Sin señal", "high")).status,
      201);
}

TEST_F(Orders, every_bad_field_is_named_at_once) {
  const auto answer =
      fixture.call("POST", "/api/v1/orders", operator_, R"({"title":"x","colour":1})");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(at(answer, "/errors/6/pointer"), "/colour");
}

TEST_F(Orders, what_does_not_exist_and_a_window_that_ends_too_early_are_refused_together) {
  const auto json = fmt::format(
      R"({{"customerId":"{0}","siteId":"{0}","typeId":"{0}","priority":"low","title":"abc","description":"abc",)"
      R"("window":{{"from":"2026-11-25T10:00:00Z","to":"2026-11-25T09:00:00Z"}}}})",
      Uuid::make().to_string());
  const auto answer = fixture.call("POST", "/api/v1/orders", operator_, json);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(at(answer, "/errors/3/pointer"), "/window/to");
}

TEST_F(Orders, the_same_key_gives_the_same_order) {
  const http::Headers key{{"idempotency-key", "k-1"}};
  const auto first = fixture.call("POST", "/api/v1/orders", operator_, order_json(north), key);
  const auto again = fixture.call("POST", "/api/v1/orders", operator_, order_json(north), key);
  EXPECT_EQ(first.body, again.body);
  EXPECT_EQ(fixture.published("order.created").size(), 1U);
  EXPECT_EQ(fixture.call("POST", "/api/v1/orders", operator_, order_json(south), key).status, 422);
}

TEST_F(Orders, sixty_four_at_once_get_different_codes) {
  std::mutex mutex;
  std::set<std::string> codes;
  std::vector<std::jthread> creators;
  for (int i = 0; i < 64; ++i) {
    creators.emplace_back([&] {
      const auto answer = fixture.call("POST", "/api/v1/orders", operator_, order_json(north));
      const std::lock_guard lock(mutex);
      codes.insert(at(answer, "/code"));
    });
  }
  creators.clear();
  EXPECT_EQ(codes.size(), 64U);
  EXPECT_FALSE(codes.contains(""));
}

TEST_F(Orders, a_client_cannot_see_another_customers_order) {
  const auto id = open(north);
  EXPECT_EQ(read(id, client).status, 200);
  EXPECT_EQ(read(id, other_client).status, 404);
  EXPECT_EQ(move(id, "cancel", other_client, "no longer needed").status, 404);
  for (const auto* more : {"/history", "/comments", "/materials"}) {
    EXPECT_EQ(fixture.call("GET", path(id, more), other_client).status, 404) << more;
    EXPECT_EQ(fixture.call("GET", path(id, more), client).status, 200) << more;
  }
}

TEST_F(Orders, a_client_without_a_customer_sees_nothing) {
  auto nobody = client;
  nobody.customer.reset();
  EXPECT_EQ(read(open(north), nobody).status, 404);
}

TEST_F(Orders, a_technician_sees_only_what_is_assigned_to_them) {
  const auto id = open(north);
  EXPECT_EQ(read(id, technician).status, 404);
  assign(id, technician);
  EXPECT_EQ(read(id, technician).status, 200);
  EXPECT_EQ(read(id, other_technician).status, 404);
}

TEST_F(Orders, a_supervisor_sees_their_zones_however_many_they_are) {
  EXPECT_EQ(read(open(north), supervisor).status, 200);
  const auto id = open(south);
  EXPECT_EQ(read(id, supervisor).status, 404);
  for (int i = 0; i < 20; ++i) {
    supervisor.zones.push_back(ZoneId::make());
  }
  supervisor.zones.push_back(south.zone);
  EXPECT_EQ(read(id, supervisor).status, 200);
  supervisor.zones.clear();
  EXPECT_EQ(read(id, supervisor).status, 404);
}

TEST_F(Orders, an_edit_is_told_and_kept_with_what_stood_there_before) {
  const auto id = open(north);
  const auto answer =
      fixture.call("PATCH", path(id), operator_, R"({"title":"Otro título","priority":"high"})",
                   {{"if-match", "\"1\""}});
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(at(answer, "/title"), "Otro título");
  EXPECT_EQ(*answer.header("etag"), "\"2\"");
  ASSERT_EQ(fixture.published("order.updated").size(), 1U);
  EXPECT_EQ(at(fixture.published("order.updated")[0].data, "/changed"), R"(["title","priority"])");
  const auto history = fixture.call("GET", path(id, "/history"), operator_);
  EXPECT_EQ(at(history, "/items/1/detail"),
            "title: Sin señal en el módem → Otro título; priority: medium → high");
  EXPECT_EQ(at(history, "/items/1/by/name"), "Olga Operaria");
}

TEST_F(Orders, a_window_is_set_moved_and_taken_away) {
  const auto id = open(north);
  const auto edit = [&](const std::string& body) {
    return fixture.call("PATCH", path(id), operator_, body);
  };
  const std::string from = R"({"window":{"from":"2026-11-25T10:00:00Z","to":)";
  EXPECT_EQ(at(edit(from + R"("2026-11-25T12:00:00Z"}})"), "/window/to"), "2026-11-25T12:00:00Z");
  EXPECT_EQ(at(edit(R"({"priority":"high"})"), "/window/to"), "2026-11-25T12:00:00Z");
  const auto answer = edit(R"({"window":null})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(at(answer, "/window"), "");
  EXPECT_EQ(at(read(id, client), "/window"), "");
  const auto history = fixture.call("GET", path(id, "/history"), operator_);
  EXPECT_EQ(at(history, "/items/3/detail"),
            "window: 2026-11-25T10:00:00Z/2026-11-25T12:00:00Z → —");
}

TEST_F(Orders, a_window_in_the_past_is_refused_but_for_what_comes_from_another_system) {
  const std::string past =
      R"("window":{"from":"2026-11-24T13:00:00Z","to":"2026-11-24T15:00:00Z"}})";  // until now
  auto json = order_json(north);
  json.back() = ',';
  const auto refused = fixture.call("POST", "/api/v1/orders", operator_, json + past);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/pointer"), "/window");
  EXPECT_EQ(at(refused, "/errors/0/code"), "past");
  const auto id = open(north);
  const auto edited = fixture.call("PATCH", path(id), operator_, "{" + past);
  EXPECT_EQ(edited.status, 422);
  EXPECT_EQ(at(edited, "/errors/0/code"), "past");
  const auto now = fixture.clock.now();
  const auto imported = fixture.database().write([&](db::Unit& unit) {
    return open_order(unit,
                      {.customer = north.customer,
                       .site = north.site,
                       .type = installation,
                       .title = "De otro sistema",
                       .description = "Registrada hace un mes",
                       .window = Window{now - std::chrono::hours{9}, now - std::chrono::hours{8}},
                       .registered_at = now - std::chrono::days{30}},
                      {{}, now});
  });
  EXPECT_TRUE(imported.has_value());
}

TEST_F(Orders, an_edit_of_an_old_version_is_refused) {
  const auto id = open(north);
  EXPECT_EQ(
      fixture.call("PATCH", path(id), operator_, R"({"title":"Uno más"})", {{"if-match", "\"7\""}})
          .status,
      412);
  EXPECT_EQ(fixture.call("PATCH", path(id), client, R"({"title":"Uno más"})").status, 403);
}

TEST_F(Orders, a_supervisor_of_another_zone_edits_nothing) {
  const auto id = open(south);
  EXPECT_EQ(fixture.call("PATCH", path(id), supervisor, R"({"title":"Uno más"})").status, 404);
}

TEST_F(Orders, comments_are_told_and_listed) {
  const auto id = open(north);
  EXPECT_EQ(
      fixture.call("POST", path(id, "/comments"), client, R"({"text":"Llamar antes"})").status,
      201);
  EXPECT_EQ(
      fixture.call("POST", path(id, "/comments"), operator_, R"({"text":"Así se hará"})").status,
      201);
  EXPECT_EQ(fixture.call("POST", path(id, "/comments"), other_client, R"({"text":"Hola"})").status,
            404);
  EXPECT_EQ(fixture.call("POST", path(id, "/comments"), client, R"({"text":"  "})").status, 422);
  EXPECT_THAT(column(fixture.call("GET", path(id, "/comments"), client), "text"),
              ElementsAre("Llamar antes", "Así se hará"));
  EXPECT_EQ(fixture.published("order.commented").size(), 2U);
}

TEST_F(Orders, comments_come_page_by_page) {
  const auto id = open(north);
  for (int i = 0; i < 5; ++i) {
    fixture.call("POST", path(id, "/comments"), client, fmt::format(R"({{"text":"{}"}})", i));
  }
  const auto first = fixture.call("GET", path(id, "/comments?limit=3"), client);
  EXPECT_THAT(column(first, "text"), ElementsAre("0", "1", "2"));
  const auto rest =
      fixture.call("GET", path(id, "/comments?limit=3&cursor=" + at(first, "/nextCursor")), client);
  EXPECT_THAT(column(rest, "text"), ElementsAre("3", "4"));
  EXPECT_EQ(at(rest, "/nextCursor"), "null");
  EXPECT_EQ(fixture.call("GET", path(id, "/comments?cursor=nonsense"), client).status, 400);
}

TEST_F(Orders, a_final_order_takes_nothing_but_a_supervisors_comment) {
  const auto id = open(north);
  ASSERT_EQ(move(id, "cancel", client, "Ya no hace falta").status, 200);
  EXPECT_EQ(fixture.call("PATCH", path(id), operator_, R"({"title":"Uno más"})").status, 409);
  EXPECT_EQ(fixture.call("POST", path(id, "/comments"), client, R"({"text":"Hola"})").status, 409);
  EXPECT_EQ(fixture.call("POST", path(id, "/comments"), supervisor, R"({"text":"Lástima"})").status,
            201);
}

TEST_F(Orders, history_tells_who_when_and_why_with_the_names_of_that_day) {
  const auto id = completed();
  ASSERT_EQ(move(id, "reopen", client, "Sigue fallando").status, 200);
  const auto history = fixture.call("GET", path(id, "/history"), client);
  EXPECT_THAT(column(history, "action"),
              ElementsAre("create", "assign", "start", "complete", "reopen"));
  EXPECT_EQ(at(history, "/items/3/by/name"), "Teo Técnico");
  EXPECT_EQ(at(history, "/items/4/by/name"), "Clara Cliente");
  EXPECT_EQ(at(history, "/items/4/reason"), "Sigue fallando");
  EXPECT_EQ(at(history, "/items/4/from"), "completed");
  EXPECT_EQ(at(history, "/items/4/to"), "open");
  EXPECT_EQ(at(history, "/items/4/eventId"),
            fixture.published("order.status_changed").back().id.to_string());
}

TEST_F(Orders, a_customers_new_name_reaches_their_live_orders) {
  const auto id = open(north);
  const auto customer = "/api/v1/customers/" + north.customer.to_string();
  EXPECT_EQ(fixture.call("PATCH", customer, operator_, R"({"name":"Hospital Nuevo"})").status, 200);
  EXPECT_EQ(at(read(id, client), "/customer/name"), "Hospital Nuevo");
  EXPECT_EQ(column(fixture.call("GET", "/api/v1/orders?q=hospital", client), "id").size(), 1U);
  const auto told = fixture.published("order.updated");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(at(told[0].data, "/changed"), R"(["customer"])");
  const auto history = fixture.call("GET", path(id, "/history"), client);
  EXPECT_EQ(at(history, "/items/1/action"), "customer_renamed");
  EXPECT_EQ(at(history, "/items/1/detail"), "customer: Clínica El Rosario → Hospital Nuevo");
  EXPECT_EQ(at(history, "/items/1/eventId"), told[0].id.to_string());
}

// --- transitions ---

class Transitions : public Company {};

TEST_F(Transitions, assign_and_start_have_calls_of_their_own) {
  const auto id = open(north);
  const auto answer = move(id, "assign", operator_);
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(at(answer, "/detail"), ::testing::HasSubstr("/assignments"));
  EXPECT_EQ(at(answer, "/allowed"), R"(["cancel"])");
}

TEST_F(Transitions, a_jump_is_refused_with_what_is_allowed) {
  const auto answer = move(open(north), "close", supervisor);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(at(answer, "/code"), "transition_refused");
  EXPECT_EQ(at(answer, "/allowed"), R"(["cancel"])");
}

TEST_F(Transitions, only_those_of_the_table_may_make_them) {
  const auto id = completed();
  EXPECT_EQ(move(id, "close", client).status, 403);
  EXPECT_EQ(move(id, "close", technician).status, 403);
  EXPECT_EQ(move(id, "close", operator_).status, 403);
  EXPECT_EQ(move(id, "close", other_technician).status, 404);
  EXPECT_EQ(move(id, "close", supervisor).status, 200);
  EXPECT_EQ(status(id), "closed");
}

TEST_F(Transitions, a_needed_reason_is_asked_for) {
  const auto answer = move(open(north), "cancel", operator_);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(at(answer, "/errors/0/pointer"), "/reason");
}

TEST_F(Transitions, each_end_is_published_under_its_own_type_besides) {
  const auto id = completed();
  move(id, "reopen", supervisor, "Falta una foto");
  move(id, "cancel", operator_, "Duplicada");
  EXPECT_EQ(fixture.published("order.completed").size(), 1U);
  EXPECT_EQ(fixture.published("order.reopened").size(), 1U);
  EXPECT_EQ(fixture.published("order.cancelled").size(), 1U);
  EXPECT_EQ(fixture.published("order.status_changed").size(), 5U);
  const auto change =
      json::decode<contracts::OrderChange>(fixture.published("order.reopened")[0].data).value();
  EXPECT_EQ(change.order.technician, std::nullopt);
  EXPECT_EQ(change.from, OrderStatus::completed);
}

TEST_F(Transitions, a_client_reopens_within_the_objection_period_only) {
  const auto id = completed();
  fixture.clock.advance(std::chrono::hours{73});
  EXPECT_EQ(move(id, "reopen", client, "Sigue fallando").status, 409);
  EXPECT_EQ(move(id, "reopen", supervisor, "Sigue fallando").status, 200);
}

TEST_F(Transitions, extra_work_waits_for_a_supervisor) {
  const auto id = open(north);
  assign(id, technician);
  work(id, "work_started", technician);
  EXPECT_EQ(move(id, "request_approval", technician, "Hace falta más cable").status, 200);
  EXPECT_EQ(move(id, "approve", technician, "Me lo apruebo").status, 403);
  EXPECT_EQ(move(id, "approve", supervisor, "De acuerdo").status, 200);
  EXPECT_EQ(status(id), "in_progress");
}

TEST_F(Transitions, what_cannot_be_completed_is_open_again_and_nobodys) {
  const auto id = open(north);
  assign(id, technician);
  work(id, "work_started", technician);
  EXPECT_EQ(move(id, "cannot_complete", technician, "No hay nadie").status, 200);
  EXPECT_EQ(status(id), "open");
  EXPECT_EQ(read(id, technician).status, 404);
}

}  // namespace
}  // namespace mf::workorders
