#include "platform/auth/token.hpp"

#include "platform/core/text.hpp"
#include "platform/json/codec.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <sys/stat.h>

#include <filesystem>
#include <shared_mutex>
#include <stdexcept>

namespace mf::auth {
namespace {

constexpr std::string_view k_issuer = "microflow/identity";
constexpr std::string_view k_audience = "microflow";
constexpr std::string_view k_type = "at+jwt";  // RFC 9068
constexpr std::size_t k_longest_token = 4096;
constexpr std::size_t k_remembered = 20'000;
constexpr std::chrono::seconds k_clock_skew{
    60};  // between the machine that signs and the one that checks

/// A token whose signature holds, with the times that are checked at each use.
struct Known {
  std::shared_ptr<const Principal> principal;
  Timestamp not_before;
};

struct KeyDeleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, KeyDeleter>;
struct DigestDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, DigestDeleter>;

struct Header {
  std::string alg;
  std::string typ;
  std::optional<std::string> kid;
  static void describe(auto& v, Header& o) {
    v.field("alg", o.alg);
    v.field("typ", o.typ);
    v.field("kid", o.kid);
  }
};

struct Claims {
  std::string iss;
  std::string aud;
  UserId sub;
  std::int64_t iat = 0;
  std::int64_t nbf = 0;
  std::int64_t exp = 0;
  Uuid sid;
  std::string username;
  std::string name;
  std::vector<Role> roles;
  std::optional<CustomerId> customer;
  std::vector<ZoneId> zones;
  static void describe(auto& v, Claims& o) {
    v.field("iss", o.iss);
    v.field("aud", o.aud);
    v.field("sub", o.sub);
    v.field("iat", o.iat);
    v.field("nbf", o.nbf);
    v.field("exp", o.exp);
    v.field("sid", o.sid);
    v.field("username", o.username);
    v.field("name", o.name);
    v.field("roles", o.roles);
    v.field("customer", o.customer);
    v.field("zones", o.zones);
  }
};

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::int64_t seconds(Timestamp time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

bool signature_holds(EVP_PKEY* key, std::string_view message, std::string_view signature) {
  const DigestContext context(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message),
                          message.size()) == 1;
}

/// The keys by their ids. Replaced as a whole.
using Keys = std::map<std::string, Key>;

std::unexpected<Error> bad_token() {
  return fail(ErrorKind::unauthenticated, "token_invalid", "The access token is not valid.");
}

struct Parts {
  Header header;
  std::string claims;
  std::string signature;
  std::string_view signed_part;
};

/// The token taken apart; nothing of it is believed yet.
std::optional<Parts> take_apart(std::string_view token) {
  const auto parts = split(token, '.');
  if (token.size() > k_longest_token || parts.size() != 3) {
    return std::nullopt;
  }
  Parts out;
  std::string header_text;
  if (!decode_base64url(parts[0], header_text) || !decode_base64url(parts[1], out.claims) ||
      !decode_base64url(parts[2], out.signature)) {
    return std::nullopt;
  }
  auto header = json::decode<Header>(header_text);
  if (!header || header->alg != "EdDSA" || header->typ != k_type) {
    return std::nullopt;
  }
  out.header = std::move(*header);
  out.signed_part = token.substr(0, parts[0].size() + 1 + parts[1].size());
  return out;
}

/// The key that the token names; where it names none, the only one.
EVP_PKEY* key_of(const Keys& keys, const Header& header) {
  if (!header.kid) {
    return keys.size() == 1 ? keys.begin()->second.get() : nullptr;
  }
  const auto found = keys.find(*header.kid);
  return found == keys.end() ? nullptr : found->second.get();
}

struct JwkView {
  std::string kty;
  std::string crv;
  std::string use;
  std::string alg;
  std::string kid;
  std::string x;
  static void describe(auto& v, JwkView& o) {
    v.field("kty", o.kty);
    v.field("crv", o.crv);
    v.field("use", o.use);
    v.field("alg", o.alg);
    v.field("kid", o.kid);
    v.field("x", o.x);
  }
};

struct JwksView {
  std::optional<std::vector<JwkView>> keys;
  static void describe(auto& v, JwksView& o) { v.field("keys", o.keys); }
};

Result<Known> read_token(EVP_PKEY* key, const Parts& parts) {
  if (!signature_holds(key, parts.signed_part, parts.signature)) {
    return bad_token();
  }
  const auto claims = json::decode<Claims>(parts.claims);
  if (!claims || claims->iss != k_issuer || claims->aud != k_audience) {
    return bad_token();
  }
  Principal principal{.user = claims->sub,
                      .username = claims->username,
                      .name = claims->name,
                      .roles = claims->roles,
                      .customer = claims->customer,
                      .zones = claims->zones,
                      .session = claims->sid,
                      .expires = Timestamp{std::chrono::seconds{claims->exp}}};
  return Known{std::make_shared<const Principal>(std::move(principal)),
               Timestamp{std::chrono::seconds{claims->nbf}}};
}

}  // namespace

/// RFC 7638 would hash the JWK; a short hash of the raw key names it as well.
std::string key_id(std::string_view public_key) {
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(bytes_of(public_key), public_key.size(), hash);
  return base64url({reinterpret_cast<const char*>(hash), 8});
}

std::string jwks_of(const std::vector<std::string>& public_keys) {
  JwksView view{.keys = std::vector<JwkView>{}};
  for (const auto& raw : public_keys) {
    view.keys->push_back({.kty = "OKP",
                          .crv = "Ed25519",
                          .use = "sig",
                          .alg = "EdDSA",
                          .kid = key_id(raw),
                          .x = base64url(raw)});
  }
  return json::encode(view);
}

std::optional<std::vector<std::string>> read_jwks(std::string_view json) {
  const auto view = json::decode<JwksView>(json, json::Unknown::ignore);
  if (!view || !view->keys) {
    return std::nullopt;
  }
  std::vector<std::string> keys;
  for (const auto& key : *view->keys) {
    std::string raw;
    if (key.kty == "OKP" && key.crv == "Ed25519" && decode_base64url(key.x, raw) &&
        raw.size() == 32) {
      keys.push_back(std::move(raw));
    }
  }
  return keys;
}

struct SigningKey::State {
  Key key;
};

SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

SigningKey SigningKey::make() {
  SigningKey made;
  made.state_ = std::make_unique<State>();
  made.state_->key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (!made.state_->key) {
    throw std::runtime_error("cannot make an Ed25519 key");
  }
  return made;
}

SigningKey SigningKey::load_or_make(const std::string& path) {
  if (std::FILE* file = std::fopen(path.c_str(), "r")) {
    SigningKey read;
    read.state_ = std::make_unique<State>();
    read.state_->key.reset(PEM_read_PrivateKey(file, nullptr, nullptr, nullptr));
    std::fclose(file);
    if (!read.state_->key || EVP_PKEY_base_id(read.state_->key.get()) != EVP_PKEY_ED25519) {
      throw std::runtime_error(path + " holds no Ed25519 private key in PEM form");
    }
    return read;
  }
  return make_file(path);
}

SigningKey SigningKey::make_file(const std::string& path) {
  SigningKey made = make();
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  const mode_t before = umask(0077);
  std::FILE* file = std::fopen(path.c_str(), "wx");
  umask(before);
  if (file == nullptr) {
    throw std::runtime_error("cannot write the signing key to " + path);
  }
  const int written =
      PEM_write_PrivateKey(file, made.state_->key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  if (written != 1) {
    throw std::runtime_error("cannot write the signing key to " + path);
  }
  return made;
}

std::string SigningKey::sign(const Principal& principal, Timestamp now) const {
  const Header header{"EdDSA", std::string(k_type), key_id(public_key())};
  const Claims claims{.iss = std::string(k_issuer),
                      .aud = std::string(k_audience),
                      .sub = principal.user,
                      .iat = seconds(now),
                      .nbf = seconds(now),
                      .exp = seconds(principal.expires),
                      .sid = principal.session,
                      .username = principal.username,
                      .name = principal.name,
                      .roles = principal.roles,
                      .customer = principal.customer,
                      .zones = principal.zones};
  const std::string message =
      base64url(json::encode(header)) + "." + base64url(json::encode(claims));
  std::string signature(64, '\0');
  std::size_t size = signature.size();
  const DigestContext context(EVP_MD_CTX_new());
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, state_->key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes_of(message), message.size()) != 1) {
    throw std::runtime_error("cannot sign a token");
  }
  return message + "." + base64url(signature);
}

