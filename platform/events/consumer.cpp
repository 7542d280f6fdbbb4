#include "platform/events/consumer.hpp"

#include "platform/telemetry/trace.hpp"

namespace mf::events {
namespace {

constexpr db::Sql k_record =
    "INSERT INTO inbox (id, at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
constexpr db::Sql k_knows =
    "SELECT id FROM inbox WHERE id = $1 UNION ALL SELECT id FROM dead_letters WHERE id = $1";
constexpr db::Sql k_cursor = "SELECT seq FROM cursors WHERE source = $1";
constexpr db::Sql k_move =
    "INSERT INTO cursors (source, seq) VALUES ($1, $2) ON CONFLICT (source) DO UPDATE SET seq = "
    "excluded.seq";
constexpr db::Sql k_bury =
    "INSERT INTO dead_letters (id, source, type, subject, time, traceparent, data, error, at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
    "ON CONFLICT (id) DO UPDATE SET error = excluded.error, at = excluded.at";
constexpr db::Sql k_letters =
    "SELECT id, source, type, subject, time, traceparent, data, error, at FROM dead_letters ORDER "
    "BY at LIMIT $1";
constexpr db::Sql k_letter =
    "SELECT id, source, type, subject, time, traceparent, data, error, at FROM dead_letters WHERE "
    "id = $1";
constexpr db::Sql k_count_letters = "SELECT COUNT(*) FROM dead_letters";
constexpr db::Sql k_unbury = "DELETE FROM dead_letters WHERE id = $1";
constexpr db::Sql k_prune = "DELETE FROM inbox WHERE at < $1";

DeadLetter read_letter(const db::Row& row) {
  return {{.id = row.uuid(0),
           .source = row.text(1),
           .type = row.text(2),
           .subject = row.uuid(3),
           .time = row.time(4),
           .traceparent = row.text(5),
           .data = row.text(6)},
          row.text(7),
          row.time(8)};
}

}  // namespace

bool matches(std::string_view pattern, std::string_view type) {
  if (pattern == "*") {
    return true;
  }
  if (pattern.ends_with(".*")) {
    return type.starts_with(pattern.substr(0, pattern.size() - 1));
  }
  return pattern == type;
}

const Handler* Consumer::find(std::string_view type) const {
  for (const auto& subscription : subscriptions) {
    if (matches(subscription.type, type)) {
      return &subscription.handler;
    }
  }
  return nullptr;
}

Result<void> take_in(db::Unit& unit, const Consumer& consumer, const Event& event, Timestamp now,
                     std::string_view trace) {
  const Handler* handler = consumer.find(event.type);
  if (handler == nullptr) {
    return {};
  }
  if (unit.execute(k_record, {event.id, now}) == 0) {
    return {};  // it came before
  }
  const telemetry::TraceScope scope(trace, consumer.name);
  return (*handler)(unit, event);
}

bool knows(db::Session& session, Uuid event) {
  return session.one(k_knows, {event}, [](const db::Row& row) { return row.uuid(0); }).has_value();
}

void bury(db::Unit& unit, const Event& event, const std::string& error, Timestamp now) {
  unit.execute(k_bury, {event.id, event.source, event.type, event.subject, event.time,
                        event.traceparent, event.data, error, now});
}

std::vector<DeadLetter> dead_letters(db::Session& session, int limit) {
  return session.all(k_letters, {limit}, read_letter);
}

std::int64_t count_dead_letters(db::Session& session) {
  return session.one(k_count_letters, {}, [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

Result<void> replay(db::Database& database, const Consumer& consumer, Uuid event, Timestamp now) {
  return database.write([&](db::Unit& unit) -> Result<void> {
    const auto letter = unit.one(k_letter, {event}, read_letter);
    if (!letter) {
      return not_found("dead letter");
    }
    auto done = take_in(unit, consumer, letter->event, now, letter->event.traceparent);
    if (done) {
      unit.execute(k_unbury, {event});
    }
    return done;
  });
}

std::int64_t cursor_of(db::Session& session, const std::string& source) {
  return session.one(k_cursor, {source}, [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

void move_cursor(db::Unit& unit, const std::string& source, std::int64_t seq) {
  unit.execute(k_move, {source, seq});
}

std::int64_t prune_inbox(db::Unit& unit, Timestamp before) {
  return unit.execute(k_prune, {before});
}

}  // namespace mf::events
