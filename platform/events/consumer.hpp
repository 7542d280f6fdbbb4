// A consumer: what one service does with other services' events. Each effect and the record that it
// happened are one unit of work, so that an event delivered twice takes effect once.
#pragma once

#include "platform/db/database.hpp"
#include "platform/events/event.hpp"

#include <functional>
#include <string>
#include <vector>

namespace mf::events {

/// An error that it returns, or an exception, makes the event a dead letter after the retries.
using Handler = std::function<Result<void>(db::Unit&, const Event&)>;

struct Subscription {
  std::string type;  // "order.created", "order.*" or "*"
  Handler handler;
};

struct Consumer {
  std::string name;  // the service
  std::vector<Subscription> subscriptions;

  /// The handler for `type`, or null.
  const Handler* find(std::string_view type) const;
};

/// True if the pattern ("order.*", "*", "order.created") names the type.
bool matches(std::string_view pattern, std::string_view type);

/// Takes one event in: skips it if the inbox knows it, else runs the handler and records it.
/// Call it inside the unit that also moves the cursor. What the handler causes belongs to `trace`:
/// telemetry::current_traceparent() within it.
Result<void> take_in(db::Unit& unit, const Consumer& consumer, const Event& event, Timestamp now,
                     std::string_view trace);

/// True if the event was taken in, or buried.
bool knows(db::Session& session, Uuid event);

struct DeadLetter {
  Event event;
  std::string error;
  Timestamp at;
};
void bury(db::Unit& unit, const Event& event, const std::string& error, Timestamp now);
std::vector<DeadLetter> dead_letters(db::Session& session, int limit);
std::int64_t count_dead_letters(db::Session& session);
/// Runs the handler again; on success the letter is gone. 404 for an unknown one.
Result<void> replay(db::Database& database, const Consumer& consumer, Uuid event, Timestamp now);

std::int64_t cursor_of(db::Session& session, const std::string& source);
void move_cursor(db::Unit& unit, const std::string& source, std::int64_t seq);
/// Forgets ids older than `before`: the log redelivers only what is younger.
std::int64_t prune_inbox(db::Unit& unit, Timestamp before);

}  // namespace mf::events
