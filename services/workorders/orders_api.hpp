// The routes about orders. One for the service; handlers run on any worker thread.
#pragma once

#include "platform/service/service.hpp"
#include "services/workorders/service.hpp"

namespace mf::workorders {

class OrdersApi {
 public:
  explicit OrdersApi(const Settings& settings) : settings_(settings) {}

  std::vector<service::Route> routes();

 private:
  using Answer = Result<http::Response>;

  Answer create(service::Context& c);
  Answer list(service::Context& c);
  Answer read(service::Context& c);
  Answer edit(service::Context& c);
  Answer transition(service::Context& c);
  Answer history(service::Context& c);
  Answer list_comments(service::Context& c);
  Answer comment(service::Context& c);

  const Settings settings_;
};

}  // namespace mf::workorders
