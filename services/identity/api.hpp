// The routes of this service. One object, owned by the service; handlers run on any worker thread.
#pragma once

#include "platform/auth/key_ring.hpp"
#include "platform/service/context.hpp"
#include "services/identity/service.hpp"
#include "services/identity/sessions.hpp"
#include "services/identity/sign_in.hpp"

namespace mf::identity {

class Api {
 public:
  Api(const service::Resources& resources, std::shared_ptr<const auth::KeyRing> key,
      const Settings& settings);

  std::vector<service::Route> routes();

 private:
  Result<http::Response> login(service::Context& c);
  Result<http::Response> refresh(service::Context& c);
  Result<http::Response> logout(service::Context& c);
  Result<http::Response> jwks(service::Context& c);
  Result<http::Response> read_me(service::Context& c);
  Result<http::Response> change_me(service::Context& c);
  Result<http::Response> list_sessions(service::Context& c);
  Result<http::Response> end_session(service::Context& c);
  Result<http::Response> list(service::Context& c);
  Result<http::Response> create(service::Context& c);
  Result<http::Response> read(service::Context& c);
  Result<http::Response> change(service::Context& c);

  http::Response tokens_of(const Ticket& ticket, Timestamp now, SessionKind kind) const;
  Result<Person> caller_of(service::Context& c);
  Result<void> check_current_password(service::Context& c, const std::string& username,
                                      const std::optional<std::string>& password);

  std::shared_ptr<const auth::KeyRing> key_;
  const Settings settings_;
  SignIn sign_in_;
  service::Peers& peers_;
};

}  // namespace mf::identity
