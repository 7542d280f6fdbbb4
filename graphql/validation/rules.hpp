// The rules, by topic. validate.cpp says which of them hold for requests and which for schemas.
#pragma once

#include <memory>

namespace graphql {

class Context;
class Rule;
/// A rule's memory is the context's.
struct EndRule {
  void operator()(Rule* rule) const;
};
using RulePtr = std::unique_ptr<Rule, EndRule>;

// rules_operations.cpp
RulePtr executable_definitions(Context&);
RulePtr unique_operation_names(Context&);
RulePtr lone_anonymous_operation(Context&);
RulePtr single_field_subscriptions(Context&);

// rules_fields.cpp
RulePtr scalar_leafs(Context&);
RulePtr fields_on_correct_type(Context&);

// rules_overlapping.cpp
RulePtr overlapping_fields_can_be_merged(Context&);

// rules_fragments.cpp
RulePtr fragments_on_composite_types(Context&);
RulePtr unique_fragment_names(Context&);
RulePtr known_fragment_names(Context&);
RulePtr no_unused_fragments(Context&);
RulePtr possible_fragment_spreads(Context&);
RulePtr no_fragment_cycles(Context&);

// rules_variables.cpp
RulePtr unique_variable_names(Context&);
RulePtr no_undefined_variables(Context&);
RulePtr no_unused_variables(Context&);
RulePtr variables_are_input_types(Context&);
RulePtr variables_in_allowed_position(Context&);

// rules_arguments.cpp
RulePtr known_argument_names(Context&);
RulePtr known_argument_names_on_directives(Context&);
RulePtr unique_argument_names(Context&);
RulePtr provided_required_arguments(Context&);
RulePtr provided_required_arguments_on_directives(Context&);

// rules_values.cpp
RulePtr values_of_correct_type(Context&);
RulePtr unique_input_field_names(Context&);

// rules_directives.cpp
RulePtr known_directives(Context&);
RulePtr unique_directives_per_location(Context&);

// rules_introspection.cpp
RulePtr max_introspection_depth(Context&);
RulePtr no_schema_introspection(Context&);
RulePtr no_deprecated(Context&);

// rules_types.cpp
RulePtr known_type_names(Context&);
RulePtr unique_type_names(Context&);
RulePtr possible_type_extensions(Context&);

// rules_schema.cpp
RulePtr lone_schema_definition(Context&);
RulePtr unique_operation_types(Context&);
RulePtr unique_enum_value_names(Context&);
RulePtr unique_field_definition_names(Context&);
RulePtr unique_argument_definition_names(Context&);
RulePtr unique_directive_names(Context&);

}  // namespace graphql
