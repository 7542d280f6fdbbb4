#include "graphql/validation/validate.hpp"

#include "graphql/validation/rule.hpp"
#include "graphql/validation/rules.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace graphql {
namespace {

struct RuleEntry {
  std::string_view name;
  RulePtr (*make)(Context&);
};

/// The order is that of graphql-js: it decides which of two errors at one place comes first.
constexpr RuleEntry k_request_rules[] = {
    {"ExecutableDefinitionsRule", executable_definitions},
    {"UniqueOperationNamesRule", unique_operation_names},
    {"LoneAnonymousOperationRule", lone_anonymous_operation},
    {"SingleFieldSubscriptionsRule", single_field_subscriptions},
    {"KnownTypeNamesRule", known_type_names},
    {"FragmentsOnCompositeTypesRule", fragments_on_composite_types},
    {"VariablesAreInputTypesRule", variables_are_input_types},
    {"ScalarLeafsRule", scalar_leafs},
    {"FieldsOnCorrectTypeRule", fields_on_correct_type},
    {"UniqueFragmentNamesRule", unique_fragment_names},
    {"KnownFragmentNamesRule", known_fragment_names},
    {"NoUnusedFragmentsRule", no_unused_fragments},
    {"PossibleFragmentSpreadsRule", possible_fragment_spreads},
    {"NoFragmentCyclesRule", no_fragment_cycles},
    {"UniqueVariableNamesRule", unique_variable_names},
    {"NoUndefinedVariablesRule", no_undefined_variables},
    {"NoUnusedVariablesRule", no_unused_variables},
    {"KnownDirectivesRule", known_directives},
    {"UniqueDirectivesPerLocationRule", unique_directives_per_location},
    {"KnownArgumentNamesRule", known_argument_names},
    {"UniqueArgumentNamesRule", unique_argument_names},
    {"ValuesOfCorrectTypeRule", values_of_correct_type},
    {"ProvidedRequiredArgumentsRule", provided_required_arguments},
    {"VariablesInAllowedPositionRule", variables_in_allowed_position},
    {"OverlappingFieldsCanBeMergedRule", overlapping_fields_can_be_merged},
    {"UniqueInputFieldNamesRule", unique_input_field_names},
    {"MaxIntrospectionDepthRule", max_introspection_depth},
};

constexpr RuleEntry k_schema_rules[] = {
    {"LoneSchemaDefinitionRule", lone_schema_definition},
    {"UniqueOperationTypesRule", unique_operation_types},
    {"UniqueTypeNamesRule", unique_type_names},
    {"UniqueEnumValueNamesRule", unique_enum_value_names},
    {"UniqueFieldDefinitionNamesRule", unique_field_definition_names},
    {"UniqueArgumentDefinitionNamesRule", unique_argument_definition_names},
    {"UniqueDirectiveNamesRule", unique_directive_names},
    {"KnownTypeNamesRule", known_type_names},
    {"KnownDirectivesRule", known_directives},
    {"UniqueDirectivesPerLocationRule", unique_directives_per_location},
    {"PossibleTypeExtensionsRule", possible_type_extensions},
    {"KnownArgumentNamesOnDirectivesRule", known_argument_names_on_directives},
    {"UniqueArgumentNamesRule", unique_argument_names},
    {"UniqueInputFieldNamesRule", unique_input_field_names},
    {"ProvidedRequiredArgumentsOnDirectivesRule", provided_required_arguments_on_directives},
};

/// Those that a server may ask for in addition.
constexpr RuleEntry k_optional_rules[] = {
    {"NoSchemaIntrospectionCustomRule", no_schema_introspection},
    {"NoDeprecatedCustomRule", no_deprecated},
};

/// Which of a table's rules care for which kinds of nodes: bit i stands for rule i.
struct Interest {
  std::array<std::uint64_t, k_kinds> enter{};
  std::array<std::uint64_t, k_kinds> leave{};

