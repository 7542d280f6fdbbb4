// The routes /graphql and /graphql/original: one engine each, made once, and the hub of the
// subscriptions. Handlers run on any worker thread.
#pragma once

#include "graphql/transport/http.hpp"
#include "platform/service/service.hpp"
#include "services/workorders/graphql_stream.hpp"
#include "services/workorders/service.hpp"

namespace mf::workorders {

class GraphqlApi {
 public:
  /// `resources` and `settings` outlive it.
  GraphqlApi(const service::Resources& resources, const Settings& settings);

  std::vector<service::Route> routes();
  /// Ends the streams.
  void stop() { hub_.stop(); }

 private:
  Result<http::Response> answer(service::Context& c, graphql::Engine& engine);
  Result<http::Response> stream(service::Context& c, graphql::Engine& engine,
                                const graphql::HttpRequest& asked);

  Result<http::Response> upgrade(service::Context& c, graphql::Engine& engine);
  StreamParts parts() { return {db_, peers_, settings_, hub_}; }

  db::Database& db_;
  service::Peers& peers_;
  const Settings& settings_;
  graphql::Engine engine_;
  graphql::Engine original_;
  LiveHub hub_;  // goes first: its streams use the engines
};

}  // namespace mf::workorders
