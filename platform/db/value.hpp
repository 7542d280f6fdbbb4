// What goes into a statement ($1, $2 …) and what comes out of a row. Ids are 16 bytes, times
// microseconds UTC, enums their names. A Value keeps its own bytes, so it may outlive what it was
// made from.
#pragma once

#include "platform/core/id.hpp"
#include "platform/core/names.hpp"
#include "platform/core/time.hpp"

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace mf::db {

class Value {
 public:
  using Variant = std::variant<std::monostate, std::int64_t, double, std::string, Uuid>;

  Value() = default;
  Value(std::nullptr_t) {}
  Value(std::nullopt_t) {}
  Value(bool value) : value_(std::int64_t{value}) {}
  template <std::integral T>
  Value(T value) : value_(static_cast<std::int64_t>(value)) {}
  Value(double value) : value_(value) {}
  Value(std::string value) : value_(std::move(value)) {}
  Value(std::string_view value) : value_(std::string(value)) {}
  Value(const char* value) : value_(std::string(value)) {}
  Value(Uuid value) : value_(value) {}
  template <class Tag>
  Value(Id<Tag> id) : value_(id.value) {}
  Value(Timestamp time) : value_(to_micros(time)) {}
  Value(minutes value) : value_(std::int64_t{value.count()}) {}
  template <class E>
    requires std::is_enum_v<E> && Named<E>
  Value(E value) : value_(std::string(name_of(value))) {}
  template <class T>
  Value(const std::optional<T>& value) {
    if (value) {
      *this = Value(*value);
    }
  }

  const Variant& variant() const { return value_; }

 private:
  Variant value_;
};

/// One row while its statement runs. Columns count from 0. Reading a NULL as a plain type is a bug
/// and throws; views are valid until the callback returns.
class Row {
 public:
  virtual ~Row() = default;

  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double number(int column) const = 0;
  virtual std::string_view view(int column) const = 0;
  virtual Uuid uuid(int column) const = 0;

  std::string text(int column) const { return std::string(view(column)); }
  bool boolean(int column) const { return integer(column) != 0; }
  Timestamp time(int column) const { return from_micros(integer(column)); }
  template <class IdType>
  IdType id(int column) const {
    return IdType{uuid(column)};
  }
  /// The value whose name stands in the column; an unknown name is a bug and throws.
  template <Named E>
  E name(int column) const {
    return parse_name<E>(view(column)).value();
  }

  std::optional<std::string> opt_text(int column) const {
    return is_null(column) ? std::nullopt : std::optional{text(column)};
  }
  std::optional<std::int64_t> opt_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional{integer(column)};
  }
  std::optional<double> opt_number(int column) const {
    return is_null(column) ? std::nullopt : std::optional{number(column)};
  }
  std::optional<Timestamp> opt_time(int column) const {
    return is_null(column) ? std::nullopt : std::optional{time(column)};
  }
  template <class IdType>
  std::optional<IdType> opt_id(int column) const {
    return is_null(column) ? std::nullopt : std::optional{IdType{uuid(column)}};
  }
  template <Named E>
  std::optional<E> opt_name(int column) const {
    return is_null(column) ? std::nullopt : std::optional{name<E>(column)};
  }
};

}  // namespace mf::db
