#include "graphql/execution/plan.hpp"

#include "graphql/execution/resolver.hpp"
#include "graphql/language/printer.hpp"
#include "graphql/language/visit.hpp"
#include "graphql/type/coerce.hpp"

#include <algorithm>

namespace graphql {
namespace {

bool uses_variable(const ast::Value& value) {
  return value.kind == ast::Kind::variable ||
         std::ranges::any_of(value.items, [](const auto* item) { return uses_variable(*item); }) ||
         std::ranges::any_of(value.fields,
                             [](const auto* field) { return uses_variable(*field->value); });
}

const ast::Argument* find_argument(ast::List<ast::Argument> arguments, std::string_view name) {
  const ast::Argument* found = nullptr;
  for (const auto* argument : arguments) {
    found = argument->name.value == name ? argument : found;
  }
  return found;
}

/// The `if` of @skip or @include.
bool condition(const ast::Directive& directive, const Value& variables) {
  const auto* argument = find_argument(directive.arguments, "if");
  if (argument == nullptr) {
    return false;
  }
  if (argument->value->kind != ast::Kind::variable) {
    return argument->value->flag;
  }
  const auto value = variables[argument->value->text];
  if (value.is_null()) {
    throw ArgumentError{"Argument \"if\" of non-null type \"Boolean!\" must not be null.",
                        argument->value->start};
  }
  return value.boolean();
}

bool is_included(ast::List<ast::Directive> directives, const Value& variables) {
  for (const auto* directive : directives) {
    const bool skip = directive->name.value == "skip";
    if ((skip || directive->name.value == "include") && condition(*directive, variables) == skip) {
      return false;
    }
  }
  return true;
}

}  // namespace

/// Groups the fields of selection sets by response key, in the order in which keys are first met.
class FieldCollector {
 public:
  struct Group {
    Group(std::string_view given, Memory* memory) : key(given), nodes(memory) {}

    std::string_view key;
    ScratchVector<const ast::Field*> nodes;
  };

  FieldCollector(Planner& planner, const Type& type)
      : planner_(planner),
        type_(type),
        groups_(planner.memory_.get()),
        positions_(planner.memory_.get()),
        visited_(planner.memory_.get()) {}

  void collect(const ast::SelectionSet& selections) {
    for (const auto* selection : selections.selections) {
      if (selection->kind == ast::Kind::field) {
        add(static_cast<const ast::Field&>(*selection));
      } else if (selection->kind == ast::Kind::fragment_spread) {
        add(static_cast<const ast::FragmentSpread&>(*selection));
      } else {
        const auto& fragment = static_cast<const ast::InlineFragment&>(*selection);
        if (is_included(fragment.directives, planner_.variables_) && applies(fragment.condition)) {
          collect(*fragment.selections);
        }
      }
    }
  }

  const ScratchVector<Group>& groups() const { return groups_; }

 private:
  void add(const ast::Field& field) {
    if (!is_included(field.directives, planner_.variables_)) {
      return;
    }
    const auto key = field.response_key();
    const auto position = find(key);
    if (position == groups_.size()) {
      groups_.emplace_back(key, groups_.get_allocator().resource());
    }
    groups_[position].nodes.push_back(&field);
  }

  /// Few keys are compared one by one, many are looked up.
  std::size_t find(std::string_view key) {
    constexpr std::size_t k_many = 16;
    if (groups_.size() < k_many) {
      const auto found = std::ranges::find(groups_, key, &Group::key);
      return static_cast<std::size_t>(found - groups_.begin());
    }
    for (; indexed_ < groups_.size(); ++indexed_) {
      positions_.try_emplace(groups_[indexed_].key, indexed_);
    }
    const auto found = positions_.find(key);
    return found == positions_.end() ? groups_.size() : found->second;
  }

  void add(const ast::FragmentSpread& spread) {
    if (!is_included(spread.directives, planner_.variables_) ||
        !visited_.insert(spread.name.value).second) {
      return;
    }
    const auto fragment = planner_.fragments_.find(spread.name.value);
    if (fragment != planner_.fragments_.end() && applies(fragment->second->condition)) {
      collect(*fragment->second->selections);
    }
  }

