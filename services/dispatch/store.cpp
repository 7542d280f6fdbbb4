#include "services/dispatch/store.hpp"

#include "platform/core/text.hpp"
#include "platform/json/codec.hpp"

#include <stdexcept>

namespace mf::dispatch {
namespace {

// People and technicians

constexpr db::Sql k_find_person = "SELECT id, name, active, technician FROM people WHERE id = $1";
constexpr db::Sql k_save_person =
    "INSERT INTO people (id, name, active, technician) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (id) DO UPDATE SET name = excluded.name, active = excluded.active, "
    "technician = excluded.technician";

constexpr db::Sql k_find_technician =
    "SELECT t.id, t.name, t.time_zone, t.enabled, t.active, t.version, t.created_at, t.updated_at, "
    "(SELECT COUNT(*) FROM visits v WHERE v.technician_id = t.id AND v.open) "
    "FROM technicians t WHERE t.id = $1 AND ($2 OR t.id = $3)";
constexpr db::Sql k_list_technicians =
    "SELECT t.id, t.name, t.time_zone, t.enabled, t.active, t.version, t.created_at, t.updated_at, "
    "(SELECT COUNT(*) FROM visits v WHERE v.technician_id = t.id AND v.open) "
    "FROM technicians t WHERE (t.folded, t.id) > ($1, $2) AND ($3 OR t.id = $4) "
    "AND t.folded LIKE $5 ESCAPE '\\' "
    "AND (t.active = $6 OR $6 IS NULL) "
    "AND (EXISTS (SELECT 1 FROM technician_zones z "
    "WHERE z.technician_id = t.id AND z.zone_id = $7) OR $7 IS NULL) "
    "AND (EXISTS (SELECT 1 FROM technician_skills s "
    "WHERE s.technician_id = t.id AND s.specialty_id = $8) OR $8 IS NULL) "
    "ORDER BY t.folded, t.id LIMIT $9";
constexpr db::Sql k_roster =
    "SELECT t.id, t.name, t.time_zone, t.enabled, t.active, t.version, t.created_at, t.updated_at, "
    "(SELECT COUNT(*) FROM visits v WHERE v.technician_id = t.id AND v.open) "
    "FROM technicians t WHERE t.active ORDER BY t.id";

constexpr db::Sql k_zones_of =
    "SELECT technician_id, zone_id FROM technician_zones WHERE technician_id = $1 ORDER BY zone_id";
constexpr db::Sql k_skills_of =
    "SELECT technician_id, specialty_id, name, level, held_from, held_to FROM technician_skills "
    "WHERE technician_id = $1 ORDER BY name, specialty_id, held_from";
constexpr db::Sql k_shifts_of =
    "SELECT technician_id, weekday, from_minute, to_minute FROM technician_shifts "
    "WHERE technician_id = $1 ORDER BY weekday, from_minute";
constexpr db::Sql k_all_zones =
    "SELECT technician_id, zone_id FROM technician_zones ORDER BY zone_id";
constexpr db::Sql k_all_skills =
    "SELECT technician_id, specialty_id, name, level, held_from, held_to FROM technician_skills "
    "ORDER BY name, specialty_id, held_from";
constexpr db::Sql k_all_shifts =
    "SELECT technician_id, weekday, from_minute, to_minute FROM technician_shifts "
    "ORDER BY weekday, from_minute";

constexpr db::Sql k_insert_technician =
    "INSERT INTO technicians (id, name, folded, time_zone, enabled, active, version, created_at, "
    "updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
constexpr db::Sql k_update_technician =
    "UPDATE technicians SET name = $2, folded = $3, time_zone = $4, enabled = $5, active = $6, "
    "version = $7, updated_at = $8 WHERE id = $1 AND version = $7 - 1";
constexpr db::Sql k_clear_zones = "DELETE FROM technician_zones WHERE technician_id = $1";
constexpr db::Sql k_clear_skills = "DELETE FROM technician_skills WHERE technician_id = $1";
constexpr db::Sql k_clear_shifts = "DELETE FROM technician_shifts WHERE technician_id = $1";
constexpr db::Sql k_add_zone =
    "INSERT INTO technician_zones (technician_id, zone_id) VALUES ($1, $2) "
    "ON CONFLICT (technician_id, zone_id) DO NOTHING";
constexpr db::Sql k_add_skill =
    "INSERT INTO technician_skills (technician_id, specialty_id, name, level, held_from, held_to) "
    "VALUES ($1, $2, $3, $4, $5, $6)";
constexpr db::Sql k_add_shift =
    "INSERT INTO technician_shifts (technician_id, weekday, from_minute, to_minute) "
    "VALUES ($1, $2, $3, $4)";

// Orders

constexpr db::Sql k_find_order = "SELECT facts FROM orders WHERE id = $1";
// The caller's zones come as one text of ids, so that there is one statement for any number of
// them.
constexpr db::Sql k_find_order_within =
    "SELECT facts FROM orders WHERE id = $1 AND ($2 OR $3 LIKE '%' || zone_key || '%')";
constexpr db::Sql k_save_order =
    "INSERT INTO orders (id, version, status, zone_key, facts) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status, "
    "zone_key = excluded.zone_key, facts = excluded.facts WHERE orders.version <= excluded.version";

// Visits

constexpr db::Sql k_open_visit =
    "SELECT id, order_id, order_code, title, technician_id, technician_name, assignment_id, state, "
    "window_from, window_to, created_at, started_at, ended_at FROM visits WHERE order_id = $1 AND "
    "open";
constexpr db::Sql k_open_visits_of =
    "SELECT id, order_id, order_code, title, technician_id, technician_name, assignment_id, state, "
    "window_from, window_to, created_at, started_at, ended_at FROM visits "
    "WHERE technician_id = $1 AND open ORDER BY starts_at, id";
constexpr db::Sql k_insert_visit =
    "INSERT INTO visits (id, order_id, order_code, title, technician_id, technician_name, "
    "assignment_id, state, open, window_from, window_to, starts_at, created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
constexpr db::Sql k_end_visit =
    "UPDATE visits SET state = $2, open = $3, ended_at = $4 WHERE id = $1 AND open";
constexpr db::Sql k_note_visit_state =
    "UPDATE visits SET state = $3, reported_at = $4, started_at = COALESCE(started_at, $4) "
    "WHERE order_id = $1 AND technician_id = $2 AND open "
    "AND (reported_at <= $4 OR reported_at IS NULL)";
constexpr db::Sql k_set_visit_window =
    "UPDATE visits SET window_from = $2, window_to = $3, starts_at = COALESCE($2, created_at) "
    "WHERE order_id = $1 AND open";
constexpr db::Sql k_reopen_visit =
    "UPDATE visits SET state = $3, open = $4, ended_at = NULL WHERE id = (SELECT id FROM visits "
    "WHERE order_id = $1 AND technician_id = $2 ORDER BY created_at DESC, id DESC LIMIT 1)";
// One statement for each filter that an index serves; parameters 1 to 8 are the same in all.
constexpr db::Sql k_list_visits =
    "SELECT id, order_id, order_code, title, technician_id, technician_name, assignment_id, state, "
    "window_from, window_to, created_at, started_at, ended_at FROM visits "
    "WHERE (starts_at, id) > ($1, $2) AND starts_at >= $3 AND starts_at < $4 "
    "AND (state = $5 OR $5 IS NULL) "
    "AND ($7 OR EXISTS (SELECT 1 FROM orders o WHERE o.id = visits.order_id "
    "AND $8 LIKE '%' || o.zone_key || '%')) ORDER BY starts_at, id LIMIT $6";
constexpr db::Sql k_list_visits_in_state =
    "SELECT id, order_id, order_code, title, technician_id, technician_name, assignment_id, state, "
    "window_from, window_to, created_at, started_at, ended_at FROM visits "
    "WHERE (starts_at, id) > ($1, $2) AND starts_at >= $3 AND starts_at < $4 "
    "AND state = $5 "
    "AND ($7 OR EXISTS (SELECT 1 FROM orders o WHERE o.id = visits.order_id "
    "AND $8 LIKE '%' || o.zone_key || '%')) ORDER BY starts_at, id LIMIT $6";
constexpr db::Sql k_list_visits_of_technician =
    "SELECT id, order_id, order_code, title, technician_id, technician_name, assignment_id, state, "
    "window_from, window_to, created_at, started_at, ended_at FROM visits "
    "WHERE (starts_at, id) > ($1, $2) AND starts_at >= $3 AND starts_at < $4 "
    "AND (state = $5 OR $5 IS NULL) AND technician_id = $9 "
    "AND ($7 OR EXISTS (SELECT 1 FROM orders o WHERE o.id = visits.order_id "
    "AND $8 LIKE '%' || o.zone_key || '%')) ORDER BY starts_at, id LIMIT $6";
constexpr db::Sql k_list_visits_of_order =
    "SELECT id, order_id, order_code, title, technician_id, technician_name, assignment_id, state, "
    "window_from, window_to, created_at, started_at, ended_at FROM visits "
    "WHERE (starts_at, id) > ($1, $2) AND starts_at >= $3 AND starts_at < $4 "
    "AND (state = $5 OR $5 IS NULL) AND order_id = $9 AND (technician_id = $10 OR $10 IS NULL) "
    "AND ($7 OR EXISTS (SELECT 1 FROM orders o WHERE o.id = visits.order_id "
    "AND $8 LIKE '%' || o.zone_key || '%')) "
    "ORDER BY starts_at, id LIMIT $6";

// Decisions

constexpr db::Sql k_insert_assignment =
    "INSERT INTO assignments (id, order_id, visit_id, technician_id, technician_name, replaces_id, "
    "mode, algorithm, reason, window_from, window_to, by_id, by_name, at, candidates) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
constexpr db::Sql k_find_assignment =
    "SELECT id, order_id, visit_id, technician_id, technician_name, replaces_id, mode, algorithm, "
    "reason, window_from, window_to, by_id, by_name, at FROM assignments WHERE id = $1";
constexpr db::Sql k_list_assignments =
    "SELECT id, order_id, visit_id, technician_id, technician_name, replaces_id, mode, algorithm, "
    "reason, window_from, window_to, by_id, by_name, at, candidates FROM assignments "
    "WHERE order_id = $1 AND (at, id) > ($2, $3) ORDER BY at, id LIMIT $4";

// The queue

constexpr db::Sql k_enqueue =
    "INSERT INTO queue (order_id, reason, reasons, urgency, since, tried_at) "
    "VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (order_id) DO UPDATE SET reason = "
    "excluded.reason, "
    "reasons = excluded.reasons, urgency = excluded.urgency, tried_at = excluded.tried_at";
constexpr db::Sql k_dequeue = "DELETE FROM queue WHERE order_id = $1";
constexpr db::Sql k_set_urgency = "UPDATE queue SET urgency = $2 WHERE order_id = $1";
constexpr db::Sql k_find_waiting =
    "SELECT order_id, reason, reasons, since FROM queue WHERE order_id = $1";
constexpr db::Sql k_count_waiting = "SELECT COUNT(*) FROM queue";
constexpr db::Sql k_most_urgent =
    "SELECT order_id FROM queue WHERE reason = $1 ORDER BY urgency, since, order_id LIMIT $2";
constexpr db::Sql k_longest_untried =
    "SELECT order_id FROM queue WHERE reason = $1 ORDER BY tried_at, order_id LIMIT $2";
constexpr db::Sql k_list_waiting =
    "SELECT q.order_id, q.reason, q.reasons, q.since, q.urgency, o.facts "
    "FROM queue q JOIN orders o ON o.id = q.order_id "
    "WHERE (q.urgency, q.since, q.order_id) > ($1, $2, $3) AND (q.reason = $4 OR $4 IS NULL) "
    "AND ($5 OR $6 LIKE '%' || o.zone_key || '%') "
    "ORDER BY q.urgency, q.since, q.order_id LIMIT $7";

constexpr Timestamp k_before_all{std::chrono::microseconds{-1}};
constexpr Timestamp k_after_all{
    std::chrono::microseconds{std::numeric_limits<std::int64_t>::max()}};

/// What this service wrote itself reads back, or the database is broken.
/// Members that a later version added do not matter.
template <class T>
T read_json(std::string_view text) {
  auto value = json::decode<T>(text, json::Unknown::ignore);
  if (!value) {
    throw std::logic_error("a stored document is not readable: " + value.error().detail);
  }
  return std::move(*value);
}

std::vector<std::string> read_sentences(std::string_view text) {
  std::vector<std::string> sentences;
  if (const auto dom = json::Dom::parse(text); dom && dom->is_array()) {
    for (std::size_t i = 0; i < dom->size(); ++i) {
      sentences.emplace_back(dom->at(i).string());
    }
  }
  return sentences;
}

std::optional<Window> read_window(const db::Row& row, int column) {
  if (row.is_null(column)) {
    return std::nullopt;
  }
  return Window{row.time(column), row.time(column + 1)};
}

std::optional<Timestamp> from_of(const std::optional<Window>& window) {
  return window ? std::optional{window->from} : std::nullopt;
}

std::optional<Timestamp> to_of(const std::optional<Window>& window) {
  return window ? std::optional{window->to} : std::nullopt;
}

OrderFacts read_order(const db::Row& row) {
  return read_json<OrderFacts>(row.view(0));
}

Technician read_technician(const db::Row& row) {
  return {.id = row.id<UserId>(0),
          .name = row.text(1),
          .zones = {},
          .skills = {},
          .shifts = {},
          .time_zone = row.text(2),
          .enabled = row.boolean(3),
          .active = row.boolean(4),
          .version = row.integer(5),
          .created_at = row.time(6),
          .updated_at = row.time(7),
          .open_visits = static_cast<int>(row.integer(8))};
}

Skill read_skill(const db::Row& row) {
  Skill skill{.specialty = row.id<SpecialtyId>(1),
              .name = row.text(2),
              .level = static_cast<int>(row.integer(3)),
              .from = parse_day(row.view(4)).value(),
              .to = {}};
  if (!row.is_null(5)) {
    skill.to = parse_day(row.view(5));
  }
  return skill;
}

Shift read_shift(const db::Row& row) {
  return {static_cast<Weekday>(row.integer(1)), minutes{row.integer(2)}, minutes{row.integer(3)}};
}

Visit read_visit(const db::Row& row) {
  return {.id = row.id<VisitId>(0),
          .order = row.id<OrderId>(1),
          .order_code = row.text(2),
          .title = row.text(3),
          .technician = row.id<UserId>(4),
          .technician_name = row.text(5),
          .assignment = row.id<AssignmentId>(6),
          .state = row.name<VisitState>(7),
          .window = read_window(row, 8),
          .created_at = row.time(10),
          .started_at = row.opt_time(11),
          .ended_at = row.opt_time(12)};
}

Assignment read_assignment(const db::Row& row) {
  return {.id = row.id<AssignmentId>(0),
          .order = row.id<OrderId>(1),
          .visit = row.id<VisitId>(2),
          .technician = row.id<UserId>(3),
          .technician_name = row.text(4),
          .replaces = row.opt_id<UserId>(5),
          .mode = row.name<AssignmentMode>(6),
          .algorithm = row.text(7),
          .reason = row.opt_text(8),
          .window = read_window(row, 9),
          .by = {row.opt_id<UserId>(11), row.text(12)},
          .at = row.time(13)};
}

Waiting read_waiting(const db::Row& row) {
  return {row.id<OrderId>(0), row.name<WaitReason>(1), read_sentences(row.view(2)), row.time(3)};
}

/// `text` inside a LIKE pattern: what has a meaning there is taken literally.
std::string contains_pattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') {
      pattern += '\\';
    }
    pattern += c;
  }
  return pattern + "%";
}

