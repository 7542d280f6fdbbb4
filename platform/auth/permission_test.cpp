#include "platform/auth/permission.hpp"

#include <gtest/gtest.h>

#include <set>

namespace mf::auth {
namespace {

Scope scope(std::initializer_list<Role> roles, Permission permission) {
  return scope_of(std::vector<Role>(roles), permission);
}

TEST(PermissionTable, grants_a_permission_to_a_role_at_most_once) {
  std::set<std::pair<Role, Permission>> seen;
  for (const auto& grant : grants()) {
    EXPECT_TRUE(seen.emplace(grant.role, grant.permission).second)
        << name_of(grant.role) << " " << name_of(grant.permission);
  }
}

TEST(PermissionTable, uses_every_permission) {
  std::set<Permission> granted;
  for (const auto& grant : grants()) {
    granted.insert(grant.permission);
  }
  EXPECT_EQ(granted.size(), k_names<Permission>.size());
}

TEST(PermissionTable, keeps_clients_and_technicians_to_their_own) {
  EXPECT_EQ(scope({Role::client}, Permission::order_read), (Scope{.own = true}));
  EXPECT_EQ(scope({Role::technician}, Permission::order_read), (Scope{.assigned = true}));
  EXPECT_EQ(scope({Role::supervisor}, Permission::order_read), (Scope{.zone = true}));
  for (const auto role : {Role::client, Role::technician}) {
    EXPECT_FALSE(scope({role}, Permission::user_write).any());
    EXPECT_FALSE(scope({role}, Permission::order_assign).any());
    EXPECT_FALSE(scope({role}, Permission::operations_read).any());
  }
}

TEST(PermissionTable, several_roles_add_up) {
  EXPECT_EQ(scope({Role::client, Role::technician}, Permission::order_read),
            (Scope{.own = true, .assigned = true}));
}

TEST(PermissionTable, nobody_without_a_role_may_anything) {
  for (const auto& [permission, name] : k_names<Permission>) {
    EXPECT_FALSE(scope({}, permission).any()) << name;
  }
}

TEST(PermissionTable, its_page_has_a_line_for_each_permission) {
  const auto page = permissions_page();
  for (const auto& [_, name] : k_names<Permission>) {
    EXPECT_NE(page.find("| `" + std::string(name) + "` |"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace mf::auth
