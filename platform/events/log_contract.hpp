// What every event log must do. A test binary includes this once and instantiates the suite for
// each adapter:
//
//   INSTANTIATE_TEST_SUITE_P(Nats, EventLogContract, ::testing::Values(Adapter{…}), adapter_name);
//
// Each test gets an empty log of its own. Order is only looked at within a subject.
#pragma once

#include "platform/events/log_fixture.hpp"

#include <latch>

namespace mf::events {

struct Adapter {
  std::string name;
  /// A maker of logs over what one empty broker keeps, which lives as long as the maker.
  std::function<LogMaker()> fresh;
};

inline std::string adapter_name(const ::testing::TestParamInfo<Adapter>& info) {
  return info.param.name;
}

class EventLogContract : public EventLogFixture, public ::testing::WithParamInterface<Adapter> {
 protected:
  EventLogContract() : EventLogFixture(GetParam().fresh()) {}
};

TEST_P(EventLogContract, delivers_what_was_committed_before_and_after_its_start) {
  const auto subject = Uuid::make();
  publish("1", subject);
  start();
  publish("2", subject);
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), (std::vector<std::string>{"1", "2"}));
}

TEST_P(EventLogContract, hands_an_event_over_as_it_was_published) {
  std::optional<Event> got;
  handle_ = [&](db::Unit&, const Event& event) -> Result<void> {
    got = event;
    return {};
  };
  start();
  const auto event = publish(R"({"name":"Inés"})");
  ASSERT_TRUE(settle());
  EXPECT_EQ(got, event);
}

TEST_P(EventLogContract, never_delivers_what_was_rolled_back) {
  start();
  EXPECT_FALSE(orders_->write([&](db::Unit& unit) -> Result<void> {
    append(unit, {.source = "orders",
                  .type = "order.created",
                  .subject = {},
                  .time = {},
                  .traceparent = "",
                  .data = "1"});
    return fail(ErrorKind::conflict, "no", "No.");
  }));
  publish("2");
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), std::vector<std::string>{"2"});
}

TEST_P(EventLogContract, takes_an_event_in_once_although_it_is_delivered_twice) {
  for (int i = 0; i < 50; ++i) {
    publish(std::to_string(i));
  }
  start({.batch = 8, .attempts = 3, .redeliver_every = 1});
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen().size(), 50U);
  EXPECT_EQ(calls_, 50);
}

TEST_P(EventLogContract, keeps_the_order_within_a_subject) {
  const std::vector<Uuid> subjects{Uuid::make(), Uuid::make(), Uuid::make()};
  start({.batch = 7, .attempts = 3, .redeliver_every = 2});
  for (int i = 0; i < 300; ++i) {
    publish(std::to_string(i), subjects[static_cast<std::size_t>(i) % 3]);
  }
  ASSERT_TRUE(settle());
  for (const auto& subject : subjects) {
    const auto places = mirror_->read([&](db::Session& session) {
      return session.all("SELECT data FROM seen WHERE subject = $1 ORDER BY place", {subject},
                         [](const db::Row& row) { return std::stoi(row.text(0)); });
    });
    EXPECT_EQ(places.size(), 100U);
    EXPECT_TRUE(std::is_sorted(places.begin(), places.end()));
  }
}

TEST_P(EventLogContract, skips_what_nobody_asked_for) {
  start();
  publish("1", Uuid::make(), "user.updated");
  publish("2");
  publish("3", Uuid::make(), "user.updated");
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), std::vector<std::string>{"2"});
  EXPECT_EQ(log_->lag("mirror"), 0);
}

TEST_P(EventLogContract, buries_what_fails_after_its_attempts_and_goes_on) {
  std::atomic<int> tries = 0;
  handle_ = [&](db::Unit& unit, const Event& event) -> Result<void> {
    if (event.data == R"("poison")") {
      unit.execute("INSERT INTO seen (subject, data) VALUES ($1, $2)",
                   {event.subject, "half an effect"});
      ++tries;
      return fail(ErrorKind::invalid, "bad_event", "This can never work.");
    }
    return note(unit, event);
  };
  const auto subject = Uuid::make();
  publish("1", subject);
  const auto poison = publish(R"("poison")", subject);
  publish("2", subject);
  start();
  ASSERT_TRUE(settle());
  publish("3", subject);
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(tries, 1 + 3) << "once with its batch, then alone";
  const auto buried = letters();
  ASSERT_EQ(buried.size(), 1U);
  EXPECT_EQ(buried[0].event, poison);
  EXPECT_EQ(buried[0].error, "bad_event: This can never work.");
  EXPECT_EQ(buried[0].at, clock_.now());
}

TEST_P(EventLogContract, buries_what_throws) {
  handle_ = [](db::Unit& unit, const Event& event) -> Result<void> {
    if (event.data == R"("poison")") {
      throw std::runtime_error("a bug");
    }
    return note(unit, event);
  };
  start();
  publish(R"("poison")");
  publish("1");
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), std::vector<std::string>{"1"});
  ASSERT_EQ(letters().size(), 1U);
  EXPECT_EQ(letters()[0].error, "a bug");
}

TEST_P(EventLogContract, tries_again_what_fails_for_a_moment) {
  handle_ = [&](db::Unit& unit, const Event& event) -> Result<void> {
    if (calls_ < 3) {
      return fail(ErrorKind::unavailable, "busy", "Not now.");
    }
    return note(unit, event);
  };
  start();
  publish("1");
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), std::vector<std::string>{"1"});
  EXPECT_TRUE(letters().empty());
}