void load_details(db::Session& session, Technician& technician) {
  technician.zones = session.all(k_zones_of, {technician.id},
                                 [](const db::Row& row) { return row.id<ZoneId>(1); });
  technician.skills = session.all(k_skills_of, {technician.id}, read_skill);
  technician.shifts = session.all(k_shifts_of, {technician.id}, read_shift);
}

void write_details(db::Unit& unit, const Technician& technician) {
  for (const auto& zone : technician.zones) {
    unit.execute(k_add_zone, {technician.id, zone});
  }
  for (const auto& skill : technician.skills) {
    const auto to = skill.to ? std::optional{to_text(*skill.to)} : std::nullopt;
    unit.execute(k_add_skill, {technician.id, skill.specialty, skill.name, skill.level,
                               to_text(skill.from), to});
  }
  for (const auto& shift : technician.shifts) {
    unit.execute(k_add_shift,
                 {technician.id, static_cast<int>(shift.weekday), shift.from, shift.to});
  }
}

}  // namespace

Territory territory_of(const auth::Scope& scope, const std::vector<ZoneId>& zones) {
  Territory territory{scope.all, ""};
  if (scope.zone) {
    for (const auto& zone : zones) {
      territory.zones += (territory.zones.empty() ? "" : ",") + zone.to_string();
    }
  }
  return territory;
}

