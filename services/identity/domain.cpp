#include "services/identity/domain.hpp"

#include "platform/core/text.hpp"

namespace mf::identity {
namespace {

constexpr std::size_t k_shortest_username = 3;
constexpr std::size_t k_longest_username = 40;
constexpr std::size_t k_longest_name = 120;
constexpr std::size_t k_longest_email = 254;

bool is_username(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  };
  return text.size() >= k_shortest_username && text.size() <= k_longest_username &&
         std::all_of(text.begin(), text.end(), allowed);
}

/// Shape only: whether the mailbox exists is known when a message arrives.
bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (text.size() > k_longest_email || at == 0 || at == std::string_view::npos) {
    return false;
  }
  const auto domain = text.substr(at + 1);
  const bool clean = std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte == 0x7f || c == '<' || c == '>' || c == ',' || c == ';' || c == '"';
  });
  return clean && domain.find('@') == std::string_view::npos &&
         domain.find('.') != std::string_view::npos && !domain.starts_with('.') &&
         !domain.ends_with('.') && domain.find("..") == std::string_view::npos;
}

template <class T>
void sort_once(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

bool is_locked(const Guard& guard, Timestamp now) {
  return guard.locked_until && *guard.locked_until > now;
}

/// A lock that has run out leaves a clean sheet.
Guard as_of(const Guard& guard, Timestamp now) {
  return guard.locked_until && !is_locked(guard, now) ? Guard{} : guard;
}

}  // namespace

bool Person::has(auth::Role role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

std::string canonical_username(std::string_view username) {
  return to_lower_ascii(trim(username));
}

Person normalised(Person person) {
  person.username = canonical_username(person.username);
  person.name = std::string(trim(person.name));
  if (person.email) {
    person.email = std::string(trim(*person.email));
    if (person.email->empty()) {
      person.email.reset();
    }
  }
  sort_once(person.roles);
  sort_once(person.zones);
  if (!person.has(auth::Role::client)) {
    person.customer.reset();
  }
  return person;
}

std::vector<FieldError> problems_of(const Person& person) {
  std::vector<FieldError> problems;
  const auto need = [&](bool holds, std::string pointer, std::string code, std::string detail) {
    if (!holds) {
      problems.push_back({std::move(pointer), std::move(code), std::move(detail)});
    }
  };
  need(is_username(person.username), "/username", "username",
       "A username has 3 to 40 characters: letters a to z, digits, dot, underscore and hyphen.");
  need(!person.name.empty(), "/name", "required", "A person has a name.");
  need(is_utf8(person.name) && code_points(person.name) <= k_longest_name, "/name", "too_long",
       "A name has at most 120 characters.");
  need(!person.email || is_email(*person.email), "/email", "email",
       "This must be an e-mail address such as ana@example.com.");
  need(!person.roles.empty(), "/roles", "required", "A person has at least one role.");
  need(!person.has(auth::Role::client) || person.customer.has_value(), "/customerId", "required",
       "A person with the role client belongs to a customer.");
  need(person.zones.size() <= k_most_zones, "/zones", "too_many", "A person has at most 50 zones.");
  return problems;
}

bool administers(const Person& person) {
  return person.active && person.has(auth::Role::administrator);
}

Verdict may_try(const Guard& guard, const LoginLoad& load, const LoginPolicy& policy,
                Timestamp now) {
  const Guard current = as_of(guard, now);
  if (current.locked_until) {
    return Verdict::locked;
  }
  if (load.failed_of_address >= policy.attempts_per_minute) {
    return Verdict::crowded;
  }
  // A policy that became stricter finds names with more failures than it allows: one more try
  // decides.
  const int failures = std::min(current.failures, policy.lock_after - 1);
  const bool name_is_full = failures + load.pending_of_name >= policy.lock_after;
  const bool address_is_full =
      load.failed_of_address + load.pending_of_address >= policy.attempts_per_minute;
  return name_is_full || address_is_full ? Verdict::wait : Verdict::go;
}

Guard after_failure(Guard guard, const LoginPolicy& policy, Timestamp now) {
  guard = as_of(guard, now);
  ++guard.failures;
  if (!guard.locked_until && guard.failures >= policy.lock_after) {
    guard.locked_until = now + policy.lock_time;
  }
  return guard;
}

}  // namespace mf::identity
