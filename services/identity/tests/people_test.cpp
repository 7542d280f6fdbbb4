#include "services/identity/tests/identity_fixture.hpp"

namespace mf::identity {
namespace {

using auth::Role;
using People = IdentityTest;

constexpr const char* k_luis =
    R"({"username":"Luis.Gil","name":"Luis Gil","password":"correct horse 7","roles":["technician"],"email":"luis@example.com"})";

TEST_F(People, are_added_by_an_administrator) {
  const auto answer = app.call("POST", "/api/v1/users", admin, k_luis);
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(*answer.header("location"), "/api/v1/users/" + at(answer, "/id"));
  EXPECT_EQ(*answer.header("etag"), "\"1\"");
  EXPECT_EQ(at(answer, "/username"), "luis.gil");
  EXPECT_EQ(at(answer, "/active"), "true");
  EXPECT_EQ(at(answer, "/locale"), "es");
  EXPECT_EQ(log_in("luis.gil").status, 200);
  const auto events = app.published("user.registered");
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(at(events[1].data, "/email"), "luis@example.com");
}

TEST_F(People, are_added_once_under_one_idempotency_key) {
  const http::Headers once{{"idempotency-key", "k1"}};
  const auto first = app.call("POST", "/api/v1/users", admin, k_luis, once);
  const auto second = app.call("POST", "/api/v1/users", admin, k_luis, once);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(app.published("user.registered").size(), 2U) << "the administrator and Luis";
}

TEST_F(People, are_managed_by_administrators_only) {
  for (const auto role : {Role::client, Role::technician, Role::operator_, Role::supervisor}) {
    EXPECT_EQ(app.call("POST", "/api/v1/users", testing::person({role}), k_luis).status, 403);
    EXPECT_EQ(app.call("PATCH", user_path(rosa), testing::person({role}), R"({"name":"X"})").status,
              403);
  }
  EXPECT_EQ(app.call("GET", "/api/v1/users", testing::person({Role::client})).status, 403);
  EXPECT_EQ(app.call("GET", "/api/v1/users", testing::person({Role::technician})).status, 403);
  EXPECT_EQ(app.call("GET", "/api/v1/users", testing::person({Role::operator_})).status, 200);
  EXPECT_EQ(app.call("GET", "/api/v1/users", std::nullopt).status, 401);
}

TEST_F(People, hear_of_every_wrong_field_at_once) {
  const auto answer = app.call(
      "POST", "/api/v1/users", admin,
      R"({"username":"x","name":"Luis","password":"12345678","roles":["client"],"email":"luis"})");
  EXPECT_EQ(answer.status, 422);
  for (const char* pointer : {"/username", "/password", "/customerId", "/email"}) {
    EXPECT_NE(answer.body.find(std::string("\"") + pointer + "\""), std::string::npos) << pointer;
  }
}

TEST_F(People, with_a_customer_are_clients) {
  const auto customer = CustomerId::make().to_string();
  const auto body = [&](const std::string& role) {
    return R"({"username":"inés2","name":"I","password":"correct horse 7","roles":[")" + role +
           R"("],"customerId":")" + customer + R"("})";
  };
  app.peer_answers["/api/v1/customers/" + customer] = "{}";
  EXPECT_EQ(app.call("POST", "/api/v1/users", admin, body("operator")).status, 422);
  const auto client = add({.username = "ines",
                           .name = "Inés",
                           .roles = {Role::client},
                           .customer = CustomerId::make()});
  const auto moved =
      app.call("PATCH", user_path(client), admin, R"({"customerId":")" + customer + R"("})");
  EXPECT_EQ(at(moved, "/customerId"), customer);
  EXPECT_EQ(principal_of(log_in("ines")).customer->to_string(), customer);
  const auto hired = app.call("PATCH", user_path(client), admin, R"({"roles":["operator"]})");
  EXPECT_EQ(hired.status, 200) << hired.body;
  EXPECT_EQ(at(hired, "/customerId"), "");
}

