// From what a supervisor sends to a checked profile: the rules that go beyond one field, and
// whether the person, the zones and the specialties exist, which the other services are asked.
// Blocks; never inside a unit of work.
#pragma once

#include "platform/service/service.hpp"
#include "services/dispatch/technicians.hpp"
#include "services/dispatch/views.hpp"

namespace mf::dispatch {

/// 422 with every bad field at once. `time_zone`: where days begin if the body does not say.
Result<TechnicianProfile> check_profile(const TechnicianChangeBody& body,
                                        const std::string& time_zone, Timestamp now,
                                        service::Peers& peers);

/// The person, who must hold the role technician: known from events, else asked for. 422 for
/// another one.
Result<Person> check_person(const std::optional<Person>& known, UserId id, service::Peers& peers);

}  // namespace mf::dispatch
