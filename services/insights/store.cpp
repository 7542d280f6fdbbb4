#include "services/insights/store.hpp"

#include "platform/core/text.hpp"

#include <bit>
#include <cmath>
#include <limits>

namespace mf::insights::store {
namespace {

// ---- history

constexpr db::Sql k_remember = R"(
  INSERT INTO history (id, source, type, subject, time, traceparent, data, actor_id, actor_name,
    order_id, order_code, customer_id, zone_id, technician_id, summary)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
    COALESCE($12, (SELECT customer_id FROM order_facts WHERE order_id = $10)),
    COALESCE($13, (SELECT zone_id FROM order_facts WHERE order_id = $10)), $14, $15)
  ON CONFLICT (id) DO NOTHING RETURNING seq)";
constexpr db::Sql k_index_words = "INSERT INTO history_search (rowid, words) VALUES ($1, $2)";
// The words are folded and cut before they come to PostgreSQL: its parser would cut otherwise.
constexpr db::Sql k_index_words_postgres =
    "INSERT INTO history_search (seq, words) VALUES ($1, array_to_tsvector(string_to_array($2, ' '"
    ")))";
constexpr db::Sql k_note_place = R"(
  UPDATE history SET zone_id = $2, customer_id = COALESCE(customer_id, $3)
  WHERE order_id = $1 AND zone_id IS NULL)";
constexpr db::Sql k_heard_after = R"(
  SELECT seq, id, source, type, subject, time, traceparent, data
  FROM history WHERE seq > $1 ORDER BY seq LIMIT $2)";

// {path} names the index to go by, {zones} the caller's reach.
constexpr db::Sql k_history = R"(
  SELECT h.seq, h.id, h.source, h.type, h.subject, h.time, h.traceparent, h.data, h.actor_id,
    h.actor_name, h.order_id, h.order_code, h.customer_id, h.zone_id, h.technician_id, h.summary
  FROM history h
  WHERE {path} h.time >= $1 AND h.time < $2 AND (h.time, h.id) < ($6, $7)
    AND (h.order_id = $3 OR $3 IS NULL) AND (h.actor_id = $4 OR $4 IS NULL)
    AND (h.type LIKE $5 ESCAPE '\' OR $5 IS NULL) AND {zones}
  ORDER BY h.time DESC, h.id DESC LIMIT $8)";
constexpr db::Sql k_search = R"(
  SELECT h.seq, h.id, h.source, h.type, h.subject, h.time, h.traceparent, h.data, h.actor_id,
    h.actor_name, h.order_id, h.order_code, h.customer_id, h.zone_id, h.technician_id, h.summary
  FROM history_search s CROSS JOIN history h ON h.seq = s.rowid
  WHERE s.history_search MATCH $6 AND s.rowid < $7 AND h.time >= $1 AND h.time < $2
    AND (h.order_id = $3 OR $3 IS NULL) AND (h.actor_id = $4 OR $4 IS NULL)
    AND (h.type LIKE $5 ESCAPE '\' OR $5 IS NULL) AND {zones}
  ORDER BY s.rowid DESC LIMIT $8)";
constexpr db::Sql k_search_postgres = R"(
  SELECT h.seq, h.id, h.source, h.type, h.subject, h.time, h.traceparent, h.data, h.actor_id,
    h.actor_name, h.order_id, h.order_code, h.customer_id, h.zone_id, h.technician_id, h.summary
  FROM history_search s JOIN history h ON h.seq = s.seq
  WHERE s.words @@ CAST($6 AS tsquery) AND s.seq < $7 AND h.time >= $1 AND h.time < $2
    AND (h.order_id = $3 OR $3 IS NULL) AND (h.actor_id = $4 OR $4 IS NULL)
    AND (h.type LIKE $5 ESCAPE '\' OR $5 IS NULL) AND {zones}
  ORDER BY s.seq DESC LIMIT $8)";
constexpr std::string_view k_by_order = "h.order_id = $3 AND";
constexpr std::string_view k_by_actor = "h.actor_id = $4 AND";
constexpr std::string_view k_by_type = "h.type = $5 AND";

// ---- projections

constexpr std::array<db::Sql, 3> k_empty{"DELETE FROM order_facts", "DELETE FROM assignment_facts",
                                         "DELETE FROM progress_facts"};
