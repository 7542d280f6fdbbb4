#include "graphql/type/schema.hpp"

#include "graphql/execution/resolver.hpp"

#include <algorithm>
#include <numeric>

namespace graphql {
namespace {

constexpr std::size_t k_many = 8;

/// Few are searched one by one, many by halving.
template <class T>
const T* find_named(const std::vector<T>& items, const std::vector<std::uint32_t>& order,
                    std::string_view name) {
  if (order.size() != items.size()) {
    const auto found = std::ranges::find(items, name, &T::name);
    return found == items.end() ? nullptr : &*found;
  }
  const auto found = std::ranges::lower_bound(
      order, name, {}, [&](std::uint32_t position) { return items[position].name; });
  return found == order.end() || items[*found].name != name ? nullptr : &items[*found];
}

template <class T>
std::vector<std::uint32_t> order_by_name(const std::vector<T>& items) {
  if (items.size() <= k_many) {
    return {};
  }
  std::vector<std::uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::uint32_t i) { return std::pair(items[i].name, i); });
  return order;
}

}  // namespace

bool InputValue::is_required() const {
  return is_non_null(type) && default_value.is_undefined();
}

const InputValue* FieldDef::argument(std::string_view name_of_argument) const {
  return find_named(arguments, {}, name_of_argument);
}

const FieldDef* Type::field(std::string_view field_name) const {
  return find_named(fields, by_name_, field_name);
}
const InputValue* Type::input_field(std::string_view field_name) const {
  return find_named(input_fields, by_name_, field_name);
}
const EnumValue* Type::value(std::string_view value_name) const {
  return find_named(values, by_name_, value_name);
}

std::string_view Type::name_of(std::int64_t number) const {
  const auto found =
      std::ranges::find(numbers, number, [](const auto& pair) { return pair.first; });
  return found == numbers.end() ? std::string_view{} : found->second;
}

std::int64_t Type::number_of(std::string_view value_name) const {
  const auto found =
      std::ranges::find(numbers, value_name, [](const auto& pair) { return pair.second; });
  return found == numbers.end() ? 0 : found->first;
}

const Type* Schema::type_of(const void* key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : found->second;
}

const Type* Schema::type(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

const DirectiveDef* Schema::directive(std::string_view name) const {
  const auto found = std::ranges::find(directives_, name, &DirectiveDef::name);
  return found == directives_.end() ? nullptr : &*found;
}

const FieldDef* Schema::field(const Type& parent, std::string_view name) const {
  if (name.starts_with("__")) {
    if (name == schema_field_.name && &parent == query()) {
      return &schema_field_;
    }
    if (name == type_field_.name && &parent == query()) {
      return &type_field_;
    }
    if (name == typename_field_.name && is_composite(&parent)) {
      return &typename_field_;
    }
  }
  return is_object(&parent) || is_interface(&parent) ? parent.field(name) : nullptr;
}

bool Schema::is_possible(const Type& abstract, const Type& type) const {
  if (is_union(&abstract)) {
    return std::ranges::find(abstract.members, &type) != abstract.members.end();
  }
  return std::ranges::find(type.interfaces, &abstract) != type.interfaces.end();
}

const Type* Schema::wrapped(TypeKind kind, const Type& of) const {
  const auto& known = kind == TypeKind::list ? lists_ : non_nulls_;
  const auto found = known.find(&of);
  return found == known.end() ? nullptr : found->second;
}

Type* Schema::add(TypeKind kind, std::string_view name) {
  auto& type = storage_.emplace_back();
  type.kind = kind;
  type.name = name;
  return &type;
}

const Type* Schema::list_of(const Type* type) {
  auto& list = lists_[type];
  if (list == nullptr) {
    auto* made = add(TypeKind::list, {});
    made->of = type;
    list = made;
  }
  return list;
}

const Type* Schema::non_null(const Type* type) {
  auto& result = non_nulls_[type];
  if (result == nullptr) {
    auto* made = add(TypeKind::non_null, {});
    made->of = type;
    result = made;
  }
  return result;
}

void Schema::finish() {
  for (auto& type : storage_) {
    type.by_name_ = is_enum(&type)           ? order_by_name(type.values)
                    : is_input_object(&type) ? order_by_name(type.input_fields)
                                             : order_by_name(type.fields);
    type.possible = is_union(&type) ? type.members : std::vector<const Type*>{};
  }
  for (const auto* type : types_) {
    if (!is_object(type)) {
      continue;
    }
    for (const auto* interface : type->interfaces) {
      const auto found = by_name_.find(interface->name);
      if (found != by_name_.end() && is_interface(found->second)) {
        found->second->possible.push_back(type);
      }
    }
  }
}

const Type* named_type(const Type* type) {
  while (is_list(type) || is_non_null(type)) {
    type = type->of;
  }
  return type;
}

const Type* nullable_type(const Type* type) {
  return is_non_null(type) ? type->of : type;
}

bool is_input(const Type* type) {
  const auto* named = named_type(type);
  return is_leaf(named) || is_input_object(named);
}

bool is_output(const Type* type) {
  const auto* named = named_type(type);
  return is_leaf(named) || is_composite(named);
}

std::string to_string(const Type& type) {
  switch (type.kind) {
    case TypeKind::list:
      return '[' + to_string(*type.of) + ']';
    case TypeKind::non_null:
      return to_string(*type.of) + '!';
    default:
      return std::string(type.name);
  }
}

bool is_equal(const Type& a, const Type& b) {
  if (&a == &b) {
    return true;
  }
  const bool wrapped = a.kind == b.kind && a.of != nullptr && b.of != nullptr;
  return wrapped && is_equal(*a.of, *b.of);
}

bool is_subtype(const Schema& schema, const Type& sub, const Type& super) {
  if (&sub == &super) {
    return true;
  }
  if (is_non_null(&super)) {
    return is_non_null(&sub) && is_subtype(schema, *sub.of, *super.of);
  }
  if (is_non_null(&sub)) {
    return is_subtype(schema, *sub.of, super);
  }
  if (is_list(&super)) {
    return is_list(&sub) && is_subtype(schema, *sub.of, *super.of);
  }
  if (is_list(&sub)) {
    return false;
  }
  return is_abstract(&super) && (is_interface(&sub) || is_object(&sub)) &&
         schema.is_possible(super, sub);
}

bool overlap(const Schema& schema, const Type& a, const Type& b) {
  if (&a == &b) {
    return true;
  }
  if (is_abstract(&a) && is_abstract(&b)) {
    return std::ranges::any_of(a.possible,
                               [&](const Type* type) { return schema.is_possible(b, *type); });
  }
  if (is_abstract(&a)) {
    return schema.is_possible(a, b);
  }
  return is_abstract(&b) && schema.is_possible(b, a);
}

bool is_builtin_scalar(std::string_view name) {
  return name == "String" || name == "Int" || name == "Float" || name == "Boolean" || name == "ID";
}

bool is_introspection(std::string_view name) {
  constexpr std::string_view k_names[] = {"__Schema",    "__Directive", "__DirectiveLocation",
                                          "__Type",      "__Field",     "__InputValue",
                                          "__EnumValue", "__TypeKind"};
  return std::ranges::find(k_names, name) != std::end(k_names);
}

}  // namespace graphql
