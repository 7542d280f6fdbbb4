#include "graphql/language/printer.hpp"
#include "graphql/type/coerce.hpp"
#include "graphql/type/suggestions.hpp"
#include "graphql/validation/rule.hpp"
#include "graphql/validation/rules.hpp"

namespace graphql {
namespace {

struct ValuesOfCorrectType {
  Context& c;
  ScratchMap<std::string_view, const ast::VariableDefinition*> variables{c.memory()};

  void enter(const ast::Operation&) { variables.clear(); }
  void enter(const ast::VariableDefinition& definition) {
    variables[definition.variable->text] = &definition;
  }

  bool enter(const ast::Value& value) {
    switch (value.kind) {
      case ast::Kind::variable:
        return true;
      case ast::Kind::list_value:
        return is_list(nullable_type(c.types().parent_input_type())) || check_leaf(value);
      case ast::Kind::object_value:
        return check_object(value);
      case ast::Kind::null_value:
        check_null(value);
        return true;
      default:
        check_leaf(value);
        return true;
    }
  }

  void enter(const ast::ObjectField& field) {
    const auto* parent = named_type(c.types().parent_input_type());
    if (c.types().input_type() != nullptr || !is_input_object(parent)) {
      return;
    }
    std::vector<std::string_view> names;
    for (const auto& known : parent->input_fields) {
      names.push_back(known.name);
    }
    c.report("Field " + quoted(field.name.value) + " is not defined by type " +
                 quoted(parent->name) + '.' +
                 did_you_mean(suggestion_list(field.name.value, names)),
             {field.start});
  }

  void check_null(const ast::Value& value) {
    const auto* type = c.types().input_type();
    if (is_non_null(type)) {
      c.report("Expected value of type " + quoted(to_string(*type)) + ", found null.",
               {value.start});
    }
  }

  bool check_object(const ast::Value& value) {
    const auto* type = named_type(c.types().input_type());
    if (!is_input_object(type)) {
      return check_leaf(value);
    }
    std::unordered_map<std::string_view, const ast::ObjectField*> given;
    for (const auto* field : value.fields) {
      given[field->name.value] = field;
    }
    for (const auto& field : type->input_fields) {
      if (!given.contains(field.name) && field.is_required()) {
        c.report("Field \"" + std::string(type->name) + '.' + std::string(field.name) +
                     "\" of required type " + quoted(to_string(*field.type)) + " was not provided.",
                 {value.start});
      }
    }
    if (type->one_of) {
      check_one_of(value, *type, given.size(), value.fields.empty() ? nullptr : value.fields[0]);
    }
    return true;
  }

  void check_one_of(const ast::Value& value, const Type& type, std::size_t names,
                    const ast::ObjectField* first) {
    if (names != 1) {
      c.report("OneOf Input Object " + quoted(type.name) + " must specify exactly one key.",
               {value.start});
      return;
    }
    // Of several fields with the one name the last counts.
    const auto& field = *value.fields.back();
    if (field.value->kind == ast::Kind::null_value) {
      c.report("Field \"" + std::string(type.name) + '.' + std::string(first->name.value) +
                   "\" must be non-null.",
               {value.start});
      return;
    }
    if (field.value->kind != ast::Kind::variable) {
      return;
    }
    const auto definition = variables.find(field.value->text);
    if (definition != variables.end() &&
        definition->second->type->kind != ast::Kind::non_null_type) {
      c.report("Variable " + quoted(field.value->text) +
                   " must be non-nullable to be used for OneOf Input Object " + quoted(type.name) +
                   '.',
               {value.start});
    }
  }

  /// Always false: what is below the value is not looked at.
  bool check_leaf(const ast::Value& value) {
    const auto* expected = c.types().input_type();
    if (expected == nullptr) {
      return false;
    }
    const auto* type = named_type(expected);
    if (!is_leaf(type)) {
      c.report(mismatch(*expected, value) + '.', {value.start});
      return false;
    }
    const auto parsed = parse_leaf(*type, value, c.arena());
    if (!parsed) {
      c.report(parsed.error().complete ? parsed.error().message
                                       : mismatch(*expected, value) + "; " + parsed.error().message,
               {value.start});
    }
    return false;
  }

  static std::string mismatch(const Type& type, const ast::Value& value) {
    return "Expected value of type " + quoted(to_string(type)) + ", found " + print(value);
  }
};

struct UniqueInputFieldNames {
  Context& c;

  void enter(const ast::Value& value) {
    if (value.fields.size() < 2) {
      return;
    }
    std::unordered_map<std::string_view, std::uint32_t> known;
    for (const auto* field : value.fields) {
      const auto [entry, is_new] = known.try_emplace(field->name.value, field->name.start);
      if (!is_new) {
        repeated[field] = entry->second;
      }
    }
  }

  /// Reported where the second field is met, so that errors within the first come before.
  void enter(const ast::ObjectField& field) {
    const auto found = repeated.find(&field);
    if (found != repeated.end()) {
      c.report("There can be only one input field named " + quoted(field.name.value) + '.',
               {found->second, field.name.start});
    }
  }

  ScratchMap<const ast::ObjectField*, std::uint32_t> repeated{c.memory()};
};

}  // namespace

RulePtr values_of_correct_type(Context& c) {
  return rule<ValuesOfCorrectType>(c);
}
RulePtr unique_input_field_names(Context& c) {
  return rule<UniqueInputFieldNames>(c);
}

}  // namespace graphql
