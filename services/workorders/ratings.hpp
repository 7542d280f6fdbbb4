// What customers say of completed work. Called inside a unit of work of the service's database.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders {

struct Rating {
  OrderId order;
  int stars = 0;  // 1 to 5
  std::optional<std::string> comment;
  Actor by;
  Timestamp at;
};

/// Keeps the customer's newest word, with the history and order.rated. 404 outside `reach`, 409
/// `not_completed` before the work is done.
Result<Rating> rate_order(db::Unit& unit, OrderId id, const Reach& reach, int stars,
                          const std::optional<std::string>& comment, const Cause& cause);

}  // namespace mf::workorders
