#include "graphql/language/value.hpp"

#include "graphql/language/json_text.hpp"
#include "graphql/language/scratch.hpp"
#include "graphql/language/unicode.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace graphql {
namespace {

constexpr std::size_t k_deepest_json = 200;

/// Reads one JSON text. What is wrong is thrown as a sentence and caught by read_json().
class JsonReader {
 public:
  JsonReader(std::string_view text, Arena& arena) : text_(text), arena_(arena) {}

  Value document() {
    const auto result = value(0);
    skip_space();
    if (at_ != text_.size()) {
      fail();
    }
    return result;
  }

 private:
  struct Malformed {
    std::size_t offset;
  };

 public:
  using Failure = Malformed;

 private:
  [[noreturn]] void fail() const { throw Malformed{at_}; }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_space() {
    while (at_ < text_.size() &&
           std::string_view(" \t\r\n").find(text_[at_]) != std::string::npos) {
      ++at_;
    }
  }

  void expect(char c) {
    if (peek() != c) {
      fail();
    }
    ++at_;
  }

  Value word(std::string_view text, Value value) {
    if (!text_.substr(at_).starts_with(text)) {
      fail();
    }
    at_ += text.size();
    return value;
  }

  Value value(std::size_t depth) {
    skip_space();
    if (depth > k_deepest_json) {
      fail();
    }
    switch (peek()) {
      case '{':
        return object(depth);
      case '[':
        return list(depth);
      case '"':
        return Value::of(string());
      case 't':
        return word("true", Value::of(true));
      case 'f':
        return word("false", Value::of(false));
      case 'n':
        return word("null", Value::null());
      default:
        return number();
    }
  }

  Value list(std::size_t depth) {
    expect('[');
    const auto base = values_.size();
    skip_space();
    if (peek() != ']') {
      do {
        values_.push_back(value(depth + 1));
        skip_space();
      } while (skip_comma());
    }
    expect(']');
    auto items = arena_.array<Value>(values_.size() - base);
    std::copy(values_.begin() + static_cast<std::ptrdiff_t>(base), values_.end(), items.begin());
    values_.resize(base);
    return Value::of(std::span<const Value>(items));
  }

  Value object(std::size_t depth) {
    expect('{');
    const auto base = members_.size();
    skip_space();
    if (peek() != '}') {
      do {
        skip_space();
        const auto name = string();
        skip_space();
        expect(':');
        const auto member = value(depth + 1);
        put(base, name, member);
        skip_space();
      } while (skip_comma());
    }
    expect('}');
    auto members = arena_.array<Member>(members_.size() - base);
    std::copy(members_.begin() + static_cast<std::ptrdiff_t>(base), members_.end(),
              members.begin());
    members_.resize(base);
    return Value::of(std::span<const Member>(members));
  }

  /// Small objects are searched for a second member of the name; of large ones the first is found
  /// later.
  void put(std::size_t base, std::string_view name, Value value) {
    constexpr std::size_t k_small = 32;
    if (members_.size() - base < k_small) {
      for (auto i = base; i < members_.size(); ++i) {
        if (members_[i].name == name) {
          members_[i].value = value;
          return;
        }
      }
    }
    members_.push_back({name, value});
  }

  bool skip_comma() {
    if (peek() != ',') {
      return false;
    }
    ++at_;
    return true;
  }

  Value number() {
    const auto start = at_;
    at_ += peek() == '-' ? 1 : 0;
    const auto digits = at_;
    skip_digits();
    if (at_ - digits > 1 && text_[digits] == '0') {
      fail();
    }
    bool integral = true;
    if (peek() == '.') {
      integral = false;
      ++at_;
      skip_digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      integral = false;
      ++at_;
      at_ += peek() == '+' || peek() == '-' ? 1 : 0;
      skip_digits();
    }
    const auto* first = text_.data() + start;
    const auto* last = text_.data() + at_;
    std::int64_t integer = 0;
    if (integral && std::from_chars(first, last, integer).ec == std::errc{}) {
      return Value::of(integer);
    }
    double real = 0;
    const auto parsed = std::from_chars(first, last, real);
    if (parsed.ec == std::errc::result_out_of_range) {
      real = std::numeric_limits<double>::infinity();
    }
    return Value::of(real);
  }

  void skip_digits() {
    const auto start = at_;
    while (peek() >= '0' && peek() <= '9') {
      ++at_;
    }
    if (at_ == start) {
      fail();
    }
  }

  std::string_view string() {
    expect('"');
    const auto start = at_;
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\') {
      check_plain();
    }
    if (peek() == '"') {
      return arena_.text(text_.substr(start, at_++ - start));
    }
    return escaped_string(start);
  }

  /// No escape is shorter than what it stands for, so the text up to the closing quote is room
  /// enough.
  std::string_view escaped_string(std::size_t start) {
    auto* text = static_cast<char*>(arena_.allocate(closing_quote() - start, 1));
    auto* end = std::ranges::copy(text_.substr(start, at_ - start), text).out;
    while (text_[at_] != '"') {
      if (text_[at_] == '\\') {
        end = escape(end);
      } else {
        const auto from = at_;
        check_plain();
        end = std::ranges::copy(text_.substr(from, at_ - from), end).out;
      }
    }
    ++at_;
    return {text, static_cast<std::size_t>(end - text)};
  }

  std::size_t closing_quote() const {
    auto end = at_;
    while (end < text_.size() && text_[end] != '"') {
      end += text_[end] == '\\' ? 2 : 1;
    }
    if (end >= text_.size()) {
      throw Malformed{text_.size()};
    }
    return end;
  }

