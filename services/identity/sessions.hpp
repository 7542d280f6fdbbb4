// Sessions: families of refresh tokens. Each token is good for one use and gives the next; one that
// is used twice was stolen from somebody, so the whole family ends. Only hashes are stored. Any
// thread.
#pragma once

#include "services/identity/store.hpp"

namespace mf::identity {

/// Where the client keeps the refresh token: with itself, or in a cookie that no script can read.
enum class SessionKind { token, cookie };

/// What a person gets who signed in or refreshed.
struct Ticket {
  Person person;
  Uuid family;
  std::string refresh_token;
};

/// 32 random bytes, base64url. Made outside of units.
std::string make_refresh_token();

/// A new family with its first token.
Ticket open_family(db::Unit& unit, const Person& person, std::string refresh_token, Timestamp now,
                   std::chrono::hours life);
/// Trades `token` in for the next one, with the person as they are now. 401 `refresh_invalid`,
/// `refresh_reused`, `refresh_expired` or `session_ended`.
Result<Ticket> refresh(db::Database& database, std::string_view token, Timestamp now,
                       std::chrono::hours life);
/// Ends `family`, and the family of `token` if it is the same person's.
void log_out(db::Unit& unit, UserId user, Uuid family, const std::optional<std::string>& token,
             Timestamp now);

}  // namespace mf::identity

template <>
inline constexpr auto mf::k_names<mf::identity::SessionKind> =
    std::array<mf::NameOf<mf::identity::SessionKind>, 2>{{
        {mf::identity::SessionKind::token, "token"},
        {mf::identity::SessionKind::cookie, "cookie"},
    }};
