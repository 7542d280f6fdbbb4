#include "services/identity/sessions.hpp"

#include "platform/core/random.hpp"
#include "platform/core/text.hpp"

#include <openssl/sha.h>

namespace mf::identity {
namespace {

constexpr std::size_t k_token_bytes = 32;

std::string hash_of(std::string_view token) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest.data());
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

enum class Refusal { none, unknown, reused, expired, ended };

struct RefusalText {
  Refusal refusal;
  const char* code;
  const char* detail;
};
constexpr std::array k_refusals = std::to_array<RefusalText>({
    {Refusal::unknown, "refresh_invalid", "The refresh token is not valid. Sign in again."},
    {Refusal::reused, "refresh_reused",
     "The refresh token was used before, so the session ended. Sign in again."},
    {Refusal::expired, "refresh_expired", "The refresh token has expired. Sign in again."},
    {Refusal::ended, "session_ended", "The session has ended. Sign in again."},
});

/// A refusal is an outcome of the unit and no error of it: ending a family must be kept.
struct Rotation {
  Refusal refusal = Refusal::none;
  Person person = {};
  Uuid family = {};
};

Rotation rotate(db::Unit& unit, const std::string& hash, const std::string& next_hash,
                Timestamp now, std::chrono::hours life) {
  const auto known = find_refresh(unit, hash);
  if (!known) {
    return {Refusal::unknown};
  }
  if (known->used) {
    end_family(unit, known->family, now);
    return {Refusal::reused};
  }
  if (known->ended) {
    return {Refusal::ended};
  }
  if (now >= known->expires) {
    return {Refusal::expired};
  }
  const auto person = find_person(unit, known->user);
  if (!person || !person->active) {
    end_family(unit, known->family, now);
    return {Refusal::ended};
  }
  if (!use_refresh(unit, hash, now)) {
    end_family(unit, known->family, now);
    return {Refusal::reused};
  }
  insert_refresh(unit, next_hash, known->family, now + life);
  extend_family(unit, known->family, now + life);
  return {Refusal::none, *person, known->family};
}

}  // namespace

std::string make_refresh_token() {
  std::array<std::uint8_t, k_token_bytes> bytes{};
  random_bytes(bytes);
  return base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Ticket open_family(db::Unit& unit, const Person& person, std::string refresh_token, Timestamp now,
                   std::chrono::hours life) {
  const Uuid family = Uuid::make();
  insert_family(unit, family, person.id, now, now + life);
  insert_refresh(unit, hash_of(refresh_token), family, now + life);
  return {person, family, std::move(refresh_token)};
}

Result<Ticket> refresh(db::Database& database, std::string_view token, Timestamp now,
                       std::chrono::hours life) {
  const std::string next = make_refresh_token();
  auto rotation = database.write([&](db::Unit& unit) -> Result<Rotation> {
    return rotate(unit, hash_of(token), hash_of(next), now, life);
  });
  if (!rotation) {
    return fail(std::move(rotation.error()));
  }
  for (const auto& [refusal, code, detail] : k_refusals) {
    if (refusal == rotation->refusal) {
      return fail(ErrorKind::unauthenticated, code, detail);
    }
  }
  return Ticket{std::move(rotation->person), rotation->family, next};
}

void log_out(db::Unit& unit, UserId user, Uuid family, const std::optional<std::string>& token,
             Timestamp now) {
  end_family(unit, family, now);
  const auto known = token ? find_refresh(unit, hash_of(*token)) : std::nullopt;
  if (known && known->user == user) {
    end_family(unit, known->family, now);
  }
}

}  // namespace mf::identity
