// A value that came in: a variable of the request, an argument, a default. A small immutable tree
// in an arena.
//
// Copying a Value copies a handle; whoever owns the arena owns the tree. Any thread may read.
#pragma once

#include "graphql/language/arena.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace graphql {

struct Member;

class Value {
 public:
  enum class Kind : std::uint8_t {
    undefined,
    null,
    boolean,
    integer,
    real,
    string,
    enumeration,
    list,
    object,
  };

  constexpr Value() = default;
  static constexpr Value null() { return Value(Kind::null); }
  static constexpr Value of(bool value) {
    Value result(Kind::boolean);
    result.integer_ = value ? 1 : 0;
    return result;
  }
  static constexpr Value of(std::int64_t value) {
    Value result(Kind::integer);
    result.integer_ = value;
    return result;
  }
  static constexpr Value of(double value) {
    Value result(Kind::real);
    result.real_ = value;
    return result;
  }
  /// The text must live as long as the value.
  static constexpr Value of(std::string_view text, Kind kind = Kind::string) {
    Value result(kind);
    result.text_ = text.data();
    result.size_ = static_cast<std::uint32_t>(text.size());
    return result;
  }
  static constexpr Value of(std::span<const Value> items) {
    Value result(Kind::list);
    result.items_ = items.data();
    result.size_ = static_cast<std::uint32_t>(items.size());
    return result;
  }
  static constexpr Value of(std::span<const Member> members);

  constexpr Kind kind() const { return kind_; }
  constexpr bool is(Kind kind) const { return kind_ == kind; }
  constexpr bool is_undefined() const { return kind_ == Kind::undefined; }
  constexpr bool is_null() const { return kind_ == Kind::null; }
  constexpr bool boolean() const { return integer_ != 0; }
  constexpr std::int64_t integer() const { return integer_; }
  constexpr double real() const {
    return kind_ == Kind::integer ? static_cast<double>(integer_) : real_;
  }
  constexpr std::string_view text() const { return {text_, size_}; }
  constexpr std::span<const Value> items() const { return {items_, size_}; }
  constexpr std::span<const Member> members() const;

  /// The member of that name, or undefined.
  constexpr Value operator[](std::string_view name) const;

 private:
  constexpr explicit Value(Kind kind) : kind_(kind) {}

  Kind kind_ = Kind::undefined;
  std::uint32_t size_ = 0;
  union {
    std::int64_t integer_ = 0;
    double real_;
    const char* text_;
    const Value* items_;
    const Member* members_;
  };
};

struct Member {
  std::string_view name;
  Value value;
};

constexpr std::span<const Member> Value::members() const {
  return {members_, size_};
}

constexpr Value Value::of(std::span<const Member> members) {
  Value result(Kind::object);
  result.members_ = members.data();
  result.size_ = static_cast<std::uint32_t>(members.size());
  return result;
}

constexpr Value Value::operator[](std::string_view name) const {
  if (kind_ == Kind::object) {
    for (const auto& member : members()) {
      if (member.name == name) {
        return member.value;
      }
    }
  }
  return {};
}

/// Reads JSON text into the arena; of members with one name the last counts. The error is a
/// sentence.
std::expected<Value, std::string> read_json(std::string_view text, Arena& arena);

/// The value with everything that it points to, in the arena.
Value copy(const Value& value, Arena& arena);

/// Appends the value as JSON; undefined is written as null, an enum value as a string.
void append_json(std::string& out, const Value& value);

/// The value as JavaScript's error messages show it: `{ name: "x" }`.
std::string inspect(const Value& value);

}  // namespace graphql
