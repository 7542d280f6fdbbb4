#include "graphql/type/coerce.hpp"

#include "graphql/language/json_text.hpp"
#include "graphql/language/printer.hpp"
#include "graphql/type/scalars.hpp"
#include "graphql/type/suggestions.hpp"

#include <algorithm>
#include <charconv>

namespace graphql {
namespace {

std::string suggest_enum_value(const Type& type, std::string_view text) {
  std::vector<std::string_view> names;
  for (const auto& value : type.values) {
    names.push_back(value.name);
  }
  return did_you_mean(suggestion_list(text, names), "the enum value");
}

std::expected<Value, LeafError> enum_of(const Type& type, std::string_view text) {
  const auto* known = type.value(text);
  if (known == nullptr) {
    return refuse_leaf("Value \"" + std::string(text) + "\" does not exist in \"" +
                       std::string(type.name) + "\" enum." + suggest_enum_value(type, text));
  }
  return Value::of(known->name, Value::Kind::enumeration);
}

std::expected<Value, LeafError> custom(const Type& type, const Value& value, Arena& arena) {
  if (!type.parse) {
    return value;
  }
  auto parsed = type.parse(value, arena);
  if (!parsed) {
    return std::unexpected(LeafError{std::move(parsed.error()), false});
  }
  return *parsed;
}

bool is_missing_variable(const ast::Value& literal, const Value& variables) {
  return literal.kind == ast::Kind::variable && variables[literal.text].is_undefined();
}

Value list_value_of(const ast::Value& literal, const Type& type, Arena& arena,
                    const Value& variables) {
  if (literal.kind != ast::Kind::list_value) {
    auto item = arena.array<Value>(1);
    item[0] = value_of(literal, *type.of, arena, variables);
    return item[0].is_undefined() ? Value{} : Value::of(std::span<const Value>(item));
  }
  auto items = arena.array<Value>(literal.items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& item = *literal.items[i];
    const bool missing = is_missing_variable(item, variables);
    items[i] = missing ? is_non_null(type.of) ? Value{} : Value::null()
                       : value_of(item, *type.of, arena, variables);
    if (items[i].is_undefined()) {
      return {};
    }
  }
  return Value::of(std::span<const Value>(items));
}

const ast::ObjectField* last_field(const ast::Value& literal, std::string_view name) {
  const ast::ObjectField* found = nullptr;
  for (const auto* field : literal.fields) {
    found = field->name.value == name ? field : found;
  }
  return found;
}

bool is_one_of_value(std::span<const Member> members) {
  return members.size() == 1 && !members[0].value.is_null();
}

Value object_value_of(const ast::Value& literal, const Type& type, Arena& arena,
                      const Value& variables) {
  if (literal.kind != ast::Kind::object_value) {
    return {};
  }
  auto members = arena.array<Member>(type.input_fields.size());
  std::size_t count = 0;
  for (const auto& field : type.input_fields) {
    const auto* given = last_field(literal, field.name);
    if (given == nullptr || is_missing_variable(*given->value, variables)) {
      if (!field.default_value.is_undefined()) {
        members[count++] = {field.name, field.default_value};
      } else if (is_non_null(field.type)) {
        return {};
      }
      continue;
    }
    const auto value = value_of(*given->value, *field.type, arena, variables);
    if (value.is_undefined()) {
      return {};
    }
    members[count++] = {field.name, value};
  }
  const std::span<const Member> given = members.first(count);
  return type.one_of && !is_one_of_value(given) ? Value{} : Value::of(given);
}

/// Walks a request's value along its type.
class Coercion {
 public:
  Coercion(Arena& arena, const OnInputError& on_error) : arena_(arena), on_error_(on_error) {}

  Value coerce(const Value& value, const Type& type) {
    if (is_non_null(&type)) {
      if (!value.is_null() && !value.is_undefined()) {
        return coerce(value, *type.of);
      }
      on_error_(path_, value,
                "Expected non-nullable type \"" + to_string(type) + "\" not to be null.");
      return {};
    }
    if (value.is_null() || value.is_undefined()) {
      return Value::null();
    }
    if (is_list(&type)) {
      return list(value, *type.of);
    }
    return is_input_object(&type) ? object(value, type) : leaf(value, type);
  }