  /// One character that stands for itself. JSON is UTF-8, and so are answers that repeat it.
  void check_plain() {
    const auto byte = static_cast<unsigned char>(text_[at_]);
    if (byte >= 0x20 && byte < 0x80) {
      ++at_;
      return;
    }
    const auto character = read_character(text_, at_);
    if (byte < 0x20 || !character.valid) {
      fail();
    }
    at_ += character.size;
  }

  char* escape(char* out) {
    constexpr std::string_view k_letters = "\"\\/bfnrt";
    constexpr std::string_view k_meanings = "\"\\/\b\f\n\r\t";
    ++at_;
    const char letter = peek();
    ++at_;
    if (letter != 'u') {
      const auto known = k_letters.find(letter);
      if (known == std::string_view::npos) {
        fail();
      }
      *out++ = k_meanings[known];
      return out;
    }
    char32_t code = hex_code();
    const bool leads = code >= 0xD800 && code <= 0xDBFF;
    if (leads && text_.substr(at_).starts_with("\\u")) {
      const auto before = at_;
      at_ += 2;
      const auto trailing = hex_code();
      if (trailing >= 0xDC00 && trailing <= 0xDFFF) {
        code = 0x10000 + ((code - 0xD800) << 10) + (trailing - 0xDC00);
      } else {
        at_ = before;
      }
    }
    // Half a pair is no character.
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return write_utf8(out, surrogate ? 0xFFFD : code);
  }

  char32_t hex_code() {
    unsigned code = 0;
    const auto digits = text_.substr(std::min(at_, text_.size()), 4);
    const auto end = digits.data() + digits.size();
    if (digits.size() != 4 || std::from_chars(digits.data(), end, code, 16).ptr != end) {
      fail();
    }
    at_ += 4;
    return code;
  }

  std::string_view text_;
  Arena& arena_;
  std::size_t at_ = 0;
  ScratchMemory<1024> memory_;
  ScratchVector<Value> values_{memory_.get()};
  ScratchVector<Member> members_{memory_.get()};
};

std::string inspect_members(const Value& value, int depth);
std::string inspect_items(const Value& value, int depth);

std::string inspect_at(const Value& value, int depth) {
  switch (value.kind()) {
    case Value::Kind::undefined:
      return "undefined";
    case Value::Kind::list:
      return inspect_items(value, depth);
    case Value::Kind::object:
      return inspect_members(value, depth);
    default: {
      std::string out;
      append_json(out, value);
      return out;
    }
  }
}

constexpr int k_deepest_shown = 2;

std::string inspect_members(const Value& value, int depth) {
  if (value.members().empty()) {
    return "{}";
  }
  if (depth >= k_deepest_shown) {
    return "[Object]";
  }
  std::string out = "{ ";
  for (const auto& member : value.members()) {
    out += out.size() > 2 ? ", " : "";
    out += std::string(member.name) + ": " + inspect_at(member.value, depth + 1);
  }
  return out + " }";
}

std::string inspect_items(const Value& value, int depth) {
  constexpr std::size_t k_most_shown = 10;
  const auto items = value.items();
  if (items.empty()) {
    return "[]";
  }
  if (depth >= k_deepest_shown) {
    return "[Array]";
  }
  std::string out = "[";
  for (std::size_t i = 0; i < std::min(items.size(), k_most_shown); ++i) {
    out += i != 0 ? ", " : "";
    out += inspect_at(items[i], depth + 1);
  }
  if (items.size() == k_most_shown + 1) {
    out += ", ... 1 more item";
  } else if (items.size() > k_most_shown) {
    out += ", ... " + std::to_string(items.size() - k_most_shown) + " more items";
  }
  return out + ']';
}

}  // namespace

std::expected<Value, std::string> read_json(std::string_view text, Arena& arena) {
  try {
    return JsonReader(text, arena).document();
  } catch (const JsonReader::Failure& failure) {
    return std::unexpected("The JSON text is malformed at byte " + std::to_string(failure.offset) +
                           ".");
  }
}

Value copy(const Value& value, Arena& arena) {
  if (value.is(Value::Kind::string) || value.is(Value::Kind::enumeration)) {
    return Value::of(arena.text(value.text()), value.kind());
  }
  if (value.is(Value::Kind::list)) {
    auto items = arena.array<Value>(value.items().size());
    std::ranges::transform(value.items(), items.begin(),
                           [&](const Value& item) { return copy(item, arena); });
    return Value::of(std::span<const Value>(items));
  }
  if (value.is(Value::Kind::object)) {
    auto members = arena.array<Member>(value.members().size());
    std::ranges::transform(value.members(), members.begin(), [&](const Member& member) {
      return Member{arena.text(member.name), copy(member.value, arena)};
    });
    return Value::of(std::span<const Member>(members));
  }
  return value;
}

void append_json(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::undefined:
    case Value::Kind::null:
      out += "null";
      return;
    case Value::Kind::boolean:
      out += value.boolean() ? "true" : "false";
      return;
    case Value::Kind::integer:
      return append_json_number(out, value.integer());
    case Value::Kind::real:
      return append_json_number(out, value.real());
    case Value::Kind::string:
    case Value::Kind::enumeration:
      return append_json_string(out, value.text());
    case Value::Kind::list: {
      const auto items = value.items();
      out += '[';
      for (const auto& item : items) {
        out += &item == items.data() ? "" : ",";
        append_json(out, item);
      }
      out += ']';
      return;
    }
    case Value::Kind::object: {
      const auto members = value.members();
      out += '{';
      for (const auto& member : members) {
        out += &member == members.data() ? "" : ",";
        append_json_string(out, member.name);
        out += ':';
        append_json(out, member.value);
      }
      out += '}';
      return;
    }
  }
}

std::string inspect(const Value& value) {
  return inspect_at(value, 0);
}

}  // namespace graphql
