// Identity: people, their roles, and their sessions. Made by the composition root; handlers run on
// worker threads.
#pragma once

#include "platform/auth/key_ring.hpp"
#include "platform/service/service.hpp"
#include "services/identity/domain.hpp"

namespace mf::identity {

struct Settings {
  minutes access_life{15};                  // how long an access token is good
  std::chrono::hours refresh_life{24 * 7};  // how long a session lasts that nobody uses
  minutes lock_time{15};
  int lock_after = 3;           // wrong passwords for one name
  int attempts_per_minute = 5;  // wrong passwords from one address
  bool secure_cookies = false;  // browsers come by TLS, and send their session in no other way
};

LoginPolicy policy_of(const Settings& settings);

class Api;

class IdentityService final : public service::Service {
 public:
  IdentityService(const service::Resources& resources, std::shared_ptr<const auth::KeyRing> key,
                  const Settings& settings);
  ~IdentityService() override;

  std::string name() const override { return "identity"; }
  std::vector<service::Route> routes() override;
  std::vector<service::Job> jobs() override;

 private:
  db::Database& database_;
  const Clock& clock_;
  std::shared_ptr<const auth::KeyRing> key_;
  std::unique_ptr<Api> api_;
};

std::unique_ptr<IdentityService> make_service(const service::Resources& resources,
                                              std::shared_ptr<const auth::KeyRing> key,
                                              const Settings& settings);

/// Made from migrations/*.sql.
std::vector<db::Migration> migrations();

}  // namespace mf::identity
