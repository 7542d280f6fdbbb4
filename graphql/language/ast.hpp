// The document as a tree. Nodes live in the arena of their Document and point into its source:
// nothing is copied but strings with escapes.
//
// Built by parse(), immutable afterwards; any number of threads may read. `start` and `end` are
// byte offsets.
#pragma once

#include "graphql/language/arena.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace graphql::ast {

enum class Kind : std::uint8_t {
  document,
  operation,
  variable_definition,
  selection_set,
  field,
  argument,
  fragment_spread,
  inline_fragment,
  fragment,
  variable,
  int_value,
  float_value,
  string_value,
  boolean_value,
  null_value,
  enum_value,
  list_value,
  object_value,
  object_field,
  directive,
  named_type,
  list_type,
  non_null_type,
  schema_definition,
  schema_extension,
  operation_type,
  scalar_definition,
  object_definition,
  interface_definition,
  union_definition,
  enum_definition,
  input_definition,
  scalar_extension,
  object_extension,
  interface_extension,
  union_extension,
  enum_extension,
  input_extension,
  field_definition,
  input_value_definition,
  enum_value_definition,
  directive_definition,
};

enum class OperationKind : std::uint8_t { query, mutation, subscription };

struct Node {
  Kind kind;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
};

struct Name {
  std::string_view value;
  std::uint32_t start = 0;

  explicit operator bool() const { return !value.empty(); }
};

template <class T>
using List = std::span<const T* const>;

/// named_type has `name`; list_type and non_null_type have `of`.
struct TypeRef : Node {
  std::string_view name;
  const TypeRef* of = nullptr;
};

struct ObjectField;

/// A literal or a variable. `text` is the variable's name, the number as written, the string's
/// value or the enum value; `flag` says true, or that a string was written as a block.
struct Value : Node {
  std::string_view text;
  List<Value> items;
  List<ObjectField> fields;
  std::uint32_t name_start = 0;
  bool flag = false;
};

struct ObjectField : Node {
  Name name;
  const Value* value = nullptr;
};

struct Argument : Node {
  Name name;
  const Value* value = nullptr;
};

struct Directive : Node {
  Name name;
  List<Argument> arguments;
};

/// Its selections are Field, FragmentSpread or InlineFragment.
struct SelectionSet : Node {
  List<Node> selections;
};

struct Field : Node {
  Name alias;
  Name name;
  List<Argument> arguments;
  List<Directive> directives;
  const SelectionSet* selections = nullptr;

  std::string_view response_key() const { return alias ? alias.value : name.value; }
};

struct FragmentSpread : Node {
  Name name;
  List<Directive> directives;
};

struct InlineFragment : Node {
  const TypeRef* condition = nullptr;
  List<Directive> directives;
  const SelectionSet* selections = nullptr;
};

struct VariableDefinition : Node {
  const Value* description = nullptr;
  const Value* variable = nullptr;
  const TypeRef* type = nullptr;
  const Value* default_value = nullptr;
  List<Directive> directives;
};

struct Operation : Node {
  OperationKind operation = OperationKind::query;
  const Value* description = nullptr;
  Name name;
  List<VariableDefinition> variables;
  List<Directive> directives;
  const SelectionSet* selections = nullptr;
};

struct Fragment : Node {
  const Value* description = nullptr;
  Name name;
  List<VariableDefinition> variables;
  const TypeRef* condition = nullptr;
  List<Directive> directives;
  const SelectionSet* selections = nullptr;
};

struct OperationType : Node {
  OperationKind operation = OperationKind::query;
  const TypeRef* type = nullptr;
};

/// `schema { … }` and `extend schema …`.
struct SchemaDefinition : Node {
  const Value* description = nullptr;
  List<Directive> directives;
  List<OperationType> operations;
};

struct InputValueDefinition : Node {
  const Value* description = nullptr;
  Name name;
  const TypeRef* type = nullptr;
  const Value* default_value = nullptr;
  List<Directive> directives;
};

struct FieldDefinition : Node {
  const Value* description = nullptr;
  Name name;
  List<InputValueDefinition> arguments;
  const TypeRef* type = nullptr;
  List<Directive> directives;
};

struct EnumValueDefinition : Node {
  const Value* description = nullptr;
  Name name;
  List<Directive> directives;
};

/// The definition or extension of a type of any kind; only the lists of its kind are filled.
struct TypeDefinition : Node {
  const Value* description = nullptr;
  Name name;
  List<TypeRef> interfaces;
  List<Directive> directives;
  List<FieldDefinition> fields;
  List<InputValueDefinition> input_fields;
  List<TypeRef> members;
  List<EnumValueDefinition> values;
};

/// A location is a Name, kept as a named type.
struct DirectiveDefinition : Node {
  const Value* description = nullptr;
  Name name;
  List<InputValueDefinition> arguments;
  List<TypeRef> locations;
  bool repeatable = false;
};

/// Owns the nodes; the source must outlive it.
struct Document : Node {
  Document() : Node{Kind::document} {}

  std::string_view source;
  Arena arena;
  List<Node> definitions;
  std::size_t tokens = 0;
};

constexpr bool is_type_definition(Kind kind) {
  return kind >= Kind::scalar_definition && kind <= Kind::input_definition;
}
constexpr bool is_type_extension(Kind kind) {
  return kind >= Kind::scalar_extension && kind <= Kind::input_extension;
}
constexpr bool is_value(Kind kind) {
  return kind >= Kind::variable && kind <= Kind::object_value;
}
constexpr bool is_executable(Kind kind) {
  return kind == Kind::operation || kind == Kind::fragment;
}
constexpr std::string_view name_of(OperationKind kind) {
  constexpr std::string_view k_names[] = {"query", "mutation", "subscription"};
  return k_names[static_cast<std::size_t>(kind)];
}

}  // namespace graphql::ast