constexpr db::Sql k_knows_order = "SELECT 1 FROM order_facts WHERE order_id = $1 AND version > 0";
constexpr db::Sql k_count_orders = "SELECT COUNT(*) FROM order_facts WHERE version > 0";
constexpr db::Sql k_keep_order = R"(
  INSERT INTO order_facts (order_id, version, told_at, told_by, code, status, customer_id, zone_id,
    zone_name, type_id, type_name, priority, technician_id, technician_name, created_at,
    created_day)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  ON CONFLICT (order_id) DO UPDATE SET version = excluded.version, told_at = excluded.told_at,
    told_by = excluded.told_by, code = excluded.code, status = excluded.status,
    customer_id = excluded.customer_id, zone_id = excluded.zone_id, zone_name = excluded.zone_name,
    type_id = excluded.type_id, type_name = excluded.type_name, priority = excluded.priority,
    technician_id = excluded.technician_id, technician_name = excluded.technician_name,
    created_at = excluded.created_at, created_day = excluded.created_day
  WHERE order_facts.version = 0
    OR (excluded.version, excluded.told_at, excluded.told_by)
      > (order_facts.version, order_facts.told_at, order_facts.told_by))";

// By Milestone. The first of several moments counts for a beginning, the last for an end.
constexpr db::Sql k_assigned = R"(
  INSERT INTO order_facts (order_id, version, assigned_at) VALUES ($1, 0, $2)
  ON CONFLICT (order_id) DO UPDATE SET assigned_at = excluded.assigned_at
  WHERE order_facts.assigned_at IS NULL OR excluded.assigned_at < order_facts.assigned_at)";
constexpr db::Sql k_started = R"(
  INSERT INTO order_facts (order_id, version, started_at) VALUES ($1, 0, $2)
  ON CONFLICT (order_id) DO UPDATE SET started_at = excluded.started_at
  WHERE order_facts.started_at IS NULL OR excluded.started_at < order_facts.started_at)";
constexpr db::Sql k_work_done = R"(
  INSERT INTO order_facts (order_id, version, work_done_at) VALUES ($1, 0, $2)
  ON CONFLICT (order_id) DO UPDATE SET work_done_at = excluded.work_done_at
  WHERE order_facts.work_done_at IS NULL OR excluded.work_done_at > order_facts.work_done_at)";
constexpr db::Sql k_marked_done = R"(
  INSERT INTO order_facts (order_id, version, marked_done_at) VALUES ($1, 0, $2)
  ON CONFLICT (order_id) DO UPDATE SET marked_done_at = excluded.marked_done_at
  WHERE order_facts.marked_done_at IS NULL
    OR excluded.marked_done_at > order_facts.marked_done_at)";
constexpr std::array k_milestones = std::to_array<std::pair<Milestone, db::Sql>>({
    {Milestone::assigned, k_assigned},
    {Milestone::started, k_started},
    {Milestone::work_done, k_work_done},
    {Milestone::marked_done, k_marked_done},
});

constexpr db::Sql k_keep_assignment = R"(
  INSERT INTO assignment_facts (event_id, order_id, technician_id, technician_name, at)
  VALUES ($1, $2, $3, $4, $5) ON CONFLICT (event_id) DO NOTHING)";
constexpr db::Sql k_keep_progress = R"(
  INSERT INTO progress_facts (progress_id, told_at, told_by, order_id, technician_id,
    technician_name, at, minutes)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (progress_id) DO UPDATE SET told_at = excluded.told_at, told_by = excluded.told_by,
    at = excluded.at, minutes = excluded.minutes
  WHERE (excluded.told_at, excluded.told_by) > (progress_facts.told_at, progress_facts.told_by))";

// ---- reports: $1 from, $2 to, $3 zone, $4 type; {visible} is k_visible, with zones from $5 on

constexpr std::string_view k_visible =
    "o.version > 0 AND (o.zone_id = $3 OR $3 IS NULL) AND (o.type_id = $4 OR $4 IS NULL) "
    "AND {zones}";
constexpr db::Sql k_by_status = R"(
  SELECT o.status, NULL, COUNT(*) FROM order_facts o
  WHERE o.created_at >= $1 AND o.created_at < $2 AND {visible}
  GROUP BY o.status ORDER BY o.status)";
constexpr db::Sql k_by_order_type = R"(
  SELECT o.type_id, MAX(o.type_name), COUNT(*) FROM order_facts o
  WHERE o.created_at >= $1 AND o.created_at < $2 AND {visible}
  GROUP BY o.type_id ORDER BY 2, 1)";
