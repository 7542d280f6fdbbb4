// Access tokens: JWS compact (RFC 7515) with EdDSA over Ed25519 (RFC 8037). The algorithm comes
// from the key, never from the header; iss, aud, exp, nbf and typ are checked. Thread-safe.
#pragma once

#include "platform/auth/principal.hpp"
#include "platform/core/error.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mf::auth {

/// The name of a public key, as tokens and key sets give it.
std::string key_id(std::string_view public_key);
/// {"keys":[{"kty":"OKP","crv":"Ed25519",…}]} (RFC 7517) of raw public keys, and back; other kinds
/// of key are left out.
std::string jwks_of(const std::vector<std::string>& public_keys);
std::optional<std::vector<std::string>> read_jwks(std::string_view json);

/// The private key. Identity's alone.
class SigningKey {
 public:
  /// Reads the PEM file at `path`, or makes a key there (mode 0600). Throws if neither works.
  static SigningKey load_or_make(const std::string& path);
  /// A new one at `path`, which must not be there yet.
  static SigningKey make_file(const std::string& path);
  static SigningKey make();

  ~SigningKey();
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;

  /// A token of `principal` from `now` until principal.expires.
  std::string sign(const Principal& principal, Timestamp now) const;
  /// The raw public key, 32 bytes.
  std::string public_key() const;

 private:
  SigningKey() = default;
  struct State;
  std::unique_ptr<State> state_;
};

/// Checks tokens against the public keys. Remembers the outcome of a token's signature, so that the
/// same token costs one look-up the next time; its times are checked each time.
class TokenVerifier {
 public:
  /// Knows no key until set_keys().
  TokenVerifier();
  explicit TokenVerifier(const std::string& public_key);
  ~TokenVerifier();

  /// Raw public keys instead of those known before. Tokens of keys that are gone are good no more.
  void set_keys(const std::vector<std::string>& public_keys);
  /// Called with the id of a key that is not known, from verify(): true where it may be known in a
  /// moment, because the keys are being read again. Set before verify() is used.
  void on_unknown_key(std::function<bool(const std::string&)> ask);

  /// 401 `token_invalid` or `token_expired`, without saying which part was wrong; 503 `keys_unread`
  /// where its key may be known in a moment.
  Result<std::shared_ptr<const Principal>> verify(const std::string& token, Timestamp now) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mf::auth
