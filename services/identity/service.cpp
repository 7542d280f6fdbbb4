#include "services/identity/service.hpp"

#include "services/identity/api.hpp"

namespace mf::identity {

using namespace std::chrono_literals;

LoginPolicy policy_of(const Settings& settings) {
  return {.lock_after = settings.lock_after,
          .lock_time = settings.lock_time,
          .attempts_per_minute = settings.attempts_per_minute};
}

IdentityService::IdentityService(const service::Resources& resources,
                                 std::shared_ptr<const auth::KeyRing> key, const Settings& settings)
    : database_(resources.database),
      clock_(resources.clock),
      key_(std::move(key)),
      api_(std::make_unique<Api>(resources, key_, settings)) {}

IdentityService::~IdentityService() = default;

std::vector<service::Route> IdentityService::routes() {
  return api_->routes();
}

std::vector<service::Job> IdentityService::jobs() {
  const auto forget = [this] {
    const auto done = database_.write([now = clock_.now()](db::Unit& unit) -> Result<void> {
      prune(unit, now);
      return {};
    });
    if (!done) {
      throw std::runtime_error(done.error().detail);
    }
  };
  return {{.name = "prune_sessions", .every = 1h, .run = forget}};
}

std::unique_ptr<IdentityService> make_service(const service::Resources& resources,
                                              std::shared_ptr<const auth::KeyRing> key,
                                              const Settings& settings) {
  return std::make_unique<IdentityService>(resources, std::move(key), settings);
}

}  // namespace mf::identity