constexpr db::Sql k_by_zone = R"(
  SELECT o.zone_id, MAX(o.zone_name), COUNT(*) FROM order_facts o
  WHERE o.created_at >= $1 AND o.created_at < $2 AND {visible}
  GROUP BY o.zone_id ORDER BY COALESCE(MAX(o.zone_name), ''), 1)";
constexpr db::Sql k_by_day = R"(
  SELECT o.created_day, NULL, COUNT(*) FROM order_facts o
  WHERE o.created_at >= $1 AND o.created_at < $2 AND {visible}
  GROUP BY o.created_day ORDER BY o.created_day)";
constexpr db::Sql k_by_priority = R"(
  SELECT o.priority, NULL, COUNT(*) FROM order_facts o
  WHERE o.created_at >= $1 AND o.created_at < $2 AND {visible}
  GROUP BY o.priority ORDER BY o.priority)";

// Of {end} after the order's creation, in microseconds: count, mean, median, 90th percentile.
constexpr db::Sql k_spread = R"(
  WITH measured AS (
    SELECT CASE WHEN {end} > o.created_at THEN {end} - o.created_at ELSE 0 END AS v
    FROM order_facts o
    WHERE o.created_at >= $1 AND o.created_at < $2 AND {end} IS NOT NULL AND {visible}),
  ranked AS (
    SELECT v, ROW_NUMBER() OVER (ORDER BY v) AS n, COUNT(*) OVER () AS c FROM measured)
  SELECT COUNT(*), AVG(v), AVG(CASE WHEN n IN ((c + 1) / 2, (c + 2) / 2) THEN v END),
    MAX(CASE WHEN n = (9 * c + 9) / 10 THEN v END)
  FROM ranked)";
constexpr std::string_view k_assigned_at = "o.assigned_at";
constexpr std::string_view k_started_at = "o.started_at";
/// A reopened order has no end until it is done again.
constexpr std::string_view k_finished_at =
    "(CASE WHEN o.status IN ('completed', 'closed') "
    "THEN COALESCE(o.work_done_at, o.marked_done_at) END)";

constexpr db::Sql k_technicians = R"(
  SELECT technician_id, MAX(name), CAST(SUM(assigned) AS BIGINT), CAST(SUM(completed) AS BIGINT),
    CAST(SUM(spent) AS BIGINT)
  FROM (
    SELECT a.technician_id AS technician_id, MAX(a.technician_name) AS name,
      COUNT(DISTINCT a.order_id) AS assigned, 0 AS completed, 0 AS spent
    FROM assignment_facts a JOIN order_facts o ON o.order_id = a.order_id
    WHERE a.at >= $1 AND a.at < $2 AND {visible}
    GROUP BY a.technician_id
    UNION ALL
    SELECT o.technician_id, MAX(o.technician_name), 0, COUNT(*), 0
    FROM order_facts o
    WHERE COALESCE(o.work_done_at, o.marked_done_at) >= $1
      AND COALESCE(o.work_done_at, o.marked_done_at) < $2
      AND o.status IN ('completed', 'closed') AND o.technician_id IS NOT NULL AND {visible}
    GROUP BY o.technician_id
    UNION ALL
    SELECT p.technician_id, MAX(p.technician_name), 0, 0, SUM(p.minutes)
    FROM progress_facts p JOIN order_facts o ON o.order_id = p.order_id
    WHERE p.at >= $1 AND p.at < $2 AND {visible}
    GROUP BY p.technician_id) AS loads
  GROUP BY technician_id ORDER BY 2, 1)";

std::string fill(std::string sql, std::string_view mark, std::string_view with) {
  for (auto at = sql.find(mark); at != std::string::npos; at = sql.find(mark, at + with.size())) {
    sql.replace(at, mark.size(), with);
  }
  return sql;
}

/// `column IN ($n, …)` for the caller's zones, and their values after `values`. The places are
/// rounded up, so that few different statements are ever prepared; what is over holds an id that no
/// zone has.
std::string zones_of(const Reach& reach, std::string_view column, std::vector<db::Value>& values) {
  if (reach.everything) {
    return "1 = 1";
  }
  if (reach.zones.empty()) {
    return "1 = 0";
  }
  const std::size_t places = std::bit_ceil(reach.zones.size());
  std::string list;
  for (std::size_t i = 0; i < places; ++i) {
    values.emplace_back(i < reach.zones.size() ? reach.zones[i].value : Uuid{});
    list += fmt::format("{}${}", i == 0 ? "" : ", ", values.size());
  }
  return fmt::format("{} IN ({})", column, list);
}

