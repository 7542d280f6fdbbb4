// What the clock brings: warnings and breaches of the promised resolution, and the close of
// completed orders whose objection period is over. Jobs of the service; each call does one bounded
// batch.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders {

/// Publishes order.sla_warning and order.sla_breached where they are due, each once an order.
/// Returns of how many orders something was said: 0 when nothing is left but orders that fail, each
/// of which is logged and tried again by the next run.
int tell_sla(db::Database& database, Timestamp now, int limit = 200);

/// Closes what the client no longer may reopen. Returns how many orders; failures as above.
int close_unopposed(db::Database& database, Timestamp now, std::chrono::hours objection_period,
                    int limit = 200);

}  // namespace mf::workorders
