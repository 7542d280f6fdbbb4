// The taking in of events by one consumer, the same for every log: a batch is one unit of work;
// what fails in it is tried alone, with growing pauses, and buried at last. Knows how far the
// consumer has come in every place that the log counts. take(), load(), reset() and save() on the
// consumer's own thread, the rest on any.
#pragma once

#include "platform/core/time.hpp"
#include "platform/events/log.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <span>
#include <stop_token>

namespace mf::events {

/// How far the consumer is in something that counts up: an outbox, a stream.
struct Place {
  std::string name;
  std::int64_t at = 0;
};

/// An event as a log hands it over, and where the consumer is once it has taken it in.
struct Delivered {
  Event event;
  std::vector<Place> places;
};

class Intake {
 public:
  Intake(const Clock& clock, DeliveryOptions options, Consumer consumer, db::Database& database);

  /// Reads the places as they were written down.
  void load(const std::vector<std::string>& names);
  /// Sets a place, also back, and writes it down.
  void reset(const std::string& name, std::int64_t at);
  /// Takes the batch in. False if it was told to stop before the end; throws if the database fails.
  bool take(std::span<const Delivered> batch, const std::stop_token& stop);
  /// Writes down what batches without concern for this consumer moved.
  void save();

  /// True if it was taken in, or buried.
  bool knows(Uuid event) const;

  std::int64_t at(const std::string& name) const;
  bool wait_for(const std::string& name, std::int64_t at,
                std::chrono::steady_clock::time_point deadline) const;

  const Consumer& consumer() const { return consumer_; }
  const DeliveryOptions& options() const { return options_; }

 private:
  using Places = std::map<std::string, std::int64_t>;

  bool take_together(std::span<const Delivered> batch, bool twice);
  bool take_alone(const Delivered& delivered, const std::stop_token& stop);
  /// Nothing if it was taken in, else why not.
  std::optional<std::string> attempt(const Delivered& delivered, const Places& places);
  bool bury_it(const Delivered& delivered, const Places& places, const std::string& why);
  /// Where the consumer is after the batch, never further back than it was, and what is not written
  /// down of how it came here.
  Places after(std::span<const Delivered> batch) const;
  void moved(const Places& places, bool written);

  const Clock& clock_;
  const DeliveryOptions options_;
  const Consumer consumer_;
  db::Database& database_;
  int batches_ = 0;
  Places written_;  // as the database has them

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Places at_;
};

}  // namespace mf::events
