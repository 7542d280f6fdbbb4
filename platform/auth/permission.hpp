// The permission table: which role may do what, and on whose things. It stands once, here; the
// guards, the documentation (docs/permissions.md) and the permission proof of the tests are made
// from it. Pure, any thread.
#pragma once

#include "platform/core/names.hpp"

#include <span>
#include <string>
#include <vector>

namespace mf::auth {

enum class Role { client, technician, operator_, supervisor, administrator };

enum class Permission {
  user_read,   // the list of people, and one of them
  user_write,  // create and change people
  customer_read,
  customer_write,
  catalogue_read,  // order types, zones, specialties, materials
  catalogue_write,
  order_create,
  order_read,
  order_update,
  order_transition,  // the order's own table of transitions says who may do which
  order_comment,
  order_assign,  // choose the technician
  order_import,
  technician_read,
  technician_write,
  visit_read,       // who goes where and when
  material_update,  // note materials used on an order
  stock_read,       // what lies where, and how it moved
  stock_write,      // receipts, and transfers to and from vans
  activity_record,  // travel, arrive, work, complete
  progress_record,
  evidence_upload,
  work_read,          // progress, evidence, timeline
  notification_read,  // one's own
  alert_rule_write,
  history_read,
  report_read,
  schema_read,       // GraphQL's introspection, and the page that shows it
  operations_read,   // the waiting queue, messages that were given up
  dead_letter_read,  // events that a service could not take in, whole
  dead_letter_replay,
};

/// On whose things: the scope is applied inside the query that reads the rows.
enum class Reach {
  own,       // the customer's, through the user who is linked to it; or the person's own
  assigned,  // orders assigned to the technician
  zone,      // orders in the supervisor's zones; with no zones given, nowhere
  all,
};

struct Grant {
  Role role;
  Permission permission;
  Reach reach;
};

/// Every grant, in the order of the permissions.
std::span<const Grant> grants();

/// What a person with some roles may reach with one permission: the widest of each role.
struct Scope {
  bool own = false;
  bool assigned = false;
  bool zone = false;
  bool all = false;

  bool any() const { return own || assigned || zone || all; }
  bool operator==(const Scope&) const = default;
};

Scope scope_of(std::span<const Role> roles, Permission permission);
inline bool may(std::span<const Role> roles, Permission permission) {
  return scope_of(roles, permission).any();
}

/// The table as Markdown, for docs/permissions.md.
std::string permissions_page();

}  // namespace mf::auth

template <>
inline constexpr auto mf::k_names<mf::auth::Role> = std::array<mf::NameOf<mf::auth::Role>, 5>{{
    {mf::auth::Role::client, "client"},
    {mf::auth::Role::technician, "technician"},
    {mf::auth::Role::operator_, "operator"},
    {mf::auth::Role::supervisor, "supervisor"},
    {mf::auth::Role::administrator, "administrator"},
}};

template <>
inline constexpr auto mf::k_names<mf::auth::Reach> = std::array<mf::NameOf<mf::auth::Reach>, 4>{{
    {mf::auth::Reach::own, "own"},
    {mf::auth::Reach::assigned, "assigned"},
    {mf::auth::Reach::zone, "zone"},
    {mf::auth::Reach::all, "all"},
}};

template <>
inline constexpr auto mf::k_names<mf::auth::Permission> =
    std::array<mf::NameOf<mf::auth::Permission>, 31>{{
        {mf::auth::Permission::user_read, "user:read"},
        {mf::auth::Permission::user_write, "user:write"},
        {mf::auth::Permission::customer_read, "customer:read"},
        {mf::auth::Permission::customer_write, "customer:write"},
        {mf::auth::Permission::catalogue_read, "catalogue:read"},
        {mf::auth::Permission::catalogue_write, "catalogue:write"},
        {mf::auth::Permission::order_create, "order:create"},
        {mf::auth::Permission::order_read, "order:read"},
        {mf::auth::Permission::order_update, "order:update"},
        {mf::auth::Permission::order_transition, "order:transition"},
        {mf::auth::Permission::order_comment, "order:comment"},
        {mf::auth::Permission::order_assign, "order:assign"},
        {mf::auth::Permission::order_import, "order:import"},
        {mf::auth::Permission::technician_read, "technician:read"},
        {mf::auth::Permission::technician_write, "technician:write"},
        {mf::auth::Permission::visit_read, "visit:read"},
        {mf::auth::Permission::material_update, "material:update"},
        {mf::auth::Permission::stock_read, "stock:read"},
        {mf::auth::Permission::stock_write, "stock:write"},
        {mf::auth::Permission::activity_record, "activity:record"},
        {mf::auth::Permission::progress_record, "progress:record"},
        {mf::auth::Permission::evidence_upload, "evidence:upload"},
        {mf::auth::Permission::work_read, "work:read"},
        {mf::auth::Permission::notification_read, "notification:read"},
        {mf::auth::Permission::alert_rule_write, "alert_rule:write"},
        {mf::auth::Permission::history_read, "history:read"},
        {mf::auth::Permission::report_read, "report:read"},
        {mf::auth::Permission::schema_read, "schema:read"},
        {mf::auth::Permission::operations_read, "operations:read"},
        {mf::auth::Permission::dead_letter_read, "dead_letter:read"},
        {mf::auth::Permission::dead_letter_replay, "dead_letter:replay"},
    }};
