// Checking passwords without letting anybody guess them. Each try reserves its place in the
// database before its password is checked, and records the outcome afterwards: tries at the same
// time, in this process or another, never check more passwords than the policy allows. One object
// for the service; thread-safe; calls block.
#pragma once

#include "services/identity/events.hpp"
#include "services/identity/store.hpp"

namespace mf::identity {

class SignIn {
 public:
  /// True if the password belongs to the hash. An empty hash: nobody has that name; take as long as
  /// for a real one.
  using Check = std::function<bool(std::string_view password, const std::string& hash)>;

  SignIn(db::Database& database, LoginPolicy policy, Check check = check_argon2);

  struct Try {
    std::string username;
    std::string password;
    std::string address;
  };
  /// What happens in the unit that records the success.
  using Accepted = std::function<void(db::Unit&, const Person&)>;

  /// The person whose password it is. 401 `login_failed`; 429 `account_locked` or
  /// `too_many_attempts`, with the seconds to wait. Publishes user.locked_out where this try locks
  /// the account.
  Result<Person> check(const Try& attempt, Timestamp now, const Publish& publish,
                       const Accepted& accepted);

  static bool check_argon2(std::string_view password, const std::string& hash);

 private:
  struct Reserved {
    Verdict verdict = Verdict::go;
    Uuid attempt = {};
    std::optional<Credentials> credentials = {};
    Timestamp again_at = {};  // locked, crowded
  };

  Result<Reserved> wait_for_turn(const Try& attempt, Timestamp now);
  Reserved reserve(db::Unit& unit, const Try& attempt, Timestamp now) const;
  void record_failure(db::Unit& unit, const Reserved& reserved, const std::string& username,
                      Timestamp now, const Publish& publish) const;
  std::optional<Person> record_success(db::Unit& unit, const Reserved& reserved, Timestamp now,
                                       const Accepted& accepted) const;
  void tell_waiting();

  db::Database& database_;
  const LoginPolicy policy_;
  const Check check_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t finished_ = 0;  // tries that gave their place back
};

}  // namespace mf::identity
