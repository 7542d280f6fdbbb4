#include "services/tracking/activity.hpp"

#include "services/tracking/store.hpp"

namespace mf::tracking {
namespace {

Result<Execution> check(db::Session& session, const OrderRef& order, const ActivityReport& report,
                        Timestamp now) {
  if (auto active = must_be_active(order); !active) {
    return fail(std::move(active.error()));
  }
  if (auto plausible = must_be_plausible(order, report, now); !plausible) {
    return fail(std::move(plausible.error()));
  }
  auto next = take_step(order, report.kind);
  if (next && *next == Execution::done) {
    if (auto complete = must_be_complete(order, has_evidence(session, order.id)); !complete) {
      return fail(std::move(complete.error()));
    }
  }
  return next;
}

void tell_activity(db::Unit& unit, const Activity& activity) {
  TimelineEntry entry{.id = activity.id.value,
                      .order = activity.order,
                      .kind = parse_name<TimelineKind>(name_of(activity.kind)).value(),
                      .at = activity.at,
                      .recorded_at = activity.recorded_at,
                      .by = activity.technician,
                      .details = {}};
  entry.details.state = activity.state;
  entry.details.reason = activity.reason;
  entry.details.position = activity.position;
  tell(unit, entry);
}

}  // namespace

Result<Activity> record_activity(db::Unit& unit, const Caller& caller, OrderId id,
                                 const ActivityReport& report, Timestamp now,
                                 const Publish& publish) {
  auto order = find_order(unit, id, caller.reach);
  if (!order) {
    return not_found("order");
  }
  const auto next = check(unit, *order, report, now);
  if (!next) {
    return fail(next.error());
  }
  const Timestamp happened = moment_of(*order, report, now);
  order->execution = *next;
  order->last_at = happened;
  if (auto saved = save_order(unit, *order); !saved) {
    return fail(std::move(saved.error()));
  }
  const Activity activity{.id = ActivityId::make(),
                          .order = id,
                          .kind = report.kind,
                          .state = *next,
                          .at = happened,
                          .recorded_at = now,
                          .technician = caller.actor(),
                          .position = report.position,
                          .reason = report.reason};
  add_activity(unit, activity);
  tell_activity(unit, activity);

  auto record = record_of(*order, caller, activity.at, now);
  record.kind = activity.kind;
  record.position = activity.position;
  record.reason = activity.reason;
  publish(fmt::format("tracking.{}", name_of(activity.kind)), record);
  return activity;
}

}  // namespace mf::tracking
