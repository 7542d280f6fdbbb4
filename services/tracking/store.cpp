#include "services/tracking/store.hpp"

#include <stdexcept>

namespace mf::tracking {
namespace {

// The reach: $2 everything, $3 the customer, $4 the technician, $5 the zones' ids as text in a row.
constexpr db::Sql k_find_order =
    "SELECT id, code, version, status, customer, zone, technician, technician_name, "
    "materials_required, material_total, heard, execution, assignment, assigned_at, created_at, "
    "last_at, change FROM order_ref "
    "WHERE id = $1 AND ($2 = 1 OR customer = $3 OR technician = $4 OR $5 LIKE '%' || zone_key || "
    "'%')";
constexpr db::Sql k_load_order =
    "SELECT id, code, version, status, customer, zone, technician, technician_name, "
    "materials_required, material_total, heard, execution, assignment, assigned_at, created_at, "
    "last_at, change FROM order_ref WHERE id = $1";
constexpr db::Sql k_insert_order =
    "INSERT INTO order_ref (id, code, version, status, customer, zone, zone_key, technician, "
    "technician_name, materials_required, material_total, heard, execution, assignment, "
    "assigned_at, created_at, last_at, change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
    "$11, $12, $13, $14, $15, $16, $17, 1) ON CONFLICT (id) DO NOTHING";
constexpr db::Sql k_update_order =
    "UPDATE order_ref SET code = $2, version = $3, status = $4, customer = $5, zone = $6, zone_key "
    "= $7, "
    "technician = $8, technician_name = $9, materials_required = $10, material_total = $11, heard "
    "= $12, execution = $13, assignment = $14, assigned_at = $15, created_at = $16, last_at = $17, "
    "change = change + 1 WHERE id = $1 AND change = $18";

constexpr db::Sql k_add_activity =
    "INSERT INTO activities (id, order_id, kind, state, at, recorded_at, technician, "
    "technician_name, latitude, "
    "longitude, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
constexpr db::Sql k_last_activity =
    "SELECT recorded_at FROM activities WHERE order_id = $1 ORDER BY id DESC LIMIT 1";

constexpr db::Sql k_add_progress =
    "INSERT INTO progress (id, order_id, technician, technician_name, comment, reported_minutes, "
    "minutes, "
    "recorded_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
constexpr db::Sql k_find_progress =
    "SELECT id, order_id, technician, technician_name, comment, reported_minutes, minutes, "
    "recorded_at, version "
    "FROM progress WHERE id = $1 AND technician = $2";
constexpr db::Sql k_list_progress =
    "SELECT id, order_id, technician, technician_name, comment, reported_minutes, minutes, "
    "recorded_at, version "
    "FROM progress WHERE order_id = $1 AND id > $2 ORDER BY id LIMIT $3";
constexpr db::Sql k_correct_progress =
    "UPDATE progress SET minutes = $3, version = version + 1 WHERE id = $1 AND version = $2";
constexpr db::Sql k_add_correction =
    "INSERT INTO corrections (id, order_id, progress_id, minutes_before, minutes_after, "
    "justification, by_id, "
    "by_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
constexpr db::Sql k_corrections =
    "SELECT id, progress_id, minutes_before, minutes_after, justification, by_id, by_name, at FROM "
    "corrections "
    "WHERE order_id = $1 AND progress_id >= $2 AND progress_id <= $3 ORDER BY progress_id, id";

constexpr db::Sql k_add_evidence =
    "INSERT INTO evidence (id, order_id, technician, technician_name, file_name, media_type, size, "
    "sha256, "
    "recorded_at, latitude, longitude) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
constexpr db::Sql k_has_evidence = "SELECT 1 FROM evidence WHERE order_id = $1 LIMIT 1";
constexpr db::Sql k_find_evidence =
    "SELECT e.id, e.order_id, e.technician, e.technician_name, e.file_name, e.media_type, e.size, "
    "e.sha256, "
    "e.recorded_at, e.latitude, e.longitude FROM evidence e JOIN order_ref o ON o.id = e.order_id "
    "WHERE e.id = $1 "
    "AND ($2 = 1 OR o.customer = $3 OR o.technician = $4 OR $5 LIKE '%' || o.zone_key || '%')";
constexpr db::Sql k_list_evidence =
    "SELECT id, order_id, technician, technician_name, file_name, media_type, size, sha256, "
    "recorded_at, latitude, "
    "longitude FROM evidence WHERE order_id = $1 AND id > $2 ORDER BY id LIMIT $3";
constexpr db::Sql k_content_used = "SELECT 1 FROM evidence WHERE sha256 = $1 LIMIT 1";

constexpr db::Sql k_tell =
    "INSERT INTO timeline (id, order_id, kind, at, recorded_at, by_id, by_name, details) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING";
constexpr db::Sql k_list_timeline =
    "SELECT id, order_id, kind, at, recorded_at, by_id, by_name, details FROM timeline "
    "WHERE order_id = $1 AND (at, id) > ($2, $3) ORDER BY at, id LIMIT $4";

std::string joined(const std::vector<ZoneId>& zones) {
  std::string text;
  for (const auto& zone : zones) {
    text += zone.to_string() + " ";
  }
  return text;
}

std::vector<db::Value> with_reach(Uuid id, const Reach& reach) {
  return {id, reach.all ? 1 : 0, reach.own, reach.assigned, joined(reach.zones)};
}

template <class F>
auto first(db::Session& session, db::Sql sql, const std::vector<db::Value>& parameters, F read) {
  auto rows = session.all(sql, db::Parameters{parameters}, std::move(read));
  return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

OrderRef read_order(const db::Row& row) {
  return {.id = row.id<OrderId>(0),
          .code = row.text(1),
          .version = row.integer(2),
          .status = row.name<OrderStatus>(3),
          .customer = row.opt_id<CustomerId>(4),
          .zone = row.opt_id<ZoneId>(5),
          .technician = row.opt_id<UserId>(6),
          .technician_name = row.opt_text(7),
          .materials_required = row.boolean(8),
          .material_total = row.integer(9),
          .heard = row.boolean(10),
          .execution = row.opt_name<Execution>(11),
          .assignment = row.opt_id<AssignmentId>(12),
          .assigned_at = row.opt_time(13),
          .created_at = row.opt_time(14),
          .last_at = row.opt_time(15),
          .change = row.integer(16)};
}

Progress read_progress(const db::Row& row) {
  return {.id = row.id<ProgressId>(0),
          .order = row.id<OrderId>(1),
          .technician = {row.id<UserId>(2), row.text(3)},
          .comment = row.text(4),
          .reported = minutes{row.integer(5)},
          .spent = minutes{row.integer(6)},
          .recorded_at = row.time(7),
          .version = row.integer(8),
          .corrections = {}};
}

Correction read_correction(const db::Row& row) {
  return {.id = row.id<CorrectionId>(0),
          .progress = row.id<ProgressId>(1),
          .before = minutes{row.integer(2)},
          .after = minutes{row.integer(3)},
          .justification = row.text(4),
          .by = {row.id<UserId>(5), row.text(6)},
          .at = row.time(7)};
}

std::optional<contracts::Position> read_position(const db::Row& row, int latitude, int longitude) {
  if (row.is_null(latitude) || row.is_null(longitude)) {
    return std::nullopt;
  }
  return contracts::Position{row.number(latitude), row.number(longitude)};
}

Evidence read_evidence(const db::Row& row) {
  return {.id = row.id<EvidenceId>(0),
          .order = row.id<OrderId>(1),
          .technician = {row.id<UserId>(2), row.text(3)},
          .file_name = row.text(4),
          .media_type = row.text(5),
          .size = row.integer(6),
          .sha256 = row.text(7),
          .recorded_at = row.time(8),
          .position = read_position(row, 9, 10)};
}

TimelineEntry read_entry(const db::Row& row) {
  auto details = json::decode<Details>(row.view(7));
  if (!details) {
    throw std::logic_error("the details of a timeline entry can't be read");
  }
  return {.id = row.uuid(0),
          .order = row.id<OrderId>(1),
          .kind = row.name<TimelineKind>(2),
          .at = row.time(3),
          .recorded_at = row.time(4),
          .by = {row.opt_id<UserId>(5), row.text(6)},
          .details = std::move(*details)};
}

std::optional<double> latitude_of(const std::optional<contracts::Position>& position) {
  return position ? std::optional(position->latitude) : std::nullopt;
}
std::optional<double> longitude_of(const std::optional<contracts::Position>& position) {
  return position ? std::optional(position->longitude) : std::nullopt;
}

/// Gives each of `entries` (one order's, by id) its corrections, with one statement.
void load_corrections(db::Session& session, std::vector<Progress>& entries) {
  if (entries.empty()) {
    return;
  }
  const auto& front = entries.front();
  auto corrections =
      session.all(k_corrections, {front.order, front.id, entries.back().id}, read_correction);
  for (auto& correction : corrections) {
    const auto entry = std::find_if(entries.begin(), entries.end(), [&](const Progress& candidate) {
      return candidate.id == correction.progress;
    });
    if (entry != entries.end()) {
      entry->corrections.push_back(std::move(correction));
    }
  }
}

}  // namespace

std::optional<OrderRef> find_order(db::Session& session, OrderId id, const Reach& reach) {
  return first(session, k_find_order, with_reach(id.value, reach), read_order);
}

std::optional<OrderRef> load_order(db::Session& session, OrderId id) {
  return session.one(k_load_order, {id}, read_order);
}

Result<void> save_order(db::Unit& unit, const OrderRef& order) {
  const auto zone_key = order.zone ? std::optional(order.zone->to_string()) : std::nullopt;
  std::vector<db::Value> values{order.id,
                                order.code,
                                order.version,
                                order.status,
                                order.customer,
                                order.zone,
                                zone_key,
                                order.technician,
                                order.technician_name,
                                order.materials_required,
                                order.material_total,
                                order.heard,
                                order.execution,
                                order.assignment,
                                order.assigned_at,
                                order.created_at,
                                order.last_at};
  const bool is_new = order.change == 0;
  if (!is_new) {
    values.emplace_back(order.change);
  }
  if (unit.execute(is_new ? k_insert_order : k_update_order, values) == 0) {
    return fail(ErrorKind::conflict, "try_again", "The order changed at the same moment.");
  }
  return {};
}

void add_activity(db::Unit& unit, const Activity& activity) {
  unit.execute(k_add_activity,
               {activity.id, activity.order, activity.kind, activity.state, activity.at,
                activity.recorded_at, activity.technician.id, activity.technician.name,
                latitude_of(activity.position), longitude_of(activity.position), activity.reason});
}

std::optional<Timestamp> last_activity(db::Session& session, OrderId order) {
  return session.one(k_last_activity, {order}, [](const db::Row& row) { return row.time(0); });
}

void add_progress(db::Unit& unit, const Progress& progress) {
  unit.execute(k_add_progress, {progress.id, progress.order, progress.technician.id,
                                progress.technician.name, progress.comment, progress.reported,
                                progress.spent, progress.recorded_at, progress.version});
}

std::optional<Progress> find_progress(db::Session& session, ProgressId id, UserId technician) {
  auto found = session.all(k_find_progress, {id, technician}, read_progress);
  load_corrections(session, found);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

Result<void> correct_progress(db::Unit& unit, const Progress& before,
                              const Correction& correction) {
  if (unit.execute(k_correct_progress, {before.id, before.version, correction.after}) == 0) {
    return fail(ErrorKind::stale, "stale", "The progress entry was corrected meanwhile.");
  }
  unit.execute(k_add_correction,
               {correction.id, before.order, before.id, correction.before, correction.after,
                correction.justification, correction.by.id, correction.by.name, correction.at});
  return {};
}

std::vector<Progress> list_progress(db::Session& session, OrderId order,
                                    std::optional<ProgressId> after, int limit) {
  auto entries =
      session.all(k_list_progress, {order, after.value_or(ProgressId{}), limit}, read_progress);
  load_corrections(session, entries);
  return entries;
}

void add_evidence(db::Unit& unit, const Evidence& evidence) {
  unit.execute(k_add_evidence, {evidence.id, evidence.order, evidence.technician.id,
                                evidence.technician.name, evidence.file_name, evidence.media_type,
                                evidence.size, evidence.sha256, evidence.recorded_at,
                                latitude_of(evidence.position), longitude_of(evidence.position)});
}

bool has_evidence(db::Session& session, OrderId order) {
  return session.one(k_has_evidence, {order}, [](const db::Row&) { return true; }).value_or(false);
}

std::optional<Evidence> find_evidence(db::Session& session, EvidenceId id, const Reach& reach) {
  return first(session, k_find_evidence, with_reach(id.value, reach), read_evidence);
}

std::vector<Evidence> list_evidence(db::Session& session, OrderId order,
                                    std::optional<EvidenceId> after, int limit) {
  return session.all(k_list_evidence, {order, after.value_or(EvidenceId{}), limit}, read_evidence);
}

bool is_content_used(db::Session& session, const std::string& sha256) {
  return session.one(k_content_used, {sha256}, [](const db::Row&) { return true; }).value_or(false);
}

void tell(db::Unit& unit, const TimelineEntry& entry) {
  unit.execute(k_tell, {entry.id, entry.order, entry.kind, entry.at, entry.recorded_at, entry.by.id,
                        entry.by.name, json::encode(entry.details)});
}

std::vector<TimelineEntry> list_timeline(db::Session& session, OrderId order,
                                         const std::optional<TimelinePlace>& after, int limit) {
  const auto place = after.value_or(TimelinePlace{Timestamp::min(), Uuid{}});
  return session.all(k_list_timeline, {order, place.at, place.id, limit}, read_entry);
}

}  // namespace mf::tracking
