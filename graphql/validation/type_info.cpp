#include "graphql/validation/type_info.hpp"

#include <algorithm>

namespace graphql {

const Type* TypePool::resolve(const ast::TypeRef& node) {
  if (node.kind == ast::Kind::named_type) {
    return schema_.type(node.name);
  }
  const auto* of = resolve(*node.of);
  if (of == nullptr) {
    return nullptr;
  }
  const auto kind = node.kind == ast::Kind::list_type ? TypeKind::list : TypeKind::non_null;
  if (const auto* known = schema_.wrapped(kind, *of)) {
    return known;
  }
  auto& type = made_.emplace_back();
  type.kind = kind;
  type.of = of;
  return &type;
}

void TypeInfo::push_input(const InputValue* position, const Type* type) {
  positions_.push_back(position);
  inputs_.push_back(is_input(type) ? type : nullptr);
}

void TypeInfo::enter_field(const ast::Field& node) {
  const auto* parent = parent_type();
  const auto* field = parent != nullptr ? schema_.field(*parent, node.name.value) : nullptr;
  fields_.push_back(field);
  types_.push_back(field != nullptr && is_output(field->type) ? field->type : nullptr);
}

void TypeInfo::enter_argument(const ast::Argument& node) {
  argument_ = nullptr;
  const std::vector<InputValue>* arguments = nullptr;
  if (directive_ != nullptr) {
    arguments = &directive_->arguments;
  } else if (field() != nullptr) {
    arguments = &field()->arguments;
  }
  if (arguments != nullptr) {
    const auto found = std::ranges::find(*arguments, node.name.value, &InputValue::name);
    argument_ = found == arguments->end() ? nullptr : &*found;
  }
  push_input(argument_, argument_ != nullptr ? argument_->type : nullptr);
}

void TypeInfo::enter_object_field(const ast::ObjectField& node) {
  const auto* object = named_type(input_type());
  const auto* field = is_input_object(object) ? object->input_field(node.name.value) : nullptr;
  push_input(field, field != nullptr ? field->type : nullptr);
}

void TypeInfo::enter(const ast::Node& node) {
  switch (node.kind) {
    case ast::Kind::selection_set: {
      const auto* named = named_type(type());
      parents_.push_back(is_composite(named) ? named : nullptr);
      return;
    }
    case ast::Kind::field:
      return enter_field(static_cast<const ast::Field&>(node));
    case ast::Kind::directive:
      directive_ = schema_.directive(static_cast<const ast::Directive&>(node).name.value);
      return;
    case ast::Kind::operation: {
      const auto* root = schema_.root(static_cast<const ast::Operation&>(node).operation);
      types_.push_back(is_object(root) ? root : nullptr);
      return;
    }
    case ast::Kind::inline_fragment:
    case ast::Kind::fragment: {
      const auto* condition = node.kind == ast::Kind::fragment
                                  ? static_cast<const ast::Fragment&>(node).condition
                                  : static_cast<const ast::InlineFragment&>(node).condition;
      const auto* named = condition != nullptr ? schema_.type(condition->name) : named_type(type());
      types_.push_back(is_output(named) ? named : nullptr);
      return;
    }
    case ast::Kind::variable_definition: {
      const auto& definition = static_cast<const ast::VariableDefinition&>(node);
      const auto* input = pool_.resolve(*definition.type);
      inputs_.push_back(is_input(input) ? input : nullptr);
      return;
    }
    case ast::Kind::argument:
      return enter_argument(static_cast<const ast::Argument&>(node));
    case ast::Kind::list_value: {
      const auto* list = nullable_type(input_type());
      return push_input(nullptr, is_list(list) ? list->of : list);
    }
    case ast::Kind::object_field:
      return enter_object_field(static_cast<const ast::ObjectField&>(node));
    case ast::Kind::enum_value: {
      const auto* type = named_type(input_type());
      enum_value_ =
          is_enum(type) ? type->value(static_cast<const ast::Value&>(node).text) : nullptr;
      return;
    }
    default:
      return;
  }
}

void TypeInfo::leave(const ast::Node& node) {
  switch (node.kind) {
    case ast::Kind::selection_set:
      return parents_.pop_back();
    case ast::Kind::field:
      fields_.pop_back();
      return types_.pop_back();
    case ast::Kind::directive:
      directive_ = nullptr;
      return;
    case ast::Kind::operation:
    case ast::Kind::inline_fragment:
    case ast::Kind::fragment:
      return types_.pop_back();
    case ast::Kind::variable_definition:
      return inputs_.pop_back();
    case ast::Kind::argument:
      argument_ = nullptr;
      [[fallthrough]];
    case ast::Kind::list_value:
    case ast::Kind::object_field:
      positions_.pop_back();
      return inputs_.pop_back();
    case ast::Kind::enum_value:
      enum_value_ = nullptr;
      return;
    default:
      return;
  }
}

}  // namespace graphql
