#include "platform/events/aws_log.hpp"
#include "platform/events/aws_session.hpp"
#include "platform/events/log_fixture.hpp"
#include "platform/json/dom.hpp"
#include "platform/testing/aws_server.hpp"

#include <gmock/gmock.h>

namespace mf::events {

namespace {

using testing::AwsServer;
using testing::comes_true;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAreArray;

AwsOptions options_at(const AwsServer& server) {
  return {.topic_arn = AwsServer::topic(),
          .queue_url = AwsServer::queue_url(),
          .endpoint = server.url(),
          .keys = AwsServer::keys()};
}

std::vector<std::string> numbers(int from, int to) {
  std::vector<std::string> all;
  for (int i = from; i < to; ++i) {
    all.push_back(std::to_string(i));
  }
  return all;
}

/// The server is the test's to start, kill and disturb.
class AwsFaults : public EventLogFixture {
 protected:
  AwsFaults()
      : EventLogFixture([this](const Clock& clock, DeliveryOptions delivery) {
          auto options = options_;
          options.endpoint = server_.url();
          options.delivery = delivery;
          return make_aws_log(clock, options);
        }) {}

  void serve() {
    server_.start();
    server_.add_queue("mirror");
  }
  void publish_numbers(int from, int to, Uuid subject) {
    for (int i = from; i < to; ++i) {
      publish(std::to_string(i), subject);
    }
  }
  std::int64_t count(const std::string& action) {
    const auto text = server_.state();
    const auto dom = json::Dom::parse(text);
    const auto* found = dom->find("counts")->find(action);
    return found == nullptr ? 0 : *found->integer();
  }
  std::int64_t in_queue() {
    const auto text = server_.state();
    const auto dom = json::Dom::parse(text);
    const auto* queue = dom->find("queues")->find("mirror.fifo");
    return *queue->find("visible")->integer() + *queue->find("inFlight")->integer();
  }

  AwsServer server_;
  AwsOptions options_ = [this] {
    auto options = options_at(server_);
    options.visibility = std::chrono::seconds(2);
    return options;
  }();
};

TEST_F(AwsFaults, absent_brokers_cost_time_and_no_event) {
  serve();
  server_.kill();
  publish("0");
  start();
  publish("1");
  EXPECT_TRUE(comes_true([&] { return !log_->settle("orders", 0ms); }));
  EXPECT_EQ(log_->unrelayed("orders"), 2);
  EXPECT_EQ(log_->lag("mirror"), 2);
  server_.start();
  ASSERT_TRUE(settle());
  EXPECT_THAT(seen(), UnorderedElementsAreArray(numbers(0, 2)));
  EXPECT_TRUE(comes_true([&] { return log_->unrelayed("orders") == 0; }));
  EXPECT_TRUE(comes_true([&] { return log_->lag("mirror") == 0; }));
  EXPECT_TRUE(comes_true([&] { return in_queue() == 0; })) << "what was taken in is deleted";
}

TEST_F(AwsFaults, under_throttling_errors_and_lost_answers_nothing_is_lost_doubled_or_disordered) {
  serve();
  server_.control(
      R"({"throttle":0.1,"errors":0.1,"lost_answers":0.1,"partial":0.05,"dedup_seconds":0.05})");
  const std::vector<Uuid> subjects{Uuid::make(), Uuid::make(), Uuid::make(), Uuid::make()};
  start();
  for (int i = 0; i < 100; ++i) {
    publish(std::to_string(i), subjects[static_cast<std::size_t>(i) % 4]);
  }
  ASSERT_TRUE(comes_true([&] { return seen().size() == 100; }, 60s));
  server_.control(R"({"throttle":0,"errors":0,"lost_answers":0,"partial":0})");
  ASSERT_TRUE(settle());
  EXPECT_THAT(seen(), UnorderedElementsAreArray(numbers(0, 100)));
  for (const auto& subject : subjects) {
    const auto places = mirror_->read([&](db::Session& session) {
      return session.all("SELECT data FROM seen WHERE subject = $1 ORDER BY place", {subject},
                         [](const db::Row& row) { return std::stoi(row.text(0)); });
    });
    EXPECT_TRUE(std::is_sorted(places.begin(), places.end()));
  }
  EXPECT_EQ(calls_, 100);
}

TEST_F(AwsFaults, killed_brokers_come_back_and_go_on_in_order) {
  serve();
  start({.batch = 20});
  const auto subject = Uuid::make();
  for (int round = 0; round < 3; ++round) {
    std::jthread killer([&] {
      comes_true([&] { return seen().size() > static_cast<std::size_t>(round) * 60 + 5; });
      server_.kill();
    });
    publish_numbers(round * 60, round * 60 + 60, subject);
    killer.join();
    server_.start();
    ASSERT_TRUE(settle());
  }
  EXPECT_EQ(seen(), numbers(0, 180));
}

TEST_F(AwsFaults, what_was_received_by_a_process_that_died_comes_again) {
  serve();
  auto options = options_;
  options.endpoint = server_.url();
  log_ = make_(clock_, {});
  log_->add_source("orders", *orders_);
  log_->start();
  publish("0");
  ASSERT_TRUE(comes_true([&] { return log_->unrelayed("orders") == 0; }));
  log_->stop();
  SqsQueue died(options, "mirror");
  ASSERT_EQ(died.receive(10, 0s, {}).size(), 1U);
  ASSERT_TRUE(died.receive(10, 0s, {}).empty()) << "it is in flight";
  restart();
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 1));
}

