// The gateway: the one door. Gives each request its id and trace, checks its token and its limits,
// finds the service it belongs to, and dresses the answer. In one process it calls the services'
// routers directly; as a process of its own it forwards. Each service process has one in front as
// well, which believes the forwarding one's word on a request's id and address.
#pragma once

#include "platform/auth/peer.hpp"
#include "platform/auth/token.hpp"
#include "platform/http/server.hpp"
#include "platform/service/host.hpp"
#include "services/gateway/backend.hpp"
#include "services/gateway/limiter.hpp"
#include "services/gateway/static_files.hpp"

namespace mf::gateway {

struct Settings {
  std::string version = "0.1.0";
  int gateways = 1;                          // that visitors are spread over: each allows its part
  Rate address_rate{100, 400};               // requests a second of one address
  Rate caller_rate{50, 200};                 // … of one signed-in person
  Rate sign_in_rate{1, 30};                  // … sign-ins of one address
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For is believed
  std::vector<std::string> cors_origins;     // exact origins; none by default
  PageSettings page;
  std::size_t head_room = 256;  // requests waiting for a worker before new ones are shed
  /// What the processes of one suite know each other by; null where there is one process only.
  std::shared_ptr<const auth::PeerSecret> peers;
  /// What else keeps the process from being ready.
  std::function<std::optional<std::string>()> not_ready_yet;
  bool tls = false;           // the door speaks it: browsers are told to insist
  bool tells_routes = false;  // a service process: /internal/routes for the gateway in front
};

class Gateway final : public http::Application {
 public:
  /// `workers` is the pool that handle() runs on: its queue tells when to shed load.
  Gateway(Settings settings, service::Host& host, const auth::TokenVerifier& verifier,
          const Clock& clock, telemetry::Metrics& metrics, const async::WorkerPool& workers);
  Gateway(Settings settings, std::shared_ptr<Backend> backend, const auth::TokenVerifier& verifier,
          const Clock& clock, telemetry::Metrics& metrics, const async::WorkerPool& workers);
  ~Gateway() override;

  http::Admission admit(http::Request& head) override;
  http::Response handle(http::Request& request) override;
  void finish(const http::Request& request, http::Response& response) override;
  void forwarded(const http::Request& request, http::Response& answer) override;

  /// Unready from now on: the balancer in front sends nobody new.
  void drain();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mf::gateway
