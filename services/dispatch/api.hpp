// The routes of dispatch. Made once by the service; handlers run on many worker threads and share
// only what is thread-safe.
#pragma once

#include "platform/service/service.hpp"
#include "services/dispatch/assignments.hpp"
#include "services/dispatch/views.hpp"

namespace mf::dispatch {

class Api {
 public:
  explicit Api(service::Peers& peers) : peers_(peers) {}

  std::vector<service::Route> routes();

 private:
  using Answer = Result<http::Response>;

  Answer list_technicians(service::Context& c);
  Answer add_technician(service::Context& c);
  Answer read_technician(service::Context& c);
  Answer change_technician(service::Context& c);

  Answer list_candidates(service::Context& c);
  Answer assign(service::Context& c);
  Answer list_assignments(service::Context& c);

  Answer list_visits(service::Context& c);
  Answer list_waiting(service::Context& c);

  /// The order of the path, as far as the caller reaches; waits a moment for one that was opened
  /// just now.
  Result<OrderFacts> order_of(service::Context& c);

  service::Peers& peers_;
};

}  // namespace mf::dispatch
