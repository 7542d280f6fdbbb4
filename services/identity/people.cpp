#include "services/identity/people.hpp"

#include "platform/auth/password.hpp"
#include "platform/core/text.hpp"
#include "platform/service/reference.hpp"
#include "services/identity/store.hpp"

namespace mf::identity {
namespace {

std::unexpected<Error> refused(std::vector<FieldError> problems) {
  Error error{ErrorKind::invalid, "invalid", "Some fields are not valid."};
  error.fields = std::move(problems);
  return fail(std::move(error));
}

std::unexpected<Error> username_taken() {
  return fail(ErrorKind::conflict, "username_taken", "Somebody else has this username.");
}

std::vector<FieldError> password_problems(std::string_view password) {
  const auto why = auth::password_problem(password);
  return why ? std::vector{FieldError{"/password", "password", *why}} : std::vector<FieldError>{};
}

/// A customer for somebody who is no client would be lost in silence.
void add_customer_problem(std::vector<FieldError>& problems, const Person& person,
                          bool customer_given) {
  if (customer_given && !person.has(auth::Role::client)) {
    problems.push_back(
        {"/customerId", "not_a_client", "Only a person with the role client has a customer."});
  }
}

Person with_change(Person person, const UserChange& change) {
  const auto take = [](auto& member, const auto& given) {
    if (given) {
      member = *given;
    }
  };
  take(person.username, change.username);
  take(person.name, change.name);
  take(person.email, change.email);
  take(person.roles, change.roles);
  take(person.customer, change.customer);
  take(person.zones, change.zones);
  take(person.active, change.active);
  take(person.locale, change.locale);
  return normalised(std::move(person));
}

std::vector<FieldError> problems_of(const Person& after, const Edit& edit) {
  auto problems = problems_of(after);
  add_customer_problem(problems, after, edit.change.customer.has_value());
  problems.insert(problems.end(), edit.secret.problems.begin(), edit.secret.problems.end());
  return problems;
}

/// What the rows of others say against the change.
Result<void> check_others(db::Session& session, const Person& before, const Person& after) {
  if (after.username != before.username &&
      is_username_of_another(session, after.username, after.id)) {
    return username_taken();
  }
  const bool steps_down = administers(before) && !administers(after);
  if (steps_down && other_administrators(session, after.id) == 0) {
    return fail(ErrorKind::conflict, "last_administrator",
                "This is the last active administrator. Make somebody else one first.");
  }
  return {};
}

void save_secret(db::Unit& unit, const Person& person, const NewSecret& secret) {
  if (secret.hash) {
    set_password(unit, person.id, *secret.hash);
    clear_guard(unit, person.username);
  }
}

}  // namespace

Result<void> check_links(const std::optional<CustomerId>& customer,
                         const std::optional<std::vector<ZoneId>>& zones, service::Peers& peers) {
  std::vector<FieldError> problems;
  if (customer) {
    const auto found = service::look_up(peers, "/api/v1/customers/" + customer->to_string(),
                                        "/customerId", "customer", problems);
    if (!found) {
      return fail(found.error());
    }
  }
  // More than this many zones are refused by the rules of a person, whether they exist or not.
  const std::size_t count = zones ? std::min(zones->size(), k_most_zones) : 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto found = service::look_up(peers, "/api/v1/zones/" + (*zones)[i].to_string(),
                                        fmt::format("/zones/{}", i), "zone", problems);
    if (!found) {
      return fail(found.error());
    }
  }
  return problems.empty() ? Result<void>() : refused(std::move(problems));
}

Result<Draft> draft_of(const NewUser& command, Timestamp now) {
  const Person person = normalised({.id = UserId::make(),
                                    .username = command.username,
                                    .name = command.name,
                                    .email = command.email,
                                    .roles = command.roles,
                                    .customer = command.customer,
                                    .zones = command.zones.value_or(std::vector<ZoneId>{}),
                                    .active = command.active.value_or(true),
                                    .locale = command.locale.value_or(Locale::es),
                                    .created_at = now,
                                    .updated_at = now});
  // The API cuts blanks off both ends of every text; a password from elsewhere must not differ in
  // that.
  const auto password = trim(command.password);
  auto problems = problems_of(person);
  add_customer_problem(problems, person, command.customer.has_value());
  const auto about_password = password_problems(password);
  problems.insert(problems.end(), about_password.begin(), about_password.end());
  if (!problems.empty()) {
    return refused(std::move(problems));
  }
  return Draft{person, auth::hash_password(password)};
}

Result<Person> register_person(db::Unit& unit, const Draft& draft, const Publish& publish) {
  if (!insert_person(unit, draft.person, draft.password_hash)) {
    return username_taken();
  }
  clear_guard(unit, draft.person.username);
  publish(unit, "user.registered", draft.person);
  return draft.person;
}

NewSecret secret_of(const std::optional<std::string>& password) {
  if (!password) {
    return {};
  }
  NewSecret secret{.problems = password_problems(*password)};
  if (secret.problems.empty()) {
    secret.hash = auth::hash_password(*password);
  }
  return secret;
}

Result<Person> change_person(db::Unit& unit, UserId id, const Edit& edit, Timestamp now,
                             const Publish& publish) {
  const auto before = find_person(unit, id);
  if (!before) {
    return not_found("user");
  }
  const auto stale = [] {
    return fail(ErrorKind::stale, "stale",
                "Somebody changed this person meanwhile. Read it again first.");
  };
  if (edit.version && *edit.version != before->version) {
    return stale();
  }
  Person after = with_change(*before, edit.change);
  if (auto problems = problems_of(after, edit); !problems.empty()) {
    return refused(std::move(problems));
  }
  if (auto checked = check_others(unit, *before, after); !checked) {
    return fail(std::move(checked.error()));
  }
  if (after == *before && !edit.secret.hash) {
    return after;
  }
  after.version = before->version + 1;
  after.updated_at = now;
  if (!update_person(unit, after, before->version)) {
    return stale();
  }
  save_secret(unit, after, edit.secret);
  if (!after.active || edit.secret.hash) {
    end_families(unit, id, after.active ? edit.kept_session : std::nullopt, now);
  }
  publish(unit, before->active && !after.active ? "user.deactivated" : "user.updated", after);
  return after;
}

Result<UserId> add_user(db::Database& database, const NewUser& command, Timestamp now) {
  auto draft = draft_of(command, now);
  if (!draft) {
    return fail(std::move(draft.error()));
  }
  return database.write([&](db::Unit& unit) -> Result<UserId> {
    auto person = register_person(unit, *draft, publish_at(now));
    return person ? Result<UserId>(person->id) : fail(std::move(person.error()));
  });
}

}  // namespace mf::identity
