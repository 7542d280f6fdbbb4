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

/// The cookie's value as a browser would send it back.
std::string cookie_of(const http::Response& answer) {
  const auto* header = answer.header("set-cookie");
  return header == nullptr ? "" : header->substr(0, header->find(';'));
}

class BrowserSessions : public IdentityTest {
 protected:
  http::Response log_in_by_browser() {
    return app.call("POST", "/api/v1/auth/login", std::nullopt,
                    R"({"username":"rosa","password":"correct horse 7","session":"cookie"})");
  }
  http::Response send(const std::string& path, const std::string& cookie,
                      std::optional<auth::Principal> who = std::nullopt) {
    return app.call("POST", path, std::move(who), "",
                    {{"cookie", "other=1; " + cookie}, {"x-microflow-session", "1"}});
  }
};

TEST_F(BrowserSessions,
       keep_the_refresh_token_in_a_cookie_that_no_script_and_no_other_site_can_use) {
  const auto answer = log_in_by_browser();
  ASSERT_EQ(answer.status, 200) << answer.body;
  const std::string cookie = *answer.header("set-cookie");
  EXPECT_TRUE(cookie.ends_with("; Path=/api/v1/auth; Max-Age=604800; HttpOnly; SameSite=Strict"))
      << cookie;
  EXPECT_EQ(answer.body.find("refreshToken"), std::string::npos);
  EXPECT_EQ(log_in("rosa").header("set-cookie"), nullptr) << "other clients are not asked to";
}

TEST_F(BrowserSessions, go_on_with_the_cookie_and_get_the_next_one) {
  const auto first = cookie_of(log_in_by_browser());
  const auto second = send("/api/v1/auth/refresh", first);
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_NE(cookie_of(second), first);
  EXPECT_EQ(second.body.find("refreshToken"), std::string::npos);
  EXPECT_EQ(at(send("/api/v1/auth/refresh", first), "/code"), "refresh_reused");
}

TEST_F(BrowserSessions, do_not_go_on_by_a_cookie_without_the_header_that_only_the_page_can_add) {
  const auto cookie = cookie_of(log_in_by_browser());
  const auto forged =
      app.call("POST", "/api/v1/auth/refresh", std::nullopt, "", {{"cookie", cookie}});
  EXPECT_EQ(forged.status, 422);
  EXPECT_EQ(at(forged, "/errors/0/pointer"), "/refreshToken");
  EXPECT_EQ(send("/api/v1/auth/refresh", cookie).status, 200) << "the cookie was not used up";
}

TEST_F(BrowserSessions, end_with_the_cookie_taken_away) {
  const auto answer = log_in_by_browser();
  const auto out = send("/api/v1/auth/logout", cookie_of(answer), principal_of(answer));
  EXPECT_EQ(out.status, 204);
  EXPECT_EQ(cookie_of(out), "microflow_session=");
  EXPECT_EQ(send("/api/v1/auth/refresh", cookie_of(answer)).status, 401);
}

TEST_F(Sessions, are_listed_to_their_owner_and_ended_one_by_one) {
  const auto phone = log_in("rosa");
  app.clock.advance(1min);
  const auto desk = log_in("rosa");
  const auto who = principal_of(desk);
  const auto path = "/api/v1/users/me/sessions";
  const auto listed = app.call("GET", path, who);
  EXPECT_EQ(at(listed, "/items/0/current"), "true");
  EXPECT_EQ(at(listed, "/items/1/current"), "false");
  const auto other = std::string(path) + "/" + at(listed, "/items/1/id");
  EXPECT_EQ(app.call("DELETE", other, testing::person({auth::Role::operator_}, "Eva")).status, 404)
      << "of somebody else";
  EXPECT_EQ(app.call("DELETE", other, who).status, 204);
  EXPECT_EQ(app.call("DELETE", other, who).status, 404);
  EXPECT_EQ(app.call("DELETE", std::string(path) + "/none", who).status, 404);
  EXPECT_EQ(refresh(at(phone, "/refreshToken")).status, 401);
  EXPECT_EQ(refresh(at(desk, "/refreshToken")).status, 200);
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
