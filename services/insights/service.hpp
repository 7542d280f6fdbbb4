// Insights: the history of everything that happened, and the figures of a period, made from events
// alone.
#pragma once

#include "platform/db/migration.hpp"
#include "platform/service/service.hpp"

#include <memory>
#include <string>
#include <vector>

namespace mf::insights {

struct Settings {
  std::string time_zone = "America/Bogota";  // in which the days of `from` and `to` are meant
};

std::vector<db::Migration> migrations();
std::unique_ptr<service::Service> make_service(const service::Resources& resources,
                                               Settings settings);

}  // namespace mf::insights
