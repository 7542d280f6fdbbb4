#include "services/gateway/gateway.hpp"

#include "platform/core/outcome_unknown.hpp"
#include "platform/core/unavailable.hpp"
#include "platform/testing/manual_clock.hpp"
#include "platform/testing/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace mf::gateway {
namespace {

using auth::Permission;
using ::testing::HasSubstr;

/// A service with one route of each kind of access.
class Echo final : public service::Service {
 public:
  std::string name() const override { return "echo"; }
  std::vector<service::Route> routes() override {
    const auto answer = [](service::Context& c) -> Result<http::Response> {
      return http::json_response(200, json::quote(c.signed_in() ? c.caller().name : "nobody"));
    };
    return {
        service::route("GET", "/api/v1/open", service::Access::open, "Open", answer),
        service::route("GET", "/api/v1/me", service::Access::signed_in, "Signed in", answer),
        service::route("GET", "/api/v1/orders/{id}", Permission::order_read, "An order", answer),
        service::route("POST", "/api/v1/sign-in", service::Access::open, "Limited", answer)
            .limited(),
        service::route("GET", "/api/v1/broken", service::Access::open, "Throws",
                       [](service::Context&) -> Result<http::Response> {
                         throw std::runtime_error("the secret is 42");
                       }),
        service::route("POST", "/api/v1/lost", service::Access::open, "Loses its database",
                       [](service::Context&) -> Result<http::Response> {
                         throw OutcomeUnknown("PostgreSQL: the connection broke");
                       }),
        service::route("GET", "/api/v1/full", service::Access::open, "Finds no room",
                       [](service::Context&) -> Result<http::Response> {
                         throw Unavailable("/srv/blobs: there is no room");
                       }),
    };
  }
};

class GatewayTest : public ::testing::Test {
 protected:
  void make(Settings settings = {}) {
    host_.prepare("echo", *database_, {});
    host_.add(std::make_unique<Echo>());
    gateway_ = std::make_unique<Gateway>(std::move(settings), host_, verifier_, clock_, metrics_,
                                         workers_);
  }

  http::Response ask(const std::string& method, const std::string& path,
                     http::Headers headers = {}) {
    http::Request request;
    request.method = method;
    request.path = path;
    request.remote = "192.0.2.1";
    request.headers = std::move(headers);
    auto admission = gateway_->admit(request);
    if (admission.refusal) {
      gateway_->finish(request, *admission.refusal);
      return std::move(*admission.refusal);
    }
    return gateway_->handle(request);
  }

  http::Headers token(std::initializer_list<auth::Role> roles) {
    auto person = mf::testing::person(roles, "Ana");
    person.expires = clock_.now() + minutes{15};
    return {{"authorization", "Bearer " + key_.sign(person, clock_.now())}};
  }

