#include "graphql/language/lexer.hpp"

#include "graphql/language/block_string.hpp"
#include "graphql/language/unicode.hpp"

#include <array>

namespace graphql {
namespace {

enum class Class : std::uint8_t { other, space, name, digit, punctuator };

struct Entry {
  Class type = Class::other;
  TokenKind kind = TokenKind::start_of_file;
};

constexpr std::array<Entry, 256> k_classes = [] {
  std::array<Entry, 256> table{};
  for (const char c : std::string_view(" \t,\n\r")) {
    table[static_cast<unsigned char>(c)].type = Class::space;
  }
  for (std::size_t c = 'a'; c <= 'z'; ++c) {
    table[c].type = Class::name;
    table[c - 'a' + 'A'].type = Class::name;
  }
  table['_'].type = Class::name;
  for (std::size_t c = '0'; c <= '9'; ++c) {
    table[c].type = Class::digit;
  }
  const std::pair<char, TokenKind> punctuators[] = {
      {'!', TokenKind::bang},         {'$', TokenKind::dollar},
      {'&', TokenKind::ampersand},    {'(', TokenKind::paren_left},
      {')', TokenKind::paren_right},  {':', TokenKind::colon},
      {'=', TokenKind::equals},       {'@', TokenKind::at},
      {'[', TokenKind::bracket_left}, {']', TokenKind::bracket_right},
      {'{', TokenKind::brace_left},   {'|', TokenKind::pipe},
      {'}', TokenKind::brace_right},
  };
  for (const auto& [c, kind] : punctuators) {
    table[static_cast<unsigned char>(c)] = {Class::punctuator, kind};
  }
  return table;
}();

Entry entry(char c) {
  return k_classes[static_cast<unsigned char>(c)];
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_start(char c) {
  return entry(c).type == Class::name;
}

std::string quoted(std::string_view text) {
  return '"' + std::string(text) + '"';
}

}  // namespace

Token Lexer::token(TokenKind kind, std::size_t start, std::size_t end) const {
  return {kind, static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end),
          kind >= TokenKind::name ? source_.substr(start, end - start) : std::string_view{}};
}

Token Lexer::read(std::size_t offset) {
  constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";
  auto position = offset;
  while (position < source_.size()) {
    const char c = source_[position];
    const auto [type, kind] = entry(c);
    if (type == Class::space) {
      ++position;
    } else if (type == Class::name) {
      auto end = position + 1;
      while (end < source_.size() && (is_name_start(source_[end]) || is_digit(source_[end]))) {
        ++end;
      }
      return token(TokenKind::name, position, end);
    } else if (type == Class::punctuator) {
      return token(kind, position, position + 1);
    } else if (c == '#') {
      while (position < source_.size() && source_[position] != '\n' && source_[position] != '\r') {
        const auto character = read_character(source_, position);
        if (!character.valid) {
          break;
        }
        position += character.size;
      }
    } else if (type == Class::digit || c == '-') {
      return read_number(position);
    } else if (c == '"') {
      return has(position, "\"\"\"") ? read_block_string(position) : read_string(position);
    } else if (has(position, "...")) {
      return token(TokenKind::spread, position, position + 3);
    } else if (has(position, k_byte_order_mark)) {
      position += k_byte_order_mark.size();
    } else {
      unexpected_character(position);
    }
  }
  return token(TokenKind::end_of_file, source_.size(), source_.size());
}

void Lexer::unexpected_character(std::size_t at) const {
  if (source_[at] == '\'') {
    throw SyntaxError{
        "Unexpected single quote character ('), did you mean to use a double quote (\")?", at};
  }
  const bool valid = read_character(source_, at).valid;
  throw SyntaxError{(valid ? "Unexpected character: " : "Invalid character: ") + describe(at) + '.',
                    at};
}

std::string Lexer::describe(std::size_t at) const {
  if (at >= source_.size()) {
    return "<EOF>";
  }
  const auto code = read_character(source_, at).code;
  if (code >= 0x20 && code <= 0x7E) {
    return code == '"' ? "'\"'" : quoted(std::string(1, static_cast<char>(code)));
  }
  constexpr std::string_view k_hex = "0123456789ABCDEF";
  std::string digits;
  for (int shift = 20; shift >= 0; shift -= 4) {
    const auto digit = (code >> shift) & 15;
    if (shift < 16 || digit != 0 || !digits.empty()) {
      digits += k_hex[digit];
    }
  }
  return "U+" + digits;
}

Token Lexer::read_number(std::size_t start) {
  auto position = start + (source_[start] == '-' ? 1 : 0);
  bool is_float = false;
  if (at(position) == '0') {
    ++position;
    if (is_digit(at(position))) {
      throw SyntaxError{"Invalid number, unexpected digit after 0: " + describe(position) + '.',
                        position};
    }
  } else {
    position = skip_digits(position);
  }
  if (at(position) == '.') {
    is_float = true;
    position = skip_digits(position + 1);
  }
  if (at(position) == 'e' || at(position) == 'E') {
    is_float = true;
    ++position;
    position += at(position) == '+' || at(position) == '-' ? 1 : 0;
    position = skip_digits(position);
  }
  if (at(position) == '.' || is_name_start(at(position))) {
    throw SyntaxError{"Invalid number, expected digit but got: " + describe(position) + '.',
                      position};
  }
  return token(is_float ? TokenKind::float_value : TokenKind::int_value, start, position);
}

std::size_t Lexer::skip_digits(std::size_t position) {
  if (!is_digit(at(position))) {
    throw SyntaxError{"Invalid number, expected digit but got: " + describe(position) + '.',
                      position};
  }
  while (is_digit(at(position))) {
    ++position;
  }
  return position;
}

std::size_t Lexer::skip_character(std::size_t position) {
  const auto character = read_character(source_, position);
  if (!character.valid) {
    throw SyntaxError{"Invalid character within String: " + describe(position) + '.', position};
  }
  return position + character.size;
}

Token Lexer::read_string(std::size_t start) {
  auto position = start + 1;
  auto chunk = position;
  std::string unescaped;
  bool escapes = false;
  while (position < source_.size()) {
    const char c = source_[position];
    if (c == '"') {
      auto result = token(TokenKind::string, start, position + 1);
      result.value = source_.substr(chunk, position - chunk);
      if (escapes) {
        result.value = arena_.text(unescaped.append(result.value));
      }
      return result;
    }
    if (c == '\\') {
      escapes = true;
      unescaped.append(source_, chunk, position - chunk);
      position = read_escape(position, unescaped);
      chunk = position;
    } else if (c == '\n' || c == '\r') {
      break;
    } else {
      position = skip_character(position);
    }
  }
  throw SyntaxError{"Unterminated string.", position};
}

int Lexer::hex_digit(std::size_t position) const {
  const char c = at(position);
  if (is_digit(c)) {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

int Lexer::hex_code(std::size_t position) const {
  return (hex_digit(position) << 12) | (hex_digit(position + 1) << 8) |
         (hex_digit(position + 2) << 4) | hex_digit(position + 3);
}

/// Appends what the escape at `position` stands for and gives the offset behind it.
std::size_t Lexer::read_escape(std::size_t position, std::string& out) {
  constexpr std::string_view k_letters = "\"\\/bfnrt";
  constexpr std::string_view k_meanings = "\"\\/\b\f\n\r\t";
  const char letter = at(position + 1);
  if (letter != 'u') {
    const auto known = k_letters.find(letter);
    if (known == std::string_view::npos || position + 1 >= source_.size()) {
      throw SyntaxError{
          "Invalid character escape sequence: " + quoted(source_.substr(position, 2)) + '.',
          position};
    }
    out += k_meanings[known];
    return position + 2;
  }
  if (at(position + 2) == '{') {
    return read_braced_escape(position, out);
  }
  const int code = hex_code(position + 2);
  if (code >= 0 && (code < 0xD800 || code > 0xDFFF)) {
    append_utf8(out, static_cast<char32_t>(code));
    return position + 6;
  }
  if (code >= 0xD800 && code <= 0xDBFF && has(position + 6, "\\u")) {
    const int trailing = hex_code(position + 8);
    if (trailing >= 0xDC00 && trailing <= 0xDFFF) {
      append_utf8(out,
                  static_cast<char32_t>(0x10000 + ((code - 0xD800) << 10) + trailing - 0xDC00));
      return position + 12;
    }
  }
  throw SyntaxError{"Invalid Unicode escape sequence: " + quoted(source_.substr(position, 6)) + '.',
                    position};
}

std::size_t Lexer::read_braced_escape(std::size_t position, std::string& out) {
  constexpr std::size_t k_longest = 12;  // \u{00000000}
  std::int64_t code = 0;
  std::size_t size = 3;
  while (size < k_longest) {
    const char c = at(position + size);
    ++size;
    if (c == '}') {
      if (size < 5 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        break;
      }
      append_utf8(out, static_cast<char32_t>(code));
      return position + size;
    }
    const int digit = hex_digit(position + size - 1);
    if (digit < 0) {
      break;
    }
    code = (code << 4) | digit;
    if (code > 0x7FFFFFFF) {
      break;
    }
  }
  throw SyntaxError{
      "Invalid Unicode escape sequence: " + quoted(source_.substr(position, size)) + '.', position};
}

Token Lexer::read_block_string(std::size_t start) {
  constexpr std::string_view k_quotes = "\"\"\"";
  auto position = start + k_quotes.size();
  std::string raw;
  auto chunk = position;
  while (position < source_.size()) {
    const char c = source_[position];
    if (c == '"' && has(position, k_quotes)) {
      raw.append(source_, chunk, position - chunk);
      auto result = token(TokenKind::block_string, start, position + k_quotes.size());
      result.value = arena_.text(dedent_block_string(raw));
      return result;
    }
    if (c == '\\' && has(position + 1, k_quotes)) {
      raw.append(source_, chunk, position - chunk);
      chunk = position + 1;
      position += 1 + k_quotes.size();
    } else if (c == '\n' || c == '\r') {
      ++position;
    } else {
      position = skip_character(position);
    }
  }
  throw SyntaxError{"Unterminated string.", position};
}

}  // namespace graphql
