// One character of UTF-8 at a time. Surrogates written as three bytes are read as what they are, so
// that they can be refused with their number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace graphql {

struct Character {
  char32_t code = 0;
  std::size_t size = 1;
  /// A Unicode scalar value in well-formed UTF-8.
  bool valid = false;
};

inline Character read_character(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1, true};
  }
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  char32_t code = size == 4 ? lead & 0x07 : size == 3 ? lead & 0x0F : lead & 0x1F;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) {
      return {lead, 1, false};
    }
    code = (code << 6) | (byte(i) & 0x3F);
  }
  constexpr char32_t k_least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (size == 0 || code < k_least[size] || code > 0x10FFFF) {
    return {lead, 1, false};
  }
  return {code, size, code < 0xD800 || code > 0xDFFF};
}

/// At most four bytes; gives where they end.
inline char* write_utf8(char* out, char32_t code) {
  const auto tail = [&](int shift) { *out++ = static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) {
    *out++ = static_cast<char>(code);
  } else if (code < 0x800) {
    *out++ = static_cast<char>(0xC0 | (code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    *out++ = static_cast<char>(0xE0 | (code >> 12));
    tail(6), tail(0);
  } else {
    *out++ = static_cast<char>(0xF0 | (code >> 18));
    tail(12), tail(6), tail(0);
  }
  return out;
}

inline void append_utf8(std::string& out, char32_t code) {
  char bytes[4];
  out.append(bytes, write_utf8(bytes, code));
}

}  // namespace graphql