std::optional<Person> find_person(db::Session& session, UserId id) {
  return session.one(k_find_person, {id}, [](const db::Row& row) {
    return Person{row.id<UserId>(0), row.text(1), row.boolean(2), row.boolean(3)};
  });
}

void save_person(db::Unit& unit, const Person& person) {
  unit.execute(k_save_person, {person.id, person.name, person.active, person.technician});
}

std::optional<Technician> find_technician(db::Session& session, UserId id, const Viewer& viewer) {
  auto technician = session.one(k_find_technician, {id, viewer.all, viewer.self}, read_technician);
  if (technician) {
    load_details(session, *technician);
  }
  return technician;
}

std::vector<Technician> list_technicians(db::Session& session, const TechnicianFilter& filter,
                                         const Viewer& viewer, const AfterName& after, int limit) {
  auto page =
      session.all(k_list_technicians,
                  {after.folded, after.id, viewer.all, viewer.self, contains_pattern(filter.q),
                   filter.active, filter.zone, filter.specialty, limit},
                  read_technician);
  for (auto& technician : page) {
    load_details(session, technician);
  }
  return page;
}

std::vector<Technician> load_roster(db::Session& session) {
  auto roster = session.all(k_roster, {}, read_technician);
  std::unordered_map<UserId, Technician*> by_id;
  for (auto& technician : roster) {
    by_id.emplace(technician.id, &technician);
  }
  const auto owner = [&](const db::Row& row) {
    const auto found = by_id.find(row.id<UserId>(0));
    return found == by_id.end() ? nullptr : found->second;
  };
  session.run(k_all_zones, {}, [&](const db::Row& row) {
    if (auto* technician = owner(row)) {
      technician->zones.push_back(row.id<ZoneId>(1));
    }
  });
  session.run(k_all_skills, {}, [&](const db::Row& row) {
    if (auto* technician = owner(row)) {
      technician->skills.push_back(read_skill(row));
    }
  });
  session.run(k_all_shifts, {}, [&](const db::Row& row) {
    if (auto* technician = owner(row)) {
      technician->shifts.push_back(read_shift(row));
    }
  });
  return roster;
}

