// The dispatch service: who does which order, chosen by a person or by itself. Made by the
// composition root, which owns it.
#pragma once

#include "platform/db/migration.hpp"
#include "platform/service/service.hpp"

namespace mf::dispatch {

struct Settings {
  /// How often orders that nobody was suitable for are tried again without any change: shifts and
  /// skills begin.
  std::chrono::milliseconds retry_every{60'000};
};

std::unique_ptr<service::Service> make_service(const service::Resources& resources,
                                               Settings settings = {});
std::vector<db::Migration> migrations();

}  // namespace mf::dispatch
