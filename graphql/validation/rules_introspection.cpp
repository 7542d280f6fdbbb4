#include "graphql/validation/rule.hpp"
#include "graphql/validation/rules.hpp"

#include <algorithm>
#include <map>

namespace graphql {
namespace {

/// Lists of the introspection types within each other multiply: three levels are enough for every
/// tool.
struct MaxIntrospectionDepth {
  Context& c;

  bool enter(const ast::Field& field) {
    if (field.name.value != "__schema" && field.name.value != "__type") {
      return true;
    }
    shallow.clear();
    if (!is_too_deep(field, 0)) {
      return true;
    }
    c.report("Maximum introspection depth exceeded", {field.start});
    return false;
  }

  bool is_too_deep(const ast::Node& node, int depth) {
    constexpr int k_most_lists = 3;
    if (node.kind == ast::Kind::fragment_spread) {
      return is_fragment_too_deep(static_cast<const ast::FragmentSpread&>(node), depth);
    }
    const ast::SelectionSet* selections = nullptr;
    if (node.kind == ast::Kind::field) {
      const auto& field = static_cast<const ast::Field&>(node);
      depth += is_list_of_types(field.name.value) ? 1 : 0;
      if (depth >= k_most_lists) {
        return true;
      }
      selections = field.selections;
    } else {
      selections = static_cast<const ast::InlineFragment&>(node).selections;
    }
    return selections != nullptr && is_any_too_deep(*selections, depth);
  }

  bool is_any_too_deep(const ast::SelectionSet& selections, int depth) {
    return std::ranges::any_of(selections.selections, [&](const ast::Node* selection) {
      return is_too_deep(*selection, depth);
    });
  }

  /// A fragment is looked at once for each depth; what is being looked at already is a cycle.
  bool is_fragment_too_deep(const ast::FragmentSpread& spread, int depth) {
    const auto* fragment = c.fragment(spread.name.value);
    const bool is_new =
        fragment != nullptr && shallow.emplace(std::pair(fragment, depth), true).second;
    return is_new && is_any_too_deep(*fragment->selections, depth);
  }

  static bool is_list_of_types(std::string_view name) {
    return name == "fields" || name == "interfaces" || name == "possibleTypes" ||
           name == "inputFields";
  }

  std::map<std::pair<const ast::Fragment*, int>, bool> shallow = {};
};

struct NoSchemaIntrospection {
  Context& c;

  void enter(const ast::Field& field) {
    const auto* type = named_type(c.types().type());
    if (type != nullptr && is_introspection(type->name)) {
      c.report(
          "GraphQL introspection has been disabled, but the requested query contained the "
          "field " +
              quoted(field.name.value) + '.',
          {field.start});
    }
  }
};

struct NoDeprecated {
  Context& c;

  void enter(const ast::Field& node) {
    const auto* field = c.types().field();
    if (field != nullptr && field->deprecation) {
      c.report("The field " + std::string(c.types().parent_type()->name) + '.' +
                   std::string(field->name) + " is deprecated. " + std::string(*field->deprecation),
               {node.start});
    }
  }

  void enter(const ast::Argument& node) {
    const auto* argument = c.types().argument();
    if (argument == nullptr || !argument->deprecation) {
      return;
    }
    const auto* directive = c.types().directive();
    const auto owner = directive != nullptr
                           ? "Directive \"@" + std::string(directive->name) + '"'
                           : "Field \"" + std::string(c.types().parent_type()->name) + '.' +
                                 std::string(c.types().field()->name) + '"';
    c.report(owner + " argument " + quoted(argument->name) + " is deprecated. " +
                 std::string(*argument->deprecation),
             {node.start});
  }

  void enter(const ast::ObjectField& node) {
    const auto* object = named_type(c.types().parent_input_type());
    const auto* field = is_input_object(object) ? object->input_field(node.name.value) : nullptr;
    if (field != nullptr && field->deprecation) {
      c.report("The input field " + std::string(object->name) + '.' + std::string(field->name) +
                   " is deprecated. " + std::string(*field->deprecation),
               {node.start});
    }
  }

  void enter(const ast::Value& node) {
    const auto* value = node.kind == ast::Kind::enum_value ? c.types().enum_value() : nullptr;
    if (value != nullptr && value->deprecation) {
      c.report("The enum value \"" + std::string(named_type(c.types().input_type())->name) + '.' +
                   std::string(value->name) + "\" is deprecated. " +
                   std::string(*value->deprecation),
               {node.start});
    }
  }
};

}  // namespace

RulePtr max_introspection_depth(Context& c) {
  return rule<MaxIntrospectionDepth>(c);
}
RulePtr no_schema_introspection(Context& c) {
  return rule<NoSchemaIntrospection>(c);
}
RulePtr no_deprecated(Context& c) {
  return rule<NoDeprecated>(c);
}

}  // namespace graphql
