// The composition root of services: all of them in this process, or some of a suite of several
// processes; on SQLite or PostgreSQL, events in process or over NATS, evidence on disk or in a
// cloud's store. Made, started and stopped from one thread.
#pragma once

#include "app/settings.hpp"
#include "platform/auth/key_ring.hpp"
#include "platform/core/time.hpp"
#include "platform/events/log.hpp"
#include "platform/service/host.hpp"

namespace mf::app {

class Suite {
 public:
  /// Opens and migrates everything under settings.data. Throws with the remedy where that can't be
  /// done: the folder is in use by another process, or not writable.
  Suite(Settings settings, const Clock& clock);
  /// These services; the others are asked over HTTP at settings.upstreams.
  Suite(Settings settings, const Clock& clock, std::vector<std::string> services);
  ~Suite();

  /// Services, jobs and event delivery, without the door.
  void start_services();
  /// Opens the door at settings.listen. Throws if the address is taken.
  void listen();
  /// Unready → no new requests → running ones end → streams, events and databases close.
  void stop();

  int port() const;
  service::Host& host();
  db::Database& database(const std::string& service);
  /// What tokens are signed with. Only where identity runs in this process.
  const auth::KeyRing& keys() const;
  const Settings& settings() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mf::app