  mf::testing::TemporaryFolder folder_;
  mf::testing::ManualClock clock_;
  telemetry::Metrics metrics_;
  auth::SigningKey key_ = auth::SigningKey::make();
  auth::TokenVerifier verifier_{key_.public_key()};
  std::unique_ptr<db::Database> database_ = db::open_sqlite({.path = folder_.path("echo.db")});
  std::unique_ptr<events::EventLog> log_ = events::make_in_process_log(clock_);
  service::Host host_{clock_, metrics_, *log_};
  async::WorkerPool workers_{1, 10};
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(GatewayTest, an_open_route_needs_no_token_and_ignores_a_bad_one) {
  make();
  EXPECT_EQ(ask("GET", "/api/v1/open").body, "\"nobody\"");
  EXPECT_EQ(ask("GET", "/api/v1/open", {{"authorization", "Bearer x.y.z"}}).status, 200);
}

TEST_F(GatewayTest, a_closed_route_asks_for_a_token_and_says_how) {
  make();
  const auto answer = ask("GET", "/api/v1/me");
  EXPECT_EQ(answer.status, 401);
  ASSERT_NE(answer.header("www-authenticate"), nullptr);
  EXPECT_THAT(*answer.header("www-authenticate"), HasSubstr("Bearer"));
  EXPECT_EQ(ask("GET", "/api/v1/me", token({auth::Role::client})).body, "\"Ana\"");
}

TEST_F(GatewayTest, an_expired_token_is_refused_although_it_is_remembered) {
  make();
  const auto headers = token({auth::Role::client});
  EXPECT_EQ(ask("GET", "/api/v1/me", headers).status, 200);
  clock_.advance(minutes{15});
  const auto answer = ask("GET", "/api/v1/me", headers);
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(mf::testing::at(answer, "/code"), "token_expired");
}

TEST_F(GatewayTest, a_person_without_the_permission_is_told_which_one) {
  make();
  auto none = mf::testing::person({});
  none.expires = clock_.now() + minutes{5};
  const auto answer = ask("GET", "/api/v1/orders/1",
                          {{"authorization", "Bearer " + key_.sign(none, clock_.now())}});
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(answer.body, HasSubstr("order:read"));
}

TEST_F(GatewayTest, unknown_paths_are_404_and_known_ones_with_another_method_405_with_allow) {
  make();
  EXPECT_EQ(ask("GET", "/api/v1/nothing").status, 404);
  const auto answer = ask("DELETE", "/api/v1/open");
  EXPECT_EQ(answer.status, 405);
  ASSERT_NE(answer.header("allow"), nullptr);
  EXPECT_EQ(*answer.header("allow"), "GET");
}

TEST_F(GatewayTest, every_answer_has_its_request_id_and_goes_on_with_the_trace) {
  make();
  const std::string trace = "0af7651916cd43dd8448eb211c80319c";
  const auto answer =
      ask("GET", "/api/v1/nothing", {{"traceparent", "00-" + trace + "-b7ad6b7169203331-01"}});
  ASSERT_NE(answer.header("x-request-id"), nullptr);
  EXPECT_EQ(answer.header("x-request-id")->size(), 32U);
  ASSERT_NE(answer.header("traceparent"), nullptr);
  EXPECT_THAT(*answer.header("traceparent"), HasSubstr(trace));
  EXPECT_NE(*answer.header("x-request-id"), *ask("GET", "/api/v1/nothing").header("x-request-id"));
}

TEST_F(GatewayTest, what_can_not_be_used_now_becomes_a_503_that_tells_nothing_of_it) {
  make();
  const auto answer = ask("GET", "/api/v1/full");
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.header("retry-after"), nullptr);
  EXPECT_THAT(answer.body, ::testing::Not(HasSubstr("blobs")));
}

TEST_F(GatewayTest, who_can_not_be_told_whether_it_was_done_hears_so) {
  make();
  const auto answer = ask("POST", "/api/v1/lost");
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(answer.body, HasSubstr("\"code\":\"outcome_unknown\""));
  EXPECT_THAT(answer.body, HasSubstr("Idempotency-Key"));
}

TEST_F(GatewayTest, what_is_thrown_becomes_a_500_that_tells_only_the_request_id) {
  make();
  const auto answer = ask("GET", "/api/v1/broken");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
  EXPECT_EQ(mf::testing::at(answer, "/requestId"), *answer.header("x-request-id"));
}

TEST_F(GatewayTest, limits_one_address_and_says_when_to_come_back) {
  make({.address_rate = {1, 2}});
  EXPECT_EQ(ask("GET", "/api/v1/open").status, 200);
  EXPECT_EQ(ask("GET", "/api/v1/open").status, 200);
  const auto answer = ask("GET", "/api/v1/open");
  EXPECT_EQ(answer.status, 429);
  EXPECT_NE(answer.header("retry-after"), nullptr);
  EXPECT_NE(answer.header("ratelimit-limit"), nullptr);
}

TEST_F(GatewayTest, its_own_pages_are_read_only_and_limited_but_for_health) {
  make({.address_rate = {1, 2}});
  EXPECT_EQ(ask("DELETE", "/health/live").status, 405);
  EXPECT_EQ(ask("POST", "/metrics").status, 405);
  EXPECT_EQ(ask("GET", "/api/docs").status, 200);
  EXPECT_EQ(ask("GET", "/api/docs").status, 429);
  EXPECT_EQ(ask("GET", "/health/live").status, 200);
}

TEST_F(GatewayTest, refusals_are_counted_and_strange_methods_make_no_labels) {
  make();
  ask("GET", "/api/v1/me");
  ask("BREW", "/coffee");
  const auto page = ask("GET", "/metrics").body;
  EXPECT_THAT(page, HasSubstr("route=\"/api/v1/me\",service=\"echo\",status=\"401\""));
  EXPECT_THAT(page, HasSubstr("method=\"other\",route=\"none\""));
  EXPECT_THAT(page, ::testing::Not(HasSubstr("BREW")));
}

TEST_F(GatewayTest, behind_a_trusted_proxy_the_visitors_are_told_apart) {
  make({.address_rate = {1, 1}, .trusted_proxies = {"192.0.2.1", "198.51.100.9"}});
  const auto from = [&](const std::string& chain) {
    return ask("GET", "/api/v1/open", {{"x-forwarded-for", chain}}).status;
  };
  EXPECT_EQ(from("203.0.113.5"), 200);
  EXPECT_EQ(from("203.0.113.5"), 429);
  EXPECT_EQ(from("10.9.9.9, 203.0.113.5, 198.51.100.9"), 429)
      << "what the visitor wrote in front does not count";
  EXPECT_EQ(from("203.0.113.6"), 200);
}

TEST_F(GatewayTest, without_a_trusted_proxy_nobody_chooses_their_address) {
  make({.address_rate = {1, 1}});
  EXPECT_EQ(ask("GET", "/api/v1/open", {{"x-forwarded-for", "203.0.113.5"}}).status, 200);
  EXPECT_EQ(ask("GET", "/api/v1/open", {{"x-forwarded-for", "203.0.113.6"}}).status, 429);
}

TEST_F(GatewayTest, signing_in_has_a_limit_of_its_own_and_shows_it) {
  make({.sign_in_rate = {1, 2}});
  const auto first = ask("POST", "/api/v1/sign-in");
  EXPECT_EQ(first.status, 200);
  ASSERT_NE(first.header("ratelimit-remaining"), nullptr);
  EXPECT_EQ(*first.header("ratelimit-remaining"), "1");
  EXPECT_EQ(ask("POST", "/api/v1/sign-in").status, 200);
  EXPECT_EQ(ask("POST", "/api/v1/sign-in").status, 429);
  EXPECT_EQ(ask("GET", "/api/v1/open").status, 200);
}

TEST_F(GatewayTest, only_listed_origins_may_read_answers) {
  make({.cors_origins = {"https://app.example"}});
  const auto listed = ask("GET", "/api/v1/open", {{"origin", "https://app.example"}});
  ASSERT_NE(listed.header("access-control-allow-origin"), nullptr);
  EXPECT_EQ(*listed.header("access-control-allow-origin"), "https://app.example");
  const auto other = ask("GET", "/api/v1/open", {{"origin", "https://app.example.evil"}});
  EXPECT_EQ(other.header("access-control-allow-origin"), nullptr);
}

TEST_F(GatewayTest, is_unready_while_it_drains) {
  make();
  EXPECT_EQ(ask("GET", "/health/ready").status, 200);
  gateway_->drain();
  EXPECT_EQ(ask("GET", "/health/ready").status, 503);
  EXPECT_EQ(ask("GET", "/health/live").status, 200);
}

class PageTest : public GatewayTest {
 protected:
  PageTest() {
    std::filesystem::create_directory(folder_.path("assets"));
    std::ofstream(folder_.path("index.html"))
        << R"(<meta name="csp-nonce" content="__CSP_NONCE__"><meta content="__MAP_TILES__">)";
    std::ofstream(folder_.path("sw.js")) << "1";
    std::ofstream(folder_.path("assets/app-1a2b.js")) << "plain script";
    std::ofstream(folder_.path("assets/app-1a2b.js.br")) << "br";
    std::ofstream(folder_.path("assets/app-1a2b.js.gz")) << "gzi";
  }
  static std::string nonce_of(const http::Response& page) {
    const std::string mark = R"(content=")";
    const auto at = page.body.find(mark) + mark.size();
    return page.body.substr(at, page.body.find('"', at) - at);
  }
  const http::Headers browser_ = {{"accept", "text/html,application/xhtml+xml"}};
};

