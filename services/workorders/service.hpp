// The work-order service put together: routes, consumers, jobs over its own database. Made by the
// composition root.
#pragma once

#include "platform/service/service.hpp"

#include <memory>
#include <string>
#include <vector>

namespace mf::workorders {

struct Settings {
  /// Who a token is of: for WebSockets, whose clients can send it only once they are connected.
  std::function<Result<std::shared_ptr<const auth::Principal>>(const std::string& token,
                                                               Timestamp now)>
      verify = {};
  std::string default_time_zone = "America/Bogota";
  // After completion: the client may reopen, then the order closes itself.
  std::chrono::hours objection_period{72};
};

/// From migrations/*.sql.
std::vector<db::Migration> migrations();

std::unique_ptr<service::Service> make_service(const service::Resources& resources,
                                               Settings settings = {});

}  // namespace mf::workorders
