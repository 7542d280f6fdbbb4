// Walking a document: a node as its own type, and its children in the order in which the
// specification writes them.
#pragma once

#include "graphql/language/ast.hpp"

#include <type_traits>

namespace graphql::ast {

/// Calls `f` with the tag of the struct that nodes of the kind are.
template <class F>
constexpr decltype(auto) with_kind(Kind kind, F&& f) {
  switch (kind) {
    case Kind::document:
      return f(std::type_identity<Document>{});
    case Kind::operation:
      return f(std::type_identity<Operation>{});
    case Kind::variable_definition:
      return f(std::type_identity<VariableDefinition>{});
    case Kind::selection_set:
      return f(std::type_identity<SelectionSet>{});
    case Kind::field:
      return f(std::type_identity<Field>{});
    case Kind::argument:
      return f(std::type_identity<Argument>{});
    case Kind::fragment_spread:
      return f(std::type_identity<FragmentSpread>{});
    case Kind::inline_fragment:
      return f(std::type_identity<InlineFragment>{});
    case Kind::fragment:
      return f(std::type_identity<Fragment>{});
    case Kind::object_field:
      return f(std::type_identity<ObjectField>{});
    case Kind::directive:
      return f(std::type_identity<Directive>{});
    case Kind::named_type:
    case Kind::list_type:
    case Kind::non_null_type:
      return f(std::type_identity<TypeRef>{});
    case Kind::schema_definition:
    case Kind::schema_extension:
      return f(std::type_identity<SchemaDefinition>{});
    case Kind::operation_type:
      return f(std::type_identity<OperationType>{});
    case Kind::field_definition:
      return f(std::type_identity<FieldDefinition>{});
    case Kind::input_value_definition:
      return f(std::type_identity<InputValueDefinition>{});
    case Kind::enum_value_definition:
      return f(std::type_identity<EnumValueDefinition>{});
    case Kind::directive_definition:
      return f(std::type_identity<DirectiveDefinition>{});
    case Kind::scalar_definition:
    case Kind::object_definition:
    case Kind::interface_definition:
    case Kind::union_definition:
    case Kind::enum_definition:
    case Kind::input_definition:
    case Kind::scalar_extension:
    case Kind::object_extension:
    case Kind::interface_extension:
    case Kind::union_extension:
    case Kind::enum_extension:
    case Kind::input_extension:
      return f(std::type_identity<TypeDefinition>{});
    case Kind::variable:
    case Kind::int_value:
    case Kind::float_value:
    case Kind::string_value:
    case Kind::boolean_value:
    case Kind::null_value:
    case Kind::enum_value:
    case Kind::list_value:
    case Kind::object_value:
      break;
  }
  return f(std::type_identity<Value>{});
}

/// Calls `f` with the node as what it is.
template <class F>
decltype(auto) with_node(const Node& node, F&& f) {
  return with_kind(node.kind, [&]<class T>(std::type_identity<T>) -> decltype(auto) {
    return f(static_cast<const T&>(node));
  });
}

/// Calls `f` with each child.
template <class F>
class Children {
 public:
  explicit Children(F& f) : f_(f) {}

  void operator()(const Document& n) { all(n.definitions); }
  void operator()(const Operation& n) {
    one(n.description), all(n.variables), all(n.directives), one(n.selections);
  }
  void operator()(const VariableDefinition& n) {
    one(n.description), one(n.variable), one(n.type), one(n.default_value), all(n.directives);
  }
  void operator()(const SelectionSet& n) { all(n.selections); }
  void operator()(const Field& n) { all(n.arguments), all(n.directives), one(n.selections); }
  void operator()(const Argument& n) { one(n.value); }
  void operator()(const FragmentSpread& n) { all(n.directives); }
  void operator()(const InlineFragment& n) {
    one(n.condition), all(n.directives), one(n.selections);
  }
  void operator()(const Fragment& n) {
    one(n.description), all(n.variables), one(n.condition), all(n.directives), one(n.selections);
  }
  void operator()(const Value& n) { all(n.items), all(n.fields); }
  void operator()(const ObjectField& n) { one(n.value); }
  void operator()(const Directive& n) { all(n.arguments); }
  void operator()(const TypeRef& n) { one(n.of); }
  void operator()(const SchemaDefinition& n) {
    one(n.description), all(n.directives), all(n.operations);
  }
  void operator()(const OperationType& n) { one(n.type); }
  void operator()(const TypeDefinition& n) {
    one(n.description), all(n.interfaces), all(n.directives), all(n.fields);
    all(n.input_fields), all(n.members), all(n.values);
  }
  void operator()(const FieldDefinition& n) {
    one(n.description), all(n.arguments), one(n.type), all(n.directives);
  }
  void operator()(const InputValueDefinition& n) {
    one(n.description), one(n.type), one(n.default_value), all(n.directives);
  }
  void operator()(const EnumValueDefinition& n) { one(n.description), all(n.directives); }
  void operator()(const DirectiveDefinition& n) { one(n.description), all(n.arguments); }

 private:
  template <class T>
  void one(const T* child) {
    if (child != nullptr) {
      f_(*child);
    }
  }
  template <class T>
  void all(List<T> children) {
    for (const auto* child : children) {
      f_(*child);
    }
  }

  F& f_;
};

template <class F>
void for_each_child(const Node& node, F&& f) {
  with_node(node, Children<std::remove_reference_t<F>>(f));
}

}  // namespace graphql::ast