TEST_F(People, are_linked_to_what_exists_only) {
  const auto zone = ZoneId::make().to_string();
  app.peer_answers["/api/v1/zones/" + zone] = "{}";
  const auto linked = [&](const std::string& customer, const std::string& second_zone) {
    return R"({"username":"eva","name":"Eva","password":"correct horse 7",)"
           R"("roles":["client","supervisor"],"customerId":")" +
           customer + R"(","zones":[")" + zone + R"(",")" + second_zone + R"("]})";
  };
  const auto nobody = CustomerId::make().to_string();
  const auto refused =
      app.call("POST", "/api/v1/users", admin, linked(nobody, ZoneId::make().to_string()));
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/code"), "unknown_customer");
  EXPECT_EQ(at(refused, "/errors/1/pointer"), "/zones/1");
  EXPECT_EQ(at(refused, "/errors/2"), "");
  app.peer_answers["/api/v1/customers/" + nobody] = "{}";
  EXPECT_EQ(app.call("POST", "/api/v1/users", admin, linked(nobody, zone)).status, 201);
  const auto moved = app.call("PATCH", user_path(rosa), admin,
                              R"({"zones":[")" + ZoneId::make().to_string() + R"("]})");
  EXPECT_EQ(at(moved, "/errors/0/code"), "unknown_zone");
}

TEST_F(People, have_usernames_of_their_own) {
  app.call("POST", "/api/v1/users", admin, k_luis);
  const auto again = app.call("POST", "/api/v1/users", admin, k_luis);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(at(again, "/code"), "username_taken");
  const auto renamed = app.call("PATCH", user_path(rosa), admin, R"({"username":"LUIS.GIL"})");
  EXPECT_EQ(at(renamed, "/code"), "username_taken");
}

TEST_F(People, never_show_a_hash) {
  const auto me = app.call("GET", "/api/v1/users/me", admin);
  ASSERT_EQ(me.status, 200);
  EXPECT_EQ(at(me, "/username"), "rosa");
  std::string all = me.body + log_in("rosa").body;
  all += app.call("GET", "/api/v1/users", admin).body;
  all += app.call("GET", user_path(rosa), admin).body;
  all += app.call("POST", "/api/v1/users", admin, k_luis).body;
  for (const auto& event : app.published()) {
    all += event.data;
  }
  for (const char* secret : {"argon2", "assword", "correct horse"}) {
    EXPECT_EQ(all.find(secret), std::string::npos) << secret;
  }
}

