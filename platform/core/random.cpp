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
  std::string raw(bytes, '\0');
  random_bytes({reinterpret_cast<std::uint8_t*>(raw.data()), raw.size()});
  std::string text;
  text.reserve(bytes * 2);
  for (const unsigned char byte : raw) {
    text += digits[byte >> 4];
    text += digits[byte & 0x0f];
  }
  return text;
}

}  // namespace mf
