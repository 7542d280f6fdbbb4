#include "platform/events/lease.hpp"
#include "platform/events/log_fixture.hpp"
#include "platform/events/nats_log.hpp"
#include "platform/testing/comes_true.hpp"
#include "platform/testing/nats_server.hpp"

#include <nats/nats.h>

#include <cstdlib>

namespace mf::events {

namespace {

using testing::comes_true;

std::vector<std::string> numbers(int from, int to) {
  std::vector<std::string> all;
  for (int i = from; i < to; ++i) {
    all.push_back(std::to_string(i));
  }
  return all;
}

/// The server is the test's to start, kill and wipe.
class NatsFaults : public EventLogFixture {
 protected:
  NatsFaults() : EventLogFixture(maker({})) {}

  LogMaker maker(NatsOptions options) {
    return [this, options](const Clock& clock, DeliveryOptions delivery) mutable {
      options.servers = {server_.url()};
      options.delivery = delivery;
      return make_nats_log(clock, options);
    };
  }

  void publish_numbers(int from, int to, Uuid subject) {
    for (int i = from; i < to; ++i) {
      publish(std::to_string(i), subject);
    }
  }

  /// A message of somebody else's in the stream.
  void put(const std::string& text) {
    natsConnection* connection = nullptr;
    ASSERT_EQ(natsConnection_ConnectTo(&connection, server_.url().c_str()), NATS_OK);
    natsConnection_PublishString(connection, "events.microflow.stranger.said", text.c_str());
    natsConnection_Flush(connection);
    natsConnection_Destroy(connection);
  }

  testing::NatsServer server_;
};

TEST_F(NatsFaults, an_absent_server_costs_time_and_no_event) {
  publish("0");
  start();
  publish("1");
  EXPECT_TRUE(comes_true([&] { return !log_->settle("orders", 0ms); }));
  EXPECT_EQ(log_->unrelayed("orders"), 2);
  EXPECT_EQ(log_->lag("mirror"), 2);
  server_.start();
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 2));
  EXPECT_TRUE(comes_true([&] { return log_->unrelayed("orders") == 0; }));
  EXPECT_TRUE(comes_true([&] { return log_->lag("mirror") == 0; }));
}

TEST_F(NatsFaults, a_killed_server_comes_back_with_everything_in_its_order) {
  server_.start();
  start({.batch = 20});
  const auto subject = Uuid::make();
  for (int round = 0; round < 4; ++round) {
    std::jthread killer([&] {
      comes_true([&] { return seen().size() > static_cast<std::size_t>(round) * 200 + 30; });
      server_.kill();
    });
    publish_numbers(round * 200, round * 200 + 200, subject);
    killer.join();
    publish_numbers(1000 + round, 1001 + round, Uuid::make());
    server_.start();
    ASSERT_TRUE(settle());
  }
  std::vector<std::string> of_subject;
  for (const auto& data : seen()) {
    if (std::stoi(data) < 1000) {
      of_subject.push_back(data);
    }
  }
  EXPECT_EQ(of_subject, numbers(0, 800));
  EXPECT_EQ(seen().size(), 804U);
}

TEST_F(NatsFaults, a_stream_that_lost_everything_is_filled_again_from_the_outboxes) {
  server_.start();
  start();
  const auto subject = Uuid::make();
  publish_numbers(0, 10, subject);
  ASSERT_TRUE(settle());
  log_->stop();
  server_.kill();
  server_.wipe();
  server_.start();
  publish_numbers(10, 20, subject);
  restart();
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 20));
  EXPECT_EQ(calls_, 20) << "what was taken in before is known";
}

TEST_F(NatsFaults, what_a_stream_lost_comes_again_although_others_took_its_places) {
  server_.start();
  start();
  const auto subject = Uuid::make();
  publish_numbers(0, 10, subject);
  ASSERT_TRUE(settle());
  log_->stop();
  server_.kill();
  server_.copy();
  server_.start();
  restart();
  publish_numbers(10, 20, subject);
  ASSERT_TRUE(settle());
  log_->stop();

  // As after a power cut: the server never wrote 10 to 19 to its disk, and somebody else was
  // quicker to come back.
  server_.kill();
  server_.go_back();
  server_.start();
  for (int i = 100; i < 130; ++i) {
    put(to_cloud_event({.source = "stranger",
                        .type = "order.created",
                        .subject = Uuid::make(),
                        .time = clock_.now(),
                        .data = std::to_string(i)}));
  }
  restart();
  publish_numbers(20, 25, subject);
  ASSERT_TRUE(settle());
  auto expected = numbers(0, 20);
  for (const auto& more : {numbers(100, 130), numbers(20, 25)}) {
    expected.insert(expected.end(), more.begin(), more.end());
  }
  EXPECT_EQ(seen(), expected);
}