TEST_F(People, change_their_own_profile) {
  const auto answer = app.call("PATCH", "/api/v1/users/me", admin,
                               R"({"name":"Rosa N.","email":"rosa@example.com","locale":"en"})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(at(answer, "/locale"), "en");
  EXPECT_EQ(*answer.header("etag"), "\"2\"");
  EXPECT_EQ(app.published("user.updated").size(), 1U);
  const auto without = app.call("PATCH", "/api/v1/users/me", admin, R"({"email":""})");
  EXPECT_EQ(at(without, "/email"), "");
}

TEST_F(People, do_not_give_themselves_roles) {
  const auto luis = add({.username = "luis", .name = "Luis", .roles = {Role::technician}});
  auto self = testing::person({Role::technician});
  self.user = luis;
  const auto answer = app.call("PATCH", "/api/v1/users/me", self, R"({"roles":["administrator"]})");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(at(answer, "/errors/0/code"), "unknown_field");
}

TEST_F(People, change_their_password_with_the_current_one_and_end_the_other_sessions) {
  const auto here = log_in("rosa");
  const auto there = log_in("rosa");
  const auto me = principal_of(here);
  const auto bare = app.call("PATCH", "/api/v1/users/me", me, R"({"password":"another horse 8"})");
  EXPECT_EQ(bare.status, 422);
  const auto answer =
      app.call("PATCH", "/api/v1/users/me", me,
               R"({"password":"another horse 8","currentPassword":"correct horse 7"})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(refresh(at(there, "/refreshToken")).status, 401);
  EXPECT_EQ(refresh(at(here, "/refreshToken")).status, 200);
  EXPECT_EQ(log_in("rosa").status, 401);
  EXPECT_EQ(log_in("rosa", "another horse 8").status, 200);
}

TEST_F(People, are_not_overwritten_by_who_saw_an_older_version) {
  const http::Headers seen{{"if-match", "\"1\""}};
  EXPECT_EQ(app.call("PATCH", user_path(rosa), admin, R"({"name":"Rosa A"})", seen).status, 200);
  const auto stale = app.call("PATCH", user_path(rosa), admin, R"({"name":"Rosa B"})", seen);
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(at(stale, "/code"), "stale");
  EXPECT_EQ(at(app.call("GET", user_path(rosa), admin), "/name"), "Rosa A");
}

TEST_F(People, who_do_not_change_cause_no_event) {
  const auto answer = app.call("PATCH", user_path(rosa), admin, R"({"name":"Rosa Ñáñez"})");
  EXPECT_EQ(*answer.header("etag"), "\"1\"");
  EXPECT_TRUE(app.published("user.updated").empty());
}

TEST_F(People, keep_one_active_administrator) {
  for (const std::string change : {R"({"active":false})", R"({"roles":["operator"]})"}) {
    const auto answer = app.call("PATCH", user_path(rosa), admin, change);
    EXPECT_EQ(answer.status, 409) << change;
    EXPECT_EQ(at(answer, "/code"), "last_administrator");
  }
  const auto second = add({.username = "second", .name = "Second", .roles = {Role::administrator}});
  EXPECT_EQ(app.call("PATCH", user_path(rosa), admin, R"({"active":false})").status, 200);
  EXPECT_EQ(app.call("PATCH", user_path(second), admin, R"({"active":false})").status, 409)
      << "the one who was deactivated does not count";
}

TEST_F(People, who_do_not_exist_are_404) {
  EXPECT_EQ(app.call("GET", user_path(UserId::make()), admin).status, 404);
  EXPECT_EQ(app.call("GET", "/api/v1/users/nobody", admin).status, 404);
  EXPECT_EQ(app.call("PATCH", user_path(UserId::make()), admin, R"({"name":"X"})").status, 404);
}

TEST_F(People, are_listed_by_name_page_by_page_while_others_come) {
  add({.username = "ursula", .name = "Úrsula", .roles = {Role::operator_}});
  add({.username = "alvaro", .name = "Álvaro", .roles = {Role::technician}});
  add({.username = "beto", .name = "beto", .roles = {Role::technician}});
  const auto first = app.call("GET", "/api/v1/users?limit=2", admin);
  EXPECT_EQ(at(first, "/items/0/name"), "Álvaro");
  EXPECT_EQ(at(first, "/items/1/name"), "beto");
  EXPECT_EQ(at(first, "/items/2"), "");
  add({.username = "aaron", .name = "Aaron", .roles = {Role::technician}});
  const auto second =
      app.call("GET", "/api/v1/users?limit=2&cursor=" + at(first, "/nextCursor"), admin);
  EXPECT_EQ(at(second, "/items/0/name"), "Rosa Ñáñez");
  EXPECT_EQ(at(second, "/items/1/name"), "Úrsula");
  EXPECT_EQ(at(second, "/nextCursor"), "null");
}

TEST_F(People, are_found_by_role_state_customer_and_part_of_the_name) {
  const auto customer = CustomerId::make();
  const auto luis =
      add({.username = "luis", .name = "Luis", .roles = {Role::technician, Role::operator_}});
  add({.username = "ines", .name = "Inés", .roles = {Role::client}, .customer = customer});
  app.call("PATCH", user_path(luis), admin, R"({"active":false})");
  const auto names = [&](const std::string& query) {
    const auto answer = app.call("GET", "/api/v1/users?" + query, admin);
    std::string found;
    for (int i = 0; !at(answer, "/items/" + std::to_string(i)).empty(); ++i) {
      found += at(answer, "/items/" + std::to_string(i) + "/username") + " ";
    }
    return found;
  };
  EXPECT_EQ(names("role=operator"), "luis ");
  EXPECT_EQ(names("role=technician&active=true"), "");
  EXPECT_EQ(names("active=true"), "ines rosa ");
  EXPECT_EQ(names("customerId=" + customer.to_string()), "ines ");
  EXPECT_EQ(names("q=nanez"), "rosa ");
  EXPECT_EQ(names("q=IN%C3%89S"), "ines ");
  EXPECT_EQ(names("q=uis"), "luis ");
  EXPECT_EQ(names("q=%25"), "") << "a percent sign is only itself";
  EXPECT_EQ(names("q=_"), "");
}

TEST_F(People, lists_refuse_what_they_do_not_understand) {
  for (const std::string query : {"cursor=zzz", "limit=0", "limit=101", "role=boss", "sort=name"}) {
    EXPECT_EQ(app.call("GET", "/api/v1/users?" + query, admin).status, 400) << query;
  }
}

TEST_F(People, can_be_added_from_the_command_line) {
  const auto taken = add_user(
      app.database(),
      {.username = "rosa", .name = "R", .password = k_password, .roles = {Role::operator_}},
      app.clock.now());
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, "username_taken");
  const auto weak = add_user(
      app.database(),
      {.username = "luis", .name = "L", .password = "password", .roles = {Role::operator_}},
      app.clock.now());
  ASSERT_FALSE(weak);
  EXPECT_EQ(weak.error().fields[0].pointer, "/password");
}

}  // namespace
}  // namespace mf::identity
