// The routes /graphql and /graphql/original: one engine each, made once. Handlers run on any worker
// thread.
#pragma once

#include "graphql/execution/engine.hpp"
#include "platform/service/service.hpp"
#include "services/workorders/service.hpp"

namespace mf::workorders {

class GraphqlApi {
 public:
  /// `resources` and `settings` outlive it.
  GraphqlApi(const service::Resources& resources, const Settings& settings);

  std::vector<service::Route> routes();

 private:
  Result<http::Response> answer(service::Context& c, graphql::Engine& engine);

  service::Peers& peers_;
  const Settings& settings_;
  graphql::Engine engine_;
  graphql::Engine original_;
};

}  // namespace mf::workorders
