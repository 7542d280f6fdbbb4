// Which types a place in a document has: kept while the document is walked. Owned by the walk, one
// thread.
#pragma once

#include "graphql/language/ast.hpp"
#include "graphql/language/scratch.hpp"
#include "graphql/type/schema.hpp"

#include <list>

namespace graphql {

/// The types that a document names. A list or non-null type that the schema itself does not use is
/// made here and lives as long as the pool.
class TypePool {
 public:
  explicit TypePool(const Schema& schema) : schema_(schema) {}

  /// nullptr where the schema does not have the named type.
  const Type* resolve(const ast::TypeRef& node);

 private:
  const Schema& schema_;
  std::list<Type> made_;
};

class TypeInfo {
 public:
  TypeInfo(const Schema& schema, TypePool& pool, Memory* memory)
      : schema_(schema),
        pool_(pool),
        types_(memory),
        parents_(memory),
        inputs_(memory),
        fields_(memory),
        positions_(memory) {}

  void enter(const ast::Node& node);
  void leave(const ast::Node& node);

  const Type* type() const { return top(types_); }
  const Type* parent_type() const { return top(parents_); }
  const Type* input_type() const { return top(inputs_); }
  const Type* parent_input_type() const {
    return inputs_.size() > 1 ? inputs_[inputs_.size() - 2] : nullptr;
  }
  const FieldDef* field() const { return top(fields_); }
  /// The argument or input field whose value this is; nullptr within a list.
  const InputValue* input_position() const { return top(positions_); }
  const DirectiveDef* directive() const { return directive_; }
  const InputValue* argument() const { return argument_; }
  const EnumValue* enum_value() const { return enum_value_; }

 private:
  template <class T>
  static T top(const ScratchVector<T>& stack) {
    return stack.empty() ? nullptr : stack.back();
  }
  void enter_argument(const ast::Argument& node);
  void enter_object_field(const ast::ObjectField& node);
  void enter_field(const ast::Field& node);
  void push_input(const InputValue* position, const Type* type);

  const Schema& schema_;
  TypePool& pool_;
  ScratchVector<const Type*> types_;
  ScratchVector<const Type*> parents_;
  ScratchVector<const Type*> inputs_;
  ScratchVector<const FieldDef*> fields_;
  ScratchVector<const InputValue*> positions_;
  const DirectiveDef* directive_ = nullptr;
  const InputValue* argument_ = nullptr;
  const EnumValue* enum_value_ = nullptr;
};

}  // namespace graphql
