#include "services/identity/tests/identity_fixture.hpp"

namespace mf::identity {
namespace {

using namespace std::chrono_literals;

using Sessions = IdentityTest;

TEST_F(Sessions, begin_with_tokens_that_say_who_it_is) {
  const auto answer = log_in("Rosa");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(at(answer, "/tokenType"), "Bearer");
  EXPECT_EQ(at(answer, "/expiresIn"), "900");
  EXPECT_EQ(at(answer, "/user/id"), rosa.to_string());
  EXPECT_EQ(at(answer, "/user/name"), "Rosa Ñáñez");
  EXPECT_EQ(at(answer, "/user/roles/0"), "administrator");
  EXPECT_EQ(*answer.header("cache-control"), "no-store");
  const auto principal = principal_of(answer);
  EXPECT_EQ(principal.user, rosa);
  EXPECT_TRUE(principal.has(auth::Role::administrator));
  EXPECT_EQ(principal.expires, app.clock.now() + 15min);
  EXPECT_EQ(app.published("user.logged_in").size(), 1U);
}

TEST_F(Sessions, do_not_begin_with_a_wrong_password_or_an_unknown_name) {
  const auto wrong = log_in("rosa", "wrong horse 7");
  const auto unknown = log_in("nobody");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(at(wrong, "/code"), "login_failed");
  EXPECT_EQ(wrong.body, unknown.body) << "nothing tells whether the name exists";
  EXPECT_TRUE(app.published("user.logged_in").empty());
}

TEST_F(Sessions, go_on_with_a_new_refresh_token_each_time) {
  const auto first = log_in("rosa");
  const auto second = refresh(at(first, "/refreshToken"));
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_NE(at(second, "/refreshToken"), at(first, "/refreshToken"));
  EXPECT_EQ(principal_of(second).session, principal_of(first).session);
  EXPECT_EQ(refresh(at(second, "/refreshToken")).status, 200);
}

TEST_F(Sessions, end_as_a_whole_when_a_refresh_token_is_used_again) {
  const auto first = log_in("rosa");
  const auto second = refresh(at(first, "/refreshToken"));
  const auto again = refresh(at(first, "/refreshToken"));
  EXPECT_EQ(again.status, 401);
  EXPECT_EQ(at(again, "/code"), "refresh_reused");
  const auto newest = refresh(at(second, "/refreshToken"));
  EXPECT_EQ(newest.status, 401);
  EXPECT_EQ(at(newest, "/code"), "session_ended");
}

TEST_F(Sessions, of_another_sign_in_survive_a_reused_token) {
  const auto phone = log_in("rosa");
  const auto desk = log_in("rosa");
  refresh(at(phone, "/refreshToken"));
  refresh(at(phone, "/refreshToken"));
  EXPECT_EQ(refresh(at(desk, "/refreshToken")).status, 200);
}

TEST_F(Sessions, give_one_refresh_only_to_tries_at_the_same_time) {
  const auto token = at(log_in("rosa"), "/refreshToken");
  std::atomic<int> fresh = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] { fresh += refresh(token).status == 200; });
    }
  }
  EXPECT_EQ(fresh, 1);
}

