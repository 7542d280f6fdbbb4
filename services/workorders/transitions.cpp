#include "services/workorders/transitions.hpp"

#include "services/workorders/materials.hpp"
#include "services/workorders/order_search.hpp"
#include "services/workorders/order_store.hpp"
#include "services/workorders/orders.hpp"

namespace mf::workorders {
namespace {

/// After these moves the order is nobody's: work that waits for an assignment waits in vain.
constexpr std::array k_release = {Transition::unassign, Transition::cannot_complete,
                                  Transition::reopen, Transition::cancel};

/// The event of its own that some moves have besides order.status_changed.
struct OwnEvent {
  Transition transition;
  std::string_view type;
};
constexpr std::array k_own_events = std::to_array<OwnEvent>({
    {Transition::complete, "order.completed"},
    {Transition::close, "order.closed"},
    {Transition::reopen, "order.reopened"},
    {Transition::cancel, "order.cancelled"},
});

contracts::OrderChange change_of(const Order& before, const Order& after, const Move& move,
                                 const Cause& cause) {
  return {.order = facts_of(after),
          .by = cause.by,
          .transition = move.transition,
          .from = before.status,
          .to = after.status,
          .reason = move.reason};
}

/// Tells the others; gives the id of order.status_changed.
Uuid publish_move(db::Unit& unit, const Order& before, const Order& after, const Move& move,
                  const Cause& cause) {
  const auto change = change_of(before, after, move, cause);
  const Uuid told = publish(unit, "order.status_changed", change, cause);
  for (const auto& own : k_own_events) {
    if (own.transition == move.transition) {
      publish(unit, std::string(own.type), change, cause);
    }
  }
  return told;
}

}  // namespace

Result<Order> move_order(db::Unit& unit, const Order& order, Move move,
                         std::chrono::hours objection_period, const Cause& cause) {
  move.recorded_at = cause.now;
  auto after = moved(order, move, objection_period);
  if (!after) {
    return after;
  }
  after->updated_at = cause.now;
  if (auto stored = store::update_order(unit, *after); !stored) {
    return fail(std::move(stored.error()));
  }
  if (after->technician != order.technician) {
    search::replace(unit, order, *after);
  }
  const bool releases =
      std::find(k_release.begin(), k_release.end(), move.transition) != k_release.end();
  if (releases && move.via != Via::dispatch) {  // dispatch takes back one assignment of its own
    store::forget_early_work(unit, order.id);
  }
  const Uuid told = publish_move(unit, order, *after, move, cause);
  store::add_history(unit, {.order = order.id,
                            .at = move.at,
                            .recorded_at = cause.now,
                            .by = cause.by,
                            .action = std::string(name_of(move.transition)),
                            .from = order.status,
                            .to = after->status,
                            .reason = move.reason,
                            .detail = move.technician_name,
                            .event = told});
  if (move.transition == Transition::cancel && !order.started_at) {
    if (auto returned = return_materials(unit, *after, cause); !returned) {
      return fail(std::move(returned.error()));
    }
  }
  return after;
}

Result<Order> transition_by(db::Unit& unit, OrderId id, const auth::Principal& caller,
                            Transition transition, const std::optional<std::string>& reason,
                            std::chrono::hours objection_period, const Cause& cause) {
  const auto order =
      store::find_order(unit, id, reach_of(caller, auth::Permission::order_transition));
  if (!order) {
    return not_found("order");
  }
  const Move move{.transition = transition,
                  .who = performers_of(caller, *order),
                  .via = Via::api,
                  .reason = reason,
                  .at = cause.now};
  return move_order(unit, *order, move, objection_period, cause);
}

Result<Order> replace_technician(db::Unit& unit, const Order& order, UserId technician,
                                 const std::string& name, const std::optional<Window>& window,
                                 const std::optional<std::string>& reason, const Cause& cause) {
  Order after = order;
  after.technician = technician;
  after.technician_name = name;
  std::vector<std::string> changed{"technician"};
  std::string detail = fmt::format("{} → {}", order.technician_name.value_or("—"), name);
  if (window && window != order.window) {
    after.window = window;
    changed.emplace_back("window");
    detail += fmt::format("; window: {} → {}", show_window(order.window), show_window(window));
  }
  after.updated_at = cause.now;
  if (auto stored = store::update_order(unit, after); !stored) {
    return fail(std::move(stored.error()));
  }
  search::replace(unit, order, after);
  const Uuid told = publish(
      unit, "order.updated",
      {.order = facts_of(after), .by = cause.by, .reason = reason, .changed = std::move(changed)},
      cause);
  store::add_history(unit, {.order = order.id,
                            .at = cause.now,
                            .recorded_at = cause.now,
                            .by = cause.by,
                            .action = "reassigned",
                            .reason = reason,
                            .detail = std::move(detail),
                            .event = told});
  return after;
}

}  // namespace mf::workorders