 private:
  Value leaf(const Value& value, const Type& type) {
    auto parsed = parse_leaf(type, value, arena_);
    if (parsed) {
      return *parsed;
    }
    on_error_(path_, value,
              parsed.error().complete
                  ? parsed.error().message
                  : "Expected type \"" + std::string(type.name) + "\". " + parsed.error().message);
    return {};
  }

  Value list(const Value& value, const Type& item_type) {
    const bool several = value.is(Value::Kind::list);
    auto items = arena_.array<Value>(several ? value.items().size() : 1);
    if (!several) {
      items[0] = coerce(value, item_type);
      return Value::of(std::span<const Value>(items));
    }
    const auto length = path_.size();
    for (std::size_t i = 0; i < items.size(); ++i) {
      path_ += '[' + std::to_string(i) + ']';
      items[i] = coerce(value.items()[i], item_type);
      path_.resize(length);
    }
    return Value::of(std::span<const Value>(items));
  }

  Value object(const Value& value, const Type& type) {
    if (!value.is(Value::Kind::object)) {
      on_error_(path_, value, "Expected type \"" + std::string(type.name) + "\" to be an object.");
      return {};
    }
    auto members = arena_.array<Member>(type.input_fields.size());
    std::size_t count = 0;
    for (const auto& field : type.input_fields) {
      const auto given = value[field.name];
      if (!given.is_undefined()) {
        members[count++] = {field.name, within(field.name, given, *field.type)};
      } else if (!field.default_value.is_undefined()) {
        members[count++] = {field.name, field.default_value};
      } else if (is_non_null(field.type)) {
        on_error_(path_, value,
                  "Field \"" + std::string(field.name) + "\" of required type \"" +
                      to_string(*field.type) + "\" was not provided.");
      }
    }
    refuse_unknown(value, type);
    const std::span<const Member> given = members.first(count);
    if (type.one_of) {
      check_one_of(value, type, given);
    }
    return Value::of(given);
  }

  Value within(std::string_view name, const Value& value, const Type& type) {
    const auto length = path_.size();
    path_ += '.';
    path_ += name;
    const auto result = coerce(value, type);
    path_.resize(length);
    return result;
  }

  void refuse_unknown(const Value& value, const Type& type) {
    for (const auto& member : value.members()) {
      if (type.input_field(member.name) != nullptr) {
        continue;
      }
      std::vector<std::string_view> names;
      for (const auto& field : type.input_fields) {
        names.push_back(field.name);
      }
      on_error_(path_, value,
                "Field \"" + std::string(member.name) + "\" is not defined by type \"" +
                    std::string(type.name) + "\"." +
                    did_you_mean(suggestion_list(member.name, names)));
    }
  }

  void check_one_of(const Value& value, const Type& type, std::span<const Member> given) {
    if (given.size() != 1) {
      on_error_(
          path_, value,
          "Exactly one key must be specified for OneOf type \"" + std::string(type.name) + "\".");
    }
    if (!given.empty() && given[0].value.is_null()) {
      on_error_(path_ + '.' + std::string(given[0].name), given[0].value,
                "Field \"" + std::string(given[0].name) + "\" must be non-null.");
    }
  }