TEST_F(Sessions, refuse_a_token_that_nobody_made) {
  const auto answer = refresh("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(at(answer, "/code"), "refresh_invalid");
}

TEST_F(Sessions, expire_after_seven_days_without_use) {
  const auto first = log_in("rosa");
  app.clock.advance(24h * 7 - 1s);
  const auto second = refresh(at(first, "/refreshToken"));
  ASSERT_EQ(second.status, 200);
  app.clock.advance(24h * 7);
  const auto late = refresh(at(second, "/refreshToken"));
  EXPECT_EQ(late.status, 401);
  EXPECT_EQ(at(late, "/code"), "refresh_expired");
}

TEST_F(Sessions, end_with_logout) {
  const auto tokens = log_in("rosa");
  const auto me = principal_of(tokens);
  EXPECT_EQ(app.call("POST", "/api/v1/auth/logout", me).status, 204);
  EXPECT_EQ(refresh(at(tokens, "/refreshToken")).status, 401);
}

TEST_F(Sessions, of_others_do_not_end_with_ones_own_logout) {
  add({.username = "luis", .name = "Luis", .roles = {auth::Role::technician}});
  const auto hers = log_in("rosa");
  const auto his = log_in("luis");
  const auto body = R"({"refreshToken":")" + at(hers, "/refreshToken") + R"("})";
  EXPECT_EQ(app.call("POST", "/api/v1/auth/logout", principal_of(his), body).status, 204);
  EXPECT_EQ(refresh(at(hers, "/refreshToken")).status, 200);
  EXPECT_EQ(refresh(at(his, "/refreshToken")).status, 401);
}

TEST_F(Sessions, end_when_the_person_is_deactivated) {
  const auto luis = add({.username = "luis", .name = "Luis", .roles = {auth::Role::technician}});
  const auto tokens = log_in("luis");
  const auto answer = app.call("PATCH", user_path(luis), admin, R"({"active":false})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(refresh(at(tokens, "/refreshToken")).status, 401);
  EXPECT_EQ(log_in("luis").status, 401);
  EXPECT_EQ(at(app.call("GET", "/api/v1/users/me", principal_of(tokens)), "/code"),
            "account_inactive");
  const auto events = app.published("user.deactivated");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].subject, luis.value);
  EXPECT_EQ(at(events[0].data, "/active"), "false");
}

TEST_F(Sessions, follow_changed_roles_at_the_next_refresh) {
  const auto luis = add({.username = "luis", .name = "Luis", .roles = {auth::Role::technician}});
  const auto tokens = log_in("luis");
  const auto zone = ZoneId::make().to_string();
  app.peer_answers["/api/v1/zones/" + zone] = "{}";
  ASSERT_EQ(app.call("PATCH", user_path(luis), admin,
                     R"({"roles":["supervisor"],"zones":[")" + zone + R"("]})")
                .status,
            200);
  const auto principal = principal_of(refresh(at(tokens, "/refreshToken")));
  EXPECT_EQ(principal.roles, std::vector{auth::Role::supervisor});
  ASSERT_EQ(principal.zones.size(), 1U);
  EXPECT_EQ(principal.zones[0].to_string(), zone);
}

TEST_F(Sessions, are_forgotten_after_they_expired) {
  const auto token = at(log_in("rosa"), "/refreshToken");
  log_in("nobody");
  app.run_job("prune_sessions");
  const auto next = refresh(token);
  EXPECT_EQ(next.status, 200) << "what is alive is kept";
  app.clock.advance(24h * 8);
  app.run_job("prune_sessions");
  EXPECT_EQ(at(refresh(at(next, "/refreshToken")), "/code"), "refresh_invalid");
  const auto left = app.database().read([](db::Session& session) {
    return session.one(
        "SELECT (SELECT COUNT(*) FROM refresh_families) + (SELECT COUNT(*) FROM refresh_tokens) + "
        "(SELECT COUNT(*) FROM login_attempts) + (SELECT COUNT(*) FROM login_guards)",
        {}, [](const db::Row& row) { return row.integer(0); });
  });
  EXPECT_EQ(left, 0);
}

TEST_F(Sessions, keep_no_token_in_the_database) {
  const auto token = at(log_in("rosa"), "/refreshToken");
  const auto hash = app.database().read([](db::Session& session) {
    return session.one("SELECT hash FROM refresh_tokens", {},
                       [](const db::Row& row) { return row.text(0); });
  });
  ASSERT_TRUE(hash);
  EXPECT_EQ(hash->size(), 64U);
  EXPECT_NE(*hash, token);
}

TEST_F(Sessions, are_signed_with_the_key_that_everybody_may_read) {
  const auto answer = app.call("GET", "/.well-known/jwks.json", std::nullopt);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(at(answer, "/keys/0/crv"), "Ed25519");
  EXPECT_EQ(at(answer, "/keys/0/d"), "") << "the private part stays here";
}

TEST_F(Sessions, take_a_one_time_password_that_no_account_needs_yet) {
  const auto answer =
      app.call("POST", "/api/v1/auth/login", std::nullopt,
               R"({"username":"rosa","password":"correct horse 7","otp":"123456"})");
  EXPECT_EQ(answer.status, 200);
}

}  // namespace
}  // namespace mf::identity
