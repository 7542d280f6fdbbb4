// What every part of the parser stands on: the token that is looked at, and how nodes and lists of
// them are made. Within parser.cpp only.
#pragma once

#include "graphql/language/lexer.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/language/scratch.hpp"

#include <string>

namespace graphql {

inline constexpr std::string_view kind_name(TokenKind kind) {
  constexpr std::string_view k_names[] = {
      "<SOF>",   "<EOF>", "\"!\"", "\"$\"", "\"&\"", "\"(\"",  "\")\"",
      "\"...\"", "\":\"", "\"=\"", "\"@\"", "\"[\"", "\"]\"",  "\"{\"",
      "\"|\"",   "\"}\"", "Name",  "Int",   "Float", "String", "BlockString"};
  return k_names[static_cast<std::size_t>(kind)];
}

inline std::string describe(const Token& token) {
  std::string text(kind_name(token.kind));
  if (token.kind >= TokenKind::name) {
    text += " \"" + std::string(token.value) + '"';
  }
  return text;
}

class ParserCore {
 public:
  ParserCore(std::string_view source, Arena& arena, const ParseOptions& options)
      : arena_(arena), options_(options), lexer_(source, arena) {}

 protected:
  template <class T>
  using List = ast::List<T>;
  using Node = ast::Node;
  using Kind = ast::Kind;

  // --- tokens

  void advance() {
    last_end_ = token_.end;
    token_ = lexer_.read(token_.end);
    if (token_.kind == TokenKind::end_of_file) {
      return;
    }
    ++tokens_;
    if (options_.max_tokens != 0 && tokens_ > options_.max_tokens) {
      throw SyntaxError{"Document contains more that " + std::to_string(options_.max_tokens) +
                            " tokens. Parsing aborted.",
                        token_.start};
    }
  }

  bool peek(TokenKind kind) const { return token_.kind == kind; }

  bool skip(TokenKind kind) {
    if (token_.kind != kind) {
      return false;
    }
    advance();
    return true;
  }

  Token expect(TokenKind kind) {
    if (token_.kind != kind) {
      throw SyntaxError{
          "Expected " + std::string(kind_name(kind)) + ", found " + describe(token_) + '.',
          token_.start};
    }
    const auto token = token_;
    if (kind != TokenKind::end_of_file) {
      advance();
    }
    return token;
  }

  bool skip_keyword(std::string_view word) {
    if (token_.kind != TokenKind::name || token_.value != word) {
      return false;
    }
    advance();
    return true;
  }

  void expect_keyword(std::string_view word) {
    if (!skip_keyword(word)) {
      throw SyntaxError{"Expected \"" + std::string(word) + "\", found " + describe(token_) + '.',
                        token_.start};
    }
  }

  [[noreturn]] static void unexpected(const Token& token) {
    throw SyntaxError{"Unexpected " + describe(token) + '.', token.start};
  }

  ast::Name name() {
    const auto token = expect(TokenKind::name);
    return {token.value, token.start};
  }

  // --- nodes

  template <class T>
  T* start(Kind kind) {
    return start<T>(kind, token_);
  }

  template <class T>
  T* start(Kind kind, const Token& first) {
    auto* node = arena_.make<T>();
    node->kind = kind;
    node->start = first.start;
    return node;
  }

  template <class T>
  T* finish(T* node) {
    node->end = last_end_;
    return node;
  }

  template <class T, class F>
  List<T> any(TokenKind open, TokenKind close, F&& item) {
    expect(open);
    const auto base = scratch_.size();
    while (!skip(close)) {
      scratch_.push_back(item());
    }
    return collect<T>(base);
  }

  template <class T, class F>
  List<T> many(TokenKind open, TokenKind close, F&& item) {
    expect(open);
    const auto base = scratch_.size();
    do {
      scratch_.push_back(item());
    } while (!skip(close));
    return collect<T>(base);
  }

  template <class T, class F>
  List<T> optional_many(TokenKind open, TokenKind close, F&& item) {
    return peek(open) ? many<T>(open, close, item) : List<T>{};
  }

  template <class T, class F>
  List<T> delimited(TokenKind delimiter, F&& item) {
    skip(delimiter);
    const auto base = scratch_.size();
    do {
      scratch_.push_back(item());
    } while (skip(delimiter));
    return collect<T>(base);
  }

  /// Moves what was put on the scratch stack since `base` into the arena.
  template <class T>
  List<T> collect(std::size_t base) {
    const auto count = scratch_.size() - base;
    auto items = arena_.array<const T*>(count);
    for (std::size_t i = 0; i < count; ++i) {
      items[i] = static_cast<const T*>(scratch_[base + i]);
    }
    scratch_.resize(base);
    return items;
  }

  class Deeper {
   public:
    explicit Deeper(ParserCore& parser) : parser_(parser) {
      if (++parser_.depth_ > parser_.options_.max_depth) {
        throw SyntaxError{"Document is nested more than " +
                              std::to_string(parser_.options_.max_depth) +
                              " levels deep. Parsing aborted.",
                          parser_.token_.start};
      }
    }
    ~Deeper() { --parser_.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

   private:
    ParserCore& parser_;
  };

  Arena& arena_;
  const ParseOptions options_;
  Lexer lexer_;
  Token token_;
  std::uint32_t last_end_ = 0;
  std::size_t tokens_ = 0;
  std::size_t depth_ = 0;
  ScratchMemory<2 * 1024> memory_;
  ScratchVector<const Node*> scratch_{memory_.get()};
};

}  // namespace graphql