TEST_F(NatsFaults, a_server_that_hangs_is_left_and_found_again) {
  server_.start();
  start();
  publish("0");
  ASSERT_TRUE(settle());
  // The consumer may have the event before the relay has the server's receipt for it.
  ASSERT_TRUE(comes_true([&] { return log_->unrelayed("orders") == 0; }));
  server_.freeze();
  publish("1");
  EXPECT_TRUE(comes_true([&] { return !log_->settle("orders", 0ms); }));
  EXPECT_EQ(log_->unrelayed("orders"), 1);
  server_.thaw();
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 2));
}

TEST_F(NatsFaults, a_new_consumer_gets_what_was_published_before_it_came) {
  server_.start();
  start({}, "user.*");
  publish_numbers(0, 10, Uuid::make());
  ASSERT_TRUE(settle());
  log_->stop();
  auto late = db::open_sqlite({.path = folder_.path("late.db"), .synchronous_full = false});
  late->migrate(events_migrations());
  std::atomic<int> heard = 0;
  log_ = make_(clock_, {});
  log_->add_source("orders", *orders_);
  log_->add_consumer({"late",
                      {{"*",
                        [&](db::Unit&, const Event&) -> Result<void> {
                          ++heard;
                          return {};
                        }}}},
                     *late);
  log_->start();
  ASSERT_TRUE(settle());
  EXPECT_EQ(heard, 10);
  log_->stop();
  log_.reset();
}

TEST_F(NatsFaults, what_was_delivered_and_not_taken_in_comes_again_before_what_follows) {
  server_.start();
  std::atomic<bool> broken = true;
  handle_ = [&](db::Unit& unit, const Event& event) -> Result<void> {
    if (broken && std::stoi(event.data) >= 5) {
      return fail(ErrorKind::unavailable, "busy", "Not now.");
    }
    return note(unit, event);
  };
  start({.batch = 4, .attempts = 1'000'000});
  publish_numbers(0, 20, Uuid::make());
  ASSERT_TRUE(comes_true([&] { return seen().size() == 5; }));
  log_->stop();
  broken = false;
  restart();
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 20));
  EXPECT_TRUE(letters().empty());
}

TEST_F(NatsFaults, an_event_that_the_server_delivers_twice_takes_effect_once) {
  server_.start();
  start();
  const auto event = publish("0");
  ASSERT_TRUE(settle());
  put(to_cloud_event(event));  // without the id by which the server knows it
  publish("1");
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 2));
  EXPECT_EQ(calls_, 2);
}

TEST_F(NatsFaults, what_is_no_event_is_left_out) {
  server_.start();
  start();
  publish("0");
  ASSERT_TRUE(settle());
  put("hello");
  put(R"({"specversion":"1.0"})");
  publish("1");
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 2));
}

TEST_F(NatsFaults, a_consumer_that_someone_deleted_is_made_again) {
  server_.start();
  start();
  publish("0");
  ASSERT_TRUE(settle());
  natsConnection* connection = nullptr;
  jsCtx* jetstream = nullptr;
  ASSERT_EQ(natsConnection_ConnectTo(&connection, server_.url().c_str()), NATS_OK);
  ASSERT_EQ(natsConnection_JetStream(&jetstream, connection, nullptr), NATS_OK);
  ASSERT_EQ(js_DeleteConsumer(jetstream, "microflow", "mirror", nullptr, nullptr), NATS_OK);
  jsCtx_Destroy(jetstream);
  natsConnection_Destroy(connection);
  publish("1");
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 2));
}

TEST_F(NatsFaults, of_two_replicas_one_works_and_the_other_takes_over) {
  server_.start();
  const auto replica = [&](const std::string& name) {
    auto log = maker({.lease = 600ms, .instance = name})(clock_, {});
    log->add_source("orders", *orders_);
    log->add_consumer({"mirror",
                       {{"order.*",
                         [name](db::Unit& unit, const Event& event) -> Result<void> {
                           return note(unit, {.subject = event.subject, .data = name + event.data});
                         }}}},
                      *mirror_);
    return log;
  };
  const auto first = replica("a");
  first->start();
  const auto subject = Uuid::make();
  publish("0", subject);
  ASSERT_TRUE(comes_true([&] { return seen().size() == 1; }));
  const auto second = replica("b");
  second->start();
  publish("1", subject);
  ASSERT_TRUE(comes_true([&] { return seen().size() == 2; }));
  EXPECT_FALSE(second->settle("orders", 0ms)) << "who stands by can't tell";
  EXPECT_TRUE(comes_true([&] {
    return second->delivered("orders") > 0 &&
           second->delivered("orders") == first->delivered("orders");
  })) << "but knows what may be pruned";
  first->stop();
  publish("2", subject);
  ASSERT_TRUE(comes_true([&] { return seen().size() == 3; }));
  second->stop();
  EXPECT_EQ(seen(), (std::vector<std::string>{"a0", "a1", "b2"}));
}