  void add(std::size_t index, const Rule& rule) {
    for (std::size_t kind = 0; kind < k_kinds; ++kind) {
      const auto bit = std::uint64_t{1} << index;
      enter[kind] |= rule.enters(static_cast<ast::Kind>(kind)) ? bit : 0;
      leave[kind] |= rule.leaves(static_cast<ast::Kind>(kind)) ? bit : 0;
    }
  }
};

template <class F>
void for_each_bit(std::uint64_t bits, F&& f) {
  for (; bits != 0; bits &= bits - 1) {
    f(static_cast<std::size_t>(std::countr_zero(bits)));
  }
}

/// Goes through the document once, all rules side by side.
class Walk {
 public:
  Walk(Context& context, bool with_types)
      : context_(context),
        with_types_(with_types),
        rules_(context.memory()),
        skipping_(context.memory()) {}

  void add(RulePtr rule) {
    own_interest_.add(rules_.size(), *rule);
    add_known(std::move(rule));
  }

  /// A rule whose interest stands in the table given to use().
  void add_known(RulePtr rule) {
    rules_.push_back(std::move(rule));
    skipping_.push_back(nullptr);
  }

  void use(const Interest& interest) { interest_ = &interest; }
  const Interest& interest() const { return *interest_; }

  void visit(const ast::Node& node) {
    const auto kind = static_cast<std::size_t>(node.kind);
    if (with_types_) {
      context_.types().enter(node);
    }
    bool skips = false;
    for_each_bit(interest_->enter[kind], [&](std::size_t index) {
      if (skipping_[index] == nullptr && !rules_[index]->enter(node)) {
        skipping_[index] = &node;
        skips = true;
      }
    });
    context_.ancestors().push_back(&node);
    ast::for_each_child(node, [this](const ast::Node& child) { visit(child); });
    context_.ancestors().pop_back();
    for_each_bit(interest_->leave[kind], [&](std::size_t index) {
      if (skipping_[index] == nullptr) {
        rules_[index]->leave(node);
      }
    });
    if (skips) {
      std::ranges::replace(skipping_, &node, static_cast<const ast::Node*>(nullptr));
    }
    if (with_types_) {
      context_.types().leave(node);
    }
  }

 private:
  Context& context_;
  bool with_types_;
  ScratchVector<RulePtr> rules_;
  ScratchVector<const ast::Node*> skipping_;
  Interest own_interest_;
  const Interest* interest_ = &own_interest_;
};

template <class Choose>
std::vector<Error> run(Context& context, bool with_types, Choose&& add_rules) {
  Walk walk(context, with_types);
  add_rules(walk);
  try {
    walk.visit(context.document());
  } catch (const Context::Aborted&) {
    // The last error says so.
  }
  return context.take_errors();
}

/// The interest of a whole table is found out once.
template <const auto& table>
void add_all(Walk& walk, Context& context) {
  static const Interest k_interest = [&] {
    Walk first(context, false);
    for (const auto& entry : table) {
      first.add(entry.make(context));
    }
    return first.interest();
  }();
  walk.use(k_interest);
  for (const auto& entry : table) {
    walk.add_known(entry.make(context));
  }
}

template <std::size_t N>
void add_named(Walk& walk, Context& context, const RuleEntry (&table)[N],
               std::span<const std::string_view> names) {
  for (const auto& entry : table) {
    if (std::ranges::find(names, entry.name) != names.end()) {
      walk.add(entry.make(context));
    }
  }
}

}  // namespace

void EndRule::operator()(Rule* rule) const {
  rule->~Rule();
}

std::vector<Error> validate(const Schema& schema, const ast::Document& document,
                            const ValidateOptions& options) {
  Context context(&schema, document, options);
  return run(context, true, [&](Walk& walk) { add_all<k_request_rules>(walk, context); });
}

std::vector<Error> validate(const Schema& schema, const ast::Document& document,
                            std::span<const std::string_view> rules,
                            const ValidateOptions& options) {
  Context context(&schema, document, options);
  return run(context, true, [&](Walk& walk) {
    add_named(walk, context, k_request_rules, rules);
    add_named(walk, context, k_optional_rules, rules);
  });
}

std::vector<Error> validate_sdl(const ast::Document& document, const Schema* schema) {
  Context context(schema, document, {.max_errors = SIZE_MAX});
  return run(context, false, [&](Walk& walk) { add_all<k_schema_rules>(walk, context); });
}

std::vector<Error> validate_sdl(const ast::Document& document, const Schema* schema,
                                std::span<const std::string_view> rules) {
  Context context(schema, document, {.max_errors = SIZE_MAX});
  return run(context, false, [&](Walk& walk) { add_named(walk, context, k_schema_rules, rules); });
}

}  // namespace graphql
