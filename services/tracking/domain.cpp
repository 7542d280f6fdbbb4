#include "services/tracking/domain.hpp"

#include "platform/core/text.hpp"

namespace mf::tracking {
namespace {

using enum Execution;
using enum ActivityKind;

constexpr std::chrono::minutes k_clock_skew{5};
constexpr std::chrono::hours k_before_assignment{24};

// Travel and arrival may be left out: people forget to report them.
constexpr std::array k_steps = std::to_array<Step>({
    {travel_started, assigned, en_route},
    {arrived, assigned, on_site},
    {arrived, en_route, on_site},
    {work_started, assigned, working},
    {work_started, en_route, working},
    {work_started, on_site, working},
    {work_paused, working, paused},
    {work_resumed, paused, working},
    {work_completed, working, done},
});

enum class Effect { moves, releases, ends };

/// What an order's transition means for the work on it. One that is not here changes nothing.
struct Consequence {
  Transition transition;
  Effect effect;
  std::optional<Execution> to = {};
};

constexpr std::array k_consequences = std::to_array<Consequence>({
    {Transition::start, Effect::moves, working},
    {Transition::hold, Effect::moves, paused},
    {Transition::approve, Effect::moves, working},
    {Transition::reject, Effect::moves, working},
    {Transition::complete, Effect::moves, done},
    {Transition::unassign, Effect::releases},
    {Transition::cannot_complete, Effect::releases},
    {Transition::reopen, Effect::releases},
    {Transition::cancel, Effect::ends},
});

constexpr std::array k_finished = {OrderStatus::completed, OrderStatus::closed,
                                   OrderStatus::cancelled};

std::vector<std::string> names_of(const std::vector<ActivityKind>& kinds) {
  std::vector<std::string> names;
  for (const auto kind : kinds) {
    names.emplace_back(name_of(kind));
  }
  return names;
}

std::unexpected<Error> refuse(std::string code, std::string detail,
                              std::vector<ActivityKind> allowed) {
  Error error{ErrorKind::conflict, std::move(code), std::move(detail)};
  error.allowed = names_of(allowed);
  return fail(std::move(error));
}

}  // namespace

std::span<const Step> steps() {
  return k_steps;
}

std::optional<Execution> next_state(Execution from, ActivityKind kind) {
  for (const auto& step : k_steps) {
    if (step.from == from && step.kind == kind) {
      return step.to;
    }
  }
  return std::nullopt;
}

std::vector<ActivityKind> allowed_from(Execution from) {
  std::vector<ActivityKind> kinds;
  for (const auto& step : k_steps) {
    if (step.from == from) {
      kinds.push_back(step.kind);
    }
  }
  return kinds;
}

Result<void> must_be_active(const OrderRef& order) {
  const bool finished =
      std::find(k_finished.begin(), k_finished.end(), order.status) != k_finished.end();
  if (finished) {
    return refuse("order_not_active",
                  fmt::format("The order is {}: nothing is added to it.", name_of(order.status)),
                  {});
  }
  if (!order.execution || *order.execution == done) {
    return refuse("order_not_active", "The work on this order is done.", {});
  }
  return {};
}

Result<void> must_be_plausible(const OrderRef& order, const ActivityReport& report, Timestamp now) {
  Error error{ErrorKind::invalid, "invalid", "Some fields are not valid."};
  if (report.at && *report.at > now + k_clock_skew) {
    error.fields.push_back({"/at", "future", "This moment has not come yet."});
  }
  if (report.at && order.assigned_at && *report.at < *order.assigned_at - k_before_assignment) {
    error.fields.push_back(
        {"/at", "before_assignment", "This is long before the order was assigned."});
  }
  if (report.at && order.created_at && *report.at < *order.created_at) {
    error.fields.push_back({"/at", "before_order", "This is before the order was opened."});
  }
  if (report.at && order.last_at && *report.at < *order.last_at) {
    error.fields.push_back(
        {"/at", "before_last",
         "This is before what was reported last: " + to_rfc3339(*order.last_at) + "."});
  }
  if (report.kind == work_paused && (!report.reason || report.reason->empty())) {
    error.fields.push_back({"/reason", "required", "A pause needs its reason."});
  }
  if (!error.fields.empty()) {
    return fail(std::move(error));
  }
  return {};
}

Timestamp moment_of(const OrderRef& order, const ActivityReport& report, Timestamp now) {
  return report.at.value_or(std::max(now, order.last_at.value_or(now)));
}

Result<Execution> take_step(const OrderRef& order, ActivityKind kind) {
  if (auto active = must_be_active(order); !active) {
    return fail(std::move(active.error()));
  }
  if (order.status == OrderStatus::awaiting_approval) {
    return refuse("awaiting_approval",
                  "The order waits for its approval: the work rests until then.", {});
  }
  const auto next = next_state(*order.execution, kind);
  if (!next) {
    return refuse("activity_not_allowed",
                  fmt::format("{} can't follow while the work is {}.", name_of(kind),
                              name_of(*order.execution)),
                  allowed_from(*order.execution));
  }
  return *next;
}

Result<void> must_be_complete(const OrderRef& order, bool has_evidence) {
  if (!has_evidence) {
    return fail(ErrorKind::conflict, "evidence_missing",
                "Completed work needs at least one piece of evidence.");
  }
  if (!order.heard) {
    Error error{ErrorKind::unavailable, "order_not_heard_yet",
                "What the order asks for is not known here yet."};
    error.retry_after_seconds = 1;
    return fail(std::move(error));
  }
  if (order.materials_required && order.material_total <= 0) {
    return fail(ErrorKind::conflict, "materials_missing",
                "Orders of this type need the materials that were used before they are completed.");
  }
  return {};
}

void give_to(OrderRef& order, UserId technician, std::string name, Timestamp when) {
  const bool goes_on =
      order.technician == technician && order.execution && *order.execution != done;
  if (!goes_on) {
    order.execution = assigned;
  }
  order.technician = technician;
  order.technician_name = std::move(name);
  order.assigned_at = when;
}

void release(OrderRef& order) {
  order.technician.reset();
  order.technician_name.reset();
  order.execution.reset();
  order.assignment.reset();
  order.assigned_at.reset();
}

void follow_transition(OrderRef& order, Transition transition, Timestamp when,
                       std::optional<Timestamp> last_report) {
  // Dispatch may have been quicker: what happened before the assignment says nothing about its
  // technician.
  if (order.assigned_at && when < *order.assigned_at) {
    return;
  }
  for (const auto& row : k_consequences) {
    if (row.transition != transition) {
      continue;
    }
    if (row.effect == Effect::releases) {
      release(order);
    } else if (row.effect == Effect::ends) {
      order.execution.reset();
    } else if (order.technician && !(last_report && when < *last_report)) {
      order.execution = row.to;
    }
  }
}

std::string clean_file_name(std::string_view given, std::string_view extension) {
  const auto slash = given.find_last_of("/\\");
  if (slash != std::string_view::npos) {
    given.remove_prefix(slash + 1);
  }
  std::string name;
  if (is_utf8(given)) {
    std::copy_if(given.begin(), given.end(), std::back_inserter(name),
                 [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
  }
  std::size_t end = std::min<std::size_t>(name.size(), 200);
  while (end < name.size() && end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) {
    --end;
  }
  name.resize(end);
  name = std::string(trim(name));
  return name.empty() || name == "." || name == ".." ? fmt::format("evidence.{}", extension) : name;
}

}  // namespace mf::tracking
