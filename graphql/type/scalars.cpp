#include "graphql/type/scalars.hpp"

#include "graphql/language/printer.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace graphql {

std::unexpected<LeafError> refuse_leaf(std::string message) {
  return std::unexpected(LeafError{std::move(message), true});
}

double read_double(std::string_view text) {
  double number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec == std::errc::result_out_of_range) {
    return std::numeric_limits<double>::infinity();
  }
  return number;
}

namespace {

constexpr double k_largest_int = std::numeric_limits<std::int32_t>::max();
constexpr double k_smallest_int = std::numeric_limits<std::int32_t>::min();

bool is_whole(const Value& value) {
  return value.is(Value::Kind::integer) ||
         (value.is(Value::Kind::real) && std::isfinite(value.real()) &&
          std::trunc(value.real()) == value.real());
}

bool is_number(const Value& value) {
  return value.is(Value::Kind::integer) || value.is(Value::Kind::real);
}

// One function each for a literal and for a value.

std::expected<Value, LeafError> int_literal(const ast::Value& literal) {
  if (literal.kind != ast::Kind::int_value) {
    return refuse_leaf("Int cannot represent non-integer value: " + print(literal));
  }
  const double number = read_double(literal.text);
  if (number > k_largest_int || number < k_smallest_int) {
    return refuse_leaf("Int cannot represent non 32-bit signed integer value: " +
                       std::string(literal.text));
  }
  return Value::of(static_cast<std::int64_t>(number));
}

std::expected<Value, LeafError> float_literal(const ast::Value& literal) {
  if (literal.kind != ast::Kind::int_value && literal.kind != ast::Kind::float_value) {
    return refuse_leaf("Float cannot represent non numeric value: " + print(literal));
  }
  return Value::of(read_double(literal.text));
}

std::expected<Value, LeafError> string_literal(const ast::Value& literal) {
  if (literal.kind != ast::Kind::string_value) {
    return refuse_leaf("String cannot represent a non string value: " + print(literal));
  }
  return Value::of(literal.text);
}

std::expected<Value, LeafError> boolean_literal(const ast::Value& literal) {
  if (literal.kind != ast::Kind::boolean_value) {
    return refuse_leaf("Boolean cannot represent a non boolean value: " + print(literal));
  }
  return Value::of(literal.flag);
}

std::expected<Value, LeafError> id_literal(const ast::Value& literal) {
  if (literal.kind != ast::Kind::string_value && literal.kind != ast::Kind::int_value) {
    return refuse_leaf("ID cannot represent a non-string and non-integer value: " + print(literal));
  }
  return Value::of(literal.text);
}

std::expected<Value, LeafError> int_value(const Value& value, Arena&) {
  if (!is_whole(value)) {
    return refuse_leaf("Int cannot represent non-integer value: " + inspect(value));
  }
  if (value.real() > k_largest_int || value.real() < k_smallest_int) {
    return refuse_leaf("Int cannot represent non 32-bit signed integer value: " + inspect(value));
  }
  return Value::of(static_cast<std::int64_t>(value.real()));
}

std::expected<Value, LeafError> float_value(const Value& value, Arena&) {
  if (!is_number(value) || !std::isfinite(value.real())) {
    return refuse_leaf("Float cannot represent non numeric value: " + inspect(value));
  }
  return Value::of(value.real());
}

std::expected<Value, LeafError> string_value(const Value& value, Arena&) {
  if (!value.is(Value::Kind::string)) {
    return refuse_leaf("String cannot represent a non string value: " + inspect(value));
  }
  return value;
}

std::expected<Value, LeafError> boolean_value(const Value& value, Arena&) {
  if (!value.is(Value::Kind::boolean)) {
    return refuse_leaf("Boolean cannot represent a non boolean value: " + inspect(value));
  }
  return value;
}

std::expected<Value, LeafError> id_value(const Value& value, Arena& arena) {
  if (value.is(Value::Kind::string)) {
    return value;
  }
  if (!is_whole(value)) {
    return refuse_leaf("ID cannot represent value: " + inspect(value));
  }
  std::string text;
  append_json(text, value);
  return Value::of(arena.text(text));
}

constexpr BuiltinScalar k_builtin_scalars[] = {
    {"Int", int_literal, int_value},
    {"Float", float_literal, float_value},
    {"String", string_literal, string_value},
    {"Boolean", boolean_literal, boolean_value},
    {"ID", id_literal, id_value},
};

}  // namespace

const BuiltinScalar* builtin_scalar(const Type& type) {
  for (const auto& scalar : k_builtin_scalars) {
    if (scalar.name == type.name) {
      return &scalar;
    }
  }
  return nullptr;
}

}  // namespace graphql
