// Adding and changing people. Commands are described structs: the API decodes them, the command
// line fills them in. Functions that take a Unit run inside the caller's; passwords are hashed
// outside of units, because that takes long.
#pragma once

#include "platform/json/codec.hpp"
#include "platform/service/service.hpp"
#include "services/identity/events.hpp"

namespace mf::identity {

struct NewUser {
  std::string username;
  std::string name;
  std::string password;
  std::optional<std::string> email;
  std::vector<auth::Role> roles;
  std::optional<CustomerId> customer;
  std::optional<std::vector<ZoneId>> zones;
  std::optional<Locale> locale;
  std::optional<bool> active;
  static void describe(auto& v, NewUser& o) {
    v.field("username", o.username, json::Text{1, 100},
            "3 to 40 of a-z, 0-9, dot, underscore, hyphen");
    v.field("name", o.name, json::Text{1, 120});
    v.field("password", o.password, json::Text{1, 256}, "8 to 64 characters, not a common one");
    v.field("email", o.email, json::Text{0, 254});
    v.field("roles", o.roles);
    v.field("customerId", o.customer, json::NoRule{}, "whose user a client is");
    v.field("zones", o.zones, json::NoRule{}, "a supervisor's");
    v.field("locale", o.locale);
    v.field("active", o.active);
  }
};

/// What is absent stays as it is.
struct UserChange {
  std::optional<std::string> username;
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::vector<auth::Role>> roles;
  std::optional<CustomerId> customer;
  std::optional<std::vector<ZoneId>> zones;
  std::optional<bool> active;
  std::optional<Locale> locale;
  std::optional<std::string> password;
  static void describe(auto& v, UserChange& o) {
    v.field("username", o.username, json::Text{1, 100});
    v.field("name", o.name, json::Text{1, 120});
    v.field("email", o.email, json::Text{0, 254}, "an empty text takes it away");
    v.field("roles", o.roles);
    v.field("customerId", o.customer, json::NoRule{}, "goes away with the role client");
    v.field("zones", o.zones);
    v.field("active", o.active, json::NoRule{}, "false ends all sessions");
    v.field("locale", o.locale);
    v.field("password", o.password, json::Text{1, 256}, "ends all sessions and lifts a lock");
  }
};

/// What people change about themselves.
struct ProfileChange {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<Locale> locale;
  std::optional<std::string> password;
  std::optional<std::string> current_password;
  static void describe(auto& v, ProfileChange& o) {
    v.field("name", o.name, json::Text{1, 120});
    v.field("email", o.email, json::Text{0, 254}, "an empty text takes it away");
    v.field("locale", o.locale);
    v.field("password", o.password, json::Text{1, 256}, "ends the other sessions");
    v.field("currentPassword", o.current_password, json::Text{1, 256}, "needed for a new password");
  }
};

/// Whether the customer and the zones that a command names exist, which their service is asked:
/// 422 with all that do not. Blocks; never inside a unit of work.
Result<void> check_links(const std::optional<CustomerId>& customer,
                         const std::optional<std::vector<ZoneId>>& zones, service::Peers& peers);

/// A person who obeys the rules, ready to be stored.
struct Draft {
  Person person;
  std::string password_hash;
};
/// Checks every field and hashes the password: 422 with all that is wrong.
Result<Draft> draft_of(const NewUser& command, Timestamp now);
/// 409 `username_taken`. Publishes user.registered.
Result<Person> register_person(db::Unit& unit, const Draft& draft, const Publish& publish);

/// A new password, hashed; or what is wrong with it.
struct NewSecret {
  std::optional<std::string> hash;
  std::vector<FieldError> problems;
};
NewSecret secret_of(const std::optional<std::string>& password);

struct Edit {
  UserChange change;
  NewSecret secret;
  std::optional<std::int64_t> version;  // the one that the caller has seen
  std::optional<Uuid> kept_session;     // survives a new password
};
/// 404, 412 `stale`, 422, 409 `username_taken` or `last_administrator`. Publishes user.updated or
/// user.deactivated; nothing where nothing changes.
Result<Person> change_person(db::Unit& unit, UserId id, const Edit& edit, Timestamp now,
                             const Publish& publish);

/// Adds a person outside of any request: for the command line and the demo company. Publishes
/// user.registered.
Result<UserId> add_user(db::Database& database, const NewUser& command, Timestamp now);

}  // namespace mf::identity
