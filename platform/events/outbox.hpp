// The outbox: events are appended in the transaction of their cause, and relayed after its commit.
// The tables (events_migrations) stand in every service's own database.
#pragma once

#include "platform/db/database.hpp"
#include "platform/events/event.hpp"

#include <vector>

namespace mf::events {

/// Outbox, inbox, cursors and dead letters.
std::vector<db::Migration> events_migrations();

/// Appends and marks the unit, so that consumers are woken by the commit.
void append(db::Unit& unit, const Event& event);

struct Stored {
  std::int64_t seq = 0;  // its place in the outbox of its source
  Event event;
};

/// Up to `limit` events after `seq`, in order. `source` is written into each. Where units commit
/// side by side, one may be left out, with all after it, until those before it have ended:
/// `unsettled` tells so.
std::vector<Stored> read_outbox(db::Session& session, const std::string& source, std::int64_t after,
                                int limit, bool* unsettled = nullptr);
/// How many events there are after `seq`.
std::int64_t count_after(db::Session& session, std::int64_t seq);
/// Before the first event of this process: sees to it that places go on growing in a database that
/// was moved to another server.
void prepare_outbox(db::Database& database);
/// True if the event was published here and is not pruned yet.
bool in_outbox(db::Session& session, Uuid event);
/// The place of the newest event; 0 for none.
std::int64_t last_seq(db::Session& session);
/// Deletes what is older than `before` and stands at or before `delivered`; the newest stays, so
/// that places go on. Returns how many.
std::int64_t prune_outbox(db::Unit& unit, Timestamp before, std::int64_t delivered);

}  // namespace mf::events
