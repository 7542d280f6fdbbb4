// Passwords: Argon2id (RFC 9106) through libsodium, and what makes a password acceptable. Blocking
// (tens of milliseconds) and hungry for memory by design: at most two run at a time. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mf::auth {

/// The encoded hash with its salt and costs.
std::string hash_password(std::string_view password);
/// False for a wrong password and for a hash that is none.
bool password_matches(std::string_view password, const std::string& hash);
/// Takes as long as a real check: for names that do not exist.
void pretend_to_check(std::string_view password);

/// Why the password is refused (a sentence), or nothing: 8 to 64 characters, not one of the common
/// ones.
std::optional<std::string> password_problem(std::string_view password);

}  // namespace mf::auth
