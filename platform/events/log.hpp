// The event log port, and the embedded one: the outboxes themselves are the log, and each consumer
// reads on from its own cursor on a thread of its own, woken by the producers' commits. The one
// over NATS stands in nats_log.hpp. Made, started and stopped from one thread; the rest from any.
#pragma once

#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/events/consumer.hpp"

#include <chrono>
#include <memory>

namespace mf::events {

class EventLog {
 public:
  virtual ~EventLog() = default;

  /// Before start(): a service that publishes, with the database of its outbox.
  virtual void add_source(const std::string& source, db::Database& database) = 0;
  /// Before start(): a service that consumes, with its own database.
  virtual void add_consumer(Consumer consumer, db::Database& database) = 0;
  virtual void start() = 0;
  /// Returns when no handler runs any more. What is undelivered is delivered after the next start.
  virtual void stop() = 0;

  /// Waits until every consumer has taken in what `source` has committed by now. False if that took
  /// longer.
  virtual bool settle(const std::string& source, std::chrono::milliseconds deadline) = 0;
  /// The place in `source`'s outbox up to which everybody has taken in: what may be pruned.
  virtual std::int64_t delivered(const std::string& source) const = 0;
  /// Events that `consumer` has not taken in yet.
  virtual std::int64_t lag(const std::string& consumer) const = 0;
  /// Events of `source` that have not left its outbox yet, where they have to.
  virtual std::int64_t unrelayed(const std::string& /*source*/) const { return 0; }
  virtual const Consumer* consumer(const std::string& name) const = 0;
};

/// How a consumer takes events in.
struct DeliveryOptions {
  int batch = 200;                      // events of one unit of work
  int attempts = 3;                     // then the event is a dead letter
  std::chrono::milliseconds pause{20};  // after the first attempt; twice as long after each other
  int redeliver_every = 0;              // tests: each n-th batch is delivered twice
};

std::unique_ptr<EventLog> make_in_process_log(const Clock& clock, DeliveryOptions options = {});

}  // namespace mf::events
