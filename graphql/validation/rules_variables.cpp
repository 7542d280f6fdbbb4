#include "graphql/language/printer.hpp"
#include "graphql/validation/rule.hpp"
#include "graphql/validation/rules.hpp"

namespace graphql {
namespace {

std::string variable(std::string_view name) {
  return "Variable \"$" + std::string(name) + '"';
}

struct UniqueVariableNames {
  Context& c;

  void enter(const ast::Operation& operation) {
    for_each_repeated(
        operation.variables,
        [](const ast::VariableDefinition& definition) { return definition.variable->text; },
        [&](std::string_view name, const auto& group) {
          std::vector<std::uint32_t> places;
          for (const auto* definition : group) {
            places.push_back(definition->variable->name_start);
          }
          c.report("There can be only one variable named \"$" + std::string(name) + "\".", places);
        });
  }
};

struct NoUndefinedVariables {
  Context& c;

  void leave(const ast::Operation& operation) {
    const auto& usages = c.usages(operation);
    if (usages.empty()) {
      return;
    }
    ScratchSet<std::string_view> defined(c.memory());
    for (const auto* definition : operation.variables) {
      defined.insert(definition->variable->text);
    }
    for (const auto& usage : usages) {
      if (defined.contains(usage.node->text)) {
        continue;
      }
      const auto where =
          operation.name ? " by operation " + quoted(operation.name.value) : std::string();
      c.report(variable(usage.node->text) + " is not defined" + where + '.',
               {usage.node->start, operation.start});
    }
  }
};

struct NoUnusedVariables {
  Context& c;

  void leave(const ast::Operation& operation) {
    if (operation.variables.empty()) {
      return;
    }
    ScratchSet<std::string_view> used(c.memory());
    for (const auto& usage : c.usages(operation)) {
      used.insert(usage.node->text);
    }
    for (const auto* definition : operation.variables) {
      if (used.contains(definition->variable->text)) {
        continue;
      }
      const auto where =
          operation.name ? " in operation " + quoted(operation.name.value) : std::string();
      c.report(variable(definition->variable->text) + " is never used" + where + '.',
               {definition->start});
    }
  }
};

struct VariablesAreInputTypes {
  Context& c;

  void enter(const ast::VariableDefinition& definition) {
    const auto* type = c.resolve(*definition.type);
    if (type != nullptr && !is_input(type)) {
      c.report(variable(definition.variable->text) + " cannot be non-input type " +
                   quoted(print(*definition.type)) + '.',
               {definition.type->start});
    }
  }
};

struct VariablesInAllowedPosition {
  Context& c;

  void leave(const ast::Operation& operation) {
    if (operation.variables.empty()) {
      return;
    }
    std::unordered_map<std::string_view, const ast::VariableDefinition*> definitions;
    for (const auto* definition : operation.variables) {
      definitions[definition->variable->text] = definition;
    }
    for (const auto& usage : c.usages(operation)) {
      const auto found = definitions.find(usage.node->text);
      if (found != definitions.end() && usage.type != nullptr) {
        check(*found->second, usage);
      }
    }
  }

  void check(const ast::VariableDefinition& definition, const VariableUsage& usage) {
    const auto* type = c.resolve(*definition.type);
    if (type != nullptr && !is_allowed(definition, *type, usage)) {
      c.report(variable(usage.node->text) + " of type " + quoted(to_string(*type)) +
                   " used in position expecting type " + quoted(to_string(*usage.type)) + '.',
               {definition.start, usage.node->start});
    }
    const bool in_one_of = is_input_object(usage.parent_type) && usage.parent_type->one_of;
    if (in_one_of && type != nullptr && !is_non_null(type)) {
      c.report(variable(usage.node->text) + " is of type " + quoted(to_string(*type)) +
                   " but must be non-nullable to be used for OneOf Input Object " +
                   quoted(usage.parent_type->name) + '.',
               {definition.start, usage.node->start});
    }
  }

  /// A nullable variable may stand where null is refused, if something else takes the place of
  /// null.
  bool is_allowed(const ast::VariableDefinition& definition, const Type& type,
                  const VariableUsage& usage) {
    if (!is_non_null(usage.type) || is_non_null(&type)) {
      return is_subtype(*c.schema(), type, *usage.type);
    }
    const bool has_default = definition.default_value != nullptr &&
                             definition.default_value->kind != ast::Kind::null_value;
    const bool place_has_default =
        usage.position != nullptr && !usage.position->default_value.is_undefined();
    return (has_default || place_has_default) && is_subtype(*c.schema(), type, *usage.type->of);
  }
};

}  // namespace

RulePtr unique_variable_names(Context& c) {
  return rule<UniqueVariableNames>(c);
}
RulePtr no_undefined_variables(Context& c) {
  return rule<NoUndefinedVariables>(c);
}
RulePtr no_unused_variables(Context& c) {
  return rule<NoUnusedVariables>(c);
}
RulePtr variables_are_input_types(Context& c) {
  return rule<VariablesAreInputTypes>(c);
}
RulePtr variables_in_allowed_position(Context& c) {
  return rule<VariablesInAllowedPosition>(c);
}

}  // namespace graphql
