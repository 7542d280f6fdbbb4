#include "graphql/transport/ws_session.hpp"

#include "graphql/execution/builder.hpp"

#include <gmock/gmock.h>

namespace graphql {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class WsSessionTest : public testing::Test {
 protected:
  SchemaPtr make_schema() {
    SchemaBuilder schema;
    schema.query().field("hello: String!", [] { return "world"; });
    schema.subscription().stream<int>("ticks: Int!", [this](const Call&, Events<int> events) {
      sources_.push_back(std::move(events));
      return [this] { ++stopped_; };
    });
    return schema.build().value();
  }

  WsOptions options() {
    WsOptions options;
    options.max_operations = 2;
    options.max_waiting_messages = 3;
    options.ping_interval = 10s;
    options.admit = [](const Value& payload) -> std::optional<WsClient> {
      if (payload["token"].text() == "bad") {
        return std::nullopt;
      }
      return WsClient{.introspection = payload["token"].text() == "admin", .suggestions = false};
    };
    options.on_ready = [this] { ++ready_; };
    return options;
  }

  void send(std::string_view message) { session_.receive(message, now_); }
  void subscribe(std::string_view id, std::string_view query) {
    send(R"({"type":"subscribe","id":")" + std::string(id) + R"(","payload":{"query":")" +
         std::string(query) + "\"}}");
  }
  void start(std::string_view token = "user") {
    send(R"({"type":"connection_init","payload":{"token":")" + std::string(token) + "\"}}");
    EXPECT_THAT(take(), ElementsAre(R"({"type":"connection_ack"})"));
  }

  std::vector<std::string> take() {
    std::vector<std::string> all;
    for (std::string message; session_.next(message, nullptr); message.clear()) {
      all.push_back(message);
    }
    return all;
  }

  int closed() const { return session_.closed() ? session_.closed()->code : 0; }

  std::vector<Events<int>> sources_;
  int stopped_ = 0;
  int ready_ = 0;
  Engine engine_{make_schema()};
  WsSession::Clock::time_point now_{};
  WsSession session_{engine_, options(), now_};
};

TEST_F(WsSessionTest, nothing_is_executed_before_the_answer_can_be_taken) {
  start();
  subscribe("a", "subscription { ticks }");
  EXPECT_TRUE(sources_.empty());
  EXPECT_THAT(take(), IsEmpty());
  ASSERT_EQ(sources_.size(), 1U);
  sources_[0].emit(1);
  sources_[0].emit(2);
  EXPECT_EQ(ready_, 2);
  EXPECT_THAT(take(), ElementsAre(R"({"id":"a","type":"next","payload":{"data":{"ticks":1}}})",
                                  R"({"id":"a","type":"next","payload":{"data":{"ticks":2}}})"));
  sources_[0].end();
  EXPECT_THAT(take(), ElementsAre(R"({"id":"a","type":"complete"})"));
  EXPECT_EQ(session_.operations(), 0U);
  EXPECT_EQ(stopped_, 1);
}

TEST_F(WsSessionTest, operations_take_turns) {
  start();
  subscribe("a", "subscription { ticks }");
  subscribe("b", "subscription { ticks }");
  take();
  for (const int i : {1, 2}) {
    sources_[0].emit(i);
    sources_[1].emit(i);
  }
  std::vector<std::string> ids;
  for (const auto& message : take()) {
    ids.push_back(message.substr(7, 1));
  }
  EXPECT_THAT(ids, ElementsAre("a", "b", "a", "b"));
}

TEST_F(WsSessionTest, a_query_is_answered_and_complete) {
  start();
  subscribe("q", "{ hello }");
  EXPECT_THAT(take(),
              ElementsAre(R"({"id":"q","type":"next","payload":{"data":{"hello":"world"}}})",
                          R"({"id":"q","type":"complete"})"));
}

TEST_F(WsSessionTest, a_refused_document_is_an_error_with_what_the_client_may_see) {
  start();
  subscribe("q", "{ hallo }");
  EXPECT_THAT(
      take(),
      ElementsAre(R"({"id":"q","type":"error","payload":[{"message":"Cannot query field )"
                  R"(\"hallo\" on type \"Query\".","locations":[{"line":1,"column":3}]}]})"));
  subscribe("q", "{ __schema { queryType { name } } }");
  EXPECT_THAT(take(), ElementsAre(HasSubstr("introspection has been disabled")));
}

TEST_F(WsSessionTest, who_may_introspect_is_said_at_the_init) {
  start("admin");
  subscribe("q", "{ __schema { queryType { name } } }");
  EXPECT_THAT(take(), testing::SizeIs(2));
}

TEST_F(WsSessionTest, a_client_that_is_not_admitted_is_closed_with_4403) {
  send(R"({"type":"connection_init","payload":{"token":"bad"}})");
  EXPECT_EQ(closed(), 4403);
  EXPECT_THAT(take(), IsEmpty());
}

TEST_F(WsSessionTest, operations_are_bounded_and_ids_can_be_used_again) {
  start();
  subscribe("a", "subscription { ticks }");
  subscribe("b", "subscription { ticks }");
  subscribe("c", "{ hello }");
  EXPECT_THAT(take(), ElementsAre(HasSubstr("OPERATION_LIMIT")));
  send(R"({"type":"complete","id":"a"})");
  EXPECT_EQ(stopped_, 1);
  send(R"({"type":"complete","id":"never seen"})");
  subscribe("a", "{ hello }");
  EXPECT_THAT(take(), testing::SizeIs(2));
  EXPECT_EQ(closed(), 0);
}

TEST_F(WsSessionTest, a_client_that_pings_and_does_not_read_is_closed) {
  for (int i = 0; i < 4; ++i) {
    send(R"({"type":"ping"})");
  }
  EXPECT_EQ(closed(), 1008);
}

TEST_F(WsSessionTest, closing_stops_all_sources) {
  start();
  subscribe("a", "subscription { ticks }");
  take();
  send("nonsense");
  EXPECT_EQ(closed(), 4400);
  EXPECT_EQ(stopped_, 1);
  EXPECT_FALSE(sources_[0].emit(1));
  EXPECT_EQ(session_.deadline(), std::nullopt);
}

TEST_F(WsSessionTest, time_closes_a_client_that_does_not_initialise) {
  EXPECT_EQ(session_.deadline(), now_ + 3s);
  session_.tick(now_ + 2999ms);
  EXPECT_EQ(closed(), 0);
  session_.tick(now_ + 3s);
  EXPECT_EQ(closed(), 4408);
}

TEST_F(WsSessionTest, a_silent_client_is_asked_and_then_closed) {
  start();
  EXPECT_EQ(session_.deadline(), now_ + 10s);
  session_.tick(now_ + 10s);
  EXPECT_THAT(take(), ElementsAre(R"({"type":"ping"})"));
  EXPECT_EQ(session_.deadline(), now_ + 20s);
  now_ += 19s;
  send(R"({"type":"pong"})");
  session_.tick(now_ + 9s);
  EXPECT_EQ(closed(), 0);
  session_.tick(now_ + 20s);
  EXPECT_EQ(closed(), 1001);
}

TEST(WsProtocol, is_found_among_those_that_are_offered) {
  EXPECT_TRUE(speaks_ws_protocol("graphql-transport-ws"));
  EXPECT_TRUE(speaks_ws_protocol("graphql-ws, graphql-transport-ws"));
  EXPECT_FALSE(speaks_ws_protocol("graphql-ws"));
  EXPECT_FALSE(speaks_ws_protocol(""));
}

}  // namespace
}  // namespace graphql