std::string SigningKey::public_key() const {
  std::string raw(32, '\0');
  std::size_t size = raw.size();
  if (EVP_PKEY_get_raw_public_key(state_->key.get(), reinterpret_cast<unsigned char*>(raw.data()),
                                  &size) != 1) {
    throw std::runtime_error("cannot read the public key");
  }
  return raw;
}

struct TokenVerifier::State {
  mutable std::shared_mutex mutex;
  Keys keys;
  mutable std::unordered_map<std::string, Known> known;
  std::function<bool(const std::string&)> ask;
};

TokenVerifier::TokenVerifier() : state_(std::make_unique<State>()) {}

TokenVerifier::TokenVerifier(const std::string& public_key) : TokenVerifier() {
  set_keys({public_key});
}

TokenVerifier::~TokenVerifier() = default;

void TokenVerifier::set_keys(const std::vector<std::string>& public_keys) {
  Keys keys;
  for (const auto& raw : public_keys) {
    Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(raw), raw.size()));
    if (!key) {
      throw std::runtime_error("not an Ed25519 public key");
    }
    keys.emplace(key_id(raw), std::move(key));
  }
  const std::unique_lock lock(state_->mutex);
  const bool same = std::equal(keys.begin(), keys.end(), state_->keys.begin(), state_->keys.end(),
                               [](const auto& a, const auto& b) { return a.first == b.first; });
  if (!same) {
    state_->keys = std::move(keys);
    state_->known.clear();
  }
}