  Arena& arena_;
  const OnInputError& on_error_;
  std::string path_;
};

bool is_integer_text(std::string_view text) {
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || (digits.front() == '0' && digits.size() > 1)) {
    return false;
  }
  return std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

std::string print_object_default(const Value& value, const Type* type) {
  std::string out = "{";
  const auto add = [&](std::string_view name, const std::string& text) {
    out += out.size() > 1 ? ", " : "";
    out += std::string(name) + ": " + text;
  };
  if (is_input_object(type)) {
    for (const auto& field : type->input_fields) {
      const auto member = value[field.name];
      if (!member.is_undefined()) {
        add(field.name, print_default(member, *field.type));
      }
    }
  } else {
    for (const auto& member : value.members()) {
      add(member.name, print_default(member.value, *type));
    }
  }
  return out + '}';
}

}  // namespace

std::expected<Value, LeafError> parse_leaf(const Type& type, const ast::Value& literal,
                                           Arena& arena, const Value& variables) {
  if (is_enum(&type)) {
    if (literal.kind != ast::Kind::enum_value) {
      const auto text = print(literal);
      return refuse_leaf("Enum \"" + std::string(type.name) +
                         "\" cannot represent non-enum value: " + text + '.' +
                         suggest_enum_value(type, text));
    }
    return enum_of(type, literal.text);
  }
  if (const auto* scalar = builtin_scalar(type)) {
    return scalar->literal(literal);
  }
  return custom(type, untyped_value_of(literal, arena, variables), arena);
}

std::expected<Value, LeafError> parse_leaf(const Type& type, const Value& value, Arena& arena) {
  if (is_enum(&type)) {
    if (!value.is(Value::Kind::string)) {
      const auto text = inspect(value);
      return refuse_leaf("Enum \"" + std::string(type.name) +
                         "\" cannot represent non-string value: " + text + '.' +
                         suggest_enum_value(type, text));
    }
    return enum_of(type, value.text());
  }
  const auto* scalar = builtin_scalar(type);
  return scalar != nullptr ? scalar->value(value, arena) : custom(type, value, arena);
}

Value value_of(const ast::Value& literal, const Type& type, Arena& arena, const Value& variables) {
  if (literal.kind == ast::Kind::variable) {
    const auto value = variables[literal.text];
    return value.is_null() && is_non_null(&type) ? Value{} : value;
  }
  if (is_non_null(&type)) {
    return literal.kind == ast::Kind::null_value ? Value{}
                                                 : value_of(literal, *type.of, arena, variables);
  }
  if (literal.kind == ast::Kind::null_value) {
    return Value::null();
  }
  if (is_list(&type)) {
    return list_value_of(literal, type, arena, variables);
  }
  if (is_input_object(&type)) {
    return object_value_of(literal, type, arena, variables);
  }
  return parse_leaf(type, literal, arena, variables).value_or(Value{});
}

Value untyped_value_of(const ast::Value& literal, Arena& arena, const Value& variables) {
  switch (literal.kind) {
    case ast::Kind::variable:
      return variables[literal.text];
    case ast::Kind::int_value: {
      std::int64_t number = 0;
      const auto* end = literal.text.data() + literal.text.size();
      const bool fits = std::from_chars(literal.text.data(), end, number).ec == std::errc{};
      return fits ? Value::of(number) : Value::of(read_double(literal.text));
    }
    case ast::Kind::float_value:
      return Value::of(read_double(literal.text));
    case ast::Kind::boolean_value:
      return Value::of(literal.flag);
    case ast::Kind::string_value:
    case ast::Kind::enum_value:
      return Value::of(literal.text);
    case ast::Kind::list_value: {
      auto items = arena.array<Value>(literal.items.size());
      for (std::size_t i = 0; i < items.size(); ++i) {
        items[i] = untyped_value_of(*literal.items[i], arena, variables);
      }
      return Value::of(std::span<const Value>(items));
    }
    case ast::Kind::object_value: {
      auto members = arena.array<Member>(literal.fields.size());
      for (std::size_t i = 0; i < members.size(); ++i) {
        members[i] = {literal.fields[i]->name.value,
                      untyped_value_of(*literal.fields[i]->value, arena, variables)};
      }
      return Value::of(std::span<const Member>(members));
    }
    default:
      return Value::null();
  }
}

Value coerce_input(const Value& value, const Type& type, Arena& arena,
                   const OnInputError& on_error) {
  return Coercion(arena, on_error).coerce(value, type);
}

std::string print_default(const Value& value, const Type& type) {
  if (is_non_null(&type)) {
    return print_default(value, *type.of);
  }
  switch (value.kind()) {
    case Value::Kind::undefined:
    case Value::Kind::null:
      return "null";
    case Value::Kind::list: {
      std::string out = "[";
      for (const auto& item : value.items()) {
        out += out.size() > 1 ? ", " : "";
        out += print_default(item, is_list(&type) ? *type.of : type);
      }
      return out + ']';
    }
    case Value::Kind::object:
      return print_object_default(value, &type);
    case Value::Kind::enumeration:
      return std::string(value.text());
    case Value::Kind::string:
      return type.name == "ID" && is_integer_text(value.text()) ? std::string(value.text())
                                                                : print_string(value.text());
    default: {
      std::string out;
      append_json(out, value);
      return out;
    }
  }
}

}  // namespace graphql
