#include "services/dispatch/views.hpp"

namespace mf::dispatch {

TechnicianView view_of(const Technician& technician) {
  TechnicianView view{.id = technician.id,
                      .name = technician.name,
                      .zones = technician.zones,
                      .skills = {},
                      .shifts = {},
                      .time_zone = technician.time_zone,
                      .active = technician.active,
                      .open_visits = technician.open_visits,
                      .busy = technician.open_visits >= k_busy_from,
                      .version = technician.version,
                      .created_at = technician.created_at,
                      .updated_at = technician.updated_at};
  for (const auto& skill : technician.skills) {
    view.skills.push_back({skill.specialty, skill.name, skill.level, to_text(skill.from),
                           skill.to ? std::optional{to_text(*skill.to)} : std::nullopt});
  }
  for (const auto& shift : technician.shifts) {
    view.shifts.push_back({shift.weekday, shift.from, shift.to});
  }
  return view;
}

std::vector<CandidateView> view_of(const std::vector<Candidate>& candidates) {
  std::vector<CandidateView> views;
  views.reserve(candidates.size());
  for (const auto& one : candidates) {
    views.push_back({one.technician, one.name, one.score, one.qualified, one.open_visits,
                     one.broken, one.reasons});
  }
  return views;
}

AssignmentView view_of(const StoredAssignment& stored) {
  const auto& assignment = stored.assignment;
  return {.id = assignment.id,
          .order = assignment.order,
          .visit = assignment.visit,
          .technician = assignment.technician,
          .technician_name = assignment.technician_name,
          .replaces = assignment.replaces,
          .mode = assignment.mode,
          .algorithm = assignment.algorithm,
          .reason = assignment.reason,
          .window = assignment.window,
          .by = assignment.by,
          .at = assignment.at,
          .candidates = {stored.candidates}};
}

VisitView view_of(const Visit& visit) {
  return {.id = visit.id,
          .order = visit.order,
          .order_code = visit.order_code,
          .title = visit.title,
          .technician = visit.technician,
          .technician_name = visit.technician_name,
          .assignment = visit.assignment,
          .status = visit.state,
          .window = visit.window,
          .created_at = visit.created_at,
          .started_at = visit.started_at,
          .ended_at = visit.ended_at};
}

WaitingView view_of(const QueueEntry& entry) {
  const auto& order = entry.order;
  return {.order = order.id,
          .code = order.code,
          .title = order.title,
          .type_name = order.type_name,
          .customer_name = order.customer_name,
          .zone = order.zone,
          .zone_name = order.zone_name,
          .priority = order.priority,
          .status = order.status,
          .reason = entry.waiting.reason,
          .reasons = entry.waiting.reasons,
          .since = entry.waiting.since,
          .window = order.window,
          .due = order.due};
}

}  // namespace mf::dispatch
