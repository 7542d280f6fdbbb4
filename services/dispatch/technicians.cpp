#include "services/dispatch/technicians.hpp"

namespace mf::dispatch {
namespace {

void apply(const TechnicianProfile& profile, Technician& technician) {
  technician.zones = profile.zones.value_or(technician.zones);
  technician.skills = profile.skills.value_or(technician.skills);
  technician.shifts = profile.shifts.value_or(technician.shifts);
  technician.time_zone = profile.time_zone.value_or(technician.time_zone);
  technician.enabled = profile.enabled.value_or(technician.enabled);
}

/// Their orders keep their visits, and stand in the queue until somebody decides.
void queue_orders_of(db::Unit& unit, const Technician& technician, const Cause& cause) {
  for (const auto& visit : open_visits_of(unit, technician.id)) {
    const auto order = find_order(unit, visit.order);
    if (order && can_be_assigned(order->status)) {
      enqueue(unit,
              {order->id,
               WaitReason::technician_inactive,
               {technician.name + " has this order and is not active any more."},
               cause.now},
              order->priority);
    }
  }
}

void unqueue_orders_of(db::Unit& unit, const Technician& technician) {
  for (const auto& visit : open_visits_of(unit, technician.id)) {
    const auto waiting = find_waiting(unit, visit.order);
    if (waiting && waiting->reason == WaitReason::technician_inactive) {
      dequeue(unit, visit.order);
    }
  }
}

Result<void> save(db::Unit& unit, Technician& technician, bool was_active, const Cause& cause) {
  ++technician.version;
  technician.updated_at = cause.now;
  if (!update_technician(unit, technician)) {
    return fail(ErrorKind::stale, "stale",
                "The technician was changed by somebody else meanwhile.");
  }
  if (was_active && !technician.active) {
    queue_orders_of(unit, technician, cause);
  }
  if (technician.active) {
    if (!was_active) {
      unqueue_orders_of(unit, technician);
    }
    retry_most_urgent(unit, cause);
  }
  return {};
}

}  // namespace

Result<Technician> add_technician(db::Unit& unit, const Person& person,
                                  const TechnicianProfile& profile, const Cause& cause) {
  if (find_technician(unit, person.id, Viewer{.all = true, .self = {}})) {
    return fail(ErrorKind::conflict, "technician_exists",
                "This person has a technician's profile.");
  }
  Technician technician{.id = person.id,
                        .name = person.name,
                        .zones = {},
                        .skills = {},
                        .shifts = {},
                        .active = person.active,
                        .created_at = cause.now,
                        .updated_at = cause.now};
  apply(profile, technician);
  save_person(unit, person);
  insert_technician(unit, technician);
  retry_most_urgent(unit, cause);
  // What they got at once is theirs in the answer as well.
  technician.open_visits = static_cast<int>(open_visits_of(unit, technician.id).size());
  return technician;
}

Result<Technician> change_technician(db::Unit& unit, UserId id, const TechnicianProfile& profile,
                                     const std::optional<std::int64_t>& version,
                                     const Cause& cause) {
  auto technician = find_technician(unit, id, Viewer{.all = true, .self = {}});
  if (!technician) {
    return not_found("technician");
  }
  if (version && *version != technician->version) {
    return fail(ErrorKind::stale, "stale",
                "The technician was changed by somebody else meanwhile.");
  }
  const auto person = find_person(unit, id);
  const bool available = person && person->active && person->technician;
  if (profile.enabled == true && !available) {
    return invalid("/active", "person_inactive",
                   "The person may not sign in, or is not a technician any more.");
  }
  const bool was_active = technician->active;
  apply(profile, *technician);
  technician->active = technician->enabled && available;
  if (auto saved = save(unit, *technician, was_active, cause); !saved) {
    return fail(std::move(saved.error()));
  }
  technician->open_visits = static_cast<int>(open_visits_of(unit, id).size());
  return std::move(*technician);
}

void person_changed(db::Unit& unit, const Person& person, const Cause& cause) {
  save_person(unit, person);
  auto technician = find_technician(unit, person.id, Viewer{.all = true, .self = {}});
  if (!technician) {
    return;
  }
  const bool active = technician->enabled && person.active && person.technician;
  if (technician->name == person.name && technician->active == active) {
    return;
  }
  const bool was_active = technician->active;
  technician->name = person.name;
  technician->active = active;
  // Nobody else holds the row within this unit.
  static_cast<void>(save(unit, *technician, was_active, cause));
}

}  // namespace mf::dispatch
