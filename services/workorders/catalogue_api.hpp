// The routes of the catalogues: order types, zones, specialties, materials. Handlers run on any
// worker thread.
#pragma once

#include "platform/service/service.hpp"

namespace mf::workorders {

/// `default_time_zone`: of zones that are made without one.
std::vector<service::Route> catalogue_routes(const std::string& default_time_zone);

}  // namespace mf::workorders