TEST_F(PageTest, serves_only_the_files_that_were_there_at_the_start) {
  make({.page = {.folder = folder_.path()}});
  const auto page = ask("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(*page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(ask("GET", "/sw.js").status, 200);
  EXPECT_EQ(ask("GET", "/../echo.db").status, 404);
  EXPECT_EQ(ask("GET", "/missing.js").status, 404);
  EXPECT_EQ(ask("GET", "/assets/app-1a2b.js.br").status, 404) << "a coding, and no file";
}

TEST_F(PageTest, answers_addresses_inside_of_the_page_with_its_index_to_browsers_alone) {
  make({.page = {.folder = folder_.path()}});
  EXPECT_EQ(ask("GET", "/client/orders/7", browser_).status, 200);
  EXPECT_EQ(ask("GET", "/client/orders/7").status, 404);
  EXPECT_EQ(ask("GET", "/api/v1/nothing", browser_).status, 404);
  EXPECT_EQ(ask("GET", "/missing.js", browser_).status, 404);
  EXPECT_EQ(ask("POST", "/client", browser_).status, 404);
}

TEST_F(PageTest, allows_no_inline_script_and_only_styles_with_the_nonce_of_this_answer) {
  make({.page = {.folder = folder_.path()}});
  const auto first = ask("GET", "/");
  const auto second = ask("GET", "/");
  const std::string policy = *first.header("content-security-policy");
  EXPECT_THAT(policy, HasSubstr("script-src 'self';"));
  EXPECT_THAT(policy, HasSubstr("style-src 'self' 'nonce-" + nonce_of(first) + "'"));
  EXPECT_THAT(policy, ::testing::Not(HasSubstr("unsafe")));
  EXPECT_EQ(nonce_of(first).size(), 32U);
  EXPECT_NE(nonce_of(first), nonce_of(second));
}

TEST_F(PageTest, lets_the_page_fetch_map_tiles_from_the_one_place_that_is_configured) {
  const std::string tiles = "https://tiles.example/{z}/{x}/{y}.png";
  make({.page = {.folder = folder_.path(), .map_tiles = tiles}});
  const auto page = ask("GET", "/");
  EXPECT_THAT(page.body, HasSubstr(tiles));
  EXPECT_THAT(*page.header("content-security-policy"),
              HasSubstr("img-src 'self' data: blob: https://tiles.example;"));
  for (const auto* hostile : {"tiles.example/{z}", "https://a b/{z}", "https://a/\"><script>",
                              "https://a; script-src *", "javascript:1"}) {
    EXPECT_THROW(StaticFiles({.folder = folder_.path(), .map_tiles = hostile}), std::runtime_error)
        << hostile;
  }
}

TEST_F(PageTest, keeps_hashed_files_for_ever_and_asks_again_for_the_others) {
  make({.page = {.folder = folder_.path()}});
  EXPECT_EQ(*ask("GET", "/assets/app-1a2b.js").header("cache-control"),
            "public, max-age=31536000, immutable");
  EXPECT_EQ(*ask("GET", "/sw.js").header("cache-control"), "no-cache");
  EXPECT_EQ(*ask("GET", "/").header("cache-control"), "no-cache");
}

TEST_F(PageTest, lets_a_service_worker_read_the_files_and_nothing_from_elsewhere) {
  make({.page = {.folder = folder_.path()}});
  const auto answer = ask("GET", "/sw.js");
  const std::string& policy = *answer.header("content-security-policy");
  EXPECT_NE(policy.find("connect-src 'self';"), std::string::npos) << policy;
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << policy;
  EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
}

TEST_F(PageTest, sends_what_the_build_compressed_to_who_takes_it) {
  make({.page = {.folder = folder_.path()}});
  const auto size_for = [&](const std::string& codings) {
    return ask("GET", "/assets/app-1a2b.js", {{"accept-encoding", codings}}).file->size;
  };
  EXPECT_EQ(size_for("gzip, deflate, br"), 2U);
  EXPECT_EQ(size_for("gzip"), 3U);
  EXPECT_EQ(size_for("br;q=0, gzip;q=0.5"), 3U);
  EXPECT_EQ(size_for("identity"), 12U);
  const auto answer = ask("GET", "/assets/app-1a2b.js", {{"accept-encoding", "br"}});
  EXPECT_EQ(*answer.header("content-encoding"), "br");
  EXPECT_EQ(*answer.header("vary"), "accept-encoding");
  EXPECT_EQ(*answer.header("content-type"), "text/javascript; charset=utf-8");
}

TEST_F(PageTest, does_not_start_with_a_folder_that_holds_no_page) {
  EXPECT_THROW(StaticFiles({.folder = folder_.path("assets")}), std::runtime_error);
}

TEST_F(GatewayTest, without_a_page_shows_the_docs_at_the_root) {
  make();
  const auto answer = ask("GET", "/");
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(*answer.header("location"), "/api/docs");
}

TEST_F(GatewayTest, describes_its_routes_for_machines_and_people) {
  make();
  const auto document = ask("GET", "/api/openapi.json");
  EXPECT_EQ(mf::testing::at(document, "/openapi"), "3.1.0");
  EXPECT_THAT(document.body, HasSubstr("/api/v1/orders/{id}"));
  EXPECT_THAT(ask("GET", "/api/docs").body, HasSubstr("/api/v1/orders/{id}"));
}

TEST_F(GatewayTest, counts_every_answer_that_leaves_the_door_but_not_its_own_pages) {
  make();
  ask("GET", "/nowhere");
  ask("GET", "/nowhere");
  ask("GET", "/health/live");
  const auto page = ask("GET", "/metrics").body;
  EXPECT_THAT(page, HasSubstr(R"(microflow_answers_total{status="404"} 2)"));
  EXPECT_THAT(page, ::testing::Not(HasSubstr(R"(microflow_answers_total{status="200"})")));
}

TEST_F(GatewayTest, counts_requests_by_route_template) {
  make();
  ask("GET", "/api/v1/orders/1", token({auth::Role::operator_}));
  ask("GET", "/api/v1/orders/2", token({auth::Role::operator_}));
  const auto page = ask("GET", "/metrics").body;
  EXPECT_THAT(page, HasSubstr("route=\"/api/v1/orders/{id}\""));
  EXPECT_THAT(page, ::testing::Not(HasSubstr("orders/1")));
  EXPECT_THAT(page, HasSubstr("le=\"0.05\""));
  EXPECT_THAT(page, HasSubstr("process_resident_memory_bytes"));
}

}  // namespace
}  // namespace mf::gateway
