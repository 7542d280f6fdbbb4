#include "graphql/execution/builder.hpp"
#include "graphql/execution/engine.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace graphql {
namespace {

struct Parcel {
  int id = 0;
};

struct Moved {
  int parcel = 0;
  std::string place;
};

/// A hub of events, as a server has one.
struct Hub {
  std::vector<Events<Moved>> listeners;
  int stopped = 0;
  int loads = 0;
};

SchemaPtr make_schema(Hub& hub) {
  SchemaBuilder schema;
  schema.object<Parcel>("Parcel")
      .field("id: ID!", &Parcel::id)
      .load("weight: Int!", [&hub](std::span<const Parcel* const> parcels, const Call&) {
        ++hub.loads;
        return std::vector<int>(parcels.size(), 7);
      });
  schema.object<Moved>("Moved")
      .field("place: String!", &Moved::place)
      .field("parcel: Parcel!", [](const Moved& moved) { return Parcel{moved.parcel}; });
  schema.query().field("hello: String!", [] { return "world"; });
  schema.subscription()
      .stream<Moved>("moved(id: ID): Moved!",
                     [&hub](const Call& call, Events<Moved> events) -> Stop {
                       if (call.get<std::optional<std::string>>("id") == "0") {
                         throw FieldError{"There is no such parcel.", "NOT_FOUND"};
                       }
                       hub.listeners.push_back(std::move(events));
                       return [&hub] { ++hub.stopped; };
                     })
      .stream<Moved>(
          "parcel(above: Int! = 0): Parcel!",
          [&hub](const Call&, Events<Moved> events) -> std::expected<Stop, FieldError> {
            hub.listeners.push_back(std::move(events));
            return Stop([] {});
          },
          [](const Moved& moved, const Call& call) -> std::expected<Parcel, SkipEvent> {
            if (moved.parcel <= call.get<int>("above")) {
              return std::unexpected(SkipEvent{});
            }
            return Parcel{moved.parcel};
          });
  return schema.build().value();
}

class Subscriptions : public testing::Test {
 protected:
  Opened open(std::string_view query, std::string_view variables = "{}") {
    Arena arena;
    out_.clear();
    return engine_.open(
        {query, {}, read_json(variables, arena).value()}, [this] { ++ready_; }, out_);
  }

  std::string next(const Opened& opened) {
    std::string out;
    using enum Subscription::Next;
    switch (opened.subscription->next(out, nullptr)) {
      case nothing:
        return "nothing";
      case ended:
        return "ended";
      case answer:
        break;
    }
    return out;
  }

  static EngineOptions options() {
    EngineOptions options;
    options.limits.max_waiting_events = 3;
    return options;
  }

