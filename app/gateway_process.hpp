// The composition root of the gateway as a process of its own: no database, no event log; it finds
// the services by configuration. Made and stopped from one thread.
#pragma once

#include "app/settings.hpp"

namespace mf::app {

class GatewayProcess {
 public:
  /// Opens the door at once; it is ready when it knows every service's routes and identity's keys.
  GatewayProcess(const Settings& settings, const Clock& clock);
  ~GatewayProcess();

  void stop();
  int port() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mf::app
