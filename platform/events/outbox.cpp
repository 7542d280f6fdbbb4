#include "platform/events/outbox.hpp"

#include <stdexcept>

namespace mf::events {
namespace {

constexpr db::Sql k_append =
    "INSERT INTO outbox (id, type, subject, time, traceparent, data) VALUES ($1, $2, $3, $4, $5, "
    "$6)";
constexpr db::Sql k_read =
    "SELECT seq, id, type, subject, time, traceparent, data FROM outbox WHERE seq > $1 ORDER BY "
    "seq LIMIT $2";
constexpr db::Sql k_count_after = "SELECT COUNT(*) FROM outbox WHERE seq > $1";
constexpr db::Sql k_find = "SELECT seq FROM outbox WHERE id = $1";
constexpr db::Sql k_last = "SELECT COALESCE(MAX(seq), 0) FROM outbox";
constexpr db::Sql k_prune =
    "DELETE FROM outbox WHERE time < $1 AND seq <= $2 AND seq < (SELECT MAX(seq) FROM outbox)";

// PostgreSQL's units commit side by side, so places that are counted up would not become visible
// in their order, and a reader would pass by the late ones. There a place is the number of the
// unit's transaction and then of the event in it, and the outbox is read up to the oldest
// transaction that still runs. outbox_base keeps places growing where a server counts from anew.
constexpr int k_bits_in_unit = 20;
constexpr db::Sql k_append_postgres =
    "INSERT INTO outbox (id, type, subject, time, traceparent, data, seq) VALUES ($1, $2, $3, $4, "
    "$5, $6, ((CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT) + (SELECT base FROM "
    "outbox_base)) "
    "<< 20) + CAST($7 AS BIGINT))";
constexpr db::Sql k_read_postgres =
    "SELECT seq, id, type, subject, time, traceparent, data, seq < "
    "((CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT) + "
    "(SELECT base FROM outbox_base)) << 20) "
    "FROM outbox WHERE seq > $1 ORDER BY seq LIMIT $2";
constexpr db::Sql k_behind =
    "SELECT (COALESCE(MAX(seq), 0) >> 20) + 1 - CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT) "
    "- (SELECT base FROM outbox_base) FROM outbox";
constexpr db::Sql k_catch_up = "UPDATE outbox_base SET base = base + $1";

constexpr const char* k_outbox_sqlite = R"sql(
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id UUID NOT NULL UNIQUE,
  type TEXT NOT NULL,
  subject UUID NOT NULL,
  time BIGINT NOT NULL,
  traceparent TEXT NOT NULL,
  data TEXT NOT NULL
);
CREATE TABLE inbox (
  id UUID PRIMARY KEY,
  at BIGINT NOT NULL
) WITHOUT ROWID;
)sql";

constexpr const char* k_outbox_postgres = R"sql(
CREATE TABLE outbox (
  seq BIGINT PRIMARY KEY,
  id UUID NOT NULL UNIQUE,
  type TEXT NOT NULL,
  subject UUID NOT NULL,
  time BIGINT NOT NULL,
  traceparent TEXT NOT NULL,
  data TEXT NOT NULL
);
CREATE TABLE inbox (
  id UUID PRIMARY KEY,
  at BIGINT NOT NULL
);
CREATE TABLE outbox_base (base BIGINT NOT NULL);
INSERT INTO outbox_base (base) VALUES (0);
)sql";

constexpr const char* k_schema = R"sql(
CREATE INDEX outbox_time ON outbox (time);
CREATE INDEX inbox_at ON inbox (at);

CREATE TABLE cursors (
  source TEXT PRIMARY KEY,
  seq BIGINT NOT NULL
);

CREATE TABLE dead_letters (
  id UUID PRIMARY KEY,
  source TEXT NOT NULL,
  type TEXT NOT NULL,
  subject UUID NOT NULL,
  time BIGINT NOT NULL,
  traceparent TEXT NOT NULL,
  data TEXT NOT NULL,
  error TEXT NOT NULL,
  at BIGINT NOT NULL
);
)sql";

// Which of several replicas does what only one should.
constexpr const char* k_leases = R"sql(
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until BIGINT NOT NULL
);
)sql";

}  // namespace

std::vector<db::Migration> events_migrations() {
  const std::string tables(k_schema);
  return {{"0000_events", k_outbox_sqlite + tables, db::Engine::sqlite},
          {"0000_events", k_outbox_postgres + tables, db::Engine::postgres},
          {"0000_leases", k_leases}};
}

void append(db::Unit& unit, const Event& event) {
  std::vector<db::Value> values{event.id,   event.type,        event.subject,
                                event.time, event.traceparent, event.data};
  const int place = unit.mark_events();
  if (unit.engine() == db::Engine::postgres) {
    if (place >= 1 << k_bits_in_unit) {
      throw std::logic_error("too many events in one unit of work");
    }
    values.emplace_back(place);
  }
  unit.execute(unit.engine() == db::Engine::postgres ? k_append_postgres : k_append, values);
}

std::vector<Stored> read_outbox(db::Session& session, const std::string& source, std::int64_t after,
                                int limit, bool* unsettled) {
  const bool side_by_side = session.engine() == db::Engine::postgres;
  std::vector<Stored> found;
  bool settled = true;
  session.run(side_by_side ? k_read_postgres : k_read, {after, limit}, [&](const db::Row& row) {
    settled = settled && (!side_by_side || row.boolean(7));
    if (settled) {
      found.push_back({row.integer(0), Event{.id = row.uuid(1),
                                             .source = source,
                                             .type = row.text(2),
                                             .subject = row.uuid(3),
                                             .time = row.time(4),
                                             .traceparent = row.text(5),
                                             .data = row.text(6)}});
    }
  });
  if (unsettled != nullptr) {
    *unsettled = !settled;
  }
  return found;
}

std::int64_t count_after(db::Session& session, std::int64_t seq) {
  return session.one(k_count_after, {seq}, [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

void prepare_outbox(db::Database& database) {
  if (database.engine() != db::Engine::postgres) {
    return;
  }
  const auto done = database.write([](db::Unit& unit) -> Result<void> {
    const auto behind =
        unit.one(k_behind, {}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
    if (behind > 0) {
      unit.execute(k_catch_up, {behind});
    }
    return {};
  });
  if (!done) {
    throw std::runtime_error("the outbox could not be prepared: " + done.error().detail);
  }
}

bool in_outbox(db::Session& session, Uuid event) {
  return session.one(k_find, {event}, [](const db::Row& row) { return row.integer(0); })
      .has_value();
}

std::int64_t last_seq(db::Session& session) {
  return session.one(k_last, {}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

std::int64_t prune_outbox(db::Unit& unit, Timestamp before, std::int64_t delivered) {
  return unit.execute(k_prune, {before, delivered});
}

}  // namespace mf::events
