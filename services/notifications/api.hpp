// The service's routes. Handlers run on workers, several at a time.
#pragma once

#include "platform/service/service.hpp"
#include "services/notifications/stream.hpp"

namespace mf::notifications {

class Api {
 public:
  explicit Api(StreamHub& hub) : hub_(hub) {}

  std::vector<service::Route> routes();

 private:
  Result<http::Response> list_inbox(service::Context& c);
  Result<http::Response> summary(service::Context& c);
  Result<http::Response> read_one(service::Context& c);
  Result<http::Response> read_all(service::Context& c);
  Result<http::Response> list_failed(service::Context& c);
  Result<http::Response> stream(service::Context& c);
  Result<http::Response> list_rules(service::Context& c);
  Result<http::Response> get_rule(service::Context& c);
  Result<http::Response> create_rule(service::Context& c);
  Result<http::Response> change_rule(service::Context& c);

  StreamHub& hub_;
};

}  // namespace mf::notifications
