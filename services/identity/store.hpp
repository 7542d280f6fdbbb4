// All SQL of this service. Functions take a session or a unit and give domain values. Any thread
// that holds one.
#pragma once

#include "platform/db/database.hpp"
#include "services/identity/domain.hpp"

namespace mf::identity {

struct Credentials {
  Person person;
  std::string password_hash;
};

// People

std::optional<Person> find_person(db::Session& session, UserId id);
std::optional<Credentials> find_credentials(db::Session& session, const std::string& username);
/// False where the username is taken.
bool insert_person(db::Unit& unit, const Person& person, const std::string& password_hash);
/// False where the row is not of `version` any more.
bool update_person(db::Unit& unit, const Person& person, std::int64_t version);
void set_password(db::Unit& unit, UserId id, const std::string& password_hash);
void note_login(db::Unit& unit, UserId id, Timestamp now);
bool is_username_of_another(db::Session& session, const std::string& username, UserId id);
/// Active administrators other than `id`.
std::int64_t other_administrators(db::Session& session, UserId id);

/// Sorted by folded name and id. `after_name` and `after_id`: the last row of the page before.
struct PeopleFilter {
  std::optional<auth::Role> role;
  std::optional<bool> active;
  std::optional<std::string> words;  // folded
  std::optional<CustomerId> customer;
  std::optional<UserId> only;  // whose reach ends at themselves
  std::string after_name;
  UserId after_id;
  int limit = 20;
};
std::vector<Person> list_people(db::Session& session, const PeopleFilter& filter);

// Refresh tokens

struct RefreshRow {
  Uuid family;
  UserId user;
  Timestamp expires;
  bool used = false;
  bool ended = false;
};

void insert_family(db::Unit& unit, Uuid family, UserId user, Timestamp now, Timestamp expires);
void insert_refresh(db::Unit& unit, const std::string& hash, Uuid family, Timestamp expires);
std::optional<RefreshRow> find_refresh(db::Session& session, const std::string& hash);
/// False where somebody else used it first.
bool use_refresh(db::Unit& unit, const std::string& hash, Timestamp now);
void extend_family(db::Unit& unit, Uuid family, Timestamp expires);
void end_family(db::Unit& unit, Uuid family, Timestamp now);
/// One of a person's own; false where they have no such one, or it has ended.
bool end_family_of(db::Unit& unit, Uuid family, UserId user, Timestamp now);
struct FamilyRow {
  Uuid family;
  Timestamp created;
  Timestamp expires;
};
/// Those that go on, newest first; 100 at most.
std::vector<FamilyRow> open_families(db::Session& session, UserId user, Timestamp now);
/// All of a person's but `kept`.
void end_families(db::Unit& unit, UserId user, std::optional<Uuid> kept, Timestamp now);

// Tries to sign in

Guard find_guard(db::Session& session, const std::string& username);
void save_guard(db::Unit& unit, const std::string& username, const Guard& guard, Timestamp now);
void clear_guard(db::Unit& unit, const std::string& username);
void insert_attempt(db::Unit& unit, Uuid id, const std::string& username,
                    const std::string& address, Timestamp now);
void fail_attempt(db::Unit& unit, Uuid id);
void delete_attempt(db::Unit& unit, Uuid id);
/// Pending ones count if they began after `pending_since`, failed ones after `failed_since`.
LoginLoad login_load(db::Session& session, const std::string& username, const std::string& address,
                     Timestamp pending_since, Timestamp failed_since);
/// The oldest failure of an address after `since`.
std::optional<Timestamp> oldest_failure(db::Session& session, const std::string& address,
                                        Timestamp since);

/// Forgets tokens and families that have expired by `now`, tries older than an hour, guards older
/// than a day.
void prune(db::Unit& unit, Timestamp now);

}  // namespace mf::identity
