#include "services/workorders/events.hpp"

#include "platform/telemetry/log.hpp"
#include "platform/telemetry/trace.hpp"
#include "services/workorders/order_store.hpp"
#include "services/workorders/orders.hpp"
#include "services/workorders/transitions.hpp"

namespace mf::workorders {
namespace {

using contracts::AssignmentChange;
using contracts::WorkRecord;
using events::Event;

/// What each report of work asks of the order.
struct WorkRow {
  std::string_view type;
  Transition transition;
};
constexpr std::array k_work = std::to_array<WorkRow>({
    {"tracking.work_started", Transition::start},
    {"tracking.work_paused", Transition::hold},
    {"tracking.work_resumed", Transition::start},
    {"tracking.work_completed", Transition::complete},
});

std::optional<Transition> transition_of(std::string_view type) {
  for (const auto& row : k_work) {
    if (row.type == type) {
      return row.transition;
    }
  }
  return std::nullopt;
}

/// The event asks for what can't be any more: it is said, and that is all.
Result<void> too_late(std::string_view type, OrderId order, std::string_view why) {
  telemetry::log_warning(
      "workorders", "an event does not fit the order",
      {{"type", std::string(type)}, {"order", order.to_string()}, {"why", std::string(why)}});
  return {};
}

std::string current_trace() {
  return std::string(telemetry::current_traceparent());
}

class Consumers {
 public:
  Consumers(const Clock& clock, std::chrono::hours objection_period)
      : clock_(clock), objection_period_(objection_period) {}

  Result<void> assigned(db::Unit& unit, const Event& event) const {
    const auto change = json::decode<AssignmentChange>(event.data, json::Unknown::ignore);
    if (!change) {
      return fail(change.error());
    }
    const auto order = store::find_order(unit, change->order, Reach::everything());
    if (!order) {
      return too_late(event.type, change->order, "unknown order");
    }
    if (auto given = give_to(unit, *order, *change, event); !given) {
      return given;
    }
    return take_up_early_work(unit, *change);
  }

  Result<void> unassigned(db::Unit& unit, const Event& event) const {
    const auto change = json::decode<AssignmentChange>(event.data, json::Unknown::ignore);
    if (!change) {
      return fail(change.error());
    }
    (void)store::take_early_work(unit, change->order, change->assignment);  // waits in vain
    const auto order = store::find_order(unit, change->order, Reach::everything());
    const bool still_theirs =
        order && order->status == OrderStatus::assigned && order->technician == change->technician;
    if (!still_theirs) {
      return {};  // the order moved on, perhaps by our own unassign
    }
    const Move move{.transition = Transition::unassign,
                    .who = static_cast<Performers>(Performer::suite),
                    .via = Via::dispatch,
                    .reason = change->reason.value_or("The assignment was cancelled."),
                    .at = event.time};
    return apply(unit, *order, move, event.type, cause_of(change->by, current_trace()));
  }

  Result<void> worked(db::Unit& unit, const Event& event) const {
    return take_work(unit, {.id = event.id,
                            .type = event.type,
                            .data = event.data,
                            .traceparent = current_trace(),
                            .recorded_at = event.time});
  }

 private:
  Cause cause_of(Actor by, std::string traceparent) const {
    return {std::move(by), clock_.now(), std::move(traceparent)};
  }

  Result<void> apply(db::Unit& unit, const Order& order, const Move& move, std::string_view type,
                     const Cause& cause) const {
    const auto after = move_order(unit, order, move, objection_period_, cause);
    return after ? Result<void>{} : too_late(type, order.id, after.error().detail);
  }

  Result<void> give_to(db::Unit& unit, const Order& order, const AssignmentChange& change,
                       const Event& event) const {
    const Cause cause = cause_of(change.by, current_trace());
    const bool waits =
        order.status == OrderStatus::assigned || order.status == OrderStatus::on_hold;
    if (waits && order.technician != change.technician) {
      const auto after = replace_technician(unit, order, change.technician, change.technician_name,
                                            change.window, change.reason, cause);
      return after ? Result<void>{} : fail(after.error());
    }
    Order current = order;
    if (change.window && (waits || order.status == OrderStatus::open)) {
      auto after = reschedule(unit, order, *change.window, change.reason, cause);
      if (!after) {
        return fail(std::move(after.error()));
      }
      current = std::move(*after);
    }
    if (waits) {
      return {};
    }
    const Move move{.transition = Transition::assign,
                    .who = static_cast<Performers>(Performer::suite),
                    .via = Via::dispatch,
                    .reason = change.reason,
                    .at = event.time,
                    .technician = change.technician,
                    .technician_name = change.technician_name};
    return apply(unit, current, move, event.type, cause);
  }

  /// Work that was heard of before its assignment.
  Result<void> take_up_early_work(db::Unit& unit, const AssignmentChange& change) const {
    for (const auto& work : store::take_early_work(unit, change.order, change.assignment)) {
      if (auto taken = take_work(unit, work); !taken) {
        return taken;
      }
    }
    return {};
  }

  Result<void> take_work(db::Unit& unit, store::EarlyWork work) const {
    const auto record = json::decode<WorkRecord>(work.data, json::Unknown::ignore);
    if (!record) {
      return fail(record.error());
    }
    const auto order = store::find_order(unit, record->order, Reach::everything());
    if (!order) {
      return too_late(work.type, record->order, "unknown order");
    }
    if (order->technician != record->technician) {
      return keep(unit, std::move(work), *order, *record);
    }
    const auto transition = transition_of(work.type).value();
    const bool holds = transition == Transition::hold;
    const Move move{
        .transition = transition,
        .who = static_cast<Performers>(Performer::technician),
        .via = Via::tracking,
        .reason = holds ? record->reason.value_or("The work was paused.") : record->reason,
        .at = std::min(record->at, clock_.now())};
    const Cause cause = cause_of({record->technician, record->technician_name}, work.traceparent);
    return apply(unit, *order, move, work.type, cause);
  }

  /// Dispatch and tracking are two sources: the assignment may still be on its way.
  Result<void> keep(db::Unit& unit, store::EarlyWork work, const Order& order,
                    const WorkRecord& record) const {
    const bool may_come = order.status == OrderStatus::open ||
                          order.status == OrderStatus::assigned ||
                          order.status == OrderStatus::on_hold;
    if (!may_come || !record.assignment) {
      return too_late(work.type, order.id, "another technician's order");
    }
    work.order = order.id;
    work.technician = record.technician;
    work.assignment = *record.assignment;
    store::keep_early_work(unit, work);
    return {};
  }

  const Clock& clock_;
  const std::chrono::hours objection_period_;
};

}  // namespace

std::vector<events::Subscription> subscriptions(const Clock& clock, const Settings& settings) {
  const auto consumers = std::make_shared<const Consumers>(clock, settings.objection_period);
  std::vector<events::Subscription> table;
  table.push_back({"assignment.created", [consumers](db::Unit& unit, const Event& event) {
                     return consumers->assigned(unit, event);
                   }});
  table.push_back({"assignment.cancelled", [consumers](db::Unit& unit, const Event& event) {
                     return consumers->unassigned(unit, event);
                   }});
  for (const auto& row : k_work) {
    table.push_back({std::string(row.type), [consumers](db::Unit& unit, const Event& event) {
                       return consumers->worked(unit, event);
                     }});
  }
  return table;
}

}  // namespace mf::workorders
