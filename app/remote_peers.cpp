#include "app/remote_peers.hpp"

namespace mf::app {
namespace {

constexpr std::chrono::milliseconds k_deadline{3'000};

}  // namespace

bool RemotePeers::is_here(std::string_view method, std::string_view target) const {
  const auto path = target.substr(0, target.find('?'));
  return host_ != nullptr && host_->find(method, path).match.route != nullptr;
}

Result<json::Dom> RemotePeers::get(std::string_view path_and_query) {
  return is_here("GET", path_and_query) ? host_->get(path_and_query)
                                        : others_.get(path_and_query, secret_, k_deadline);
}

http::Response RemotePeers::call(const http::Request& request, const service::Call& call) {
  return is_here(call.method, call.target) ? host_->call(request, call)
                                           : others_.call(request, call, k_deadline);
}

std::vector<http::Response> RemotePeers::read_all(const http::Request& request,
                                                  const std::vector<std::string>& targets) {
  return !targets.empty() && is_here("GET", targets.front())
             ? host_->read_all(request, targets)
             : others_.read_all(request, targets, k_deadline);
}

}  // namespace mf::app