void TokenVerifier::on_unknown_key(std::function<bool(const std::string&)> ask) {
  state_->ask = std::move(ask);
}

Result<std::shared_ptr<const Principal>> TokenVerifier::verify(const std::string& token,
                                                               Timestamp now) const {
  std::optional<Known> known;
  {
    const std::shared_lock lock(state_->mutex);
    const auto found = state_->known.find(token);
    if (found != state_->known.end()) {
      known = found->second;
    }
  }
  if (!known) {
    const auto parts = take_apart(token);
    if (!parts) {
      return bad_token();
    }
    const std::unique_lock lock(state_->mutex);
    EVP_PKEY* key = key_of(state_->keys, parts->header);
    if (key == nullptr && state_->ask && state_->ask(parts->header.kid.value_or(""))) {
      return fail(Error{.kind = ErrorKind::unavailable,
                        .code = "keys_unread",
                        .detail = "The keys of access tokens are being read: try again.",
                        .retry_after_seconds = 1});
    }
    if (key == nullptr) {
      return bad_token();
    }
    auto read = read_token(key, *parts);
    if (!read) {
      return fail(std::move(read.error()));
    }
    known = std::move(*read);
    if (state_->known.size() >= k_remembered) {
      state_->known.clear();
    }
    state_->known.emplace(token, *known);
  }
  if (now + k_clock_skew < known->not_before) {
    return bad_token();
  }
  if (now >= known->principal->expires) {
    return fail(ErrorKind::unauthenticated, "token_expired", "The access token has expired.");
  }
  return known->principal;
}

}  // namespace mf::auth
