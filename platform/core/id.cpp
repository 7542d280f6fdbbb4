#include "platform/core/id.hpp"

#include "platform/core/random.hpp"

#include <chrono>
#include <mutex>

namespace mf {
namespace {

/// 48 bits of milliseconds and a 12-bit counter that goes on within a millisecond (RFC 9562, method
/// 1).
std::uint64_t next_time_and_counter() {
  static std::mutex mutex;
  static std::uint64_t last = 0;
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  const std::lock_guard lock(mutex);
  last = std::max(last + 1, static_cast<std::uint64_t>(now) << 12);
  return last;
}

/// "000102…ff"
constexpr std::array<char, 512> k_hex_pairs = [] {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<char, 512> pairs{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    pairs[2 * byte] = digits[byte >> 4];
    pairs[2 * byte + 1] = digits[byte & 0x0f];
  }
  return pairs;
}();

int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return -1;
}

bool is_dash_position(std::size_t i) {
  return i == 8 || i == 13 || i == 18 || i == 23;
}

}  // namespace

Uuid Uuid::make() {
  const std::uint64_t ticks = next_time_and_counter();
  Uuid id;
  random_bytes(id.bytes);
  for (std::size_t i = 0; i < 6; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(ticks >> (52 - 8 * i));
  }
  id.bytes[6] = static_cast<std::uint8_t>(0x70 | ((ticks >> 8) & 0x0f));
  id.bytes[7] = static_cast<std::uint8_t>(ticks);
  id.bytes[8] = static_cast<std::uint8_t>(0x80 | (id.bytes[8] & 0x3f));
  return id;
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 36) {
    return std::nullopt;
  }
  Uuid id;
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_dash_position(i)) {
      if (text[i] != '-') {
        return std::nullopt;
      }
      continue;
    }
    const int digit = hex_digit(text[i]);
    if (digit < 0) {
      return std::nullopt;
    }
    auto& byte = id.bytes[nibble / 2];
    byte = static_cast<std::uint8_t>((byte << 4) | digit);
    ++nibble;
  }
  return id;
}

std::string Uuid::to_string() const {
  std::string text(k_text_size, '-');
  put(text.data());
  return text;
}

void Uuid::put(char* at) const {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) {
      *at++ = '-';
    }
    std::memcpy(at, k_hex_pairs.data() + std::size_t{2} * bytes[i], 2);
    at += 2;
  }
}

}  // namespace mf
