// A real NATS server for a test: JetStream in a temporary folder, on a free port. It ends with its
// owner; kill() and start() again make it come back with what it had. One thread.
#pragma once

#include "platform/testing/temporary_folder.hpp"

#include <sys/types.h>

#include <string>
#include <vector>

namespace mf::testing {

class NatsServer {
 public:
  /// Not started yet, but its port is chosen. `configuration`: lines of a nats-server.conf.
  explicit NatsServer(std::string configuration = "");
  ~NatsServer();
  NatsServer(const NatsServer&) = delete;
  NatsServer& operator=(const NatsServer&) = delete;

  /// Returns when it takes connections. Throws if nats-server is not installed.
  void start();
  /// kill -9.
  void kill();
  /// Only while it does not run: forgets all that it kept; keeps a copy of it; goes back to that.
  void wipe();
  void copy();
  void go_back();
  /// Stops its process for the moment: connections stay and nothing answers.
  void freeze();
  void thaw();

  int port() const { return port_; }
  std::string url() const { return "nats://127.0.0.1:" + std::to_string(port_); }

 private:
  TemporaryFolder folder_;
  int port_ = 0;
  pid_t process_ = 0;
};

}  // namespace mf::testing