void insert_technician(db::Unit& unit, const Technician& technician) {
  unit.execute(k_insert_technician,
               {technician.id, technician.name, fold(technician.name), technician.time_zone,
                technician.enabled, technician.active, technician.version, technician.created_at,
                technician.updated_at});
  write_details(unit, technician);
}

bool update_technician(db::Unit& unit, const Technician& technician) {
  const auto changed = unit.execute(
      k_update_technician,
      {technician.id, technician.name, fold(technician.name), technician.time_zone,
       technician.enabled, technician.active, technician.version, technician.updated_at});
  if (changed == 0) {
    return false;
  }
  for (const auto& clear : {k_clear_zones, k_clear_skills, k_clear_shifts}) {
    unit.execute(clear, {technician.id});
  }
  write_details(unit, technician);
  return true;
}

std::optional<OrderFacts> find_order(db::Session& session, OrderId id) {
  return session.one(k_find_order, {id}, read_order);
}

std::optional<OrderFacts> find_order(db::Session& session, OrderId id, const Territory& territory) {
  return session.one(k_find_order_within, {id, territory.all, territory.zones}, read_order);
}

bool save_order(db::Unit& unit, const OrderFacts& facts) {
  const auto zone_key = facts.zone ? std::optional{facts.zone->to_string()} : std::nullopt;
  return unit.execute(k_save_order,
                      {facts.id, facts.version, facts.status, zone_key, json::encode(facts)}) > 0;
}

