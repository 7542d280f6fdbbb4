// The routes about assets, the equipment at customers' sites.
#pragma once

#include "platform/service/service.hpp"

namespace mf::workorders {

std::vector<service::Route> asset_routes();

}  // namespace mf::workorders
