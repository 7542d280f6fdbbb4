#include "platform/auth/permission.hpp"

namespace mf::auth {
namespace {

using enum Role;
using enum Reach;
using P = Permission;

constexpr std::array k_grants = std::to_array<Grant>({
    {operator_, P::user_read, all},
    {supervisor, P::user_read, all},
    {administrator, P::user_read, all},
    {administrator, P::user_write, all},

    {client, P::customer_read, own},
    {operator_, P::customer_read, all},
    {supervisor, P::customer_read, all},
    {administrator, P::customer_read, all},
    {operator_, P::customer_write, all},
    {administrator, P::customer_write, all},

    {client, P::catalogue_read, all},
    {technician, P::catalogue_read, all},
    {operator_, P::catalogue_read, all},
    {supervisor, P::catalogue_read, all},
    {administrator, P::catalogue_read, all},
    {administrator, P::catalogue_write, all},

    {client, P::order_create, own},
    {operator_, P::order_create, all},
    {supervisor, P::order_create, all},
    {administrator, P::order_create, all},

    {client, P::order_read, own},
    {technician, P::order_read, assigned},
    {operator_, P::order_read, all},
    {supervisor, P::order_read, zone},
    {administrator, P::order_read, all},

    {operator_, P::order_update, all},
    {supervisor, P::order_update, zone},
    {administrator, P::order_update, all},

    {client, P::order_transition, own},
    {technician, P::order_transition, assigned},
    {operator_, P::order_transition, all},
    {supervisor, P::order_transition, zone},
    {administrator, P::order_transition, all},

    {client, P::order_comment, own},
    {technician, P::order_comment, assigned},
    {operator_, P::order_comment, all},
    {supervisor, P::order_comment, zone},
    {administrator, P::order_comment, all},

    {operator_, P::order_assign, all},
    {supervisor, P::order_assign, zone},
    {administrator, P::order_assign, all},

    {operator_, P::order_import, all},
    {administrator, P::order_import, all},

    {technician, P::technician_read, own},
    {operator_, P::technician_read, all},
    {supervisor, P::technician_read, all},
    {administrator, P::technician_read, all},
    {supervisor, P::technician_write, all},
    {administrator, P::technician_write, all},

    {technician, P::visit_read, own},
    {operator_, P::visit_read, all},
    {supervisor, P::visit_read, zone},
    {administrator, P::visit_read, all},

    {technician, P::material_update, assigned},
    {supervisor, P::material_update, zone},
    {administrator, P::material_update, all},

    {technician, P::stock_read, own},
    {operator_, P::stock_read, all},
    {supervisor, P::stock_read, all},
    {administrator, P::stock_read, all},
    {operator_, P::stock_write, all},
    {supervisor, P::stock_write, all},
    {administrator, P::stock_write, all},

    {technician, P::activity_record, assigned},
    {technician, P::progress_record, assigned},
    {technician, P::evidence_upload, assigned},

    {client, P::work_read, own},
    {technician, P::work_read, assigned},
    {operator_, P::work_read, all},
    {supervisor, P::work_read, zone},
    {administrator, P::work_read, all},

    {client, P::notification_read, own},
    {technician, P::notification_read, own},
    {operator_, P::notification_read, own},
    {supervisor, P::notification_read, own},
    {administrator, P::notification_read, own},

    {administrator, P::alert_rule_write, all},

    {operator_, P::history_read, all},
    {supervisor, P::history_read, zone},
    {administrator, P::history_read, all},

    {supervisor, P::report_read, zone},
    {administrator, P::report_read, all},

    {supervisor, P::schema_read, all},
    {administrator, P::schema_read, all},

    {operator_, P::operations_read, all},
    {supervisor, P::operations_read, zone},
    {administrator, P::operations_read, all},

    {operator_, P::dead_letter_read, all},
    {administrator, P::dead_letter_read, all},
    {administrator, P::dead_letter_replay, all},
});

}  // namespace

std::span<const Grant> grants() {
  return k_grants;
}

Scope scope_of(std::span<const Role> roles, Permission permission) {
  Scope scope;
  for (const auto& grant : k_grants) {
    if (grant.permission != permission ||
        std::find(roles.begin(), roles.end(), grant.role) == roles.end()) {
      continue;
    }
    scope.own = scope.own || grant.reach == own;
    scope.assigned = scope.assigned || grant.reach == assigned;
    scope.zone = scope.zone || grant.reach == zone;
    scope.all = scope.all || grant.reach == all;
  }
  return scope;
}

std::string permissions_page() {
  std::string page =
      "# Permissions\n\nMade from the table in `platform/auth/permission.cpp`; a test fails where "
      "they differ.\n"
      "`own`: the customer's own things, or the person's own. `assigned`: orders assigned to the "
      "technician.\n"
      "`zone`: orders in the supervisor's zones. `all`: everything.\n\n| permission |";
  for (const auto& [_, name] : k_names<Role>) {
    page += fmt::format(" {} |", name);
  }
  page += "\n|---|---|---|---|---|---|\n";
  for (const auto& [permission, name] : k_names<Permission>) {
    page += fmt::format("| `{}` |", name);
    for (const auto& [role, role_name] : k_names<Role>) {
      const auto grant = std::find_if(k_grants.begin(), k_grants.end(), [&](const Grant& g) {
        return g.role == role && g.permission == permission;
      });
      page += grant == k_grants.end() ? " |" : fmt::format(" {} |", name_of(grant->reach));
    }
    page += "\n";
  }
  return page;
}

}  // namespace mf::auth
