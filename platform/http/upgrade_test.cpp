// Connections that go on in another protocol: here, and passed on to a replica.
#include "platform/http/peers_for_tests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mf::http {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Says everything back in capitals; "bye" ends it.
class Shouter final : public Upgrade {
 public:
  bool receive(std::string_view bytes) override {
    std::string loud(bytes);
    std::transform(loud.begin(), loud.end(), loud.begin(),
                   [](char c) { return static_cast<char>(std::toupper(c)); });
    body_->push(loud);
    if (loud.contains("BYE")) {
      body_->close();
    }
    return true;
  }
  void gone() override { is_gone = true; }
  const std::shared_ptr<LiveBody>& out() override { return body_; }

  std::atomic<bool> is_gone = false;

 private:
  std::shared_ptr<LiveBody> body_ = std::make_shared<LiveBody>();
};

/// Upgrades where it is asked to; otherwise, and where `upstream` is set, it passes on.
class Application101 final : public Application {
 public:
  Admission admit(Request& head) override {
    head.id = "id-1";
    Admission admission;
    if (upstream) {
      admission.forward = Forward{.upstream = upstream, .repeatable = true};
    }
    return admission;
  }
  Response handle(Request& request) override {
    if (request.header("upgrade") == nullptr) {
      return {.status = 426};
    }
    shouter = std::make_shared<Shouter>();
    Response response{.status = 101};
    response.with("upgrade", "websocket");
    response.upgrade = shouter;
    return response;
  }
  void finish(const Request&, Response&) override {}
  void forwarded(const Request&, Response& answer) override { answer.with("x-gateway", "passed"); }

  std::shared_ptr<Upstream> upstream;
  std::shared_ptr<Shouter> shouter;
};

class Upgrades : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    service.emplace(ServerOptions{}, application, workers);
    service->start();
    if (GetParam()) {
      const UpstreamOptions how;
      const auto replica =
          std::make_shared<Replica>(UpstreamAddress{"127.0.0.1", service->port()}, how);
      front.upstream =
          std::make_shared<Upstream>("echo", std::vector<std::shared_ptr<Replica>>{replica}, how);
      gateway.emplace(ServerOptions{}, front, workers);
      gateway->start();
    }
  }
  void TearDown() override {
    gateway.reset();
    service.reset();
  }
  int port() const { return GetParam() ? gateway->port() : service->port(); }

  bool forgotten() const {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!application.shouter->is_gone && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));  // polls
    }
    return application.shouter->is_gone;
  }

  static constexpr std::string_view k_wish =
      "GET /ws HTTP/1.1\r\nHost: test\r\nConnection: keep-alive, Upgrade\r\n"
      "Upgrade: websocket\r\n\r\n";

  Application101 application;
  Application101 front;
  async::WorkerPool workers{2, 64};
  std::optional<Server> service;
  std::optional<Server> gateway;
};

TEST_P(Upgrades, carry_bytes_both_ways) {
  Peer peer(port());
  peer.send(k_wish);
  const auto head = peer.receive_until("\r\n\r\n");
  EXPECT_THAT(head, StartsWith("HTTP/1.1 101 Switching Protocols\r\n"));
  EXPECT_THAT(head, HasSubstr("connection: upgrade\r\n"));
  EXPECT_THAT(head, HasSubstr("upgrade: websocket\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("content-length")));
  for (int i = 0; i < 3; ++i) {
    peer.send("hello;");
    EXPECT_EQ(peer.receive_until(";"), "HELLO;");
  }
  const std::string much(300'000, 'x');
  peer.send(much + ";");
  EXPECT_EQ(peer.receive_until(";"), std::string(300'000, 'X') + ";");
}

TEST_P(Upgrades, take_what_comes_together_with_the_wish) {
  Peer peer(port());
  peer.send(std::string(k_wish) + "early;");
  peer.receive_until("\r\n\r\n");
  EXPECT_EQ(peer.receive_until(";"), "EARLY;");
}

TEST_P(Upgrades, end_when_this_side_ends_them) {
  Peer peer(port());
  peer.send(k_wish);
  peer.receive_until("\r\n\r\n");
  peer.send("bye");
  EXPECT_EQ(peer.receive_all(), "BYE");
  EXPECT_TRUE(forgotten());
}

TEST_P(Upgrades, are_forgotten_when_the_client_is_gone) {
  {
    Peer peer(port());
    peer.send(k_wish);
    peer.receive_until("\r\n\r\n");
  }
  EXPECT_TRUE(forgotten());
}

TEST_P(Upgrades, end_with_the_server) {
  Peer peer(port());
  peer.send(k_wish);
  peer.receive_until("\r\n\r\n");
  gateway.reset();
  service.reset();
  EXPECT_EQ(peer.receive_all(), "");
}

TEST_P(Upgrades, are_for_those_who_ask_for_one) {
  Peer peer(port());
  peer.send("GET /ws HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\n\r\n");
  // Without Connection the wish is not for this hop; a gateway passes none on.
  const auto head = peer.receive_until("\r\n\r\n");
  EXPECT_THAT(head, StartsWith(GetParam() ? "HTTP/1.1 426 " : "HTTP/1.1 101 "));
}

INSTANTIATE_TEST_SUITE_P(, Upgrades, testing::Bool(), [](const auto& passed_on) {
  return std::string(passed_on.param ? "passed_on" : "here");
});

}  // namespace
}  // namespace mf::http
