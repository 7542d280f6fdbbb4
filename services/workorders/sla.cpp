#include "services/workorders/sla.hpp"

#include "platform/telemetry/log.hpp"
#include "services/workorders/order_store.hpp"
#include "services/workorders/orders.hpp"
#include "services/workorders/transitions.hpp"

#include <functional>

namespace mf::workorders {
namespace {

/// Says what is due to be said of one order, the warning before the breach. False where nothing is.
Result<bool> tell_one(db::Unit& unit, OrderId id, const Cause& cause) {
  auto order = store::find_order(unit, id, Reach::everything());
  const auto next = order ? next_sla_time(order->sla, order->status) : std::nullopt;
  if (!next || *next > cause.now) {
    return false;  // somebody moved the order since it was found
  }
  const bool breached = order->sla.due <= cause.now;
  const std::string action = breached ? "sla_breached" : "sla_warning";
  order->sla.warned = true;
  order->sla.breached = breached;
  if (auto stored = store::update_order(unit, *order); !stored) {
    return fail(std::move(stored.error()));
  }
  const Uuid told =
      publish(unit, "order." + action, {.order = facts_of(*order), .by = cause.by}, cause);
  store::add_history(unit, {.order = id,
                            .at = cause.now,
                            .recorded_at = cause.now,
                            .by = cause.by,
                            .action = action,
                            .event = told});
  return true;
}

Result<bool> close_one(db::Unit& unit, OrderId id, std::chrono::hours objection_period,
                       const Cause& cause) {
  const auto order = store::find_order(unit, id, Reach::everything());
  if (!order || order->objection_until.value_or(cause.now) >= cause.now) {
    return false;
  }
  const Move move{.transition = Transition::close,
                  .who = static_cast<Performers>(Performer::suite),
                  .via = Via::automatic,
                  .reason = "The objection period is over.",
                  .at = cause.now};
  const auto moved = move_order(unit, *order, move, objection_period, cause);
  return moved ? Result<bool>{true} : fail(moved.error());
}

using Each = std::function<Result<bool>(db::Unit&, OrderId)>;

/// All of them in one unit of work; nothing where one of them fails.
std::optional<int> do_together(db::Database& database, const std::vector<OrderId>& ids,
                               const Each& each) {
  try {
    const auto done = database.write([&](db::Unit& unit) -> Result<int> {
      int count = 0;
      for (const auto id : ids) {
        const auto result = each(unit, id);
        if (!result) {
          return fail(result.error());
        }
        count += *result;
      }
      return count;
    });
    return done ? std::optional{*done} : std::nullopt;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

/// One of them; what keeps it back is logged, and the next run tries again.
int do_alone(db::Database& database, OrderId id, std::string_view what, const Each& each) {
  std::string why;
  try {
    const auto done = database.write([&](db::Unit& unit) { return each(unit, id); });
    if (done) {
      return *done;
    }
    why = done.error().detail;
  } catch (const std::exception& error) {
    why = error.what();
  }
  telemetry::log_error("workorders", "a job could not do its work on an order",
                       {{"job", std::string(what)}, {"order", id.to_string()}, {"why", why}});
  return 0;
}

int for_each_order(db::Database& database, const std::vector<OrderId>& ids, std::string_view what,
                   const Each& each) {
  if (ids.empty()) {
    return 0;
  }
  if (const auto done = do_together(database, ids, each)) {
    return *done;
  }
  int count = 0;
  for (const auto id : ids) {
    count += do_alone(database, id, what, each);
  }
  return count;
}

}  // namespace

int tell_sla(db::Database& database, Timestamp now, int limit) {
  const Cause cause{.by = {}, .now = now};
  const auto ids = database.read(
      [&](db::Session& session) { return store::orders_with_sla_at(session, now, limit); });
  return for_each_order(database, ids, "sla",
                        [&](db::Unit& unit, OrderId id) { return tell_one(unit, id, cause); });
}

int close_unopposed(db::Database& database, Timestamp now, std::chrono::hours objection_period,
                    int limit) {
  const Cause cause{.by = {}, .now = now};
  const auto ids = database.read(
      [&](db::Session& session) { return store::orders_past_objection(session, now, limit); });
  return for_each_order(database, ids, "close_unopposed", [&](db::Unit& unit, OrderId id) {
    return close_one(unit, id, objection_period, cause);
  });
}

}  // namespace mf::workorders
