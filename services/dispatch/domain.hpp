// The words and rules of dispatch: technicians, what they can do and when they work, visits, and
// what a change of an order means for its visit. Pure values and functions: no I/O, no JSON, no
// clock; any thread.
#pragma once

#include "contracts/events.hpp"

namespace mf::dispatch {

using contracts::OrderFacts;
using contracts::Window;
using Day = std::chrono::sys_days;

/// From this many open visits a technician is busy.
inline constexpr int k_busy_from = 5;
inline constexpr std::string_view k_default_time_zone = "America/Bogota";
inline constexpr minutes k_day{24 * 60};

enum class Weekday { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

Weekday weekday_of(Day day);

/// A specialty held at a level (1 to 5) from a day to a day, both included.
struct Skill {
  SpecialtyId specialty;
  std::string name;
  int level = 1;
  Day from;
  std::optional<Day> to;

  bool held_on(Day day) const { return from <= day && (!to || day <= *to); }
  bool operator==(const Skill&) const = default;
};

/// Working hours of one weekday, in minutes of the technician's local day; `to` beyond 1440 ends on
/// the next day.
struct Shift {
  Weekday weekday = Weekday::monday;
  minutes from{0};
  minutes to{0};

  bool operator==(const Shift&) const = default;
};

struct Technician {
  UserId id;
  std::string name;
  std::vector<ZoneId> zones;
  std::vector<Skill> skills;
  std::vector<Shift> shifts;  // none: no fixed hours
  std::string time_zone{k_default_time_zone};
  bool enabled = true;  // the supervisor's word
  bool active = true;   // enabled, and the person may sign in and is a technician
  std::int64_t version = 1;
  Timestamp created_at;
  Timestamp updated_at;
  int open_visits = 0;
};

/// The highest level of the specialty that is held on that day; 0 for none.
int level_held(const Technician& technician, SpecialtyId specialty, Day day);
bool serves(const Technician& technician, ZoneId zone);
bool on_shift(const Technician& technician, Timestamp at);
/// Working time within the window; only its first seven days count. All of it without fixed hours.
minutes shift_overlap(const Technician& technician, const Window& window);
/// A shift begins within `span` after `at`.
bool shift_begins_within(const Technician& technician, Timestamp at, minutes span);

/// A person as the identity service tells of them.
struct Person {
  UserId id;
  std::string name;
  bool active = true;
  bool technician = false;  // holds the role
};

enum class VisitState {
  planned,
  dispatched,
  en_route,
  on_site,
  working,
  paused,
  done,
  failed,
  cancelled,
};

constexpr bool is_open(VisitState state) {
  return state < VisitState::done;
}

/// One trip of one technician for one order. An order has at most one that is open.
struct Visit {
  VisitId id;
  OrderId order;
  std::string order_code;
  std::string title;
  UserId technician;
  std::string technician_name;
  AssignmentId assignment;
  VisitState state = VisitState::dispatched;
  std::optional<Window> window;
  Timestamp created_at;
  std::optional<Timestamp> started_at;
  std::optional<Timestamp> ended_at;
};

/// The decision that gave a visit to a technician; kept for ever.
struct Assignment {
  AssignmentId id;
  OrderId order;
  VisitId visit;
  UserId technician;
  std::string technician_name;
  std::optional<UserId> replaces;
  AssignmentMode mode = AssignmentMode::manual;
  std::string algorithm;
  std::optional<std::string> reason;
  std::optional<Window> window;
  contracts::Actor by;
  Timestamp at;
};

enum class WaitReason { waiting_operator, nobody_suitable, technician_inactive };

/// An order that waits for somebody to act.
struct Waiting {
  OrderId order;
  WaitReason reason = WaitReason::waiting_operator;
  std::vector<std::string> reasons;  // sentences
  Timestamp since;
};

/// The order may be given to a technician, or to another one.
bool can_be_assigned(OrderStatus status);
/// Lower is more urgent.
int urgency_of(Priority priority);

/// What follows for the order when its visit has ended; its technician has room for another one in
/// any case.
enum class FollowUp {
  nothing,
  wait_for_operator,  // somebody took the order back: a person decides
  reconsider,         // as if the order were new
};

/// What a transition of the order means for its open visit.
struct Effect {
  Transition transition;
  VisitState visit_ends_as;
  FollowUp then;
  bool only_earlier_visits;  // a visit decided after the transition is not meant by it
};

/// Nothing for a transition that leaves the visit as it is.
std::optional<Effect> effect_of(Transition transition);

/// The visit's state after what the technician reported; nothing where the order's own transition
/// will tell.
std::optional<VisitState> state_after(ActivityKind kind);

}  // namespace mf::dispatch

template <>
inline constexpr auto mf::k_names<mf::dispatch::Weekday> =
    std::array<mf::NameOf<mf::dispatch::Weekday>, 7>{{
        {mf::dispatch::Weekday::monday, "monday"},
        {mf::dispatch::Weekday::tuesday, "tuesday"},
        {mf::dispatch::Weekday::wednesday, "wednesday"},
        {mf::dispatch::Weekday::thursday, "thursday"},
        {mf::dispatch::Weekday::friday, "friday"},
        {mf::dispatch::Weekday::saturday, "saturday"},
        {mf::dispatch::Weekday::sunday, "sunday"},
    }};

template <>
inline constexpr auto mf::k_names<mf::dispatch::VisitState> =
    std::array<mf::NameOf<mf::dispatch::VisitState>, 9>{{
        {mf::dispatch::VisitState::planned, "planned"},
        {mf::dispatch::VisitState::dispatched, "dispatched"},
        {mf::dispatch::VisitState::en_route, "en_route"},
        {mf::dispatch::VisitState::on_site, "on_site"},
        {mf::dispatch::VisitState::working, "working"},
        {mf::dispatch::VisitState::paused, "paused"},
        {mf::dispatch::VisitState::done, "done"},
        {mf::dispatch::VisitState::failed, "failed"},
        {mf::dispatch::VisitState::cancelled, "cancelled"},
    }};

template <>
inline constexpr auto mf::k_names<mf::dispatch::WaitReason> =
    std::array<mf::NameOf<mf::dispatch::WaitReason>, 3>{{
        {mf::dispatch::WaitReason::waiting_operator, "waiting_operator"},
        {mf::dispatch::WaitReason::nobody_suitable, "nobody_suitable"},
        {mf::dispatch::WaitReason::technician_inactive, "technician_inactive"},
    }};