  bool applies(const ast::TypeRef* condition_node) const {
    if (condition_node == nullptr || condition_node->name == type_.name) {
      return true;
    }
    const auto* condition_type = planner_.schema_.type(condition_node->name);
    return is_abstract(condition_type) && planner_.schema_.is_possible(*condition_type, type_);
  }

  const Planner& planner_;
  const Type& type_;
  ScratchVector<Group> groups_;
  std::size_t indexed_ = 0;
  ScratchMap<std::string_view, std::size_t> positions_;
  ScratchSet<std::string_view> visited_;
};

Planner::Planner(const Schema& schema, const ast::Document& document, const Value& variables,
                 Arena& arena, std::uint32_t& next_id)
    : schema_(schema), variables_(variables), arena_(arena), next_id_(next_id) {
  for (const auto* definition : document.definitions) {
    if (definition->kind == ast::Kind::fragment) {
      const auto& fragment = static_cast<const ast::Fragment&>(*definition);
      fragments_[fragment.name.value] = &fragment;
    }
  }
}

namespace {

std::span<const ast::Field*> copy(Arena& arena, const ScratchVector<const ast::Field*>& nodes) {
  auto list = arena.array<const ast::Field*>(nodes.size());
  std::ranges::copy(nodes, list.begin());
  return list;
}

}  // namespace

const SelectionPlan* Planner::plan(const Type& root, const ast::SelectionSet& selections) {
  // A selection set is the sub-fields of a field that nobody wrote.
  auto* whole = arena_.make<ast::Field>();
  whole->selections = &selections;
  auto nodes = arena_.array<const ast::Field*>(1);
  nodes[0] = whole;
  return plan(root, nodes);
}

const SelectionPlan* Planner::plan(const Type& type, ast::List<ast::Field> nodes) {
  FieldCollector collector(*this, type);
  for (const auto* node : nodes) {
    if (node->selections != nullptr) {
      collector.collect(*node->selections);
    }
  }
  auto* result = arena_.make<SelectionPlan>();
  result->type = &type;
  result->fields = arena_.array<FieldPlan>(collector.groups().size());
  std::size_t count = 0;
  for (const auto& group : collector.groups()) {
    auto planned = field(type, group.key, copy(arena_, group.nodes));
    if (planned.definition != nullptr) {
      result->needs_preparation = result->needs_preparation || planned.needs_preparation;
      result->fields[count++] = planned;
    }
  }
  result->fields = result->fields.first(count);
  return result;
}

/// `"key":`. A name has nothing to escape.
std::string_view Planner::key_json(std::string_view key) {
  const auto size = key.size() + 3;
  auto* text = static_cast<char*>(arena_.allocate(std::max(size, Output::k_padding), 1));
  std::fill_n(text, Output::k_padding, ' ');
  text[0] = '"';
  std::ranges::copy(key, text + 1);
  text[size - 2] = '"';
  text[size - 1] = ':';
  return {text, size};
}

FieldPlan Planner::field(const Type& parent, std::string_view key, ast::List<ast::Field> nodes) {
  FieldPlan plan_of_field;
  const auto& node = *nodes.front();
  const auto* definition = schema_.field(parent, node.name.value);
  if (definition == nullptr) {
    return plan_of_field;
  }
  plan_of_field.key_json = key_json(key);
  plan_of_field.response_key = key;
  plan_of_field.definition = definition;
  plan_of_field.parent = &parent;
  plan_of_field.nodes = nodes;
  plan_of_field.id = next_id_++;
  plan_of_field.is_typename = node.name.value == "__typename";
  const auto* resolver = definition->resolver;
  plan_of_field.type = nullable_type(definition->type);
  plan_of_field.is_non_null = is_non_null(definition->type);
  plan_of_field.is_leaf =
      !is_list(plan_of_field.type) && resolver != nullptr && resolver->is_leaf();
  plan_of_field.has_variables = std::ranges::any_of(
      node.arguments, [](const auto* argument) { return uses_variable(*argument->value); });
  if (!plan_of_field.has_variables) {
    // What fails here fails again, with its words, when the field is executed.
    auto arguments =
        coerce_arguments(definition->arguments, node.arguments, node.start, {}, arena_);
    plan_of_field.has_variables = !arguments.has_value();
    plan_of_field.arguments = arguments.value_or(Value{});
  }
  const auto* named = named_type(definition->type);
  plan_of_field.named = named;
  plan_of_field.is_abstract = is_abstract(named);
  if (is_object(named)) {
    try {
      plan_of_field.selection = plan(*named, nodes);
    } catch (ArgumentError& refusal) {
      plan_of_field.refusal = &refusals_.emplace_back(std::move(refusal));
    }
  }
  plan_of_field.needs_preparation =
      (resolver != nullptr && resolver->is_load()) ||
      (plan_of_field.selection != nullptr && plan_of_field.selection->needs_preparation) ||
      (plan_of_field.is_abstract && schema_.has_loads());
  return plan_of_field;
}

std::expected<Value, ArgumentError> coerce_arguments(const std::vector<InputValue>& definitions,
                                                     ast::List<ast::Argument> given,
                                                     std::uint32_t offset, const Value& variables,
                                                     Arena& arena) {
  auto members = arena.array<Member>(definitions.size());
  std::size_t count = 0;
  const auto refuse = [](std::string message, std::uint32_t at) {
    return std::unexpected(ArgumentError{std::move(message), at});
  };
  for (const auto& definition : definitions) {
    const auto* argument = find_argument(given, definition.name);
    const auto label = [&] { return "Argument \"" + std::string(definition.name) + "\" of "; };
    const bool missing_variable = argument != nullptr &&
                                  argument->value->kind == ast::Kind::variable &&
                                  variables[argument->value->text].is_undefined();
    if (argument == nullptr || missing_variable) {
      if (!definition.default_value.is_undefined()) {
        members[count++] = {definition.name, definition.default_value};
      } else if (is_non_null(definition.type)) {
        const auto type = "required type \"" + to_string(*definition.type) + "\" was ";
        return missing_variable ? refuse(label() + type + "provided the variable \"$" +
                                             std::string(argument->value->text) +
                                             "\" which was not provided a runtime value.",
                                         argument->value->start)
                                : refuse(label() + type + "not provided.", offset);
      }
      continue;
    }
    const auto& literal = *argument->value;
    const bool is_null = literal.kind == ast::Kind::null_value ||
                         (literal.kind == ast::Kind::variable && variables[literal.text].is_null());
    if (is_null && is_non_null(definition.type)) {
      return refuse(
          label() + "non-null type \"" + to_string(*definition.type) + "\" must not be null.",
          literal.start);
    }
    const auto value = value_of(literal, *definition.type, arena, variables);
    if (value.is_undefined()) {
      return refuse("Argument \"" + std::string(definition.name) + "\" has invalid value " +
                        print(literal) + '.',
                    literal.start);
    }
    members[count++] = {definition.name, value};
  }
  return Value::of(std::span<const Member>(members.first(count)));
}

namespace {

bool find_condition(const ast::Node& node) {
  if (node.kind == ast::Kind::directive) {
    const auto& directive = static_cast<const ast::Directive&>(node);
    const bool decides = directive.name.value == "skip" || directive.name.value == "include";
    return decides && std::ranges::any_of(directive.arguments, [](const auto* argument) {
             return argument->value->kind == ast::Kind::variable;
           });
  }
  bool found = false;
  if (!ast::is_value(node.kind)) {
    ast::for_each_child(node,
                        [&](const ast::Node& child) { found = found || find_condition(child); });
  }
  return found;
}

}  // namespace

bool has_conditions(const ast::Document& document) {
  return find_condition(document);
}

}  // namespace graphql
