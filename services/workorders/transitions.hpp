// Moving an order through its life: loads, asks the table (lifecycle.hpp), stores, notes the
// history, publishes. Called inside a unit of work of the service's database.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/lifecycle.hpp"

namespace mf::workorders {

/// The order after the move, recorded at `cause.now`. `order` must be as stored
/// (store::find_order). 412 `stale` if somebody was faster.
Result<Order> move_order(db::Unit& unit, const Order& order, Move move,
                         std::chrono::hours objection_period, const Cause& cause);

/// POST /transitions: 404 outside the caller's reach, otherwise as the table says.
Result<Order> transition_by(db::Unit& unit, OrderId id, const auth::Principal& caller,
                            Transition transition, const std::optional<std::string>& reason,
                            std::chrono::hours objection_period, const Cause& cause);

/// The order keeps its status and gets another technician, and another window if one is given.
Result<Order> replace_technician(db::Unit& unit, const Order& order, UserId technician,
                                 const std::string& name, const std::optional<Window>& window,
                                 const std::optional<std::string>& reason, const Cause& cause);

}  // namespace mf::workorders
