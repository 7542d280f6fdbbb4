#include "platform/auth/peer.hpp"

#include "platform/core/text.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <charconv>
#include <stdexcept>

namespace mf::auth {
namespace {

constexpr std::chrono::seconds k_good_for{60};  // either way: clocks differ a little
constexpr std::size_t k_remembered = 4096;

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

std::string PeerSecret::stamp(std::string_view as, std::string_view about, Timestamp now) const {
  const auto text = fmt::format("{}.{}.", as, seconds(now));
  return text + hmac(secret_, text + std::string(about));
}

bool PeerSecret::holds(std::string_view stamp, std::string_view as, std::string_view about,
                       Timestamp now) const {
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
  auto known = fmt::format("{} {}", stamp, about);
  {
    const std::lock_guard lock(mutex_);
    if (seen_.contains(known)) {
      return true;
    }
  }
  const auto right = hmac(secret_, fmt::format("{}.{}.{}", parts[0], parts[1], about));
  if (right.size() != parts[2].size() ||
      CRYPTO_memcmp(right.data(), parts[2].data(), right.size()) != 0) {
    return false;
  }
  const std::lock_guard lock(mutex_);
  if (seen_.size() >= k_remembered) {
    seen_.clear();
  }
  seen_.insert(std::move(known));
  return true;
}

std::string request_line(std::string_view method, std::string_view path, std::string_view query) {
  return fmt::format("{} {}?{}", method, path, query);
}

}  // namespace mf::auth
