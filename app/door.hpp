// A process's door: the gateway with its workers and its HTTP server. Made, opened and closed from
// one thread.
#pragma once

#include "app/settings.hpp"
#include "platform/async/pool.hpp"
#include "platform/http/server.hpp"

namespace mf::app {

class Door {
 public:
  /// Opens at settings.listen. Throws if the address is taken. Everything given outlives the door.
  Door(const Settings& settings, std::shared_ptr<gateway::Backend> backend,
       const auth::TokenVerifier& verifier, const Clock& clock, telemetry::Metrics& metrics);

  /// Unready → no new requests → running ones end.
  void close();
  int port() const { return server_.port(); }

 private:
  const std::chrono::milliseconds drain_;
  async::WorkerPool workers_;
  gateway::Gateway gateway_;
  http::Server server_;
};

}  // namespace mf::app
