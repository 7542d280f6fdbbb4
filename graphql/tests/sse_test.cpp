#include "graphql/transport/sse.hpp"

#include "graphql/execution/builder.hpp"

#include <gmock/gmock.h>

namespace graphql {
namespace {

class Sse : public testing::Test {
 protected:
  SchemaPtr make_schema() {
    SchemaBuilder schema;
    schema.query().field("hello: String!", [] { return "a\nb"; });
    schema.subscription().stream<int>("ticks: Int!", [this](const Call&, Events<int> events) {
      source_.emplace(std::move(events));
      return [] {};
    });
    return schema.build().value();
  }

  auto open(std::string_view body) {
    return open_event_stream(engine_, {"POST", {}, "application/json", "text/event-stream", body},
                             [this] { ++ready_; });
  }

  static std::string take(EventStream& stream) {
    std::string out;
    while (stream.next(out, nullptr) == EventStream::Next::answer) {
    }
    return out;
  }

  std::optional<Events<int>> source_;
  int ready_ = 0;
  Engine engine_{make_schema()};
};

TEST_F(Sse, a_query_is_one_event_and_complete) {
  auto stream = open(R"({"query":"{ hello }"})");
  ASSERT_TRUE(stream);
  EXPECT_EQ(take(*stream),
            "event: next\ndata: {\"data\":{\"hello\":\"a\\nb\"}}\n\n"
            "event: complete\ndata:\n\n");
  std::string out;
  EXPECT_EQ(stream->next(out, nullptr), EventStream::Next::ended);
}

TEST_F(Sse, a_subscription_is_an_event_for_each_of_its_own) {
  auto stream = open(R"({"query":"subscription { ticks }"})");
  ASSERT_TRUE(stream);
  EXPECT_EQ(take(*stream), "");
  source_->emit(7);
  EXPECT_EQ(ready_, 1);
  EXPECT_EQ(take(*stream), "event: next\ndata: {\"data\":{\"ticks\":7}}\n\n");
  source_->end();
  EXPECT_EQ(take(*stream), "event: complete\ndata:\n\n");
}

TEST_F(Sse, errors_of_the_document_come_as_an_event) {
  auto stream = open(R"({"query":"{ nothing }"})");
  ASSERT_TRUE(stream);
  EXPECT_THAT(take(*stream), testing::StartsWith("event: next\ndata: {\"errors\":[{\"message\":"));
}

TEST_F(Sse, what_is_wrong_with_the_http_request_is_answered_over_http) {
  EXPECT_EQ(open("{").error().status, 400);
  const auto text = open_event_stream(engine_, {"POST", {}, "text/plain", {}, "{ hello }"}, {});
  EXPECT_EQ(text.error().status, 415);
  const auto get = open_event_stream(engine_, {"GET", "query=%7Bhello%7D", {}, {}, {}}, {});
  EXPECT_EQ(get.error().status, 400);
}

TEST(SseAccept, is_asked_for_by_name) {
  EXPECT_TRUE(accepts_event_stream("text/event-stream"));
  EXPECT_TRUE(accepts_event_stream("application/json, Text/Event-Stream;q=0.9"));
  EXPECT_FALSE(accepts_event_stream("*/*"));
  EXPECT_FALSE(accepts_event_stream(""));
}

}  // namespace
}  // namespace graphql
