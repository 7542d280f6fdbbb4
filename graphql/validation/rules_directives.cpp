#include "graphql/validation/rule.hpp"
#include "graphql/validation/rules.hpp"

#include <algorithm>

namespace graphql {
namespace {

/// The name of the place where a directive on the node stands. `around` is the node that holds it.
std::string_view location_of(const ast::Node& node, const ast::Node* around) {
  using ast::Kind;
  switch (node.kind) {
    case Kind::operation: {
      constexpr std::string_view k_operations[] = {"QUERY", "MUTATION", "SUBSCRIPTION"};
      const auto operation = static_cast<const ast::Operation&>(node).operation;
      return k_operations[static_cast<std::size_t>(operation)];
    }
    case Kind::field:
      return "FIELD";
    case Kind::fragment_spread:
      return "FRAGMENT_SPREAD";
    case Kind::inline_fragment:
      return "INLINE_FRAGMENT";
    case Kind::fragment:
      return "FRAGMENT_DEFINITION";
    case Kind::variable_definition:
      return "VARIABLE_DEFINITION";
    case Kind::schema_definition:
    case Kind::schema_extension:
      return "SCHEMA";
    case Kind::scalar_definition:
    case Kind::scalar_extension:
      return "SCALAR";
    case Kind::object_definition:
    case Kind::object_extension:
      return "OBJECT";
    case Kind::field_definition:
      return "FIELD_DEFINITION";
    case Kind::interface_definition:
    case Kind::interface_extension:
      return "INTERFACE";
    case Kind::union_definition:
    case Kind::union_extension:
      return "UNION";
    case Kind::enum_definition:
    case Kind::enum_extension:
      return "ENUM";
    case Kind::enum_value_definition:
      return "ENUM_VALUE";
    case Kind::input_definition:
    case Kind::input_extension:
      return "INPUT_OBJECT";
    case Kind::input_value_definition:
      return around != nullptr && around->kind == Kind::input_definition ? "INPUT_FIELD_DEFINITION"
                                                                         : "ARGUMENT_DEFINITION";
    default:
      return {};
  }
}

struct KnownDirectives {
  Context& c;

  void enter(const ast::Directive& directive) {
    const auto name = directive.name.value;
    const auto* node = c.directive_node(name);
    const auto* definition = node == nullptr ? c.directive(name) : nullptr;
    if (node == nullptr && definition == nullptr) {
      c.report("Unknown directive \"@" + std::string(name) + "\".", {directive.start});
      return;
    }
    const auto& ancestors = c.ancestors();
    const auto* around = ancestors.size() > 1 ? ancestors[ancestors.size() - 2] : nullptr;
    const auto location = location_of(*ancestors.back(), around);
    const bool allowed =
        node != nullptr
            ? std::ranges::any_of(node->locations,
                                  [&](const ast::TypeRef* at) { return at->name == location; })
            : std::ranges::find(definition->locations, location) != definition->locations.end();
    if (!location.empty() && !allowed) {
      c.report("Directive \"@" + std::string(name) + "\" may not be used on " +
                   std::string(location) + '.',
               {directive.start});
    }
  }
};

using Seen = ScratchMap<std::string_view, const ast::Directive*>;

struct UniqueDirectivesPerLocation {
  Context& c;
  Seen on_schema{c.memory()};
  ScratchMap<std::string_view, Seen> on_types{c.memory()};

  void enter(const ast::Operation& node) { check_alone(node.directives); }
  void enter(const ast::VariableDefinition& node) { check_alone(node.directives); }
  void enter(const ast::Field& node) { check_alone(node.directives); }
  void enter(const ast::FragmentSpread& node) { check_alone(node.directives); }
  void enter(const ast::InlineFragment& node) { check_alone(node.directives); }
  void enter(const ast::Fragment& node) { check_alone(node.directives); }
  void enter(const ast::FieldDefinition& node) { check_alone(node.directives); }
  void enter(const ast::InputValueDefinition& node) { check_alone(node.directives); }
  void enter(const ast::EnumValueDefinition& node) { check_alone(node.directives); }
  void enter(const ast::SchemaDefinition& node) { check(node.directives, on_schema); }
  void enter(const ast::TypeDefinition& node) { check(node.directives, on_types[node.name.value]); }

  void check_alone(ast::List<ast::Directive> directives) {
    if (directives.size() > 1) {
      Seen seen(c.memory());
      check(directives, seen);
    }
  }

  void check(ast::List<ast::Directive> directives, Seen& seen) {
    for (const auto* directive : directives) {
      const auto name = directive->name.value;
      if (!is_unique(name)) {
        continue;
      }
      const auto [entry, is_new] = seen.try_emplace(name, directive);
      if (!is_new) {
        c.report(
            "The directive \"@" + std::string(name) + "\" can only be used once at this location.",
            {entry->second->start, directive->start});
      }
    }
  }

  bool is_unique(std::string_view name) const {
    if (const auto* node = c.directive_node(name)) {
      return !node->repeatable;
    }
    const auto* definition = c.directive(name);
    return definition != nullptr && !definition->repeatable;
  }
};

}  // namespace

RulePtr known_directives(Context& c) {
  return rule<KnownDirectives>(c);
}
RulePtr unique_directives_per_location(Context& c) {
  return rule<UniqueDirectivesPerLocation>(c);
}

}  // namespace graphql
