// Technicians: who they are, what they can do, where and when, and what happens to their orders
// when they stop or start being there. Called inside the caller's unit of work.
#pragma once

#include "services/dispatch/assignments.hpp"

namespace mf::dispatch {

/// What a supervisor sets; what is empty in a change stays as it is.
struct TechnicianProfile {
  std::optional<std::vector<ZoneId>> zones;
  std::optional<std::vector<Skill>> skills;
  std::optional<std::vector<Shift>> shifts;
  std::optional<std::string> time_zone;
  std::optional<bool> enabled;
};

/// `person` holds the role. 409 `technician_exists`.
Result<Technician> add_technician(db::Unit& unit, const Person& person,
                                  const TechnicianProfile& profile, const Cause& cause);

/// 404; 412 `stale` if `version` is given and not the row's; 422 where somebody who may not sign in
/// is enabled.
Result<Technician> change_technician(db::Unit& unit, UserId id, const TechnicianProfile& profile,
                                     const std::optional<std::int64_t>& version,
                                     const Cause& cause);

/// The identity service told of a person: their name, whether they may sign in, whether they are a
/// technician.
void person_changed(db::Unit& unit, const Person& person, const Cause& cause);

}  // namespace mf::dispatch
