// Who is calling: read from a verified token, never from a header that the caller could write.
// Plain values.
#pragma once

#include "platform/auth/permission.hpp"
#include "platform/core/id.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mf {
struct UserTag;
struct CustomerTag;
struct ZoneTag;
using UserId = Id<UserTag>;
using CustomerId = Id<CustomerTag>;
using ZoneId = Id<ZoneTag>;
}  // namespace mf

namespace mf::auth {

struct Principal {
  UserId user;
  std::string username;
  std::string name;
  std::vector<Role> roles;
  std::optional<CustomerId> customer;  // whose things are "own"
  std::vector<ZoneId> zones;           // a supervisor's
  Uuid session;                        // the family of refresh tokens it came from
  Timestamp expires;

  Scope scope(Permission permission) const { return scope_of(roles, permission); }
  bool may(Permission permission) const { return scope(permission).any(); }
  bool has(Role role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }
};

}  // namespace mf::auth
