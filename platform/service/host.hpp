// The host: runs services in this process. Opens nothing itself: databases and the log come from
// the composition root. Made, started and stopped from one thread; handle() from any.
#pragma once

#include "platform/service/route_table.hpp"
#include "platform/service/service.hpp"

namespace mf::service {

/// How the processes that share a service's database share its jobs: one of them, which holds a
/// lease, runs them all.
struct Sharing {
  std::chrono::milliseconds lease{0};  // zero: nobody else has the databases
  std::string instance;                // who holds it: this process's name among them
};

class Host final : public Peers {
 public:
  Host(const Clock& clock, telemetry::Metrics& metrics, events::EventLog& log,
       Sharing sharing = {});
  ~Host() override;

  /// Before start(). `migrations` of the service; the platform's own go first. Applies them at
  /// once.
  void prepare(const std::string& name, db::Database& database,
               const std::vector<db::Migration>& migrations);
  /// Before start(), after prepare() of the same name.
  void add(std::unique_ptr<Service> service);
  void start();
  /// Jobs, streams, then the event log.
  void stop();

  /// The route of a request and the service it belongs to.
  struct Found {
    Router::Match match;
    std::string_view service;  // as long as the host lives
  };
  Found find(std::string_view method, std::string_view path) const;
  /// The route that find() gave for this path before; null: nothing.
  std::optional<Found> again(const Route* route, std::string_view path) const;
  /// Runs the handler of `found`. Access was checked by the caller (check_access). Catches what is
  /// thrown.
  http::Response handle(http::Request& request, const Found& found);

  std::vector<const Route*> routes() const;
  std::vector<RouteTable> route_tables() const;
  std::vector<std::string> services() const;
  /// Nothing if every database answers; else what does not.
  std::optional<std::string> not_ready() const;

  Result<json::Dom> get(std::string_view path_and_query) override;
  http::Response call(const http::Request& request, const Call& call) override;
  std::vector<http::Response> read_all(const http::Request& request,
                                       const std::vector<std::string>& targets) override;

  events::EventLog& log();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Who asks where the suite asks itself: an administrator named "system".
std::shared_ptr<const auth::Principal> system_principal();

/// 401 without a token where one is needed, 403 without the permission.
Result<void> check_access(const Route& route, const auth::Principal* caller);

}  // namespace mf::service
