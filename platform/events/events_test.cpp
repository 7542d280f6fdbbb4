#include "platform/events/aws_log.hpp"
#include "platform/events/log_contract.hpp"
#include "platform/events/nats_log.hpp"
#include "platform/events/outbox.hpp"
#include "platform/testing/aws_server.hpp"
#include "platform/testing/nats_server.hpp"
#include "platform/testing/postgres_server.hpp"
#include "platform/testing/temporary_folder.hpp"

namespace mf::events {

namespace {

/// The server lives as long as the maker.
LogMaker nats() {
  auto server = std::make_shared<testing::NatsServer>();
  server->start();
  return [server](const Clock& clock, DeliveryOptions delivery) {
    return make_nats_log(clock, {.servers = {server->url()}, .delivery = delivery});
  };
}

LogMaker aws() {
  auto server = std::make_shared<testing::AwsServer>();
  server->start();
  server->add_queue("mirror");
  server->add_queue("quick");
  return [server](const Clock& clock, DeliveryOptions delivery) {
    return make_aws_log(clock, {.topic_arn = testing::AwsServer::topic(),
                                .queue_url = testing::AwsServer::queue_url(),
                                .endpoint = server->url(),
                                .keys = testing::AwsServer::keys(),
                                .delivery = delivery});
  };
}

LogMaker outboxes() {
  return make_in_process_log;
}

INSTANTIATE_TEST_SUITE_P(Adapters, EventLogContract,
                         ::testing::Values(Adapter{"outboxes", outboxes}, Adapter{"nats", nats},
                                           Adapter{"sns_and_sqs", aws}),
                         adapter_name);

TEST(Subscriptions, name_one_type_a_family_or_everything) {
  EXPECT_TRUE(matches("order.created", "order.created"));
  EXPECT_FALSE(matches("order.created", "order.closed"));
  EXPECT_TRUE(matches("order.*", "order.created"));
  EXPECT_FALSE(matches("order.*", "orders.created"));
  EXPECT_FALSE(matches("order.*", "order"));
  EXPECT_TRUE(matches("*", "user.updated"));
}

TEST(CloudEvent, has_the_members_of_the_specification) {
  Event event{.source = "workorders",
              .type = "order.created",
              .subject = Uuid::make(),
              .time = from_micros(1'795'532'400'250'000),
              .traceparent = "",
              .data = R"({"a":"é"})"};
  EXPECT_EQ(
      to_cloud_event(event),
      fmt::format(
          R"({{"specversion":"1.0","id":"{}","source":"workorders","type":"order.created",)"
          R"("subject":"{}","time":"2026-11-24T15:00:00.250Z","datacontenttype":"application/json",)"
          R"("data":{{"a":"é"}}}})",
          event.id.to_string(), event.subject.to_string()));
  event.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  EXPECT_NE(to_cloud_event(event).find(R"("traceparent":"00-0af7651916cd43dd)"), std::string::npos);
}

TEST(CloudEvent, comes_back_as_it_was_written) {
  const Event event{.source = "workorders",
                    .type = "order.created",
                    .subject = Uuid::make(),
                    .time = from_micros(1'795'532'400'250'001),
                    .traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    .data = R"({"a":"é","b":[1,2.5,null]})"};
  const auto back = from_cloud_event(to_cloud_event(event));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, event);
}

TEST(CloudEvent, is_refused_where_it_is_none) {
  for (const auto* text :
       {"", "[]", "{}", R"({"specversion":"1.0"})", R"({"specversion":"0.3","id":"x"})",
        R"({"specversion":"1.0","id":"1","source":"s","type":"t","subject":"1","time":"now"})"}) {
    const auto read = from_cloud_event(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::bad_request) << text;
  }
}

// ---- PostgreSQL: units side by side

class SideBySide : public ::testing::Test {
 protected:
  SideBySide() { database_->migrate(events_migrations()); }

  static Event event(const std::string& type) {
    return {.id = Uuid::make(), .type = type, .subject = Uuid::make(), .data = "{}"};
  }
  void publish(const std::string& type) {
    EXPECT_TRUE(database_->write([&](db::Unit& unit) -> Result<void> {
      append(unit, event(type));
      return {};
    }));
  }
  std::vector<std::string> read(bool* unsettled = nullptr) {
    std::vector<std::string> types;
    for (const auto& stored : database_->read([&](db::Session& session) {
           return read_outbox(session, "side", 0, 1000, unsettled);
         })) {
      types.push_back(stored.event.type);
    }
    return types;
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<db::Database> database_ = testing::open_test_postgres(folder_, "side");
};

TEST_F(SideBySide, an_event_whose_unit_ends_late_is_not_passed_by) {
  std::latch inside(1);
  std::latch go_on(1);
  std::jthread slow([&] {
    EXPECT_TRUE(database_->write([&](db::Unit& unit) -> Result<void> {
      append(unit, event("slow.1"));
      append(unit, event("slow.2"));
      inside.count_down();
      go_on.wait();
      return {};
    }));
  });
  inside.wait();
  publish("quick");
  bool unsettled = false;
  EXPECT_EQ(read(&unsettled), std::vector<std::string>{});
  EXPECT_TRUE(unsettled);
  go_on.count_down();
  slow.join();
  EXPECT_EQ(read(&unsettled), (std::vector<std::string>{"slow.1", "slow.2", "quick"}));
  EXPECT_FALSE(unsettled);
}

TEST_F(SideBySide, units_that_share_a_commit_have_places_of_their_own) {
  const std::vector<db::Migration> own{
      {"0001_row", "CREATE TABLE shared (n BIGINT NOT NULL); INSERT INTO shared (n) VALUES (0)"}};
  database_->migrate(own);
  std::vector<std::jthread> writers;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([&] {
      for (int round = 0; round < 10; ++round) {
        EXPECT_TRUE(database_->write([&](db::Unit& unit) -> Result<void> {
          unit.execute("UPDATE shared SET n = n + 1");  // they all meet here
          append(unit, event("one"));
          append(unit, event("two"));
          return {};
        }));
      }
    });
  }
  writers.clear();
  const auto types = read();
  ASSERT_EQ(types.size(), 160U);
  for (std::size_t i = 0; i < types.size(); ++i) {
    EXPECT_EQ(types[i], i % 2 == 0 ? "one" : "two");
  }
}

TEST_F(SideBySide, a_unit_that_is_undone_holds_nobody_up) {
  EXPECT_FALSE(database_->write([&](db::Unit& unit) -> Result<void> {
    append(unit, event("undone"));
    return fail(ErrorKind::conflict, "no", "No.");
  }));
  publish("one");
  EXPECT_EQ(read(), std::vector<std::string>{"one"});
}

TEST_F(SideBySide, places_go_on_growing_on_a_server_that_counts_from_anew) {
  publish("before");
  // As if that one had come from a server that had counted far.
  EXPECT_TRUE(database_->write([](db::Unit& unit) -> Result<void> {
    unit.execute("UPDATE outbox SET seq = seq + (CAST(1000000 AS BIGINT) << 20)");
    return {};
  }));
  prepare_outbox(*database_);
  publish("after");
  EXPECT_EQ(read(), (std::vector<std::string>{"before", "after"}));
}

}  // namespace
}  // namespace mf::events
