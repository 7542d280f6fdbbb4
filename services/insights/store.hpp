// All SQL of insights. Functions take a session or unit and give domain values; the caller's unit
// decides what belongs together. Full-text search hides here.
#pragma once

#include "platform/db/database.hpp"
#include "services/insights/domain.hpp"
#include "services/insights/reading.hpp"

namespace mf::insights::store {

/// A place in the history, for the next page.
struct Place {
  Timestamp time;
  Uuid id;
  std::int64_t seq = 0;
};

struct HistoryFilter {
  Period period;
  std::optional<std::string> type;  // "order.created", or "order.*"
  std::optional<OrderId> order;
  std::optional<UserId> actor;
  std::vector<std::string> words;  // folded; all of them, each from its beginning
  Reach reach;
  std::optional<Place> after;
};

struct Found {
  Entry entry;
  Place place;
};

/// Newest first by the event's time; a search for words gives its hits in the order in which they
/// were heard of.
std::vector<Found> history(db::Session& session, const HistoryFilter& filter, int limit);

/// Adds it. False if the history has it already.
bool remember(db::Unit& unit, const Entry& entry);
/// Fills in where an order lies, in what was heard before the order itself.
void note_place(db::Unit& unit, const contracts::OrderFacts& order);
/// What happened after `seq`, in the order in which it was heard of; the last seq goes to `seq`.
std::vector<events::Event> heard_after(db::Session& session, std::int64_t& seq, int limit);

void empty_projections(db::Unit& unit);
bool knows_order(db::Session& session, OrderId order);
/// Keeps the newest picture of an order: the highest version, of one version the latest event.
void keep_order(db::Unit& unit, const contracts::OrderFacts& order, const events::Event& told_by);
void keep_milestone(db::Unit& unit, const Reached& reached);
void keep_assignment(db::Unit& unit, const AssignmentFact& fact, const events::Event& told_by);
void keep_progress(db::Unit& unit, const ProgressFact& fact, const events::Event& told_by);
std::int64_t count_orders(db::Session& session);

struct ReportFilter {
  Period period;
  std::optional<ZoneId> zone;
  std::optional<OrderTypeId> type;
  Reach reach;
};

Summary summary(db::Session& session, const ReportFilter& filter);

}  // namespace mf::insights::store
