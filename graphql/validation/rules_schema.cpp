#include "graphql/validation/rule.hpp"
#include "graphql/validation/rules.hpp"

#include <array>

namespace graphql {
namespace {

using Names = ScratchMap<std::string_view, std::uint32_t>;

struct LoneSchemaDefinition {
  Context& c;
  std::size_t definitions = 0;

  void enter(const ast::SchemaDefinition& node) {
    if (node.kind == ast::Kind::schema_extension) {
      return;
    }
    if (is_already_defined()) {
      c.report("Cannot define a new schema within a schema extension.", {node.start});
      return;
    }
    if (definitions > 0) {
      c.report("Must provide only one schema definition.", {node.start});
    }
    ++definitions;
  }

  bool is_already_defined() const {
    const auto* schema = c.schema();
    return schema != nullptr && (schema->has_definition() || schema->query() != nullptr ||
                                 schema->root(ast::OperationKind::mutation) != nullptr ||
                                 schema->root(ast::OperationKind::subscription) != nullptr);
  }
};

struct UniqueOperationTypes {
  Context& c;
  std::array<const ast::OperationType*, 3> defined = {};

  bool enter(const ast::SchemaDefinition& node) {
    for (const auto* operation : node.operations) {
      const auto word = std::string(ast::name_of(operation->operation));
      auto*& first = defined[static_cast<std::size_t>(operation->operation)];
      if (c.schema() != nullptr && c.schema()->root(operation->operation) != nullptr) {
        c.report("Type for " + word + " already defined in the schema. It cannot be redefined.",
                 {operation->start});
      } else if (first != nullptr) {
        c.report("There can be only one " + word + " type in schema.",
                 {first->start, operation->start});
      } else {
        first = operation;
      }
    }
    return false;
  }
};

struct UniqueEnumValueNames {
  Context& c;
  ScratchMap<std::string_view, Names> known{c.memory()};

  bool enter(const ast::TypeDefinition& node) {
    const auto* existing = c.schema() != nullptr ? c.schema()->type(node.name.value) : nullptr;
    for (const auto* value : node.values) {
      const auto label = "Enum value \"" + std::string(node.name.value) + '.' +
                         std::string(value->name.value) + '"';
      if (is_enum(existing) && existing->value(value->name.value) != nullptr) {
        c.report(label +
                     " already exists in the schema. It cannot also be defined in this type "
                     "extension.",
                 {value->name.start});
        continue;
      }
      const auto [entry, is_new] =
          known[node.name.value].try_emplace(value->name.value, value->name.start);
      if (!is_new) {
        c.report(label + " can only be defined once.", {entry->second, value->name.start});
      }
    }
    return false;
  }
};

struct UniqueFieldDefinitionNames {
  Context& c;
  ScratchMap<std::string_view, Names> known{c.memory()};

  bool enter(const ast::TypeDefinition& node) {
    for (const auto* field : node.fields) {
      check(node, field->name);
    }
    for (const auto* field : node.input_fields) {
      check(node, field->name);
    }
    return false;
  }

  void check(const ast::TypeDefinition& node, const ast::Name& field) {
    const auto* existing = c.schema() != nullptr ? c.schema()->type(node.name.value) : nullptr;
    const bool exists = existing != nullptr && (existing->field(field.value) != nullptr ||
                                                existing->input_field(field.value) != nullptr);
    const auto label =
        "Field \"" + std::string(node.name.value) + '.' + std::string(field.value) + '"';
    if (exists) {
      c.report(label +
                   " already exists in the schema. It cannot also be defined in this type "
                   "extension.",
               {field.start});
      return;
    }
    const auto [entry, is_new] = known[node.name.value].try_emplace(field.value, field.start);
    if (!is_new) {
      c.report(label + " can only be defined once.", {entry->second, field.start});
    }
  }
};

struct UniqueArgumentDefinitionNames {
  Context& c;

  bool enter(const ast::DirectiveDefinition& node) {
    check('@' + std::string(node.name.value), node.arguments);
    return false;
  }
  bool enter(const ast::TypeDefinition& node) {
    for (const auto* field : node.fields) {
      check(std::string(node.name.value) + '.' + std::string(field->name.value), field->arguments);
    }
    return false;
  }

  void check(const std::string& owner, ast::List<ast::InputValueDefinition> arguments) {
    for_each_repeated(
        arguments, [](const ast::InputValueDefinition& argument) { return argument.name.value; },
        [&](std::string_view name, const auto& group) {
          std::vector<std::uint32_t> places;
          for (const auto* argument : group) {
            places.push_back(argument->name.start);
          }
          c.report(
              "Argument \"" + owner + '(' + std::string(name) + ":)\" can only be defined once.",
              places);
        });
  }
};

struct UniqueDirectiveNames {
  Context& c;
  Names known = {};

  bool enter(const ast::DirectiveDefinition& node) {
    const auto name = node.name.value;
    if (c.schema() != nullptr && c.schema()->directive(name) != nullptr) {
      c.report("Directive \"@" + std::string(name) +
                   "\" already exists in the schema. It cannot be redefined.",
               {node.name.start});
      return true;
    }
    const auto [entry, is_new] = known.try_emplace(name, node.name.start);
    if (!is_new) {
      c.report("There can be only one directive named \"@" + std::string(name) + "\".",
               {entry->second, node.name.start});
    }
    return false;
  }
};

}  // namespace

RulePtr lone_schema_definition(Context& c) {
  return rule<LoneSchemaDefinition>(c);
}
RulePtr unique_operation_types(Context& c) {
  return rule<UniqueOperationTypes>(c);
}
RulePtr unique_enum_value_names(Context& c) {
  return rule<UniqueEnumValueNames>(c);
}
RulePtr unique_field_definition_names(Context& c) {
  return rule<UniqueFieldDefinitionNames>(c);
}
RulePtr unique_argument_definition_names(Context& c) {
  return rule<UniqueArgumentDefinitionNames>(c);
}
RulePtr unique_directive_names(Context& c) {
  return rule<UniqueDirectiveNames>(c);
}

}  // namespace graphql