/// "order.*" as a LIKE pattern; "_" is a letter here.
std::optional<std::string> pattern_of(const std::optional<std::string>& type) {
  if (!type) {
    return std::nullopt;
  }
  if (!type->ends_with("*")) {
    return type;
  }
  std::string pattern;
  for (const char c : type->substr(0, type->size() - 1)) {
    pattern += c == '_' || c == '%' || c == '\\' ? std::string{'\\', c} : std::string{c};
  }
  return pattern + "%";
}

/// The index that narrows most.
std::string_view path_of(const HistoryFilter& filter) {
  if (filter.order) {
    return k_by_order;
  }
  if (filter.actor) {
    return k_by_actor;
  }
  return filter.type && !filter.type->ends_with("*") ? k_by_type : std::string_view{};
}

/// All of the words, each perhaps only begun. They hold letters and digits.
std::string match_of(db::Engine engine, const std::vector<std::string>& words) {
  const bool postgres = engine == db::Engine::postgres;
  std::string match;
  for (const auto& word : words) {
    match += match.empty() ? "" : postgres ? " & " : " AND ";
    match += postgres ? fmt::format("'{}':*", word) : fmt::format("\"{}\"*", word);
  }
  return match;
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

Found read_found(const db::Row& row) {
  Found found;
  Entry& entry = found.entry;
  entry.event = {.id = row.uuid(1),
                 .source = row.text(2),
                 .type = row.text(3),
                 .subject = row.uuid(4),
                 .time = row.time(5),
                 .traceparent = row.text(6),
                 .data = row.text(7)};
  entry.actor = row.opt_id<UserId>(8);
  entry.actor_name = row.text(9);
  entry.order = row.opt_id<OrderId>(10);
  entry.order_code = row.opt_text(11);
  entry.customer = row.opt_id<CustomerId>(12);
  entry.zone = row.opt_id<ZoneId>(13);
  entry.technician = row.opt_id<UserId>(14);
  entry.summary = row.text(15);
  found.place = {entry.event.time, entry.event.id, row.integer(0)};
  return found;
}

Uuid highest_id() {
  Uuid id;
  id.bytes.fill(0xff);
  return id;
}

/// The queries of one report: all with the same parameters.
class Report {
  template <class F>
  auto all(std::string sql, F read) {
    return session_.all(fill(std::move(sql), "{visible}", visible_), db::Parameters{values_},
                        std::move(read));
  }

 public:
  Report(db::Session& session, const ReportFilter& filter)
      : session_(session), values_{filter.period.from, filter.period.to, filter.zone, filter.type} {
    visible_ =
        fill(std::string(k_visible), "{zones}", zones_of(filter.reach, "o.zone_id", values_));
  }

  /// `ids`: the keys are ids and not words.
  std::vector<Share> shares(db::Sql sql, bool ids) {
    return all(std::string(sql), [&](const db::Row& row) {
      Share share{.name = row.opt_text(1), .orders = row.integer(2)};
      if (!row.is_null(0)) {
        share.key = ids ? row.uuid(0).to_string() : row.text(0);
      }
      return share;
    });
  }

  Spread spread(std::string_view end) {
    const auto in_minutes = [](std::optional<double> micros) -> std::optional<double> {
      return micros ? std::optional{std::round(*micros / 6'000'000.0) / 10.0} : std::nullopt;
    };
    const auto rows = all(fill(std::string(k_spread), "{end}", end), [&](const db::Row& row) {
      return Spread{row.integer(0), in_minutes(row.opt_number(1)), in_minutes(row.opt_number(2)),
                    in_minutes(row.opt_number(3))};
    });
    return rows.front();
  }

  std::vector<Load> technicians() {
    return all(std::string(k_technicians), [](const db::Row& row) {
      return Load{row.id<UserId>(0), row.text(1), row.integer(2), row.integer(3),
                  minutes{row.integer(4)}};
    });
  }

 private:
  db::Session& session_;
  std::vector<db::Value> values_;
  std::string visible_;
};

}  // namespace

