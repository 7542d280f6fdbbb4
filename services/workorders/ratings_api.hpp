// The routes about what customers say of the work.
#pragma once

#include "platform/service/service.hpp"

namespace mf::workorders {

std::vector<service::Route> rating_routes();

}  // namespace mf::workorders
