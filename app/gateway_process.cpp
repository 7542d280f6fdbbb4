#include "app/gateway_process.hpp"

#include "app/door.hpp"
#include "app/key_reader.hpp"
#include "app/remote_peers.hpp"

namespace mf::app {

struct GatewayProcess::State {
  auth::TokenVerifier verifier;
  telemetry::Metrics metrics;
  std::shared_ptr<gateway::Upstreams> upstreams;
  RemotePeers peers;
  KeyReader keys;
  std::unique_ptr<Door> door;

  State(const Settings& settings, const Clock& clock)
      : upstreams(std::make_shared<gateway::Upstreams>(settings.upstreams, clock, metrics)),
        peers(nullptr, *upstreams, *settings.gateway.peers),
        keys(verifier, [this] { return read_keys(peers); }, settings.key_period) {}
};

GatewayProcess::GatewayProcess(const Settings& settings, const Clock& clock)
    : state_(std::make_unique<State>(settings, clock)) {
  Settings own = settings;
  own.gateway.not_ready_yet = [state = state_.get()]() -> std::optional<std::string> {
    return state->keys.has_read() ? std::nullopt
                                  : std::optional<std::string>("identity's keys are not read yet");
  };
  state_->upstreams->start();
  state_->keys.start();
  state_->door =
      std::make_unique<Door>(own, state_->upstreams, state_->verifier, clock, state_->metrics);
}

GatewayProcess::~GatewayProcess() {
  stop();
}

void GatewayProcess::stop() {
  if (state_->door) {
    state_->door->close();
    state_->keys.stop();
    state_->upstreams->stop();
    state_->door.reset();
  }
}

int GatewayProcess::port() const {
  return state_->door->port();
}

}  // namespace mf::app
