#include "planner/formats/json.hpp"

#include "planner/formats/text.hpp"

#include <algorithm>

namespace planner::formats {
namespace {

constexpr int k_deepest = 32;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Json document() {
    auto value = parse(0);
    skip();
    if (at_ != text_.size()) {
      fail("there is something behind the end");
    }
    return value;
  }

 private:
  [[noreturn]] void fail(const char* message) const {
    const auto lines =
        std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
    throw Malformed("line " + std::to_string(lines + 1) + ": " + message);
  }

  void skip() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  bool take(char wanted) {
    skip();
    if (at_ < text_.size() && text_[at_] == wanted) {
      ++at_;
      return true;
    }
    return false;
  }

  void expect(char wanted, const char* message) {
    if (!take(wanted)) {
      fail(message);
    }
  }

  bool take_word(std::string_view word) {
    if (text_.substr(at_).starts_with(word)) {
      at_ += word.size();
      return true;
    }
    return false;
  }

  Json parse(int depth) {
    if (depth > k_deepest) {
      fail("nested too deeply");
    }
    skip();
    Json value;
    if (at_ >= text_.size()) {
      fail("the text ends too soon");
    }
    if (text_[at_] == '{') {
      parse_object(value, depth);
    } else if (text_[at_] == '[') {
      parse_list(value, depth);
    } else if (text_[at_] == '"') {
      value.kind = Json::Kind::text;
      value.text = parse_text();
    } else if (take_word("true")) {
      value.kind = Json::Kind::boolean;
      value.boolean = true;
    } else if (take_word("false")) {
      value.kind = Json::Kind::boolean;
    } else if (!take_word("null")) {
      parse_number(value);
    }
    return value;
  }

  void parse_object(Json& value, int depth) {
    value.kind = Json::Kind::object;
    expect('{', "an object begins with {");
    if (take('}')) {
      return;
    }
    do {
      skip();
      auto key = parse_text();
      expect(':', "a colon must stand behind a name");
      if (!value.object.emplace(std::move(key), parse(depth + 1)).second) {
        fail("a name stands twice");
      }
    } while (take(','));
    expect('}', "an object ends with }");
  }

  void parse_list(Json& value, int depth) {
    value.kind = Json::Kind::list;
    expect('[', "a list begins with [");
    if (take(']')) {
      return;
    }
    do {
      value.list.push_back(parse(depth + 1));
    } while (take(','));
    expect(']', "a list ends with ]");
  }

  std::string parse_text() {
    expect('"', "a text begins with a quote");
    std::string made;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (static_cast<unsigned char>(text_[at_]) < 0x20) {
        fail("control characters must be escaped");
      }
      if (text_[at_] != '\\') {
        made += text_[at_++];
        continue;
      }
      ++at_;
      made += escaped();
    }
    expect('"', "a text ends with a quote");
    return made;
  }

  std::string escaped() {
    static constexpr std::string_view k_letters = "\"\\/bfnrt";
    static constexpr std::string_view k_meanings = "\"\\/\b\f\n\r\t";
    const char letter = at_ < text_.size() ? text_[at_++] : '\0';
    const auto known = letter == '\0' ? std::string_view::npos : k_letters.find(letter);
    if (known != std::string_view::npos) {
      return {k_meanings[known]};
    }
    if (letter != 'u' || at_ + 4 > text_.size()) {
      fail("not an escape");
    }
    unsigned code = 0;
    for (int digit = 0; digit < 4; ++digit) {
      const char hex = text_[at_++];
      const auto value = std::string_view("0123456789abcdef").find(static_cast<char>(hex | 0x20));
      if (value == std::string_view::npos) {
        fail("not an escape");
      }
      code = code * 16 + static_cast<unsigned>(value);
    }
    return utf8(code);
  }

  static std::string utf8(unsigned code) {
    if (code < 0x80) {
      return {static_cast<char>(code)};
    }
    if (code < 0x800) {
      return {static_cast<char>(0xc0 | code >> 6), static_cast<char>(0x80 | (code & 0x3f))};
    }
    return {static_cast<char>(0xe0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3f)),
            static_cast<char>(0x80 | (code & 0x3f))};
  }

  void parse_number(Json& value) {
    const auto end = text_.find_first_not_of("+-.0123456789eE", at_);
    const auto word = text_.substr(at_, end == std::string_view::npos ? end : end - at_);
    value.kind = Json::Kind::number;
    if (word.empty()) {
      fail("not a value");
    }
    try {
      value.number = to_number(word, "it", -1e15, 1e15);
    } catch (const Malformed&) {
      fail("not a number, or out of range");
    }
    at_ += word.size();
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Json parse_json(std::string_view text) {
  return Parser(text).document();
}

}  // namespace planner::formats
