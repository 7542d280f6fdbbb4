#include "services/gateway/backend.hpp"

namespace mf::gateway {

Backend::Found LocalBackend::find(std::string_view method, std::string_view path) const {
  auto found = host_.find(method, path);
  Found here{.route = found.match.route, .allowed = std::move(found.match.allowed)};
  if (here.route != nullptr) {
    here.service = found.service;
    here.name = here.route->path;
  }
  return here;
}

std::optional<http::Response> LocalBackend::handle(http::Request& request) {
  const auto found = host_.again(static_cast<const service::Route*>(request.found), request.path);
  return found ? std::optional(host_.handle(request, *found)) : std::nullopt;
}

}  // namespace mf::gateway