std::optional<Visit> find_open_visit(db::Session& session, OrderId order) {
  return session.one(k_open_visit, {order}, read_visit);
}

std::vector<Visit> open_visits_of(db::Session& session, UserId technician) {
  return session.all(k_open_visits_of, {technician}, read_visit);
}

void insert_visit(db::Unit& unit, const Visit& visit) {
  unit.execute(k_insert_visit,
               {visit.id, visit.order, visit.order_code, visit.title, visit.technician,
                visit.technician_name, visit.assignment, visit.state, is_open(visit.state),
                from_of(visit.window), to_of(visit.window), starts_at(visit), visit.created_at});
}

void end_visit(db::Unit& unit, VisitId id, VisitState state, Timestamp at) {
  unit.execute(k_end_visit, {id, state, is_open(state), at});
}

void note_visit_state(db::Unit& unit, OrderId order, UserId technician, VisitState state,
                      Timestamp at) {
  unit.execute(k_note_visit_state, {order, technician, state, at});
}

void set_visit_window(db::Unit& unit, OrderId order, const std::optional<Window>& window) {
  unit.execute(k_set_visit_window, {order, from_of(window), to_of(window)});
}

bool reopen_visit(db::Unit& unit, OrderId order, UserId technician, VisitState state) {
  return unit.execute(k_reopen_visit, {order, technician, state, is_open(state)}) > 0;
}