  Hub hub_;
  Engine engine_{make_schema(hub_), options()};
  std::atomic<int> ready_ = 0;
  std::string out_;
};

TEST_F(Subscriptions, each_event_is_answered_as_a_request_of_its_own) {
  const auto opened = open("subscription { moved { place parcel { weight } } }");
  ASSERT_EQ(opened.answer, Answer::subscribed) << out_;
  EXPECT_EQ(next(opened), "nothing");
  EXPECT_TRUE(hub_.listeners.front().emit({1, "Oslo"}));
  EXPECT_TRUE(hub_.listeners.front().emit({2, "Graz"}));
  EXPECT_EQ(ready_, 2);
  EXPECT_EQ(next(opened), R"({"data":{"moved":{"place":"Oslo","parcel":{"weight":7}}}})");
  EXPECT_EQ(next(opened), R"({"data":{"moved":{"place":"Graz","parcel":{"weight":7}}}})");
  EXPECT_EQ(hub_.loads, 2);
  EXPECT_EQ(next(opened), "nothing");
}

TEST_F(Subscriptions, variables_outlive_the_request_and_decide_what_is_skipped) {
  const auto opened = open(
      "subscription($n: Int!, $id: Boolean!) { parcel(above: $n) { id @include(if: $id) weight } }",
      R"({"n":2,"id":true})");
  ASSERT_EQ(opened.answer, Answer::subscribed) << out_;
  for (const int id : {1, 2, 3}) {
    hub_.listeners.front().emit({id, "Lyon"});
  }
  EXPECT_EQ(next(opened), R"({"data":{"parcel":{"id":"3","weight":7}}})");
  EXPECT_EQ(next(opened), "nothing");
}

TEST_F(Subscriptions, the_source_is_stopped_once_when_the_client_leaves) {
  auto opened = open("subscription { moved { place } }");
  opened.subscription.reset();
  EXPECT_EQ(hub_.stopped, 1);
  EXPECT_FALSE(hub_.listeners.front().emit({1, "Oslo"}));
}

TEST_F(Subscriptions, a_source_that_ends_lets_waiting_events_through) {
  auto opened = open("subscription { moved { place } }");
  hub_.listeners.front().emit({1, "Oslo"});
  hub_.listeners.front().end();
  EXPECT_FALSE(hub_.listeners.front().emit({2, "Graz"}));
  EXPECT_EQ(next(opened), R"({"data":{"moved":{"place":"Oslo"}}})");
  EXPECT_EQ(next(opened), "ended");
  EXPECT_EQ(hub_.stopped, 1);
  opened.subscription.reset();
  EXPECT_EQ(hub_.stopped, 1);
}

TEST_F(Subscriptions, a_source_that_fails_gives_a_last_answer_with_the_error) {
  const auto opened = open("subscription { moved { place } }");
  hub_.listeners.front().fail({"The line is down.", "DOWN"});
  EXPECT_EQ(next(opened),
            R"({"errors":[{"message":"The line is down.","extensions":{"code":"DOWN"}}]})");
  EXPECT_EQ(next(opened), "ended");
}

TEST_F(Subscriptions, a_client_that_takes_nothing_is_cut_off) {
  const auto opened = open("subscription { moved { place } }");
  const auto& events = hub_.listeners.front();
  EXPECT_TRUE(events.emit({1, "a"}) && events.emit({2, "b"}) && events.emit({3, "c"}));
  EXPECT_FALSE(events.emit({4, "d"}));
  EXPECT_FALSE(events.is_open());
  for (const auto* place : {"a", "b", "c"}) {
    EXPECT_EQ(next(opened), std::string(R"({"data":{"moved":{"place":")") + place + "\"}}}");
  }
  EXPECT_THAT(next(opened), testing::HasSubstr("SLOW_CLIENT"));
  EXPECT_EQ(next(opened), "ended");
}

TEST_F(Subscriptions, what_cannot_be_subscribed_is_refused) {
  EXPECT_EQ(open("subscription { moved(id: 0) { place } }").answer, Answer::refused);
  EXPECT_EQ(out_, R"({"errors":[{"message":"There is no such parcel.",)"
                  R"("locations":[{"line":1,"column":16}],"path":["moved"],)"
                  R"("extensions":{"code":"NOT_FOUND"}}]})");
  EXPECT_EQ(open("subscription { a: moved { place } b: moved { place } }").answer, Answer::refused);
  EXPECT_THAT(out_, testing::HasSubstr("must select only one top level field"));
  EXPECT_EQ(open("subscription($no: Boolean!) { moved @skip(if: $no) { place } }", R"({"no":true})")
                .answer,
            Answer::refused);
  EXPECT_THAT(out_, testing::HasSubstr("must select one field"));
  EXPECT_TRUE(hub_.listeners.empty());
  std::string out;
  EXPECT_EQ(engine_.execute({"subscription { moved { place } }"}, out), Answer::refused);
  EXPECT_THAT(out, testing::HasSubstr("needs a transport"));
}

TEST_F(Subscriptions, queries_are_executed_at_once) {
  const auto opened = open("{ hello }");
  EXPECT_EQ(opened.answer, Answer::executed);
  EXPECT_EQ(out_, R"({"data":{"hello":"world"}})");
}

TEST_F(Subscriptions, many_threads_may_emit_while_one_answers) {
  auto opened = open("subscription { moved { place } }");
  const auto events = hub_.listeners.front();
  constexpr int k_events = 500;
  const auto emit = [&] {
    for (int i = 0; i < k_events && events.emit({i, "x"}); ++i) {
    }
  };
  std::thread first(emit);
  std::thread second(emit);
  std::string out;
  for (int i = 0; i < 50; ++i) {
    opened.subscription->next(out, nullptr);
  }
  opened.subscription.reset();
  first.join();
  second.join();
  EXPECT_FALSE(events.is_open());
  EXPECT_EQ(hub_.stopped, 1);
}

TEST(SubscriptionSchema, a_field_without_a_stream_is_refused) {
  SchemaBuilder schema;
  schema.query().field("a: Int", [] { return 1; });
  schema.sdl("type Subscription { b: Int }");
  EXPECT_FALSE(schema.build());
}

}  // namespace
}  // namespace graphql
