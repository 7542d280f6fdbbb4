// The timeline: an order's whole story in entries that were written when things happened, from
// other services' events and from tracking's own records. Plain values, any thread.
#pragma once

#include "services/tracking/domain.hpp"

namespace mf::tracking {

enum class TimelineKind {
  order_created,
  order_updated,
  status_changed,
  commented,
  sla_warning,
  sla_breached,
  assigned,
  assignment_cancelled,
  travel_started,
  arrived,
  work_started,
  work_paused,
  work_resumed,
  work_completed,
  progress_recorded,
  progress_corrected,
  evidence_uploaded,
  material_used,
};

/// What an entry says besides who and when: each kind fills in its own.
struct Details {
  std::optional<Transition> transition;
  std::optional<OrderStatus> from;
  std::optional<OrderStatus> to;
  std::optional<std::string> reason;
  std::optional<std::string> comment;
  std::optional<contracts::Actor> technician;
  std::optional<AssignmentMode> mode;
  std::optional<contracts::Window> window;
  std::optional<Execution> state;
  std::optional<contracts::Position> position;
  std::optional<ProgressId> progress;
  std::optional<minutes> spent;
  std::optional<minutes> spent_before;
  std::optional<EvidenceId> evidence;
  std::optional<std::string> file_name;
  std::optional<std::string> media_type;
  std::optional<std::int64_t> size;
  std::optional<std::string> material_code;
  std::optional<std::string> material_name;
  std::optional<double> quantity;

  static void describe(auto& v, Details& o) {
    v.field("transition", o.transition);
    v.field("from", o.from);
    v.field("to", o.to);
    v.field("reason", o.reason);
    v.field("comment", o.comment);
    v.field("technician", o.technician);
    v.field("mode", o.mode);
    v.field("window", o.window);
    v.field("state", o.state);
    v.field("position", o.position);
    v.field("progressId", o.progress);
    v.field("minutes", o.spent);
    v.field("minutesBefore", o.spent_before);
    v.field("evidenceId", o.evidence);
    v.field("fileName", o.file_name);
    v.field("mediaType", o.media_type);
    v.field("size", o.size);
    v.field("materialCode", o.material_code);
    v.field("materialName", o.material_name);
    v.field("quantity", o.quantity);
  }
};

struct TimelineEntry {
  Uuid id;  // of the event or the record that it tells of
  OrderId order;
  TimelineKind kind{};
  Timestamp at;           // when it happened
  Timestamp recorded_at;  // when tracking heard of it
  contracts::Actor by;
  Details details;
};

/// Without what dispatch and the desk wrote for each other: why somebody was chosen, replaced or
/// taken off. This is how a customer reads the entry.
TimelineEntry without_internal_reason(TimelineEntry entry);

}  // namespace mf::tracking

template <>
inline constexpr auto mf::k_names<mf::tracking::TimelineKind> =
    std::array<mf::NameOf<mf::tracking::TimelineKind>, 18>{{
        {mf::tracking::TimelineKind::order_created, "order_created"},
        {mf::tracking::TimelineKind::order_updated, "order_updated"},
        {mf::tracking::TimelineKind::status_changed, "status_changed"},
        {mf::tracking::TimelineKind::commented, "commented"},
        {mf::tracking::TimelineKind::sla_warning, "sla_warning"},
        {mf::tracking::TimelineKind::sla_breached, "sla_breached"},
        {mf::tracking::TimelineKind::assigned, "assigned"},
        {mf::tracking::TimelineKind::assignment_cancelled, "assignment_cancelled"},
        {mf::tracking::TimelineKind::travel_started, "travel_started"},
        {mf::tracking::TimelineKind::arrived, "arrived"},
        {mf::tracking::TimelineKind::work_started, "work_started"},
        {mf::tracking::TimelineKind::work_paused, "work_paused"},
        {mf::tracking::TimelineKind::work_resumed, "work_resumed"},
        {mf::tracking::TimelineKind::work_completed, "work_completed"},
        {mf::tracking::TimelineKind::progress_recorded, "progress_recorded"},
        {mf::tracking::TimelineKind::progress_corrected, "progress_corrected"},
        {mf::tracking::TimelineKind::evidence_uploaded, "evidence_uploaded"},
        {mf::tracking::TimelineKind::material_used, "material_used"},
    }};
