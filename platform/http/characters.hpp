// Looking for control characters in header values, eight bytes at a time: every value of every
// message is looked through. Pure, any thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace mf::http {

inline bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// Whether a byte of `text` is an ASCII control character. (Warren, Hacker's Delight, section 6-1.)
inline bool has_control(std::string_view text) {
  constexpr std::uint64_t each = 0x0101010101010101U;
  std::uint64_t found = 0;
  std::uint64_t word = 0;
  for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
    std::memcpy(&word, text.data(), sizeof word);
    const auto deleted = word ^ (each * 0x7f);
    found |= ((word - each * 0x20) & ~word) | ((deleted - each) & ~deleted);
  }
  bool control = (found & (each * 0x80)) != 0;
  for (const char c : text) {
    control = control || is_control(c);
  }
  return control;
}

}  // namespace mf::http
