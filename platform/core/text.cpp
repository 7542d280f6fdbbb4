#include "platform/core/text.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace mf {
namespace {

/// Reads one code point at `i` and moves on; -1 (and one byte on) where the bytes are not
/// well-formed.
std::int32_t next_code_point(std::string_view text, std::size_t& i) {
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  const std::uint8_t lead = byte(i);
  if (lead < 0x80) {
    ++i;
    return lead;
  }
  const int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || i + static_cast<std::size_t>(length) > text.size()) {
    ++i;
    return -1;
  }
  std::int32_t value = lead & (0xff >> (length + 1));
  for (int k = 1; k < length; ++k) {
    const std::uint8_t next = byte(i + static_cast<std::size_t>(k));
    if ((next & 0xc0) != 0x80) {
      ++i;
      return -1;
    }
    value = (value << 6) | (next & 0x3f);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool surrogate = value >= 0xd800 && value <= 0xdfff;
  if (overlong || surrogate || value > 0x10ffff) {
    ++i;
    return -1;
  }
  i += static_cast<std::size_t>(length);
  return value;
}

void append_utf8(std::string& out, std::int32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3f));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  }
}

/// The base letters of U+00C0 to U+017F (Latin-1 Supplement and Latin Extended-A), lower case; '*'
/// keeps the letter.
constexpr std::string_view k_base_letters =
    "aaaaaaaceeeeiiii*nooooo*ouuuuy**aaaaaaaceeeeiiii*nooooo*ouuuuy*y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllll"
    "llnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(k_base_letters.size() == 0x180 - 0xc0);

constexpr bool is_space(std::int32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0;
}

std::int32_t fold_letter(std::int32_t c) {
  if (c >= 'A' && c <= 'Z') {
    return c + 32;
  }
  if (c >= 0xc0 && c < 0x180) {
    const char base = k_base_letters[static_cast<std::size_t>(c - 0xc0)];
    return base == '*' ? c : base;
  }
  return c;
}

constexpr bool is_combining(std::int32_t c) {
  return c >= 0x300 && c <= 0x36f;
}

}  // namespace

bool is_utf8(std::string_view text) {
  std::size_t i = 0;
  // Mostly it is ASCII: eight bytes at a time, as far as that goes.
  for (std::uint64_t eight = 0; i + sizeof eight <= text.size(); i += sizeof eight) {
    std::memcpy(&eight, text.data() + i, sizeof eight);
    if ((eight & 0x8080808080808080U) != 0) {
      break;
    }
  }
  while (i < text.size()) {
    if (next_code_point(text, i) < 0) {
      return false;
    }
  }
  return true;
}

std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    count += (static_cast<std::uint8_t>(c) & 0xc0) != 0x80;
  }
  return count;
}

std::string_view trim(std::string_view text) {
  const auto front_space = [&]() -> std::size_t {
    if (!text.empty() && is_space(static_cast<std::uint8_t>(text.front())) && text.front() > 0) {
      return 1;
    }
    return text.starts_with("\xc2\xa0") ? 2 : 0;
  };
  const auto back_space = [&]() -> std::size_t {
    if (!text.empty() && text.back() > 0 && is_space(static_cast<std::uint8_t>(text.back()))) {
      return 1;
    }
    return text.ends_with("\xc2\xa0") ? 2 : 0;
  };
  while (const auto n = front_space()) {
    text.remove_prefix(n);
  }
  while (const auto n = back_space()) {
    text.remove_suffix(n);
  }
  return text;
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool blank = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::int32_t c = next_code_point(text, i);
    if (c < 0 || is_combining(c)) {
      continue;
    }
    if (is_space(c)) {
      blank = !out.empty();
      continue;
    }
    if (blank) {
      out += ' ';
      blank = false;
    }
    append_utf8(out, fold_letter(c));
  }
  return out;
}

std::vector<std::string> fold_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : fold(text) + " ") {
    const bool part =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<std::uint8_t>(c) >= 0x80;
    if (part) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c + 32);
    }
  }
  return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (lower(a[i]) != lower(b[i])) {
      return false;
    }
  }
  return true;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t start = 0;;) {
    const auto end = text.find(separator, start);
    if (end == std::string_view::npos) {
      parts.push_back(text.substr(start));
      return parts;
    }
    parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
}

std::string base64url(std::string_view bytes) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = (bits << 8) | static_cast<std::uint8_t>(c);
    count += 8;
    while (count >= 6) {
      count -= 6;
      out += alphabet[(bits >> count) & 0x3f];
    }
  }
  if (count > 0) {
    out += alphabet[(bits << (6 - count)) & 0x3f];
  }
  return out;
}

bool decode_base64url(std::string_view text, std::string& bytes) {
  bytes.clear();
  if (text.size() % 4 == 1) {
    return false;
  }
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    std::uint32_t value = 0;
    if (c >= 'A' && c <= 'Z') {
      value = static_cast<std::uint32_t>(c - 'A');
    } else if (c >= 'a' && c <= 'z') {
      value = static_cast<std::uint32_t>(c - 'a' + 26);
    } else if (c >= '0' && c <= '9') {
      value = static_cast<std::uint32_t>(c - '0' + 52);
    } else if (c == '-') {
      value = 62;
    } else if (c == '_') {
      value = 63;
    } else {
      return false;
    }
    bits = (bits << 6) | value;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>((bits >> count) & 0xff);
    }
  }
  // The unused bits of the last character must be zero, or two texts would mean the same bytes.
  return (bits & ((1U << count) - 1)) == 0;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    out += digits[byte >> 4];
    out += digits[byte & 0x0f];
  }
  return out;
}

}  // namespace mf
