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

/// One call of a route.
struct Call {
  std::string method;
  std::string target;  // path and query
  http::Headers headers = {};
  std::string json = {};  // the body; empty: none
};

/// Calls of routes, of other services and of one's own: function calls in one process. Never inside
/// a unit of work.
class Peers {
 public:
  virtual ~Peers() = default;
  /// As the suite itself (an administrator named "system"). The answer's body; an error where the
  /// answer is one.
  virtual Result<json::Dom> get(std::string_view path_and_query) = 0;
  /// As whoever made `request`: their rights, their trace. The answer as it is, refusals too; a
  /// problem where nobody answers.
  virtual http::Response call(const http::Request& request, const Call& call) = 0;
  /// Many GETs of one service, likewise, in one call of it. At most k_most_reads at once.
  virtual std::vector<http::Response> read_all(const http::Request& request,
                                               const std::vector<std::string>& targets) = 0;
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
