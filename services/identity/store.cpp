#include "services/identity/store.hpp"

#include "platform/core/text.hpp"

namespace mf::identity {
namespace {

using namespace std::chrono_literals;

constexpr db::Sql k_find_person =
    "SELECT id, username, name, email, roles, customer_id, zones, active, locale, version, "
    "created_at, "
    "updated_at, last_login_at FROM users WHERE id = $1";
constexpr db::Sql k_find_credentials =
    "SELECT id, username, name, email, roles, customer_id, zones, active, locale, version, "
    "created_at, "
    "updated_at, last_login_at, password_hash FROM users WHERE username = $1";
// An optional filter stands as `column = $n OR $n IS NULL`: PostgreSQL takes the parameter's type
// from its first use.
constexpr db::Sql k_list_people =
    "SELECT id, username, name, email, roles, customer_id, zones, active, locale, version, "
    "created_at, "
    "updated_at, last_login_at FROM users "
    "WHERE (name_folded, id) > ($1, $2) AND (active = $3 OR $3 IS NULL) "
    "AND (EXISTS (SELECT 1 FROM user_roles WHERE user_id = users.id AND role = $4) OR $4 IS NULL) "
    "AND (search LIKE $5 ESCAPE '!' OR $5 IS NULL) AND (customer_id = $6 OR $6 IS NULL) "
    "AND (id = $7 OR $7 IS NULL) ORDER BY name_folded, id LIMIT $8";
// The same for one customer, so that the index of customers serves it.
constexpr db::Sql k_list_of_customer =
    "SELECT id, username, name, email, roles, customer_id, zones, active, locale, version, "
    "created_at, "
    "updated_at, last_login_at FROM users "
    "WHERE customer_id = $6 AND (name_folded, id) > ($1, $2) AND (active = $3 OR $3 IS NULL) "
    "AND (EXISTS (SELECT 1 FROM user_roles WHERE user_id = users.id AND role = $4) OR $4 IS NULL) "
    "AND (search LIKE $5 ESCAPE '!' OR $5 IS NULL) AND (id = $7 OR $7 IS NULL) "
    "ORDER BY name_folded, id LIMIT $8";
constexpr db::Sql k_insert_person =
    "INSERT INTO users (id, username, name, name_folded, search, email, roles, customer_id, zones, "
    "active, "
    "locale, version, created_at, updated_at, password_hash) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) "
    "ON CONFLICT (username) DO NOTHING";
constexpr db::Sql k_update_person =
    "UPDATE users SET username = $2, name = $3, name_folded = $4, search = $5, email = $6, roles = "
    "$7, "
    "customer_id = $8, zones = $9, active = $10, locale = $11, version = $12, updated_at = $13 "
    "WHERE id = $1 AND version = $14";
constexpr db::Sql k_set_password = "UPDATE users SET password_hash = $2 WHERE id = $1";
constexpr db::Sql k_note_login = "UPDATE users SET last_login_at = $2 WHERE id = $1";
constexpr db::Sql k_username_of_another = "SELECT 1 FROM users WHERE username = $1 AND id <> $2";
constexpr db::Sql k_delete_roles = "DELETE FROM user_roles WHERE user_id = $1";
constexpr db::Sql k_insert_role = "INSERT INTO user_roles (user_id, role) VALUES ($1, $2)";
constexpr db::Sql k_other_administrators =
    "SELECT COUNT(*) FROM user_roles JOIN users ON users.id = user_roles.user_id "
    "WHERE user_roles.role = $1 AND users.active = $2 AND users.id <> $3";

constexpr db::Sql k_insert_family =
    "INSERT INTO refresh_families (id, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
constexpr db::Sql k_insert_refresh =
    "INSERT INTO refresh_tokens (hash, family_id, expires_at) VALUES ($1, $2, $3)";
constexpr db::Sql k_find_refresh =
    "SELECT family_id, user_id, refresh_tokens.expires_at, used_at, ended_at FROM refresh_tokens "
    "JOIN refresh_families ON refresh_families.id = family_id WHERE hash = $1";
constexpr db::Sql k_use_refresh =
    "UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1 AND used_at IS NULL";
constexpr db::Sql k_extend_family = "UPDATE refresh_families SET expires_at = $2 WHERE id = $1";
constexpr db::Sql k_end_family_of =
    "UPDATE refresh_families SET ended_at = $3 WHERE id = $1 AND user_id = $2 AND ended_at IS NULL";
constexpr db::Sql k_open_families =
    "SELECT id, created_at, expires_at FROM refresh_families "
    "WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 "
    "ORDER BY created_at DESC, id DESC LIMIT 100";
constexpr db::Sql k_end_family =
    "UPDATE refresh_families SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
constexpr db::Sql k_end_families =
    "UPDATE refresh_families SET ended_at = $3 "
    "WHERE user_id = $1 AND (id <> $2 OR $2 IS NULL) AND ended_at IS NULL";

constexpr db::Sql k_find_guard =
    "SELECT failures, locked_until FROM login_guards WHERE username = $1";
constexpr db::Sql k_save_guard =
    "INSERT INTO login_guards (username, failures, locked_until, updated_at) VALUES ($1, $2, $3, "
    "$4) "
    "ON CONFLICT (username) DO UPDATE SET failures = excluded.failures, "
    "locked_until = excluded.locked_until, updated_at = excluded.updated_at";
constexpr db::Sql k_clear_guard = "DELETE FROM login_guards WHERE username = $1";
constexpr db::Sql k_insert_attempt =
    "INSERT INTO login_attempts (id, username, address, state, at) VALUES ($1, $2, $3, 'pending', "
    "$4)";
constexpr db::Sql k_fail_attempt = "UPDATE login_attempts SET state = 'failed' WHERE id = $1";
constexpr db::Sql k_delete_attempt = "DELETE FROM login_attempts WHERE id = $1";
constexpr db::Sql k_load =
    "SELECT (SELECT COUNT(*) FROM login_attempts WHERE username = $1 AND state = 'pending' AND at "
    "> $3), "
    "(SELECT COUNT(*) FROM login_attempts WHERE address = $2 AND state = 'pending' AND at > $3), "
    "(SELECT COUNT(*) FROM login_attempts WHERE address = $2 AND state = 'failed' AND at > $4)";
constexpr db::Sql k_oldest_failure =
    "SELECT MIN(at) FROM login_attempts WHERE address = $1 AND state = 'failed' AND at > $2";

constexpr db::Sql k_prune_tokens = "DELETE FROM refresh_tokens WHERE expires_at < $1";
constexpr db::Sql k_prune_families = "DELETE FROM refresh_families WHERE expires_at < $1";
constexpr db::Sql k_prune_attempts = "DELETE FROM login_attempts WHERE at < $1";
constexpr db::Sql k_prune_guards = "DELETE FROM login_guards WHERE updated_at < $1";

std::string roles_column(const std::vector<auth::Role>& roles) {
  std::string text;
  for (const auto role : roles) {
    text += (text.empty() ? "" : ",") + std::string(name_of(role));
  }
  return text;
}

std::string zones_column(const std::vector<ZoneId>& zones) {
  std::string text;
  for (const auto& zone : zones) {
    text += (text.empty() ? "" : ",") + zone.to_string();
  }
  return text;
}

/// `parse(item)` of each item of a comma-separated column.
template <class F>
auto read_items(std::string_view column, F parse) {
  std::vector<typename std::invoke_result_t<F, std::string_view>::value_type> items;
  if (!column.empty()) {
    for (const auto item : split(column, ',')) {
      items.push_back(parse(item).value());
    }
  }
  return items;
}

Person read_person(const db::Row& row) {
  return Person{.id = row.id<UserId>(0),
                .username = row.text(1),
                .name = row.text(2),
                .email = row.opt_text(3),
                .roles = read_items(row.view(4), parse_name<auth::Role>),
                .customer = row.opt_id<CustomerId>(5),
                .zones = read_items(row.view(6), ZoneId::parse),
                .active = row.boolean(7),
                .locale = row.name<Locale>(8),
                .version = row.integer(9),
                .created_at = row.time(10),
                .updated_at = row.time(11),
                .last_login_at = row.opt_time(12)};
}

void save_roles(db::Unit& unit, const Person& person) {
  unit.execute(k_delete_roles, {person.id});
  for (const auto role : person.roles) {
    unit.execute(k_insert_role, {person.id, role});
  }
}

std::string search_column(const Person& person) {
  return fold(person.name) + " " + person.username;
}

/// The LIKE pattern that finds `words` anywhere.
std::string containing(std::string_view words) {
  std::string pattern = "%";
  for (const char c : words) {
    if (c == '%' || c == '_' || c == '!') {
      pattern += '!';
    }
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace

std::optional<Person> find_person(db::Session& session, UserId id) {
  return session.one(k_find_person, {id}, read_person);
}

std::optional<Credentials> find_credentials(db::Session& session, const std::string& username) {
  return session.one(k_find_credentials, {username}, [](const db::Row& row) {
    return Credentials{read_person(row), row.text(13)};
  });
}

bool insert_person(db::Unit& unit, const Person& person, const std::string& password_hash) {
  const auto inserted = unit.execute(
      k_insert_person, {person.id, person.username, person.name, fold(person.name),
                        search_column(person), person.email, roles_column(person.roles),
                        person.customer, zones_column(person.zones), person.active, person.locale,
                        person.version, person.created_at, person.updated_at, password_hash});
  if (inserted == 0) {
    return false;
  }
  save_roles(unit, person);
  return true;
}

bool update_person(db::Unit& unit, const Person& person, std::int64_t version) {
  const auto updated = unit.execute(
      k_update_person,
      {person.id, person.username, person.name, fold(person.name), search_column(person),
       person.email, roles_column(person.roles), person.customer, zones_column(person.zones),
       person.active, person.locale, person.version, person.updated_at, version});
  if (updated == 0) {
    return false;
  }
  save_roles(unit, person);
  return true;
}

void set_password(db::Unit& unit, UserId id, const std::string& password_hash) {
  unit.execute(k_set_password, {id, password_hash});
}

void note_login(db::Unit& unit, UserId id, Timestamp now) {
  unit.execute(k_note_login, {id, now});
}

bool is_username_of_another(db::Session& session, const std::string& username, UserId id) {
  return session.one(k_username_of_another, {username, id}, [](const db::Row&) { return true; })
      .has_value();
}

std::int64_t other_administrators(db::Session& session, UserId id) {
  return session
      .one(k_other_administrators, {auth::Role::administrator, true, id},
           [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

std::vector<Person> list_people(db::Session& session, const PeopleFilter& filter) {
  const auto pattern = filter.words ? std::optional(containing(*filter.words)) : std::nullopt;
  return session.all(filter.customer ? k_list_of_customer : k_list_people,
                     {filter.after_name, filter.after_id, filter.active, filter.role, pattern,
                      filter.customer, filter.only, filter.limit},
                     read_person);
}

void insert_family(db::Unit& unit, Uuid family, UserId user, Timestamp now, Timestamp expires) {
  unit.execute(k_insert_family, {family, user, now, expires});
}

void insert_refresh(db::Unit& unit, const std::string& hash, Uuid family, Timestamp expires) {
  unit.execute(k_insert_refresh, {hash, family, expires});
}

std::optional<RefreshRow> find_refresh(db::Session& session, const std::string& hash) {
  return session.one(k_find_refresh, {hash}, [](const db::Row& row) {
    return RefreshRow{.family = row.uuid(0),
                      .user = row.id<UserId>(1),
                      .expires = row.time(2),
                      .used = !row.is_null(3),
                      .ended = !row.is_null(4)};
  });
}

bool use_refresh(db::Unit& unit, const std::string& hash, Timestamp now) {
  return unit.execute(k_use_refresh, {hash, now}) > 0;
}

void extend_family(db::Unit& unit, Uuid family, Timestamp expires) {
  unit.execute(k_extend_family, {family, expires});
}

bool end_family_of(db::Unit& unit, Uuid family, UserId user, Timestamp now) {
  return unit.execute(k_end_family_of, {family, user, now}) > 0;
}

std::vector<FamilyRow> open_families(db::Session& session, UserId user, Timestamp now) {
  return session.all(k_open_families, {user, now}, [](const db::Row& row) {
    return FamilyRow{row.uuid(0), row.time(1), row.time(2)};
  });
}

void end_family(db::Unit& unit, Uuid family, Timestamp now) {
  unit.execute(k_end_family, {family, now});
}

void end_families(db::Unit& unit, UserId user, std::optional<Uuid> kept, Timestamp now) {
  unit.execute(k_end_families, {user, kept, now});
}

Guard find_guard(db::Session& session, const std::string& username) {
  return session
      .one(k_find_guard, {username},
           [](const db::Row& row) {
             return Guard{static_cast<int>(row.integer(0)), row.opt_time(1)};
           })
      .value_or(Guard{});
}

void save_guard(db::Unit& unit, const std::string& username, const Guard& guard, Timestamp now) {
  unit.execute(k_save_guard, {username, guard.failures, guard.locked_until, now});
}

void clear_guard(db::Unit& unit, const std::string& username) {
  unit.execute(k_clear_guard, {username});
}

void insert_attempt(db::Unit& unit, Uuid id, const std::string& username,
                    const std::string& address, Timestamp now) {
  unit.execute(k_insert_attempt, {id, username, address, now});
}

void fail_attempt(db::Unit& unit, Uuid id) {
  unit.execute(k_fail_attempt, {id});
}

void delete_attempt(db::Unit& unit, Uuid id) {
  unit.execute(k_delete_attempt, {id});
}

LoginLoad login_load(db::Session& session, const std::string& username, const std::string& address,
                     Timestamp pending_since, Timestamp failed_since) {
  return session
      .one(k_load, {username, address, pending_since, failed_since},
           [](const db::Row& row) {
             return LoginLoad{.pending_of_name = static_cast<int>(row.integer(0)),
                              .pending_of_address = static_cast<int>(row.integer(1)),
                              .failed_of_address = static_cast<int>(row.integer(2))};
           })
      .value_or(LoginLoad{});
}

std::optional<Timestamp> oldest_failure(db::Session& session, const std::string& address,
                                        Timestamp since) {
  return session
      .one(k_oldest_failure, {address, since}, [](const db::Row& row) { return row.opt_time(0); })
      .value_or(std::nullopt);
}

void prune(db::Unit& unit, Timestamp now) {
  unit.execute(k_prune_tokens, {now});
  unit.execute(k_prune_families, {now});
  unit.execute(k_prune_attempts, {now - 1h});
  unit.execute(k_prune_guards, {now - 24h});
}

}  // namespace mf::identity
