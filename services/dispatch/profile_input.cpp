#include "services/dispatch/profile_input.hpp"

#include "platform/service/reference.hpp"

namespace mf::dispatch {
namespace {

constexpr std::size_t k_most_entries = 50;

using Fields = std::vector<FieldError>;

std::string name_in(const json::Dom& answer) {
  const auto* name = answer.find("name");
  return name != nullptr && name->is_string() ? std::string(name->string()) : std::string();
}

Result<void> check_zones(const std::vector<ZoneId>& zones, service::Peers& peers, Fields& errors) {
  for (std::size_t i = 0; i < zones.size(); ++i) {
    const auto zone = service::look_up(peers, "/api/v1/zones/" + zones[i].to_string(),
                                       fmt::format("/zones/{}", i), "zone", errors);
    if (!zone) {
      return fail(zone.error());
    }
  }
  return {};
}

Day read_day(const std::optional<std::string>& text, Day otherwise, const std::string& pointer,
             Fields& errors) {
  if (!text) {
    return otherwise;
  }
  const auto day = parse_day(*text);
  if (!day) {
    errors.push_back({pointer, "date", "This must be a day like 2026-11-27."});
  }
  return day.value_or(otherwise);
}

Result<std::vector<Skill>> check_skills(const std::vector<SkillBody>& bodies, Day today,
                                        service::Peers& peers, Fields& errors) {
  std::vector<Skill> skills;
  std::set<std::pair<SpecialtyId, Day>> seen;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const auto at = fmt::format("/skills/{}", i);
    const auto& body = bodies[i];
    const auto specialty =
        service::look_up(peers, "/api/v1/specialties/" + body.specialty.to_string(),
                         at + "/specialtyId", "specialty", errors);
    if (!specialty) {
      return fail(specialty.error());
    }
    const Day from = read_day(body.from, today, at + "/from", errors);
    Skill skill{body.specialty, *specialty ? name_in(**specialty) : "", body.level, from,
                std::nullopt};
    if (body.to) {
      skill.to = read_day(body.to, from, at + "/to", errors);
    }
    if (skill.to && *skill.to < from) {
      errors.push_back({at + "/to", "order", "The last day must not be before the first."});
    }
    if (!seen.emplace(skill.specialty, from).second) {
      errors.push_back({at, "twice", "This specialty begins twice on one day."});
    }
    skills.push_back(std::move(skill));
  }
  return skills;
}

std::vector<Shift> check_shifts(const std::vector<ShiftBody>& bodies, Fields& errors) {
  std::vector<Shift> shifts;
  std::set<std::pair<Weekday, minutes>> seen;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const auto& body = bodies[i];
    if (body.to <= body.from || body.to - body.from > k_day) {
      errors.push_back({fmt::format("/shifts/{}/to", i), "order",
                        "A shift ends after it begins, within 24 hours."});
    }
    if (!seen.emplace(body.weekday, body.from).second) {
      errors.push_back({fmt::format("/shifts/{}", i), "twice", "This shift stands here twice."});
    }
    shifts.push_back({body.weekday, body.from, body.to});
  }
  return shifts;
}

template <class T>
bool too_many(const std::optional<std::vector<T>>& list, const std::string& pointer,
              Fields& errors) {
  if (!list || list->size() <= k_most_entries) {
    return false;
  }
  errors.push_back({pointer, "too_many", fmt::format("At most {} entries.", k_most_entries)});
  return true;
}

Error all_of(Fields errors) {
  return {ErrorKind::invalid, "invalid", "Some fields are not valid.", std::move(errors)};
}

}  // namespace

Result<TechnicianProfile> check_profile(const TechnicianChangeBody& body,
                                        const std::string& time_zone, Timestamp now,
                                        service::Peers& peers) {
  Fields errors;
  // Each entry is a question to another service: their number is limited before the first one is
  // asked.
  const std::array excess = {too_many(body.zones, "/zones", errors),
                             too_many(body.skills, "/skills", errors),
                             too_many(body.shifts, "/shifts", errors)};
  if (std::find(excess.begin(), excess.end(), true) != excess.end()) {
    return fail(all_of(std::move(errors)));
  }
  TechnicianProfile profile{.zones = body.zones,
                            .skills = {},
                            .shifts = {},
                            .time_zone = body.time_zone,
                            .enabled = body.active};
  if (body.time_zone && !is_time_zone(*body.time_zone)) {
    errors.push_back(
        {"/timeZone", "unknown_time_zone", "This must be a time zone like America/Bogota."});
  }
  if (body.zones) {
    if (auto checked = check_zones(*body.zones, peers, errors); !checked) {
      return fail(std::move(checked.error()));
    }
  }
  if (body.skills) {
    const Day today = to_local(now, body.time_zone.value_or(time_zone)).day;
    auto skills = check_skills(*body.skills, today, peers, errors);
    if (!skills) {
      return fail(std::move(skills.error()));
    }
    profile.skills = std::move(*skills);
  }
  if (body.shifts) {
    profile.shifts = check_shifts(*body.shifts, errors);
  }
  if (!errors.empty()) {
    return fail(all_of(std::move(errors)));
  }
  return profile;
}

Result<Person> check_person(const std::optional<Person>& known, UserId id, service::Peers& peers) {
  if (known && known->technician) {
    return *known;
  }
  Fields errors;
  const auto answer =
      service::look_up(peers, "/api/v1/users/" + id.to_string(), "/userId", "user", errors);
  if (!answer) {
    return fail(answer.error());
  }
  if (!*answer) {
    return fail(all_of(std::move(errors)));
  }
  const json::Dom& user = **answer;
  Person person{.id = id, .name = name_in(user), .active = true, .technician = false};
  if (const auto* active = user.find("active"); active != nullptr && active->is_bool()) {
    person.active = active->boolean();
  }
  const auto* roles = user.find("roles");
  for (std::size_t i = 0; roles != nullptr && roles->is_array() && i < roles->size(); ++i) {
    const auto& role = roles->at(i);
    person.technician =
        person.technician || (role.is_string() && role.string() == name_of(auth::Role::technician));
  }
  if (!person.technician) {
    return invalid("/userId", "not_a_technician", "This person does not have the role technician.");
  }
  return person;
}

}  // namespace mf::dispatch
