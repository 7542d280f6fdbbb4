#include "services/dispatch/domain.hpp"

namespace mf::dispatch {
namespace {

constexpr std::chrono::days k_longest_window{7};

constexpr std::array k_effects = std::to_array<Effect>({
    {Transition::unassign, VisitState::cancelled, FollowUp::wait_for_operator, true},
    {Transition::cannot_complete, VisitState::failed, FollowUp::reconsider, true},
    {Transition::complete, VisitState::done, FollowUp::nothing, false},
    {Transition::close, VisitState::done, FollowUp::nothing, false},
    {Transition::cancel, VisitState::cancelled, FollowUp::nothing, false},
    {Transition::reopen, VisitState::done, FollowUp::reconsider, true},
});

constexpr std::array k_states_after = std::to_array<std::pair<ActivityKind, VisitState>>({
    {ActivityKind::travel_started, VisitState::en_route},
    {ActivityKind::arrived, VisitState::on_site},
    {ActivityKind::work_started, VisitState::working},
    {ActivityKind::work_paused, VisitState::paused},
    {ActivityKind::work_resumed, VisitState::working},
});

constexpr std::array k_assignable = {OrderStatus::open, OrderStatus::assigned,
                                     OrderStatus::on_hold};

/// Calls `use(from, to)` for every shift that touches the local days of the stretch, the day before
/// included: a night shift reaches into the next day.
template <class F>
void each_shift(const Technician& technician, Timestamp from, Timestamp to, F use) {
  const Day last = to_local(to, technician.time_zone).day;
  for (Day day = to_local(from, technician.time_zone).day - std::chrono::days{1}; day <= last;
       day += std::chrono::days{1}) {
    for (const auto& shift : technician.shifts) {
      if (shift.weekday == weekday_of(day)) {
        use(from_local(day, shift.from, technician.time_zone),
            from_local(day, shift.to, technician.time_zone));
      }
    }
  }
}

}  // namespace

Weekday weekday_of(Day day) {
  return static_cast<Weekday>(std::chrono::weekday{day}.iso_encoding() - 1);
}

int level_held(const Technician& technician, SpecialtyId specialty, Day day) {
  int level = 0;
  for (const auto& skill : technician.skills) {
    if (skill.specialty == specialty && skill.held_on(day)) {
      level = std::max(level, skill.level);
    }
  }
  return level;
}

bool serves(const Technician& technician, ZoneId zone) {
  return std::find(technician.zones.begin(), technician.zones.end(), zone) !=
         technician.zones.end();
}

bool on_shift(const Technician& technician, Timestamp at) {
  bool found = technician.shifts.empty();
  each_shift(technician, at, at,
             [&](Timestamp from, Timestamp to) { found = found || (from <= at && at < to); });
  return found;
}

minutes shift_overlap(const Technician& technician, const Window& window) {
  const Timestamp end = std::min(window.to, window.from + k_longest_window);
  if (technician.shifts.empty()) {
    return std::chrono::floor<minutes>(end - window.from);
  }
  std::chrono::microseconds sum{0};
  each_shift(technician, window.from, end, [&](Timestamp from, Timestamp to) {
    sum += std::max(std::chrono::microseconds{0}, std::min(to, end) - std::max(from, window.from));
  });
  return std::chrono::floor<minutes>(sum);
}

bool shift_begins_within(const Technician& technician, Timestamp at, minutes span) {
  bool found = false;
  each_shift(technician, at, at + span, [&](Timestamp from, Timestamp) {
    found = found || (at <= from && from <= at + span);
  });
  return found;
}

bool can_be_assigned(OrderStatus status) {
  return std::find(k_assignable.begin(), k_assignable.end(), status) != k_assignable.end();
}

int urgency_of(Priority priority) {
  return static_cast<int>(Priority::critical) - static_cast<int>(priority);
}

std::optional<Effect> effect_of(Transition transition) {
  const auto found = std::find_if(k_effects.begin(), k_effects.end(), [&](const Effect& effect) {
    return effect.transition == transition;
  });
  return found == k_effects.end() ? std::nullopt : std::optional{*found};
}

std::optional<VisitState> state_after(ActivityKind kind) {
  for (const auto& [known, state] : k_states_after) {
    if (known == kind) {
      return state;
    }
  }
  return std::nullopt;
}

}  // namespace mf::dispatch
