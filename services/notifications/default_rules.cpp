// Who hears of what, as the suite comes: data only. A fact that several events tell has its rules
// on one of them: starting and completing on tracking's, assigning on dispatch's, cancelling and
// reopening on the order's own.
#include "services/notifications/rules.hpp"

namespace mf::notifications {
namespace {

using enum Audience;
using enum Channel;
using enum Urgency;

constexpr std::string_view k_told_by_status =
    "hold,request_approval,approve,reject,cannot_complete,close";

constexpr std::array k_rules = std::to_array<DefaultRule>({
    {"created_operators", "order.created", "", "", operators, in_app, "order_created", normal},

    {"updated_technician", "order.updated", "", "", technician, in_app, "order_updated", high,
     "window,priority"},
    {"updated_technician_mail", "order.updated", "", "", technician, email, "order_updated", high,
     "window"},
    {"updated_client", "order.updated", "", "", client, in_app, "order_updated", normal, "window"},
    {"updated_operators", "order.updated", "", "", operators, in_app, "order_updated", low,
     "window,priority"},

    {"assigned_technician", "assignment.created", "", "", technician, in_app, "assignment_created",
     high},
    {"assigned_technician_mail", "assignment.created", "", "", technician, email,
     "assignment_created", high},
    {"assigned_client", "assignment.created", "", "", client, in_app, "technician_chosen", normal},
    {"replaced_technician", "assignment.created", "", "", previous_technician, in_app,
     "assignment_cancelled", high},
    {"unassigned_technician", "assignment.cancelled", "", "", technician, in_app,
     "assignment_cancelled", high},

    {"travelling_client", "tracking.travel_started", "", "", client, in_app, "travel_started",
     normal},
    {"travelling_operators", "tracking.travel_started", "", "", operators, in_app, "travel_started",
     low},
    {"arrived_client", "tracking.arrived", "", "", client, in_app, "arrived", normal},
    {"arrived_operators", "tracking.arrived", "", "", operators, in_app, "arrived", low},
    {"started_client", "tracking.work_started", "", "", client, in_app, "work_started", normal},
    {"started_operators", "tracking.work_started", "", "", operators, in_app, "work_started", low},
    {"completed_client", "tracking.work_completed", "", "", client, in_app, "work_completed",
     normal},
    {"completed_operators", "tracking.work_completed", "", "", operators, in_app, "work_completed",
     normal},

    {"status_client", "order.status_changed", k_told_by_status, "", client, in_app,
     "status_changed", normal},
    {"status_operators", "order.status_changed", k_told_by_status, "", operators, in_app,
     "status_changed", normal},
    {"resumed_client", "order.status_changed", "start", "on_hold", client, in_app, "status_changed",
     normal},
    {"resumed_operators", "order.status_changed", "start", "on_hold", operators, in_app,
     "status_changed", low},
    {"approval_supervisors", "order.status_changed", "request_approval", "", supervisors, in_app,
     "approval_requested", high},
    {"approved_technician", "order.status_changed", "approve,reject", "", technician, in_app,
     "status_changed", high},

    {"completed_supervisors", "order.completed", "", "", supervisors, in_app, "order_completed",
     normal},

    {"cancelled_technician", "order.cancelled", "", "", technician, in_app, "order_cancelled",
     high},
    {"cancelled_technician_mail", "order.cancelled", "", "", technician, email, "order_cancelled",
     high},
    {"cancelled_client", "order.cancelled", "", "", client, in_app, "order_cancelled", normal},
    {"cancelled_operators", "order.cancelled", "", "", operators, in_app, "order_cancelled",
     normal},

    {"reopened_technician", "order.reopened", "", "", technician, in_app, "order_reopened", high},
    {"reopened_technician_mail", "order.reopened", "", "", technician, email, "order_reopened",
     high},
    {"reopened_client", "order.reopened", "", "", client, in_app, "order_reopened", normal},
    {"reopened_operators", "order.reopened", "", "", operators, in_app, "order_reopened", high},

    {"commented_technician", "order.commented", "", "", technician, in_app, "order_commented",
     normal},
    {"commented_client", "order.commented", "", "", client, in_app, "order_commented", normal},
    {"commented_operators", "order.commented", "", "", operators, in_app, "order_commented",
     normal},

    {"warned_operators", "order.sla_warning", "", "", operators, in_app, "sla_warning", high},
    {"breached_supervisors", "order.sla_breached", "", "", supervisors, in_app, "sla_breached",
     high},
    {"breached_supervisors_mail", "order.sla_breached", "", "", supervisors, email, "sla_breached",
     high},

    {"low_stock_administrators", "material.low_stock", "", "", administrators, in_app,
     "material_low", normal},
});

}  // namespace

std::span<const DefaultRule> default_rules() {
  return k_rules;
}

}  // namespace mf::notifications
