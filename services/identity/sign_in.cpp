#include "services/identity/sign_in.hpp"

#include "platform/auth/password.hpp"

namespace mf::identity {
namespace {

using namespace std::chrono_literals;

// A reserved place whose process died is free again after this.
constexpr auto k_reservation = 10s;
constexpr auto k_longest_wait = 5s;
// Places are given back by other processes as well, which can't wake us.
constexpr auto k_look_again = 50ms;
constexpr auto k_address_window = 1min;

std::unexpected<Error> login_failed() {
  return fail(ErrorKind::unauthenticated, "login_failed", "The username or the password is wrong.");
}

int seconds_until(Timestamp time, Timestamp now) {
  return std::max(1, static_cast<int>(std::chrono::ceil<std::chrono::seconds>(time - now).count()));
}

std::unexpected<Error> refused(Verdict verdict, int seconds) {
  const bool locked = verdict == Verdict::locked;
  Error error{ErrorKind::too_many_requests, locked ? "account_locked" : "too_many_attempts",
              locked ? "Too many wrong passwords: the account is locked for a while."
                     : "Too many failed sign-ins from this address. Wait a moment."};
  error.retry_after_seconds = seconds;
  return fail(std::move(error));
}

}  // namespace

SignIn::SignIn(db::Database& database, LoginPolicy policy, Check check)
    : database_(database), policy_(policy), check_(std::move(check)) {}

bool SignIn::check_argon2(std::string_view password, const std::string& hash) {
  if (hash.empty()) {
    auth::pretend_to_check(password);
    return false;
  }
  return auth::password_matches(password, hash);
}

Result<Person> SignIn::check(const Try& attempt, Timestamp now, const Publish& publish,
                             const Accepted& accepted) {
  const Try canonical{canonical_username(attempt.username), attempt.password, attempt.address};
  auto reserved = wait_for_turn(canonical, now);
  if (!reserved) {
    return fail(std::move(reserved.error()));
  }
  const std::string hash = reserved->credentials ? reserved->credentials->password_hash : "";
  const bool right = check_(canonical.password, hash) && reserved->credentials;
  // "Wrong" is an outcome of the unit and no error of it: the failure must be kept.
  auto outcome = database_.write([&](db::Unit& unit) -> Result<std::optional<Person>> {
    if (right) {
      return record_success(unit, *reserved, now, accepted);
    }
    record_failure(unit, *reserved, canonical.username, now, publish);
    return std::optional<Person>{};
  });
  tell_waiting();
  if (!outcome) {
    return fail(std::move(outcome.error()));
  }
  return *outcome ? Result<Person>(std::move(**outcome)) : login_failed();
}

Result<SignIn::Reserved> SignIn::wait_for_turn(const Try& attempt, Timestamp now) {
  const auto deadline = std::chrono::steady_clock::now() + k_longest_wait;
  for (;;) {
    std::unique_lock lock(mutex_);
    const auto seen = finished_;
    lock.unlock();
    auto reserved = database_.write(
        [&](db::Unit& unit) -> Result<Reserved> { return reserve(unit, attempt, now); });
    if (!reserved || reserved->verdict == Verdict::go) {
      return reserved;
    }
    if (reserved->verdict != Verdict::wait) {
      return refused(reserved->verdict, seconds_until(reserved->again_at, now));
    }
    if (std::chrono::steady_clock::now() >= deadline) {
      return refused(Verdict::crowded, 1);
    }
    lock.lock();
    changed_.wait_for(lock, k_look_again, [&] { return finished_ != seen; });
  }
}

SignIn::Reserved SignIn::reserve(db::Unit& unit, const Try& attempt, Timestamp now) const {
  const auto guard = find_guard(unit, attempt.username);
  const auto load = login_load(unit, attempt.username, attempt.address, now - k_reservation,
                               now - k_address_window);
  Reserved reserved{.verdict = may_try(guard, load, policy_, now)};
  switch (reserved.verdict) {
    case Verdict::go:
      reserved.attempt = Uuid::make();
      reserved.credentials = find_credentials(unit, attempt.username);
      if (reserved.credentials && !reserved.credentials->person.active) {
        reserved.credentials.reset();
      }
      insert_attempt(unit, reserved.attempt, attempt.username, attempt.address, now);
      break;
    case Verdict::locked:
      reserved.again_at = guard.locked_until.value_or(now);
      break;
    case Verdict::crowded:
      reserved.again_at =
          oldest_failure(unit, attempt.address, now - k_address_window).value_or(now) +
          k_address_window;
      break;
    case Verdict::wait:
      break;
  }
  return reserved;
}

void SignIn::record_failure(db::Unit& unit, const Reserved& reserved, const std::string& username,
                            Timestamp now, const Publish& publish) const {
  fail_attempt(unit, reserved.attempt);
  const auto before = find_guard(unit, username);
  const auto after = after_failure(before, policy_, now);
  save_guard(unit, username, after, now);
  const bool locks = after.locked_until && after.locked_until != before.locked_until;
  if (locks && reserved.credentials) {
    publish(unit, "user.locked_out", reserved.credentials->person);
  }
}

/// Nothing where the account was locked, deactivated or given another password while this one was
/// checked.
std::optional<Person> SignIn::record_success(db::Unit& unit, const Reserved& reserved,
                                             Timestamp now, const Accepted& accepted) const {
  delete_attempt(unit, reserved.attempt);
  const auto& username = reserved.credentials->person.username;
  const auto current = find_credentials(unit, username);
  const bool locked = may_try(find_guard(unit, username), {}, policy_, now) == Verdict::locked;
  if (locked || !current || !current->person.active ||
      current->password_hash != reserved.credentials->password_hash) {
    return std::nullopt;
  }
  clear_guard(unit, username);
  accepted(unit, current->person);
  return current->person;
}

void SignIn::tell_waiting() {
  {
    const std::lock_guard lock(mutex_);
    ++finished_;
  }
  changed_.notify_all();
}

}  // namespace mf::identity
