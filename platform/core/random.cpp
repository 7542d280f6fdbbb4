#include "platform/core/random.hpp"

#include <sys/random.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace mf {
namespace {

void from_kernel(std::span<std::uint8_t> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = getrandom(out.data() + done, out.size() - done, 0);
    if (got < 0) {
      throw std::runtime_error("getrandom failed");
    }
    done += static_cast<std::size_t>(got);
  }
}

}  // namespace

void random_bytes(std::span<std::uint8_t> out) {
  static thread_local std::array<std::uint8_t, 512> pool;
  static thread_local std::size_t used = pool.size();
  if (out.size() > pool.size() / 4) {
    from_kernel(out);
    return;
  }
  if (used + out.size() > pool.size()) {
    from_kernel(pool);
    used = 0;
  }
  std::memcpy(out.data(), pool.data() + used, out.size());
  std::memset(pool.data() + used, 0, out.size());
  used += out.size();
}

std::string random_hex(std::size_t bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(bytes * 2, '\0');
  // The raw bytes lie in the text's second half until their digits reach them.
  const auto raw = std::span(reinterpret_cast<std::uint8_t*>(text.data()) + bytes, bytes);
  random_bytes(raw);
  for (std::size_t i = 0; i < bytes; ++i) {
    const auto byte = raw[i];
    text[2 * i] = digits[byte >> 4];
    text[2 * i + 1] = digits[byte & 0x0f];
  }
  return text;
}

}  // namespace mf
