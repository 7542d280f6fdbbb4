// A service's routes as JSON, without their handlers: what a service process tells the gateway at
// /internal/routes, so that the gateway can check and describe what it forwards. Pure, any thread.
#pragma once

#include "platform/service/route.hpp"

namespace mf::service {

struct RouteTable {
  std::string service;
  std::vector<Route> routes;  // the handlers are empty
};

std::string encode_routes(const std::vector<RouteTable>& tables);
/// 422 with what is wrong. Members that are not known come from a newer version and are left out.
Result<std::vector<RouteTable>> decode_routes(std::string_view json);

}  // namespace mf::service

template <>
inline constexpr auto mf::k_names<mf::service::Access> =
    std::array<mf::NameOf<mf::service::Access>, 3>{{
        {mf::service::Access::open, "open"},
        {mf::service::Access::signed_in, "signed_in"},
        {mf::service::Access::permission, "permission"},
    }};
