// Cuts a document into tokens, without copying: a token's value points into the source, or into the
// arena where a string has escapes or is a block.
//
// Owned by the parser, one thread. Throws SyntaxError; parse() turns that into an Error, so it
// never leaves the module.
#pragma once

#include "graphql/language/arena.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace graphql {

enum class TokenKind : std::uint8_t {
  start_of_file,
  end_of_file,
  bang,
  dollar,
  ampersand,
  paren_left,
  paren_right,
  spread,
  colon,
  equals,
  at,
  bracket_left,
  bracket_right,
  brace_left,
  pipe,
  brace_right,
  name,
  int_value,
  float_value,
  string,
  block_string,
};

struct Token {
  TokenKind kind = TokenKind::start_of_file;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::string_view value;
};

struct SyntaxError {
  std::string message;
  std::size_t offset;
};

class Lexer {
 public:
  Lexer(std::string_view source, Arena& arena) : source_(source), arena_(arena) {}

  /// The token that starts at or after `offset`, comments skipped.
  Token read(std::size_t offset);

 private:
  Token read_number(std::size_t start);
  Token read_string(std::size_t start);
  Token read_block_string(std::size_t start);
  std::size_t skip_digits(std::size_t at);
  std::size_t skip_character(std::size_t at);
  std::size_t read_escape(std::size_t at, std::string& out);
  std::size_t read_braced_escape(std::size_t at, std::string& out);
  int hex_digit(std::size_t at) const;
  int hex_code(std::size_t at) const;
  std::string describe(std::size_t at) const;
  char at(std::size_t offset) const { return offset < source_.size() ? source_[offset] : '\0'; }
  bool has(std::size_t offset, std::string_view text) const {
    return source_.substr(offset < source_.size() ? offset : source_.size()).starts_with(text);
  }
  Token token(TokenKind kind, std::size_t start, std::size_t end) const;
  [[noreturn]] void unexpected_character(std::size_t at) const;

  std::string_view source_;
  Arena& arena_;
};

}  // namespace graphql
