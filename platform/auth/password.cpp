#include "platform/auth/password.hpp"

#include "platform/core/text.hpp"

#include <sodium.h>

#include <semaphore>
#include <stdexcept>

namespace mf::auth {
namespace {

// OWASP's first recommendation for Argon2id is 19 MiB and 2 passes; the same cost on every sign-in.
constexpr unsigned long long k_passes = 2;
constexpr std::size_t k_memory = 19 * 1024 * 1024;

std::counting_semaphore<2> g_running{2};

struct Turn {
  Turn() {
    g_running.acquire();
    if (sodium_init() < 0) {
      g_running.release();
      throw std::runtime_error("libsodium did not start");
    }
  }
  ~Turn() { g_running.release(); }
};

/// Those most often found in leaks that pass the length rule, and what people of this trade would
/// pick.
constexpr std::array k_common = std::to_array<std::string_view>({
    "password",   "password1",  "password12",  "password123", "passw0rd",      "p@ssw0rd",
    "12345678",   "123456789",  "1234567890",  "87654321",    "987654321",     "11111111",
    "00000000",   "88888888",   "12341234",    "11223344",    "qwertyui",      "qwertyuiop",
    "qwerty123",  "qwerty12",   "1q2w3e4r",    "1q2w3e4r5t",  "1qaz2wsx",      "zaq12wsx",
    "asdfghjkl",  "asdfasdf",   "abcd1234",    "abc12345",    "a1b2c3d4",      "iloveyou",
    "sunshine",   "princess",   "football",    "baseball",    "superman",      "trustno1",
    "welcome1",   "welcome123", "admin123",    "admin1234",   "administrator", "letmein1",
    "changeme",   "changeme1",  "computer",    "internet",    "microflow",     "telconova",
    "contraseña", "contrasena", "contrasena1", "colombia",    "colombia1",     "medellin",
    "medellin1",  "bogota123",  "nacional",    "teamomucho",  "tequiero",      "estrella",
    "mariposa",   "cristina",   "alejandra",   "alejandro",   "sebastian",     "santiago",
    "barcelona",  "realmadrid", "holahola",    "secreto1",    "starwars",      "whatever",
    "dragon123",  "monkey123",  "master123",   "michelle",    "jennifer",
});

}  // namespace

std::string hash_password(std::string_view password) {
  const Turn turn;
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), k_passes, k_memory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::runtime_error("not enough memory to hash a password");
  }
  hash.resize(std::strlen(hash.c_str()));
  return hash;
}

bool password_matches(std::string_view password, const std::string& hash) {
  const Turn turn;
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void pretend_to_check(std::string_view password) {
  static const std::string hash = hash_password("nobody has this password");
  password_matches(password, hash);
}

std::optional<std::string> password_problem(std::string_view password) {
  const std::size_t length = code_points(password);
  if (length < 8 || length > 64) {
    return "A password has 8 to 64 characters.";
  }
  const std::string lower = to_lower_ascii(password);
  if (std::find(k_common.begin(), k_common.end(), lower) != k_common.end()) {
    return "This password is one of the most common ones.";
  }
  return std::nullopt;
}

}  // namespace mf::auth
