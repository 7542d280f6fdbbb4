// The import over HTTP: one route of the work-order service's table.
#pragma once

#include "platform/service/service.hpp"

namespace mf::workorders {

/// POST /api/v1/imports/orders. `default_time_zone`: of the local times in a file.
std::vector<service::Route> import_routes(std::string default_time_zone);

}  // namespace mf::workorders
