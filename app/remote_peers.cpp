#include "app/remote_peers.hpp"

namespace mf::app {
namespace {

constexpr std::chrono::milliseconds k_deadline{3'000};

}  // namespace

Result<json::Dom> RemotePeers::get(std::string_view path_and_query) {
  const auto path = path_and_query.substr(0, path_and_query.find('?'));
  if (host_ != nullptr && host_->find("GET", path).match.route != nullptr) {
    return host_->get(path_and_query);
  }
  return others_.get(path_and_query, secret_, k_deadline);
}

}  // namespace mf::app
