// People, and the rules about them: what a valid person is, and when a try to sign in may go ahead.
// Pure: no I/O, no JSON, no clock. Plain values, any thread.
#pragma once

#include "contracts/ids.hpp"
#include "platform/core/error.hpp"

namespace mf::identity {

enum class Locale { es, en };

/// Zones travel in the access token, and a token has 4096 bytes at most.
inline constexpr std::size_t k_most_zones = 50;

struct Person {
  UserId id;
  std::string username;
  std::string name;
  std::optional<std::string> email;
  std::vector<auth::Role> roles;
  std::optional<CustomerId> customer;  // a client's
  std::vector<ZoneId> zones;           // a supervisor's
  bool active = true;
  Locale locale = Locale::es;
  std::int64_t version = 1;
  Timestamp created_at;
  Timestamp updated_at;
  std::optional<Timestamp> last_login_at;

  bool has(auth::Role role) const;
  bool operator==(const Person&) const = default;
};

/// The form in which usernames are stored and compared.
std::string canonical_username(std::string_view username);
/// Canonical username, each role and zone once and in order, no customer without the role client.
Person normalised(Person person);
/// Every rule that a normalised person breaks.
std::vector<FieldError> problems_of(const Person& person);
/// Whether `person` counts for the rule that one administrator must be left.
bool administers(const Person& person);

/// How many wrong passwords are too many.
struct LoginPolicy {
  int lock_after = 3;  // wrong passwords for one name
  minutes lock_time{15};
  int attempts_per_minute = 5;  // wrong passwords from one address
};

/// What stands against a name since its last sign-in.
struct Guard {
  int failures = 0;
  std::optional<Timestamp> locked_until;

  bool operator==(const Guard&) const = default;
};

/// What else is known at the moment of a try. `pending`: being checked right now.
struct LoginLoad {
  int pending_of_name = 0;
  int pending_of_address = 0;
  int failed_of_address = 0;  // in the last minute
};

enum class Verdict {
  go,
  wait,     // others are being checked: if all of them fail, this one must not be
  locked,   // the name
  crowded,  // the address
};

/// Whether one more password may be checked. Those being checked count as if they failed, so that
/// tries at the same time never check more passwords than tries one after the other.
Verdict may_try(const Guard& guard, const LoginLoad& load, const LoginPolicy& policy,
                Timestamp now);
/// The guard after one more wrong password.
Guard after_failure(Guard guard, const LoginPolicy& policy, Timestamp now);

}  // namespace mf::identity

template <>
inline constexpr auto mf::k_names<mf::identity::Locale> =
    std::array<mf::NameOf<mf::identity::Locale>, 2>{{
        {mf::identity::Locale::es, "es"},
        {mf::identity::Locale::en, "en"},
    }};
