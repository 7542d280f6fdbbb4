#include "graphql/validation/rule.hpp"
#include "graphql/validation/rules.hpp"

#include <unordered_set>

namespace graphql {
namespace {

struct ExecutableDefinitions {
  Context& c;

  bool enter(const ast::Document& document) {
    for (const auto* definition : document.definitions) {
      if (!ast::is_executable(definition->kind)) {
        c.report("The " + describe(*definition) + " definition is not executable.",
                 {definition->start});
      }
    }
    return false;
  }

  static std::string describe(const ast::Node& definition) {
    if (definition.kind == ast::Kind::directive_definition) {
      return quoted(static_cast<const ast::DirectiveDefinition&>(definition).name.value);
    }
    const bool is_schema = definition.kind == ast::Kind::schema_definition ||
                           definition.kind == ast::Kind::schema_extension;
    return is_schema ? "schema"
                     : quoted(static_cast<const ast::TypeDefinition&>(definition).name.value);
  }
};

struct UniqueOperationNames {
  Context& c;
  ScratchMap<std::string_view, std::uint32_t> known{c.memory()};

  bool enter(const ast::Operation& operation) {
    if (operation.name) {
      const auto [entry, is_new] = known.try_emplace(operation.name.value, operation.name.start);
      if (!is_new) {
        c.report("There can be only one operation named " + quoted(operation.name.value) + '.',
                 {entry->second, operation.name.start});
      }
    }
    return false;
  }
  bool enter(const ast::Fragment&) { return false; }
};

struct LoneAnonymousOperation {
  Context& c;
  std::size_t operations = 0;

  void enter(const ast::Document& document) {
    for (const auto* definition : document.definitions) {
      operations += definition->kind == ast::Kind::operation ? 1 : 0;
    }
  }
  bool enter(const ast::Operation& operation) {
    if (!operation.name && operations > 1) {
      c.report("This anonymous operation must be the only defined operation.", {operation.start});
    }
    return false;
  }
  bool enter(const ast::Fragment&) { return false; }
};

/// The fields that a subscription has at its root, by response name, as execution would collect
/// them.
class RootFields {
 public:
  using Group = std::vector<const ast::Field*>;

  RootFields(const Context& context, const Type& root) : context_(context), root_(root) {}

  void collect(const ast::SelectionSet& selections) {
    for (const auto* selection : selections.selections) {
      switch (selection->kind) {
        case ast::Kind::field:
          add(static_cast<const ast::Field&>(*selection));
          break;
        case ast::Kind::fragment_spread:
          add(static_cast<const ast::FragmentSpread&>(*selection));
          break;
        default:
          add(static_cast<const ast::InlineFragment&>(*selection));
      }
    }
  }

  const std::vector<Group>& groups() const { return groups_; }

 private:
  void add(const ast::Field& field) {
    if (is_left_out(field.directives)) {
      return;
    }
    const auto [entry, is_new] = positions_.try_emplace(field.response_key(), groups_.size());
    if (is_new) {
      groups_.emplace_back();
    }
    groups_[entry->second].push_back(&field);
  }

  void add(const ast::FragmentSpread& spread) {
    if (is_left_out(spread.directives) || !visited_.insert(spread.name.value).second) {
      return;
    }
    const auto* fragment = context_.fragment(spread.name.value);
    if (fragment != nullptr && applies(fragment->condition)) {
      collect(*fragment->selections);
    }
  }

  void add(const ast::InlineFragment& fragment) {
    if (!is_left_out(fragment.directives) && applies(fragment.condition)) {
      collect(*fragment.selections);
    }
  }

  bool applies(const ast::TypeRef* condition) const {
    if (condition == nullptr) {
      return true;
    }
    const auto* type = context_.schema()->type(condition->name);
    return type == &root_ || (is_abstract(type) && context_.schema()->is_possible(*type, root_));
  }

  /// What a variable decides counts as asked for.
  static bool is_left_out(ast::List<ast::Directive> directives) {
    for (const auto* directive : directives) {
      const bool skip = directive->name.value == "skip";
      if (!skip && directive->name.value != "include") {
        continue;
      }
      for (const auto* argument : directive->arguments) {
        if (argument->name.value == "if" && argument->value->kind == ast::Kind::boolean_value &&
            argument->value->flag == skip) {
          return true;
        }
      }
    }
    return false;
  }

  const Context& context_;
  const Type& root_;
  std::vector<Group> groups_;
  std::unordered_map<std::string_view, std::size_t> positions_;
  std::unordered_set<std::string_view> visited_;
};

struct SingleFieldSubscriptions {
  Context& c;

  bool enter(const ast::Operation& operation) {
    const auto* root = c.schema()->root(ast::OperationKind::subscription);
    if (operation.operation != ast::OperationKind::subscription || root == nullptr) {
      return false;
    }
    RootFields fields(c, *root);
    fields.collect(*operation.selections);
    const auto subject = operation.name ? "Subscription " + quoted(operation.name.value)
                                        : std::string("Anonymous Subscription");
    std::vector<std::uint32_t> extra;
    for (const auto& group : fields.groups()) {
      if (&group == &fields.groups().front()) {
        continue;
      }
      for (const auto* field : group) {
        extra.push_back(field->start);
      }
    }
    if (!extra.empty()) {
      c.report(subject + " must select only one top level field.", extra);
    }
    for (const auto& group : fields.groups()) {
      if (group.front()->name.value.starts_with("__")) {
        std::vector<std::uint32_t> places;
        for (const auto* field : group) {
          places.push_back(field->start);
        }
        c.report(subject + " must not select an introspection top level field.", places);
      }
    }
    return false;
  }
  bool enter(const ast::Fragment&) { return false; }
};

}  // namespace

RulePtr executable_definitions(Context& c) {
  return rule<ExecutableDefinitions>(c);
}
RulePtr unique_operation_names(Context& c) {
  return rule<UniqueOperationNames>(c);
}
RulePtr lone_anonymous_operation(Context& c) {
  return rule<LoneAnonymousOperation>(c);
}
RulePtr single_field_subscriptions(Context& c) {
  return rule<SingleFieldSubscriptions>(c);
}

}  // namespace graphql