std::vector<Found> history(db::Session& session, const HistoryFilter& filter, int limit) {
  const bool searching = !filter.words.empty();
  // The next page starts where the last one ended, also for the index: of two bounds it takes only
  // one.
  const bool later = filter.after && !searching && filter.after->time < filter.period.to;
  const auto to = later ? filter.after->time + std::chrono::microseconds{1} : filter.period.to;
  std::vector<db::Value> values{filter.period.from, to, filter.order, filter.actor,
                                pattern_of(filter.type)};
  if (searching) {
    values.emplace_back(match_of(session.engine(), filter.words));
    values.emplace_back(filter.after ? filter.after->seq
                                     : std::numeric_limits<std::int64_t>::max());
  } else {
    values.emplace_back(filter.after ? filter.after->time : Timestamp::max());
    values.emplace_back(filter.after ? filter.after->id : highest_id());
  }
  values.emplace_back(limit);
  const bool postgres = session.engine() == db::Engine::postgres;
  const db::Sql search = postgres ? k_search_postgres : k_search;
  std::string sql = fill(std::string(searching ? search : k_history), "{path}", path_of(filter));
  sql = fill(std::move(sql), "{zones}", zones_of(filter.reach, "h.zone_id", values));
  return session.all(sql, db::Parameters{values}, read_found);
}

bool remember(db::Unit& unit, const Entry& entry) {
  const auto& event = entry.event;
  const auto seq =
      unit.one(k_remember,
               {event.id, event.source, event.type, event.subject, event.time, event.traceparent,
                event.data, entry.actor, entry.actor_name, entry.order, entry.order_code,
                entry.customer, entry.zone, entry.technician, entry.summary},
               [](const db::Row& row) { return row.integer(0); });
  if (!seq) {
    return false;
  }
  if (unit.engine() == db::Engine::postgres) {
    unit.execute(k_index_words_postgres, {*seq, joined(fold_words(entry.words))});
  } else {
    unit.execute(k_index_words, {*seq, entry.words});
  }
  return true;
}

void note_place(db::Unit& unit, const contracts::OrderFacts& order) {
  unit.execute(k_note_place, {order.id, order.zone, order.customer});
}

std::vector<events::Event> heard_after(db::Session& session, std::int64_t& seq, int limit) {
  return session.all(k_heard_after, {seq, limit}, [&](const db::Row& row) {
    seq = row.integer(0);
    return events::Event{.id = row.uuid(1),
                         .source = row.text(2),
                         .type = row.text(3),
                         .subject = row.uuid(4),
                         .time = row.time(5),
                         .traceparent = row.text(6),
                         .data = row.text(7)};
  });
}

void empty_projections(db::Unit& unit) {
  for (const auto sql : k_empty) {
    unit.execute(sql);
  }
}

bool knows_order(db::Session& session, OrderId order) {
  return session.one(k_knows_order, {order}, [](const db::Row&) { return true; }).has_value();
}

void keep_order(db::Unit& unit, const contracts::OrderFacts& order, const events::Event& told_by) {
  const std::string day = to_text(to_local(order.created_at, order.time_zone).day);
  unit.execute(k_keep_order,
               {order.id, order.version, told_by.time, told_by.id, order.code, order.status,
                order.customer, order.zone, order.zone_name, order.type, order.type_name,
                order.priority, order.technician, order.technician_name, order.created_at, day});
}

void keep_milestone(db::Unit& unit, const Reached& reached) {
  for (const auto& [milestone, sql] : k_milestones) {
    if (milestone == reached.milestone) {
      unit.execute(sql, {reached.order, reached.at});
    }
  }
}

void keep_assignment(db::Unit& unit, const AssignmentFact& fact, const events::Event& told_by) {
  unit.execute(k_keep_assignment,
               {told_by.id, fact.order, fact.technician, fact.technician_name, told_by.time});
}

void keep_progress(db::Unit& unit, const ProgressFact& fact, const events::Event& told_by) {
  unit.execute(k_keep_progress, {fact.progress, told_by.time, told_by.id, fact.order,
                                 fact.technician, fact.technician_name, fact.at, fact.spent});
}

std::int64_t count_orders(db::Session& session) {
  return session.one(k_count_orders, {}, [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

Summary summary(db::Session& session, const ReportFilter& filter) {
  Report report(session, filter);
  Summary out;
  out.by_status = report.shares(k_by_status, false);
  out.by_type = report.shares(k_by_order_type, true);
  out.by_zone = report.shares(k_by_zone, true);
  out.by_day = report.shares(k_by_day, false);
  out.by_priority = report.shares(k_by_priority, false);
  out.time_to_assign = report.spread(k_assigned_at);
  out.time_to_start = report.spread(k_started_at);
  out.time_to_finish = report.spread(k_finished_at);
  out.technicians = report.technicians();
  for (const auto& share : out.by_status) {
    out.orders += share.orders;
  }
  for (const auto& load : out.technicians) {
    out.progress += load.spent;
  }
  return out;
}

}  // namespace mf::insights::store