TEST_P(EventLogContract, replays_a_dead_letter_when_its_reason_is_gone) {
  std::atomic<bool> mended = false;
  handle_ = [&](db::Unit& unit, const Event& event) -> Result<void> {
    return mended ? note(unit, event) : Result<void>(fail(ErrorKind::invalid, "bad", "Bad."));
  };
  start();
  const auto event = publish("1");
  ASSERT_TRUE(settle());
  const Consumer* consumer = log_->consumer("mirror");
  ASSERT_NE(consumer, nullptr);

  EXPECT_FALSE(replay(*mirror_, *consumer, event.id, clock_.now()));
  EXPECT_EQ(letters().size(), 1U) << "what fails again stays";
  EXPECT_EQ(mirror_->read(count_dead_letters), 1);
  mended = true;
  EXPECT_TRUE(replay(*mirror_, *consumer, event.id, clock_.now()));
  EXPECT_TRUE(letters().empty());
  EXPECT_EQ(mirror_->read(count_dead_letters), 0);
  EXPECT_EQ(seen(), std::vector<std::string>{"1"});
  const auto again = replay(*mirror_, *consumer, event.id, clock_.now());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::not_found);
}

TEST_P(EventLogContract, goes_on_after_a_restart_where_it_was) {
  const auto subject = Uuid::make();
  start();
  publish("1", subject);
  publish("2", subject);
  ASSERT_TRUE(settle());
  log_->stop();
  publish("3", subject);
  restart();
  publish("4", subject);
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), (std::vector<std::string>{"1", "2", "3", "4"}));
  EXPECT_EQ(calls_, 4) << "nothing was delivered anew";
}

TEST_P(EventLogContract, settles_when_the_effects_are_there_and_not_before) {
  std::latch go_on(1);
  handle_ = [&](db::Unit& unit, const Event& event) -> Result<void> {
    go_on.wait();
    return note(unit, event);
  };
  start();
  publish("1");
  EXPECT_FALSE(log_->settle("orders", 30ms));
  EXPECT_EQ(log_->lag("mirror"), 1);
  go_on.count_down();
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), std::vector<std::string>{"1"});
  EXPECT_EQ(log_->lag("mirror"), 0);
}

TEST_P(EventLogContract, settles_at_once_where_nothing_was_published) {
  start();
  EXPECT_TRUE(log_->settle("orders", 0ms));
  EXPECT_TRUE(log_->settle("nobody", 0ms));
}

TEST_P(EventLogContract, serves_several_consumers_each_at_its_own_pace) {
  std::latch go_on(1);
  handle_ = [&](db::Unit& unit, const Event& event) -> Result<void> {
    go_on.wait();
    return note(unit, event);
  };
  std::atomic<int> heard = 0;
  auto quick = db::open_sqlite({.path = folder_.path("quick.db"), .synchronous_full = false});
  quick->migrate(events_migrations());
  log_ = make_(clock_, {});
  log_->add_source("orders", *orders_);
  log_->add_consumer({"mirror", {{"*", handle_}}}, *mirror_);
  log_->add_consumer({"quick",
                      {{"*",
                        [&](db::Unit&, const Event&) -> Result<void> {
                          ++heard;
                          return {};
                        }}}},
                     *quick);
  log_->start();
  publish("1");
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (log_->lag("quick") > 0 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  EXPECT_EQ(heard, 1);
  EXPECT_EQ(log_->lag("mirror"), 1);
  go_on.count_down();
  EXPECT_TRUE(settle());
  log_->stop();
  log_.reset();
}

TEST_P(EventLogContract, keeps_places_when_the_outbox_is_pruned) {
  const auto subject = Uuid::make();
  start();
  for (int i = 0; i < 5; ++i) {
    publish(std::to_string(i), subject);
  }
  ASSERT_TRUE(settle());
  log_->stop();
  clock_.advance(1h);
  const auto pruned = orders_->write([&](db::Unit& unit) -> Result<std::int64_t> {
    return prune_outbox(unit, clock_.now(), log_->delivered("orders"));
  });
  EXPECT_EQ(pruned.value(), 4) << "the newest stays, so that places go on";
  publish("5", subject);
  restart();
  ASSERT_TRUE(settle());
  EXPECT_EQ(seen(), (std::vector<std::string>{"0", "1", "2", "3", "4", "5"}));
  EXPECT_EQ(orders_->read([](db::Session& session) { return last_seq(session); }), 6);
}

TEST_P(EventLogContract, forgets_old_ids_of_its_inbox) {
  start();
  publish("1");
  ASSERT_TRUE(settle());
  clock_.advance(1h);
  publish("2");
  ASSERT_TRUE(settle());
  const auto forgotten = mirror_->write(
      [&](db::Unit& unit) -> Result<std::int64_t> { return prune_inbox(unit, clock_.now()); });
  EXPECT_EQ(forgotten.value(), 1);
}

TEST_P(EventLogContract, an_id_is_published_once) {
  const auto event = publish("1");
  const auto again = orders_->write([&](db::Unit& unit) -> Result<void> {
    append(unit, event);
    return {};
  });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::conflict);
}

}  // namespace mf::events