Timestamp starts_at(const Visit& visit) {
  return visit.window ? visit.window->from : visit.created_at;
}

std::vector<Visit> list_visits(db::Session& session, const VisitFilter& filter,
                               const AfterStart& after, int limit) {
  std::vector<db::Value> values{after.starts_at,
                                after.id,
                                filter.from.value_or(k_before_all),
                                filter.to.value_or(k_after_all),
                                filter.state,
                                limit,
                                filter.territory.all,
                                filter.territory.zones};
  db::Sql sql = filter.state ? k_list_visits_in_state : k_list_visits;
  if (filter.order) {
    sql = k_list_visits_of_order;
    values.emplace_back(*filter.order);
    values.emplace_back(filter.technician);
  } else if (filter.technician) {
    sql = k_list_visits_of_technician;
    values.emplace_back(*filter.technician);
  }
  return session.all(sql, db::Parameters{values}, read_visit);
}

void insert_assignment(db::Unit& unit, const Assignment& assignment,
                       const std::string& candidates) {
  unit.execute(
      k_insert_assignment,
      {assignment.id, assignment.order, assignment.visit, assignment.technician,
       assignment.technician_name, assignment.replaces, assignment.mode, assignment.algorithm,
       assignment.reason, from_of(assignment.window), to_of(assignment.window), assignment.by.id,
       assignment.by.name, assignment.at, candidates});
}

std::optional<Assignment> find_assignment(db::Session& session, AssignmentId id) {
  return session.one(k_find_assignment, {id}, read_assignment);
}

std::vector<StoredAssignment> list_assignments(db::Session& session, OrderId order,
                                               const AfterDecision& after, int limit) {
  return session.all(
      k_list_assignments, {order, after.at, after.id, limit},
      [](const db::Row& row) { return StoredAssignment{read_assignment(row), row.text(14)}; });
}

void enqueue(db::Unit& unit, const Waiting& waiting, Priority priority) {
  unit.execute(k_enqueue, {waiting.order, waiting.reason, json::encode(waiting.reasons),
                           urgency_of(priority), waiting.since});
}

void dequeue(db::Unit& unit, OrderId order) {
  unit.execute(k_dequeue, {order});
}

void set_urgency(db::Unit& unit, OrderId order, Priority priority) {
  unit.execute(k_set_urgency, {order, urgency_of(priority)});
}

std::optional<Waiting> find_waiting(db::Session& session, OrderId order) {
  return session.one(k_find_waiting, {order}, read_waiting);
}

std::int64_t count_waiting(db::Session& session) {
  return session.one(k_count_waiting, {}, [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

std::vector<OrderId> most_urgent_waiting(db::Session& session, int limit) {
  return session.all(k_most_urgent, {WaitReason::nobody_suitable, limit},
                     [](const db::Row& row) { return row.id<OrderId>(0); });
}

std::vector<OrderId> longest_untried_waiting(db::Session& session, int limit) {
  return session.all(k_longest_untried, {WaitReason::nobody_suitable, limit},
                     [](const db::Row& row) { return row.id<OrderId>(0); });
}

std::vector<QueueEntry> list_waiting(db::Session& session, const std::optional<WaitReason>& reason,
                                     const Territory& territory, const AfterWaiting& after,
                                     int limit) {
  return session.all(
      k_list_waiting,
      {after.urgency, after.since, after.order, reason, territory.all, territory.zones, limit},
      [](const db::Row& row) {
        return QueueEntry{read_waiting(row), static_cast<int>(row.integer(4)),
                          read_json<OrderFacts>(row.view(5))};
      });
}

}  // namespace mf::dispatch
