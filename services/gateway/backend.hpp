// What stands behind the gateway: services in this process, or others that requests are forwarded
// to. find() on the loop, handle() on workers.
#pragma once

#include "platform/http/server.hpp"
#include "platform/service/host.hpp"

namespace mf::gateway {

class Backend {
 public:
  struct Found {
    const service::Route* route = nullptr;
    std::vector<std::string> allowed = {};  // methods of this path, where it takes another one
    std::shared_ptr<http::Upstream> upstream = {};  // null: handle() answers here
    std::string_view service = {};  // whose it is, and the path's template: both outlive requests
    std::string_view name = {};
    std::shared_ptr<const void> holds = {};  // what `route` lies in
    bool complete = true;  // false: services that nothing is known of yet may have it
  };

  virtual ~Backend() = default;
  virtual Found find(std::string_view method, std::string_view path) const = 0;
  /// Nothing where no route here takes it.
  virtual std::optional<http::Response> handle(http::Request& request) = 0;

  /// Services run elsewhere.
  virtual bool forwards() const { return false; }
  virtual std::vector<service::RouteTable> tables() const = 0;
  /// Another number for other tables; never 0.
  virtual std::uint64_t edition() const { return 1; }
  virtual std::vector<std::string> services() const = 0;
  /// Nothing if all can answer; else what can't.
  virtual std::optional<std::string> not_ready() const = 0;
};

/// The services of this process.
class LocalBackend final : public Backend {
 public:
  explicit LocalBackend(service::Host& host) : host_(host) {}

  Found find(std::string_view method, std::string_view path) const override;
  std::optional<http::Response> handle(http::Request& request) override;
  std::vector<service::RouteTable> tables() const override { return host_.route_tables(); }
  std::vector<std::string> services() const override { return host_.services(); }
  std::optional<std::string> not_ready() const override { return host_.not_ready(); }

 private:
  service::Host& host_;
};

}  // namespace mf::gateway
