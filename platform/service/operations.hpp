// What every service has besides its business: its dead letters to look at and replay, and the
// pruning of the platform's own tables.
#pragma once

#include "platform/service/service.hpp"

namespace mf::service {

/// GET /api/v1/operations/{service}/dead-letters and POST …/{id}/replay.
std::vector<Route> operations_routes(const std::string& service, events::EventLog& log,
                                     db::Database& database, const Clock& clock);

/// Forgets relayed events after 30 days, taken-in ids after 60 and kept answers after 7; once an
/// hour.
Job retention_job(const std::string& service, db::Database& database, const events::EventLog& log,
                  const Clock& clock);

}  // namespace mf::service
