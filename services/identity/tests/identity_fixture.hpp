// The service with a company's few people in it, for the tests of this folder.
#pragma once

#include "platform/testing/service_fixture.hpp"
#include "services/identity/people.hpp"
#include "services/identity/service.hpp"

#include <gtest/gtest.h>

namespace mf::identity {

using testing::at;

inline constexpr const char* k_password = "correct horse 7";
inline constexpr const char* k_wrong = R"({"username":"rosa","password":"wrong horse 7"})";

class IdentityTest : public ::testing::Test {
 protected:
  IdentityTest()
      : app("identity", migrations()),
        key(std::make_shared<auth::KeyRing>(auth::SigningKey::make())) {
    auto service = make_service(app.resources(), key, {});
    verifier = std::make_unique<auth::TokenVerifier>(key->public_keys().front());
    app.add(std::move(service));
    rosa = add({.username = "rosa", .name = "Rosa Ñáñez", .roles = {auth::Role::administrator}});
    admin.user = rosa;
  }

  UserId add(NewUser person) {
    if (person.password.empty()) {
      person.password = k_password;
    }
    const auto id = add_user(app.database(), person, app.clock.now());
    EXPECT_TRUE(id) << (id ? "" : id.error().detail);
    return id.value_or(UserId{});
  }

  http::Response log_in(const std::string& username, const std::string& password = k_password) {
    return app.call("POST", "/api/v1/auth/login", std::nullopt,
                    R"({"username":")" + username + R"(","password":")" + password + R"("})");
  }
  http::Response refresh(const std::string& token) {
    return app.call("POST", "/api/v1/auth/refresh", std::nullopt,
                    R"({"refreshToken":")" + token + R"("})");
  }
  auth::Principal principal_of(const http::Response& tokens) {
    const auto principal = verifier->verify(at(tokens, "/accessToken"), app.clock.now());
    EXPECT_TRUE(principal);
    return principal ? **principal : auth::Principal{};
  }
  std::string user_path(UserId id) { return "/api/v1/users/" + id.to_string(); }

  testing::ServiceFixture app;
  std::shared_ptr<const auth::KeyRing> key;
  std::unique_ptr<auth::TokenVerifier> verifier;
  auth::Principal admin = testing::person({auth::Role::administrator}, "Rosa Ñáñez");
  UserId rosa;
};

}  // namespace mf::identity
