// The routes about customers and their sites. One for the service; handlers run on any worker
// thread.
#pragma once

#include "platform/service/service.hpp"
#include "services/workorders/service.hpp"

namespace mf::workorders {

class CustomersApi {
 public:
  explicit CustomersApi(const Settings& settings) : settings_(settings) {}

  std::vector<service::Route> routes();

 private:
  using Answer = Result<http::Response>;

  Answer list(service::Context& c);
  Answer create(service::Context& c);
  Answer read(service::Context& c);
  Answer change(service::Context& c);
  Answer list_sites(service::Context& c);
  Answer add_site(service::Context& c);
  Answer read_site(service::Context& c);
  Answer change_site(service::Context& c);

  const Settings settings_;
};

}  // namespace mf::workorders
