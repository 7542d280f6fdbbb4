// The pages that the gateway makes itself: the readable form of the API's routes.
#pragma once

#include "platform/service/route.hpp"

namespace mf::gateway {

/// /api/docs: every route with its permission, parameters and schemas. Plain HTML, no script.
std::string docs_page(const std::vector<const service::Route*>& routes, std::string_view version);

}  // namespace mf::gateway