TEST_F(AwsFaults, messages_stay_ours_while_they_are_taken_in_for_long) {
  serve();
  std::atomic<bool> broken = true;
  handle_ = [&](db::Unit& unit, const Event& event) -> Result<void> {
    return broken ? Result<void>(fail(ErrorKind::unavailable, "busy", "Not now."))
                  : note(unit, event);
  };
  start({.attempts = 1'000'000});
  const auto subject = Uuid::make();
  publish_numbers(0, 3, subject);
  ASSERT_TRUE(comes_true([&] { return count("ChangeMessageVisibilityBatch") >= 3; }));
  broken = false;
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 3));
  EXPECT_TRUE(letters().empty());
}

TEST_F(AwsFaults, stopping_gives_back_what_is_not_taken_in_at_once) {
  options_.visibility = std::chrono::seconds(600);
  serve();
  std::atomic<bool> broken = true;
  handle_ = [&](db::Unit& unit, const Event& event) -> Result<void> {
    return broken && std::stoi(event.data) >= 1
               ? Result<void>(fail(ErrorKind::unavailable, "busy", "Not now."))
               : note(unit, event);
  };
  start({.attempts = 1'000'000});
  publish_numbers(0, 4, Uuid::make());
  ASSERT_TRUE(comes_true([&] { return seen().size() == 1; }));
  log_->stop();
  broken = false;
  restart();
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 4));
}

TEST_F(AwsFaults, two_replicas_share_a_queue_and_keep_the_order) {
  serve();
  const auto replica = [&](const std::string& name) {
    auto options = options_;
    options.endpoint = server_.url();
    options.lease = 600ms;
    options.instance = name;
    options.delivery.batch = 2;
    auto log = make_aws_log(clock_, options);
    log->add_source("orders", *orders_);
    log->add_consumer({"mirror", {{"order.*", note}}}, *mirror_);
    log->start();
    return log;
  };
  const auto first = replica("a");
  const auto second = replica("b");
  const std::vector<Uuid> subjects{Uuid::make(), Uuid::make()};
  for (int i = 0; i < 40; ++i) {
    publish(std::to_string(i), subjects[static_cast<std::size_t>(i) % 2]);
  }
  ASSERT_TRUE(comes_true([&] { return first->settle("orders", 100ms); }));
  EXPECT_TRUE(second->settle("orders", 100ms)) << "what another replica took in is known";
  first->stop();
  publish("40", subjects[0]);
  ASSERT_TRUE(comes_true([&] { return second->settle("orders", 100ms); }));
  second->stop();
  const auto all = seen();
  for (const int parity : {0, 1}) {
    std::vector<int> of_one;
    for (const auto& data : all) {
      if (std::stoi(data) % 2 == parity) {
        of_one.push_back(std::stoi(data));
      }
    }
    EXPECT_EQ(of_one.size(), parity == 0 ? 21U : 20U);
    EXPECT_TRUE(std::is_sorted(of_one.begin(), of_one.end()));
  }
}

TEST_F(AwsFaults, what_sns_wrapped_is_unwrapped_and_what_is_no_event_is_left_out) {
  serve();
  server_.control(R"({"raw":false})");
  start();
  publish("0");
  ASSERT_TRUE(settle());
  server_.control(R"({"put":[["mirror.fifo","hello"],["mirror.fifo","{\"Message\":7}"]]})");
  publish("1");
  ASSERT_TRUE(settle());
  EXPECT_THAT(seen(), UnorderedElementsAreArray(numbers(0, 2)));
  EXPECT_TRUE(comes_true([&] { return in_queue() == 0; }));
}

TEST_F(AwsFaults, an_event_is_carried_whatever_characters_it_has) {
  serve();
  start();
  const auto event = publish("\"\xEF\xBF\xBE \xEF\xBF\xBF \x7F é 😀\"");
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), std::vector<std::string>{event.data});
}

