#include "platform/auth/peer.hpp"

#include "platform/core/text.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <charconv>
#include <stdexcept>

namespace mf::auth {
namespace {

constexpr std::chrono::minutes k_good_for{5};
constexpr std::size_t k_remembered = 16;

std::string hmac(const std::string& secret, std::string_view text) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), out, &size);
  return base64url({reinterpret_cast<const char*>(out), size});
}

std::int64_t seconds(Timestamp time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

}  // namespace

PeerSecret::PeerSecret(std::string secret) : secret_(std::move(secret)) {
  if (secret_.size() < k_shortest_secret) {
    throw std::runtime_error(fmt::format(
        "suite.peer_secret must have {} characters or more, the same in every process: make one "
        "with `openssl rand -hex 32`",
        k_shortest_secret));
  }
}

std::string PeerSecret::stamp(std::string_view as, Timestamp now) const {
  const auto text = fmt::format("{}.{}", as, seconds(now));
  return text + "." + hmac(secret_, text);
}

bool PeerSecret::holds(std::string_view stamp, std::string_view as, Timestamp now) const {
  const auto parts = split(stamp, '.');
  if (stamp.size() > 128 || parts.size() != 3 || parts[0] != as) {
    return false;
  }
  std::int64_t made = 0;
  const char* end = parts[1].data() + parts[1].size();
  const auto read = std::from_chars(parts[1].data(), end, made);
  const auto age = std::chrono::seconds(seconds(now) - made);
  if (read.ec != std::errc{} || read.ptr != end || age > k_good_for || age < -k_good_for) {
    return false;
  }
  const std::lock_guard lock(mutex_);
  if (std::find(seen_.begin(), seen_.end(), stamp) != seen_.end()) {
    return true;
  }
  const auto right = hmac(secret_, stamp.substr(0, parts[0].size() + 1 + parts[1].size()));
  if (right.size() != parts[2].size() ||
      CRYPTO_memcmp(right.data(), parts[2].data(), right.size()) != 0) {
    return false;
  }
  if (seen_.size() >= k_remembered) {
    seen_.erase(seen_.begin());
  }
  seen_.emplace_back(stamp);
  return true;
}

}  // namespace mf::auth
