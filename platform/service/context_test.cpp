#include "platform/service/context.hpp"

#include "platform/service/host.hpp"
#include "platform/testing/postgres_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mf::service {
namespace {

using ::testing::ElementsAre;

struct Thing {
  std::string name;
  static void describe(auto& v, Thing& o) { v.field("name", o.name, json::Text{1, 20}); }
};

class ContextTest : public ::testing::Test {
 protected:
  ContextTest() { database_->migrate(idempotency_migrations()); }

  /// Runs one POST /things that counts how often its body ran.
  Result<http::Response> post(const std::string& json, std::optional<std::string> key, UserId who) {
    http::Request request;
    request.method = "POST";
    request.path = "/things";
    request.headers = {{"content-type", "application/json"}};
    if (key) {
      request.headers.emplace_back("idempotency-key", *key);
    }
    request.body = http::Body(json);
    request.principal = std::make_shared<const auth::Principal>(auth::Principal{.user = who});
    const auto match = router_.find("POST", "/things");
    Context context(request, match, *database_, from_micros(1'000'000));
    auto thing = context.body<Thing>();
    if (!thing) {
      return fail(std::move(thing.error()));
    }
    return context.write([&](db::Unit&) -> Result<http::Response> {
      ++runs_;
      if (thing->name == "bad") {
        return fail(ErrorKind::conflict, "bad", "Not that one.");
      }
      return created("/things/" + std::to_string(runs_), *thing);
    });
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<db::Database> database_ = testing::open_test_database(folder_, "test");
  Router router_{{route("POST", "/things", Access::signed_in, "Makes a thing", {}).creates()}};
  const UserId ana_ = UserId::make();
  int runs_ = 0;
};

TEST_F(ContextTest, the_same_key_and_body_get_the_same_answer_and_run_once) {
  const auto first = post(R"({"name":"a"})", "k1", ana_);
  const auto second = post(R"({"name":"a"})", "k1", ana_);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(runs_, 1);
  EXPECT_EQ(second->status, 201);
  EXPECT_EQ(second->body, first->body);
  EXPECT_EQ(*second->header("location"), *first->header("location"));
}

TEST_F(ContextTest, the_same_key_with_another_body_is_refused) {
  ASSERT_TRUE(post(R"({"name":"a"})", "k1", ana_));
  const auto other = post(R"({"name":"b"})", "k1", ana_);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, ErrorKind::invalid);
  EXPECT_EQ(other.error().code, "idempotency_key_reused");
}

TEST_F(ContextTest, another_persons_key_is_another_key) {
  ASSERT_TRUE(post(R"({"name":"a"})", "k1", ana_));
  ASSERT_TRUE(post(R"({"name":"b"})", "k1", UserId::make()));
  EXPECT_EQ(runs_, 2);
}

TEST_F(ContextTest, a_refused_request_does_not_use_up_its_key) {
  ASSERT_FALSE(post(R"({"name":"bad"})", "k1", ana_));
  EXPECT_TRUE(post(R"({"name":"good"})", "k1", ana_));
}

TEST_F(ContextTest, a_body_with_a_secret_is_not_kept_as_a_fast_hash) {
  router_ = Router(
      {route("POST", "/things", Access::signed_in, "Makes a thing", {}).creates().secret_body()});
  ASSERT_TRUE(post(R"({"name":"a"})", "k1", ana_));
  ASSERT_TRUE(post(R"({"name":"a"})", "k1", ana_));
  EXPECT_EQ(runs_, 1);
  EXPECT_FALSE(post(R"({"name":"b"})", "k1", ana_));
  const auto kept = database_->read([](db::Session& session) {
    return session.one("SELECT fingerprint FROM idempotency", {},
                       [](const db::Row& row) { return row.text(0); });
  });
  ASSERT_TRUE(kept);
  EXPECT_TRUE(kept->starts_with("$argon2id$"));
}

TEST_F(ContextTest, without_a_key_each_request_counts) {
  ASSERT_TRUE(post(R"({"name":"a"})", std::nullopt, ana_));
  ASSERT_TRUE(post(R"({"name":"a"})", std::nullopt, ana_));
  EXPECT_EQ(runs_, 2);
}

TEST_F(ContextTest, bad_fields_are_named) {
  const auto answer = post(R"({"name":"", "nmae":"x"})", std::nullopt, ana_);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::invalid);
  std::vector<std::string> pointers;
  for (const auto& field : answer.error().fields) {
    pointers.push_back(field.pointer);
  }
  EXPECT_THAT(pointers, ElementsAre("/name", "/nmae"));
}

TEST(Router, prefers_a_literal_segment_to_a_parameter) {
  const Router router({
      route("GET", "/users/{id}", Access::open, "", {}),
      route("GET", "/users/me", Access::open, "", {}),
      route("GET", "/users/{id}/things/{thing}", Access::open, "", {}),
  });
  EXPECT_EQ(router.find("GET", "/users/me").route->path, "/users/me");
  const auto one = router.find("GET", "/users/7");
  ASSERT_NE(one.route, nullptr);
  EXPECT_EQ(one.parameters.at(0).second, "7");
  const auto deep = router.find("GET", "/users/me/things/9");
  ASSERT_NE(deep.route, nullptr);
  EXPECT_EQ(deep.parameters.at(0).second, "me");
  EXPECT_EQ(deep.parameters.at(1).second, "9");
}

TEST(Router, tells_a_wrong_method_from_a_wrong_path) {
  const Router router({route("GET", "/users", Access::open, "", {}),
                       route("POST", "/users", Access::open, "", {})});
  EXPECT_THAT(router.find("DELETE", "/users").allowed, ElementsAre("GET", "POST"));
  EXPECT_TRUE(router.find("GET", "/user").allowed.empty());
  EXPECT_TRUE(router.find("GET", "/users/").allowed.empty());
  EXPECT_NE(router.find("HEAD", "/users").route, nullptr);
}

TEST(Router, refuses_two_routes_for_one_call) {
  EXPECT_THROW(Router({route("GET", "/a/{x}", Access::open, "", {}),
                       route("GET", "/a/{y}", Access::open, "", {})}),
               std::logic_error);
}

TEST(Cursor, comes_back_and_refuses_what_was_tampered_with) {
  const auto cursor = make_cursor({"2026", "a/b"});
  EXPECT_EQ(read_cursor(cursor, 2), (std::vector<std::string>{"2026", "a/b"}));
  EXPECT_FALSE(read_cursor(cursor, 3));
  EXPECT_FALSE(read_cursor("%%%", 2));
  EXPECT_FALSE(read_cursor("", 2));
}

}  // namespace
}  // namespace mf::service