TEST_F(AwsFaults, an_event_that_is_too_large_waits_and_nothing_before_it_does) {
  serve();
  options_.message_limit = 1000;
  start();
  const auto subject = Uuid::make();
  publish("0", subject);
  publish('"' + std::string(2000, 'x') + '"', subject);
  publish("2", subject);
  ASSERT_TRUE(comes_true([&] { return seen().size() == 1 && log_->unrelayed("orders") == 2; }));
  EXPECT_TRUE(comes_true([&] { return !log_->settle("orders", 0ms); }));
  log_->stop();
  options_.message_limit = 262'144;
  restart();
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen().size(), 3U);
  EXPECT_EQ(seen().back(), "2");
}

TEST_F(AwsFaults, a_request_of_many_subjects_is_one_and_of_one_subject_are_many) {
  serve();
  for (int i = 0; i < 20; ++i) {
    publish(std::to_string(i));
  }
  start();
  ASSERT_TRUE(settle());
  EXPECT_EQ(count("PublishBatch"), 2);
  log_->stop();
  publish_numbers(20, 24, Uuid::make());
  restart();
  ASSERT_TRUE(settle());
  EXPECT_EQ(count("PublishBatch"), 6);
}

TEST_F(AwsFaults, stopping_ends_a_wait_for_messages_soon) {
  serve();
  start();
  publish("0");
  ASSERT_TRUE(settle());
  ASSERT_TRUE(comes_true([&] { return count("ReceiveMessage") >= 2; }));
  const auto begun = std::chrono::steady_clock::now();
  log_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s) << "a queue may say nothing for 20 s";
}

TEST_F(AwsFaults, wrong_keys_open_nothing_and_right_ones_go_on) {
  serve();
  options_.keys = cloud::AwsKeys{.id = "AKIDFIXED", .secret = "guessed", .session_token = ""};
  start();
  publish("0");
  EXPECT_TRUE(comes_true([&] { return !log_->settle("orders", 0ms); }));
  log_->stop();
  EXPECT_EQ(log_->unrelayed("orders"), 1);
  EXPECT_EQ(count("PublishBatch"), 0);
  options_.keys = AwsServer::role_keys();
  restart();
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 1));
}

TEST_F(AwsFaults, trouble_is_found_and_named) {
  serve();
  auto options = options_at(server_);
  const std::vector<std::string> consumers{"mirror"};
  EXPECT_EQ(find_aws_trouble(options, consumers), std::nullopt);
  const std::vector<std::string> unknown{"mirror", "nobody"};
  EXPECT_THAT(find_aws_trouble(options, unknown).value_or(""),
              HasSubstr("GetQueueAttributes of nobody.fifo: 400 QueueDoesNotExist"));
  options.keys = cloud::AwsKeys{.id = "AKIDFIXED", .secret = "guessed", .session_token = ""};
  EXPECT_THAT(find_aws_trouble(options, consumers).value_or(""),
              HasSubstr("403 SignatureDoesNotMatch"));
  options = options_at(server_);
  options.topic_arn += ".fifo";
  EXPECT_THAT(find_aws_trouble(options, consumers).value_or(""), HasSubstr("404 NotFound"));
}

TEST(AwsOptions, that_can_not_work_are_refused_at_once) {
  const testing::ManualClock clock;
  const AwsOptions good{.topic_arn = AwsServer::topic(),
                        .queue_url = AwsServer::queue_url(),
                        .keys = AwsServer::keys()};
  EXPECT_NE(make_aws_log(clock, good), nullptr);
  const auto refused = [&](const auto& spoil) {
    auto options = good;
    spoil(options);
    EXPECT_THROW(make_aws_log(clock, options), std::runtime_error);
  };
  refused([](AwsOptions& options) { options.topic_arn = "arn:aws:sns:eu-west-1:1:events"; });
  refused([](AwsOptions& options) { options.topic_arn = "events.fifo"; });
  refused([](AwsOptions& options) { options.queue_url = "https://sqs.x/1/all.fifo"; });
  refused([](AwsOptions& options) { options.queue_url = "https://sqs.x/1/{service}"; });
  refused([](AwsOptions& options) { options.queue_url = "{service}.fifo"; });
  refused([](AwsOptions& options) { options.keys = {}; });
}

TEST(AwsOptions, a_topic_s_name_tells_its_region) {
  EXPECT_EQ(parse_topic("arn:aws-cn:sns:cn-north-1:1:a.fifo")->region, "cn-north-1");
  EXPECT_EQ(parse_topic(AwsServer::topic())->name, "events.fifo");
  EXPECT_FALSE(parse_topic("arn:aws:sqs:eu-west-1:1:a.fifo"));
}

}  // namespace
}  // namespace mf::events