TEST_F(NatsFaults, stopping_relays_what_was_committed) {
  server_.start();
  start();
  publish_numbers(0, 300, Uuid::make());
  ASSERT_TRUE(comes_true([&] { return !seen().empty(); })) << "the relay is connected";
  log_->stop();
  EXPECT_EQ(log_->unrelayed("orders"), 0);
}

TEST(Lease, has_one_holder_until_its_time_is_over) {
  const testing::TemporaryFolder folder;
  testing::ManualClock clock;
  const auto database = db::open_sqlite({.path = folder.path("a.db"), .synchronous_full = false});
  database->migrate(events_migrations());
  Lease one(clock, *database, "relay", "one", 5s);
  Lease two(clock, *database, "relay", "two", 5s);
  EXPECT_TRUE(one.hold());
  EXPECT_FALSE(two.hold());
  clock.advance(6s);
  EXPECT_TRUE(two.hold());
  two.release();
  Lease three(clock, *database, "relay", "three", 5s);
  EXPECT_TRUE(three.hold());
  clock.advance(-1h);
  Lease four(clock, *database, "relay", "four", 5s);
  EXPECT_TRUE(four.hold()) << "the clock jumped back: a time far ahead binds nobody";
}

TEST(Lease, is_always_held_by_who_is_alone) {
  testing::ManualClock clock;
  const testing::TemporaryFolder folder;
  const auto database = db::open_sqlite({.path = folder.path("a.db"), .synchronous_full = false});
  Lease lease(clock, *database, "relay", "one", 0ms);
  EXPECT_TRUE(lease.hold());
  lease.release();
}

TEST(NatsOptions, that_can_not_work_are_refused_at_once) {
  const testing::ManualClock clock;
  NatsOptions options;
  options.ca_file = "/nowhere/ca.pem";
  EXPECT_THROW(make_nats_log(clock, options), std::runtime_error);
}

/// A server that wants a password, TLS and our certificate.
class NatsSecurity : public EventLogFixture {
 protected:
  NatsSecurity()
      : EventLogFixture([this](const Clock& clock, DeliveryOptions delivery) {
          options_.delivery = delivery;
          return make_nats_log(clock, options_);
        }) {
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=ca "
        "-keyout ca.key -out ca.pem");
    for (const std::string name : {"server", "client"}) {
      openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + name +
              " -addext subjectAltName=IP:127.0.0.1 -keyout " + name + ".key -out " + name +
              ".csr");
      openssl("x509 -req -days 2 -copy_extensions copy -in " + name +
              ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -out " + name + ".pem");
    }
    server_ = std::make_unique<testing::NatsServer>(
        fmt::format("authorization {{ user: microflow, password: \"a long password\" }}\n"
                    "tls {{ cert_file: \"{0}/server.pem\", key_file: \"{0}/server.key\", ca_file: "
                    "\"{0}/ca.pem\", verify: true }}",
                    certificates_.path()));
    server_->start();
    options_ = {.servers = {server_->url()},
                .user = "microflow",
                .password = "a long password",
                .tls = true,
                .ca_file = certificates_.path("ca.pem"),
                .certificate_file = certificates_.path("client.pem"),
                .key_file = certificates_.path("client.key")};
  }

  void openssl(const std::string& arguments) {
    const auto command =
        fmt::format("cd '{}' && openssl {} >openssl.log 2>&1", certificates_.path(), arguments);
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }

  testing::TemporaryFolder certificates_;
  std::unique_ptr<testing::NatsServer> server_;
  NatsOptions options_;
};

TEST_F(NatsSecurity, the_right_password_and_certificate_open_the_door) {
  start();
  publish("0");
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 1));
}

TEST_F(NatsSecurity, thousands_of_events_pass_and_outlive_the_server) {
  start();
  const auto subject = Uuid::make();
  for (int i = 0; i < 3000; ++i) {
    publish(std::to_string(i), i % 2 == 0 ? subject : Uuid::make());
    if (i % 1000 == 500) {
      server_->kill();
      server_->start();
    }
  }
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 3000));
}

TEST_F(NatsSecurity, a_wrong_password_does_not_and_nothing_is_lost) {
  options_.password = "a wrong password";
  start();
  publish("0");
  EXPECT_TRUE(comes_true([&] { return !log_->settle("orders", 0ms); }));
  log_->stop();
  EXPECT_EQ(log_->unrelayed("orders"), 1);
  options_.password = "a long password";
  restart();
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), numbers(0, 1));
}

TEST_F(NatsSecurity, a_server_that_we_do_not_trust_is_not_told_anything) {
  options_.ca_file.clear();
  start();
  publish("0");
  EXPECT_TRUE(comes_true([&] { return !log_->settle("orders", 0ms); }));
  log_->stop();
  EXPECT_EQ(log_->unrelayed("orders"), 1);
}

}  // namespace
}  // namespace mf::events
