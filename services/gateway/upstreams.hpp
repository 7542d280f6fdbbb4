// The service processes that this process knows by configuration: asks each of them every second
// whether it is ready, learns which routes it has, and finds the one for a request. One thread for
// each replica, which waits for nobody else. find() and get() from any thread.
#pragma once

#include "platform/auth/peer.hpp"
#include "platform/http/client.hpp"
#include "services/gateway/backend.hpp"

namespace mf::gateway {

struct UpstreamSettings {
  /// The URLs of each service's replicas, `http[s]://HOST:PORT`; services in one process have the
  /// same.
  std::map<std::string, std::vector<std::string>> services;
  std::string authorities;  // PEM file of those whose certificates are believed; for https
  bool all = true;          // false: there are other services that these settings don't name
  http::UpstreamOptions options;
  std::chrono::milliseconds check_every{1'000};
};

class Upstreams final : public Backend {
 public:
  /// Throws for a URL that is none, and for a service without one.
  Upstreams(const UpstreamSettings& settings, const Clock& clock, telemetry::Metrics& metrics);
  ~Upstreams() override;

  void start();
  void stop();

  Found find(std::string_view method, std::string_view path) const override;
  std::optional<http::Response> handle(http::Request& request) override;
  bool forwards() const override { return true; }
  std::vector<service::RouteTable> tables() const override;
  std::uint64_t edition() const override;
  std::vector<std::string> services() const override;
  std::optional<std::string> not_ready() const override;

  /// Asks the service that has this path, as the suite itself. Blocks for the deadline at most.
  Result<json::Dom> get(std::string_view path_and_query, const auth::PeerSecret& secret,
                        std::chrono::milliseconds deadline);
  /// Asks it as whoever made `request`, whose token goes along. What only reads is asked again of
  /// another replica where one does not answer; anything else is sent once.
  http::Response call(const http::Request& request, const service::Call& call,
                      std::chrono::milliseconds deadline);
  std::vector<http::Response> read_all(const http::Request& request,
                                       const std::vector<std::string>& targets,
                                       std::chrono::milliseconds deadline);

 private:
  struct Table;
  struct State;

  Result<http::ClientAnswer> send(const std::string& method, std::string_view target,
                                  std::vector<std::string> headers, const std::string& body,
                                  std::chrono::milliseconds deadline);

  std::unique_ptr<State> state_;
};

}  // namespace mf::gateway
