// The words that services share on the wire: statuses, transitions, priorities, kinds of activity.
#pragma once

#include "platform/core/names.hpp"

namespace mf {

enum class OrderStatus {
  open,
  assigned,
  in_progress,
  on_hold,
  awaiting_approval,
  completed,
  closed,
  cancelled
};
enum class Transition {
  create,
  assign,
  unassign,
  start,
  hold,
  request_approval,
  approve,
  reject,
  complete,
  cannot_complete,
  close,
  reopen,
  cancel,
};
enum class Priority { low, medium, high, critical };
enum class ActivityKind {
  travel_started,
  arrived,
  work_started,
  work_paused,
  work_resumed,
  work_completed,
};
enum class AssignmentMode { manual, automatic };

template <>
inline constexpr auto k_names<OrderStatus> = std::array<NameOf<OrderStatus>, 8>{{
    {OrderStatus::open, "open"},
    {OrderStatus::assigned, "assigned"},
    {OrderStatus::in_progress, "in_progress"},
    {OrderStatus::on_hold, "on_hold"},
    {OrderStatus::awaiting_approval, "awaiting_approval"},
    {OrderStatus::completed, "completed"},
    {OrderStatus::closed, "closed"},
    {OrderStatus::cancelled, "cancelled"},
}};

template <>
inline constexpr auto k_names<Transition> = std::array<NameOf<Transition>, 13>{{
    {Transition::create, "create"},
    {Transition::assign, "assign"},
    {Transition::unassign, "unassign"},
    {Transition::start, "start"},
    {Transition::hold, "hold"},
    {Transition::request_approval, "request_approval"},
    {Transition::approve, "approve"},
    {Transition::reject, "reject"},
    {Transition::complete, "complete"},
    {Transition::cannot_complete, "cannot_complete"},
    {Transition::close, "close"},
    {Transition::reopen, "reopen"},
    {Transition::cancel, "cancel"},
}};

template <>
inline constexpr auto k_names<Priority> = std::array<NameOf<Priority>, 4>{{
    {Priority::low, "low"},
    {Priority::medium, "medium"},
    {Priority::high, "high"},
    {Priority::critical, "critical"},
}};

template <>
inline constexpr auto k_names<ActivityKind> = std::array<NameOf<ActivityKind>, 6>{{
    {ActivityKind::travel_started, "travel_started"},
    {ActivityKind::arrived, "arrived"},
    {ActivityKind::work_started, "work_started"},
    {ActivityKind::work_paused, "work_paused"},
    {ActivityKind::work_resumed, "work_resumed"},
    {ActivityKind::work_completed, "work_completed"},
}};

template <>
inline constexpr auto k_names<AssignmentMode> = std::array<NameOf<AssignmentMode>, 2>{{
    {AssignmentMode::manual, "manual"},
    {AssignmentMode::automatic, "automatic"},
}};

}  // namespace mf
