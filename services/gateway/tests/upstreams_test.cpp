#include "services/gateway/upstreams.hpp"

#include "platform/testing/manual_clock.hpp"
#include "platform/testing/service_fixture.hpp"
#include "services/gateway/gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mf::gateway {
namespace {

using namespace std::chrono_literals;
using auth::Permission;
using ::testing::HasSubstr;

bool eventually(const std::function<bool()>& condition) {
  const auto until = std::chrono::steady_clock::now() + 10s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) {
      return false;
    }
    std::this_thread::sleep_for(2ms);  // polls
  }
  return true;
}

/// Tells who it believes is asking.
class Mirror final : public service::Service {
 public:
  std::string name() const override { return "mirror"; }
  std::vector<service::Route> routes() override {
    const auto answer = [](service::Context& c) -> Result<http::Response> {
      const auto& request = c.request();
      const std::string who = c.signed_in() ? c.caller().name : "nobody";
      return http::json_response(200, json::quote(who + " " + request.id + " " + request.remote));
    };
    return {
        service::route("GET", "/api/v1/open", service::Access::open, "Open", answer),
        service::route("GET", "/api/v1/orders/{id}", Permission::order_read, "An order", answer),
        service::route("GET", "/api/v1/people", Permission::user_read, "People", answer),
    };
  }
};

/// A process of services, as `microflow serve mirror` is one.
class ServiceProcess {
 public:
  ServiceProcess(const std::string& folder, const Clock& clock, const auth::TokenVerifier& verifier,
                 std::shared_ptr<const auth::PeerSecret> peers, int port = 0)
      : database_(db::open_sqlite({.path = folder + "/mirror.db"})),
        log_(events::make_in_process_log(clock)),
        host_(clock, metrics_, *log_) {
    host_.prepare("mirror", *database_, {});
    host_.add(std::make_unique<Mirror>());
    gateway_.emplace(Settings{.address_rate = {},
                              .caller_rate = {},
                              .sign_in_rate = {},
                              .peers = std::move(peers),
                              .tells_routes = true},
                     host_, verifier, clock, metrics_, workers_);
    server_.emplace(http::ServerOptions{.port = port}, *gateway_, workers_);
    server_->start();
  }

  int port() const { return server_->port(); }

 private:
  telemetry::Metrics metrics_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<events::EventLog> log_;
  service::Host host_;
  async::WorkerPool workers_{2, 10};
  std::optional<Gateway> gateway_;
  std::optional<http::Server> server_;
};

class UpstreamsTest : public ::testing::Test {
 protected:
  ~UpstreamsTest() override {
    server_.reset();
    service_.reset();
  }

  void start_service(int port = 0) {
    service_.emplace(folder_.path(), clock_, verifier_, secret_, port);
  }
  void start_gateway(std::map<std::string, std::vector<std::string>> services,
                     std::chrono::milliseconds check_every = 20ms) {
    upstreams_ = std::make_shared<Upstreams>(
        UpstreamSettings{.services = std::move(services), .check_every = check_every}, clock_,
        metrics_);
    upstreams_->start();
    gateway_.emplace(Settings{.peers = secret_}, upstreams_, verifier_, clock_, metrics_, workers_);
    server_.emplace(http::ServerOptions{}, *gateway_, workers_);
    server_->start();
  }
  void start() {
    start_service();
    start_gateway({{"mirror", {url(service_->port())}}});
    ASSERT_TRUE(eventually([&] { return !upstreams_->not_ready(); }));
  }

  static std::string url(int port) { return fmt::format("http://127.0.0.1:{}", port); }
  http::ClientAnswer ask_at(int port, const std::string& path,
                            const std::vector<std::string>& headers = {}) {
    return client_.get(url(port) + path, headers, 5s).value_or(http::ClientAnswer{});
  }
  http::ClientAnswer ask(const std::string& path, const std::vector<std::string>& headers = {}) {
    return ask_at(server_->port(), path, headers);
  }
  std::string token(std::initializer_list<auth::Role> roles) {
    auto person = mf::testing::person(roles, "Ana");
    person.expires = clock_.now() + minutes{15};
    return "authorization: Bearer " + key_.sign(person, clock_.now());
  }

  mf::testing::TemporaryFolder folder_;
  mf::testing::ManualClock clock_;
  telemetry::Metrics metrics_;
  http::Client client_;
  auth::SigningKey key_ = auth::SigningKey::make();
  auth::TokenVerifier verifier_{key_.public_key()};
  std::shared_ptr<const auth::PeerSecret> secret_ =
      std::make_shared<const auth::PeerSecret>(std::string(32, 's'));
  std::optional<ServiceProcess> service_;
  std::shared_ptr<Upstreams> upstreams_;
  async::WorkerPool workers_{2, 10};
  std::optional<Gateway> gateway_;
  std::optional<http::Server> server_;
};

