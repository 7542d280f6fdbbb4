// Calls into other services: those of this process directly, the others by HTTP. Any thread.
#pragma once

#include "platform/auth/peer.hpp"
#include "platform/service/host.hpp"
#include "services/gateway/upstreams.hpp"

namespace mf::app {

class RemotePeers final : public service::Peers {
 public:
  /// `host` may be null: no service runs here. Everything outlives this.
  RemotePeers(service::Host* host, gateway::Upstreams& others, const auth::PeerSecret& secret)
      : host_(host), others_(others), secret_(secret) {}

  Result<json::Dom> get(std::string_view path_and_query) override;
  http::Response call(const http::Request& request, const service::Call& call) override;
  std::vector<http::Response> read_all(const http::Request& request,
                                       const std::vector<std::string>& targets) override;

 private:
  bool is_here(std::string_view method, std::string_view target) const;

  service::Host* host_;
  gateway::Upstreams& others_;
  const auth::PeerSecret& secret_;
};

}  // namespace mf::app
