#include "graphql/language/json_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

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

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view k_hex = "0123456789abcdef";
  out += '"';
  std::size_t written = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const char escape = k_escape[byte];
    if (escape == 0) {
      continue;
    }
    out.append(text, written, i - written);
    written = i + 1;
    out += '\\';
    out += escape;
    if (escape == 'u') {
      out += "00";
      out += k_hex[byte >> 4];
      out += k_hex[byte & 15];
    }
  }
  out.append(text, written);
  out += '"';
}

void append_json_number(std::string& out, std::int64_t number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_json_number(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  if (number == 0) {
    out += '0';
    return;
  }
  // JavaScript writes plain digits from 1e-6 up to 1e21 and an exponent outside.
  const double size = std::fabs(number);
  std::array<char, 64> digits;
  const bool plain = size >= 1e-6 && size < 1e21;
  const auto form = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, form).ptr;
  std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
  if (plain) {
    out += text;
    return;
  }
  // "1e-07" is written "1e-7".
  const auto mark = text.find('e');
  out += text.substr(0, mark + 2);
  text.remove_prefix(mark + 2);
  while (text.size() > 1 && text.front() == '0') {
    text.remove_prefix(1);
  }
  out += text;
}

}  // namespace graphql
