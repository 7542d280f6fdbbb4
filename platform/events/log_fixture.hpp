// A producer "orders" and a consumer "mirror" that writes each event down, each with its own
// database, and a log between them: for the contract that every log keeps and for tests of one.
#pragma once

#include "platform/events/log.hpp"
#include "platform/events/outbox.hpp"
#include "platform/telemetry/log.hpp"
#include "platform/testing/comes_true.hpp"
#include "platform/testing/manual_clock.hpp"
#include "platform/testing/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace mf::events {

using namespace std::chrono_literals;

using LogMaker =
    std::function<std::unique_ptr<EventLog>(const Clock& clock, DeliveryOptions options)>;

/// The producer, the consumer and the log between them; tests of one adapter use it as well.
class EventLogFixture : public ::testing::Test {
 protected:
  explicit EventLogFixture(LogMaker make) : make_(std::move(make)) {
    telemetry::set_log_level(telemetry::Level::off);
    open();
  }
  ~EventLogFixture() override {
    if (log_) {
      log_->stop();
    }
    telemetry::set_log_level(telemetry::Level::info);
  }

  void open() {
    orders_ = db::open_sqlite({.path = folder_.path("orders.db"), .synchronous_full = false});
    mirror_ = db::open_sqlite({.path = folder_.path("mirror.db"), .synchronous_full = false});
    orders_->migrate(events_migrations());
    mirror_->migrate(events_migrations());
    const std::vector<db::Migration> own{{"0001_seen",
                                          "CREATE TABLE seen (place INTEGER PRIMARY KEY, subject "
                                          "UUID NOT NULL, data TEXT NOT NULL)"}};
    mirror_->migrate(own);
  }

  void start(DeliveryOptions options = {}, const std::string& pattern = "order.*") {
    log_ = make_(clock_, options);
    log_->add_source("orders", *orders_);
    log_->add_consumer({"mirror",
                        {{pattern,
                          [this](db::Unit& unit, const Event& event) {
                            ++calls_;
                            return handle_(unit, event);
                          }}}},
                       *mirror_);
    log_->start();
  }

  /// As a process that ends and starts again.
  void restart() {
    log_->stop();
    log_.reset();
    open();
    start();
  }

  static Result<void> note(db::Unit& unit, const Event& event) {
    unit.execute("INSERT INTO seen (subject, data) VALUES ($1, $2)", {event.subject, event.data});
    return {};
  }

  Event publish(const std::string& data, Uuid subject = Uuid::make(),
                const std::string& type = "order.created") {
    Event event{.source = "orders",
                .type = type,
                .subject = subject,
                .time = clock_.now(),
                .traceparent = "",
                .data = data};
    EXPECT_TRUE(orders_->write([&](db::Unit& unit) -> Result<void> {
      append(unit, event);
      return {};
    }));
    return event;
  }

  std::vector<std::string> seen() {
    return mirror_->read([](db::Session& session) {
      return session.all("SELECT data FROM seen ORDER BY place", {},
                         [](const db::Row& row) { return row.text(0); });
    });
  }

  std::vector<DeadLetter> letters() {
    return mirror_->read([](db::Session& session) { return dead_letters(session, 100); });
  }

  /// A log that has trouble says so at once: the time is the test's.
  bool settle() {
    return testing::comes_true([this] { return log_->settle("orders", 1s); });
  }

  LogMaker make_;
  testing::TemporaryFolder folder_;
  testing::ManualClock clock_;
  std::unique_ptr<db::Database> orders_;
  std::unique_ptr<db::Database> mirror_;
  std::function<Result<void>(db::Unit&, const Event&)> handle_ = note;
  std::atomic<int> calls_ = 0;
  std::unique_ptr<EventLog> log_;
};

}  // namespace mf::events
