// What a service is: routes, consumers, jobs and migrations, over its own database. It names no
// adapter and no other service's code.
#pragma once

#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/events/consumer.hpp"
#include "platform/events/log.hpp"
#include "platform/service/context.hpp"
#include "platform/service/route.hpp"
#include "platform/telemetry/metrics.hpp"

namespace mf::service {

/// Calls into another service as the suite itself (an administrator named "system"): a function
/// call in one process.
class Peers {
 public:
  virtual ~Peers() = default;
  /// The answer's body; an error where the answer is one. Never inside a unit of work.
  virtual Result<json::Dom> get(std::string_view path_and_query) = 0;
};

/// What the composition root gives to a service. Everything outlives it.
struct Resources {
  db::Database& database;
  const Clock& clock;
  telemetry::Metrics& metrics;
  Peers& peers;
};

/// Work that comes round again. `run` may wait; it never runs twice at the same time.
struct Job {
  std::string name;
  std::chrono::milliseconds every;
  std::function<void()> run;
};

class Service {
 public:
  virtual ~Service() = default;
  virtual std::string name() const = 0;
  virtual std::vector<Route> routes() = 0;
  virtual std::vector<events::Subscription> subscriptions() { return {}; }
  virtual std::vector<Job> jobs() { return {}; }
  /// Before the event log stops and the database closes: live streams end here.
  virtual void stop() {}
};

}  // namespace mf::service
