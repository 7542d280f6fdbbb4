#include "graphql/language/json_text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

namespace graphql {
namespace {

/// Zero for a byte that stands for itself; the letter after the backslash, or 'u', for the others.
constexpr std::array<char, 256> k_escape = [] {
  std::array<char, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) {
    table[i] = 'u';
  }
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}();

constexpr std::uint64_t k_ones = 0x0101010101010101;
constexpr std::uint64_t k_highs = 0x8080808080808080;

constexpr std::uint64_t zero_bytes(std::uint64_t word) {
  return (word - k_ones) & ~word & k_highs;
}

/// Whether one of eight bytes is to be escaped.
constexpr bool needs_escape(std::uint64_t word) {
  const auto control = (word - k_ones * 0x20) & ~word & k_highs;
  return (control | zero_bytes(word ^ (k_ones * '"')) | zero_bytes(word ^ (k_ones * '\\'))) != 0;
}

/// Up to seven bytes as a word, filled up with spaces.
std::uint64_t short_word(const char* from, std::size_t count) {
  const auto byte = [&](std::size_t i) -> std::uint64_t {
    return static_cast<std::uint64_t>(static_cast<unsigned char>(from[i])) << (8 * i);
  };
  const auto filling = (k_ones * ' ') << (8 * count);
  if (count >= 4) {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::memcpy(&first, from, 4);
    std::memcpy(&last, from + count - 4, 4);
    return filling | first | (static_cast<std::uint64_t>(last) << (8 * (count - 4)));
  }
  return filling | byte(0) | byte(count / 2) | byte(count - 1);
}

char* write_byte(char* to, unsigned char byte) {
  constexpr std::string_view k_hex = "0123456789abcdef";
  const char escape = k_escape[byte];
  if (escape == 0) {
    *to = static_cast<char>(byte);
    return to + 1;
  }
  to[0] = '\\';
  to[1] = escape;
  if (escape != 'u') {
    return to + 2;
  }
  to[2] = to[3] = '0';
  to[4] = k_hex[byte >> 4];
  to[5] = k_hex[byte & 15];
  return to + 6;
}

/// The text of a number of at most two decimals, such as most sums of money are; nullptr for
/// others. At fifteen digits no two decimals are one double, so the text is the shortest there is.
char* write_cents(char* to, double number) {
  constexpr double k_most = 1e13;
  const double scaled = number * 100;
  if (!(std::fabs(number) < k_most) || scaled == 0) {
    return nullptr;
  }
  const auto cents = static_cast<std::int64_t>(scaled);
  if (static_cast<double>(cents) != scaled || scaled / 100 != number) {
    return nullptr;
  }
  if (cents < 0) {
    *to++ = '-';
  }
  const auto size = static_cast<std::uint64_t>(cents < 0 ? -cents : cents);
  to = std::to_chars(to, to + 20, size / 100).ptr;
  if (const auto rest = size % 100; rest != 0) {
    *to++ = '.';
    *to++ = static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) {
      *to++ = static_cast<char>('0' + rest % 10);
    }
  }
  return to;
}

/// JavaScript writes plain digits from 1e-6 up to 1e21 and an exponent outside.
char* write_double(char* to, double number) {
  const double size = std::fabs(number);
  const bool plain = size >= 1e-6 && size < 1e21;
  const auto form = plain ? std::chars_format::fixed : std::chars_format::scientific;
  auto* end = std::to_chars(to, to + 64, number, form).ptr;
  if (plain) {
    return end;
  }
  // "1e-07" is written "1e-7".
  auto* digits = std::find(to, end, 'e') + 2;
  auto* first = digits;
  while (first + 1 < end && *first == '0') {
    ++first;
  }
  return std::copy(first, end, digits);
}

}  // namespace

void append_json_string(Output& out, std::string_view text) {
  constexpr std::size_t k_word = sizeof(std::uint64_t);
  constexpr std::size_t k_longest_escapes = 6 * k_word;
  const auto* from = text.data();
  auto left = text.size();
  auto* to = out.reserve(left + 2 + k_longest_escapes);
  auto* start = to;
  *to++ = '"';
  while (left >= k_word) {
    std::uint64_t word = 0;
    std::memcpy(&word, from, k_word);
    if (needs_escape(word)) {
      for (std::size_t i = 0; i < k_word; ++i) {
        to = write_byte(to, static_cast<unsigned char>(from[i]));
      }
      // What was written may be longer than what was read.
      out.advance(static_cast<std::size_t>(to - start));
      start = to = out.reserve(left - k_word + 2 + k_longest_escapes);
    } else {
      std::memcpy(to, from, k_word);
      to += k_word;
    }
    from += k_word;
    left -= k_word;
  }
  if (left > 0) {
    const auto word = short_word(from, left);
    if (std::endian::native == std::endian::little && !needs_escape(word)) {
      std::memcpy(to, &word, k_word);
      to += left;
    } else {
      for (; left > 0; --left) {
        to = write_byte(to, static_cast<unsigned char>(*from++));
      }
    }
  }
  *to++ = '"';
  out.advance(static_cast<std::size_t>(to - start));
}

void append_json_number(Output& out, std::int64_t number) {
  constexpr std::size_t k_longest = 24;
  auto* to = out.reserve(k_longest);
  out.advance(static_cast<std::size_t>(std::to_chars(to, to + k_longest, number).ptr - to));
}

void append_json_number(Output& out, double number) {
  if (!std::isfinite(number)) {
    return out.append("null");
  }
  if (number == 0) {
    return out.push('0');
  }
  auto* to = out.reserve(64);
  auto* end = write_cents(to, number);
  end = end != nullptr ? end : write_double(to, number);
  out.advance(static_cast<std::size_t>(end - to));
}

void append_json_string(std::string& out, std::string_view text) {
  Output output(out);
  append_json_string(output, text);
}

void append_json_number(std::string& out, std::int64_t number) {
  Output output(out);
  append_json_number(output, number);
}

void append_json_number(std::string& out, double number) {
  Output output(out);
  append_json_number(output, number);
}

}  // namespace graphql
