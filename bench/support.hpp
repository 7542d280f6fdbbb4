// What the benchmarks of the suite share: the suite with the demo company in a temporary folder,
// and calls into it as the gateway makes them. call() from any thread, the rest from one.
#pragma once

#include "app/demo/people.hpp"
#include "bench/rows.hpp"
#include "platform/testing/temporary_folder.hpp"

namespace mf::bench {

using Caller = std::shared_ptr<const auth::Principal>;
Caller caller(const auth::Principal& who);

/// The suite with people, customers and catalogues, and no order yet. Delivery of events runs until
/// quiet().
class TestBed {
 public:
  TestBed();

  app::Suite& suite() { return suite_; }
  app::demo::Client& client() { return client_; }
  const app::demo::Company& company() const { return company_; }
  db::Database& orders() { return suite_.database("workorders"); }
  std::string file(const std::string& name) const { return folder_.path(name); }
  Timestamp now() const { return clock_.now(); }

  /// Answers a request through the route's handler, as behind the gateway.
  http::Response call(const std::string& method, const Caller& who, const std::string& path,
                      const std::string& query = "", std::string json = "");
  /// Waits until every service has taken in every event. False if that took longer.
  bool delivered(std::chrono::seconds deadline);
  /// Ends jobs and the delivery of events; routes go on answering.
  void quiet();

 private:
  testing::TemporaryFolder folder_;
  SystemClock clock_;
  app::Suite suite_;
  app::demo::Client client_;
  app::demo::Company company_;
};

/// The body of POST /api/v1/orders for one of the demo's requests.
std::string new_order(const app::demo::Company& company, const app::demo::Site& site,
                      const std::string& type_code, std::size_t request);

}  // namespace mf::bench