TEST_F(UpstreamsTest, routes_are_learned_and_requests_forwarded_with_who_asks) {
  start();
  const auto open = ask("/api/v1/open", {"x-forwarded-for: 192.0.2.9"});
  EXPECT_EQ(open.status, 200);
  EXPECT_THAT(open.body, ::testing::MatchesRegex("\"nobody [0-9a-f]+ 127.0.0.1\""));
  EXPECT_THAT(ask("/api/v1/orders/1", {token({auth::Role::operator_})}).body, HasSubstr("Ana"));
}

TEST_F(UpstreamsTest, tokens_and_permissions_are_checked_before_anything_is_forwarded) {
  start();
  EXPECT_EQ(ask("/api/v1/orders/1").status, 401);
  EXPECT_EQ(ask("/api/v1/people", {token({auth::Role::technician})}).status, 403);
  EXPECT_EQ(ask("/api/v1/nothing").status, 404);
  service_.reset();
  EXPECT_EQ(ask("/api/v1/orders/1").status, 401) << "nobody needs the service for that";
}

TEST_F(UpstreamsTest, the_gateway_describes_the_services_and_hides_what_is_internal) {
  start();
  EXPECT_THAT(ask("/api/openapi.json").body, HasSubstr("/api/v1/orders/{id}"));
  EXPECT_EQ(ask("/internal/routes").status, 404);
  EXPECT_EQ(ask_at(service_->port(), "/internal/routes").status, 200);
}

TEST_F(UpstreamsTest, a_service_believes_only_a_stamp) {
  start();
  const auto forged = ask_at(
      service_->port(), "/api/v1/open",
      {"x-request-id: forged", "x-forwarded-for: 192.0.2.9", "x-microflow-peer: system.1.x"});
  EXPECT_EQ(forged.status, 200);
  EXPECT_EQ(forged.body.find("forged"), std::string::npos);
  EXPECT_EQ(forged.body.find("192.0.2.9"), std::string::npos);
  const auto real =
      "x-microflow-peer: " + secret_->stamp(auth::k_as_gateway, "192.0.2.9", clock_.now());
  EXPECT_EQ(ask_at(service_->port(), "/api/v1/open",
                   {"x-request-id: given", "x-forwarded-for: 192.0.2.9", real})
                .body,
            "\"nobody given 192.0.2.9\"");
  EXPECT_EQ(ask_at(service_->port(), "/api/v1/open",
                   {"x-request-id: given", "x-forwarded-for: 192.0.2.10", real})
                .body.find("192.0.2.10"),
            std::string::npos)
      << "a stamp is good for one address only";
  EXPECT_EQ(ask_at(service_->port(), "/api/v1/people", {real}).status, 401)
      << "the gateway's stamp makes nobody an administrator";
}

TEST_F(UpstreamsTest, no_stamp_from_outside_passes_the_gateway) {
  start();
  const auto system = "x-microflow-peer: " +
                      secret_->stamp(auth::k_as_system,
                                     auth::request_line("GET", "/api/v1/people", ""), clock_.now());
  EXPECT_EQ(ask_at(service_->port(), "/api/v1/people", {system}).status, 200);
  EXPECT_EQ(ask("/api/v1/people", {system}).status, 401);
}

TEST_F(UpstreamsTest, a_peer_asks_as_the_suite_itself) {
  start();
  const auto answer = upstreams_->get("/api/v1/people?x=1", *secret_, 2s);
  ASSERT_TRUE(answer);
  EXPECT_THAT(std::string(answer->string()), HasSubstr("system"));
  EXPECT_EQ(upstreams_->get("/api/v1/nothing", *secret_, 2s).error().kind, ErrorKind::not_found);
  service_.reset();
  EXPECT_EQ(upstreams_->get("/api/v1/people", *secret_, 2s).error().kind, ErrorKind::unavailable);
}

TEST_F(UpstreamsTest, a_gateway_that_does_not_know_all_services_yet_is_not_ready_and_says_503) {
  start_service();
  start_gateway({{"mirror", {url(service_->port())}}, {"other", {"http://127.0.0.1:1"}}});
  EXPECT_TRUE(eventually([&] { return ask("/api/v1/open").status == 200; }));
  EXPECT_EQ(ask("/api/v1/elsewhere").status, 503);
  EXPECT_EQ(ask("/health/ready").status, 503);
  EXPECT_THAT(ask("/health/ready").body, HasSubstr("other"));
}

TEST_F(UpstreamsTest, a_service_that_comes_back_is_used_again) {
  start();
  const int port = service_->port();
  service_.reset();
  EXPECT_EQ(ask("/api/v1/open").status, 503);
  start_service(port);
  EXPECT_TRUE(eventually([&] { return ask("/api/v1/open").status == 200; }));
}

TEST_F(UpstreamsTest, wrong_addresses_are_told_at_the_start) {
  EXPECT_THROW(Upstreams({.services = {{"mirror", {"mirror:80"}}}}, clock_, metrics_),
               std::runtime_error);
  EXPECT_THROW(Upstreams({.services = {{"mirror", {}}}}, clock_, metrics_), std::runtime_error);
}

}  // namespace
}  // namespace mf::gateway
