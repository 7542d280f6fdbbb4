// The routes about materials on orders and about stock: the warehouse, vans, movements. One for the
// service; handlers run on any worker thread.
#pragma once

#include "platform/service/service.hpp"

namespace mf::workorders {

class MaterialsApi {
 public:
  /// `peers` knows the technicians; it outlives this.
  explicit MaterialsApi(service::Peers& peers) : peers_(peers) {}

  std::vector<service::Route> routes();

 private:
  using Answer = Result<http::Response>;

  Answer list_used(service::Context& c);
  Answer use(service::Context& c);
  Answer correct(service::Context& c);
  Answer remove(service::Context& c);
  Answer list_changes(service::Context& c);
  Answer receive(service::Context& c);
  Answer transfer(service::Context& c);
  Answer list_movements(service::Context& c);
  Answer list_vans(service::Context& c);

  service::Peers& peers_;
};

}  // namespace mf::workorders
