// The event log over NATS JetStream, for services that run as processes of their own: each source's
// outbox is relayed into one stream, and each consumer reads that stream in its order. It stands a
// server that is absent, is killed or comes back: outboxes grow meanwhile, nothing is lost. Why it
// is made this way: docs/decisions/nats.md.
#pragma once

#include "platform/events/log.hpp"

namespace mf::events {

struct NatsOptions {
  std::vector<std::string> servers{"nats://127.0.0.1:4222"};  // of one cluster
  std::string user;
  std::string password;
  std::string credentials_file;  // a .creds file, instead of user and password

  bool tls = false;
  std::string ca_file;           // whom to trust, where the system doesn't
  std::string certificate_file;  // ours, where the server asks for one
  std::string key_file;

  std::string stream = "microflow";
  int stream_replicas = 1;            // of a stream that is made here; 3 in a cluster
  std::chrono::hours keep{30 * 24};   // how long the stream keeps events: as long as outboxes do
  std::chrono::seconds ack_wait{30};  // then the server delivers again
  int unacknowledged = 2000;          // what the server delivers ahead
  DeliveryOptions delivery{.attempts = 5};

  /// Several processes share a service's database: one relays, one consumes, and another takes over
  /// this long after it is gone. Zero: this process has the databases to itself.
  std::chrono::milliseconds lease{0};
  std::string instance;  // the lease's holder, unique to the process; empty: a random one
};

/// Throws where the options can't be used, a missing certificate file for one. The server may be
/// absent.
std::unique_ptr<EventLog> make_nats_log(const Clock& clock, NatsOptions options);

/// Connects once and looks for the stream: what is wrong, or nothing.
std::optional<std::string> find_nats_trouble(const NatsOptions& options);

}  // namespace mf::events
