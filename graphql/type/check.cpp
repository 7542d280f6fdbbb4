#include "graphql/type/build.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace graphql {
namespace {

std::string text(std::string_view view) {
  return std::string(view);
}

class Check {
 public:
  explicit Check(const Schema& schema) : schema_(schema) {}

  std::vector<Error> run() {
    check_roots();
    for (const auto& directive : schema_.directives()) {
      check_directive(directive);
    }
    for (const auto* type : schema_.types()) {
      check_type(*type);
    }
    return std::move(errors_);
  }

 private:
  void report(std::string message, const ast::Node* node = nullptr) {
    Error error{std::move(message), {}, {}};
    if (node != nullptr) {
      error.locations.push_back(locate(schema_.source(), node->start));
    }
    errors_.push_back(std::move(error));
  }

  static const ast::Node* node_of(const Type& type) {
    return type.nodes.empty() || is_introspection(type.name) ? nullptr : type.nodes.front();
  }

  void check_roots() {
    using ast::OperationKind;
    if (schema_.query() == nullptr) {
      report("Query root type must be provided.");
    } else if (!is_object(schema_.query())) {
      report("Query root type must be Object type, it cannot be " + to_string(*schema_.query()) +
             '.');
    }
    for (const auto& [kind, word] : {std::pair(OperationKind::mutation, "Mutation"),
                                     std::pair(OperationKind::subscription, "Subscription")}) {
      const auto* type = schema_.root(kind);
      if (type != nullptr && !is_object(type)) {
        report(text(word) + " root type must be Object type if provided, it cannot be " +
               to_string(*type) + '.');
      }
    }
  }

  void check_name(std::string_view name, const ast::Node* node) {
    if (name.starts_with("__")) {
      report("Name \"" + text(name) +
                 "\" must not begin with \"__\", which is reserved by GraphQL introspection.",
             node);
    }
  }

  void check_directive(const DirectiveDef& directive) {
    check_name(directive.name, nullptr);
    for (const auto& argument : directive.arguments) {
      const auto place = '@' + text(directive.name) + '(' + text(argument.name) + ":)";
      check_argument(argument, place);
    }
  }

  void check_argument(const InputValue& argument, const std::string& place) {
    check_name(argument.name, argument.node);
    if (!is_input(argument.type)) {
      report("The type of " + place + " must be Input Type but got: " + to_string(*argument.type) +
                 '.',
             argument.node->type);
    }
    if (argument.is_required() && argument.deprecation) {
      report("Required argument " + place + " cannot be deprecated.", argument.node);
    }
  }

  void check_type(const Type& type) {
    if (!is_introspection(type.name)) {
      check_name(type.name, node_of(type));
    }
    switch (type.kind) {
      case TypeKind::object:
      case TypeKind::interface:
        check_fields(type);
        check_interfaces(type);
        return;
      case TypeKind::union_type:
        return check_members(type);
      case TypeKind::enumeration:
        return check_values(type);
      case TypeKind::input_object:
        check_input_fields(type);
        return find_cycle(type);
      default:
        return;
    }
  }

  void check_fields(const Type& type) {
    if (type.fields.empty()) {
      report("Type " + text(type.name) + " must define one or more fields.", node_of(type));
    }
    for (const auto& field : type.fields) {
      const auto place = text(type.name) + '.' + text(field.name);
      check_name(field.name, field.node);
      if (!is_output(field.type)) {
        report("The type of " + place + " must be Output Type but got: " + to_string(*field.type) +
                   '.',
               field.node->type);
      }
      for (const auto& argument : field.arguments) {
        check_argument(argument, place + '(' + text(argument.name) + ":)");
      }
    }
  }

  void check_interfaces(const Type& type) {
    std::unordered_set<const Type*> seen;
    for (const auto* interface : type.interfaces) {
      if (!is_interface(interface)) {
        report("Type " + text(type.name) +
                   " must only implement Interface types, it cannot implement " +
                   to_string(*interface) + '.',
               node_of(type));
      } else if (interface == &type) {
        report("Type " + text(type.name) +
                   " cannot implement itself because it would create a circular reference.",
               node_of(type));
      } else if (!seen.insert(interface).second) {
        report(
            "Type " + text(type.name) + " can only implement " + text(interface->name) + " once.",
            node_of(type));
      } else {
        check_ancestors(type, *interface);
        check_implementation(type, *interface);
      }
    }
  }

  void check_ancestors(const Type& type, const Type& interface) {
    for (const auto* ancestor : interface.interfaces) {
      if (std::ranges::find(type.interfaces, ancestor) != type.interfaces.end()) {
        continue;
      }
      report(ancestor == &type
                 ? "Type " + text(type.name) + " cannot implement " + text(interface.name) +
                       " because it would create a circular reference."
                 : "Type " + text(type.name) + " must implement " + text(ancestor->name) +
                       " because it is implemented by " + text(interface.name) + '.',
             node_of(type));
    }
  }

  void check_implementation(const Type& type, const Type& interface) {
    for (const auto& expected : interface.fields) {
      const auto* field = type.field(expected.name);
      const auto wanted = text(interface.name) + '.' + text(expected.name);
      if (field == nullptr) {
        report("Interface field " + wanted + " expected but " + text(type.name) +
                   " does not provide it.",
               node_of(type));
        continue;
      }
      const auto given = text(type.name) + '.' + text(expected.name);
      if (!is_subtype(schema_, *field->type, *expected.type)) {
        report("Interface field " + wanted + " expects type " + to_string(*expected.type) +
                   " but " + given + " is type " + to_string(*field->type) + '.',
               field->node->type);
      }
      check_arguments(*field, given, expected, wanted);
    }
  }

  void check_arguments(const FieldDef& field, const std::string& given, const FieldDef& expected,
                       const std::string& wanted) {
    for (const auto& wanted_argument : expected.arguments) {
      const auto name = '(' + text(wanted_argument.name) + ":)";
      const auto* argument = field.argument(wanted_argument.name);
      if (argument == nullptr) {
        report("Interface field argument " + wanted + name + " expected but " + given +
                   " does not provide it.",
               field.node);
      } else if (!is_equal(*wanted_argument.type, *argument->type)) {
        report("Interface field argument " + wanted + name + " expects type " +
                   to_string(*wanted_argument.type) + " but " + given + name + " is type " +
                   to_string(*argument->type) + '.',
               argument->node->type);
      }
    }
    for (const auto& argument : field.arguments) {
      if (expected.argument(argument.name) == nullptr && argument.is_required()) {
        report("Object field " + given + " includes required argument " + text(argument.name) +
                   " that is missing from the Interface field " + wanted + '.',
               argument.node);
      }
    }
  }

  void check_members(const Type& type) {
    if (type.members.empty()) {
      report("Union type " + text(type.name) + " must define one or more member types.",
             node_of(type));
    }
    std::unordered_set<const Type*> seen;
    for (const auto* member : type.members) {
      if (!seen.insert(member).second) {
        report("Union type " + text(type.name) + " can only include type " + text(member->name) +
                   " once.",
               node_of(type));
      } else if (!is_object(member)) {
        report("Union type " + text(type.name) +
                   " can only include Object types, it cannot include " + text(member->name) + '.',
               node_of(type));
      }
    }
  }

  void check_values(const Type& type) {
    if (type.values.empty()) {
      report("Enum type " + text(type.name) + " must define one or more values.", node_of(type));
    }
    for (const auto& value : type.values) {
      check_name(value.name, node_of(type));
    }
  }

  void check_input_fields(const Type& type) {
    if (type.input_fields.empty()) {
      report("Input Object type " + text(type.name) + " must define one or more fields.",
             node_of(type));
    }
    for (const auto& field : type.input_fields) {
      const auto place = text(type.name) + '.' + text(field.name);
      check_name(field.name, field.node);
      if (!is_input(field.type)) {
        report(
            "The type of " + place + " must be Input Type but got: " + to_string(*field.type) + '.',
            field.node->type);
      }
      if (field.is_required() && field.deprecation) {
        report("Required input field " + place + " cannot be deprecated.", field.node);
      }
      if (type.one_of && is_non_null(field.type)) {
        report("OneOf input field " + place + " must be nullable.", field.node->type);
      }
      if (type.one_of && !field.default_value.is_undefined()) {
        report("OneOf input field " + place + " cannot have a default value.", field.node);
      }
    }
  }

  /// An input object that needs itself could never be written down.
  void find_cycle(const Type& type) {
    if (!visited_.insert(&type).second) {
      return;
    }
    depth_of_[&type] = path_.size();
    for (const auto& field : type.input_fields) {
      const bool needs = is_non_null(field.type) && is_input_object(field.type->of);
      if (!needs) {
        continue;
      }
      const auto* inner = field.type->of;
      path_.push_back(&field);
      if (const auto start = depth_of_.find(inner); start != depth_of_.end()) {
        report_cycle(*inner, start->second);
      } else {
        find_cycle(*inner);
      }
      path_.pop_back();
    }
    depth_of_.erase(&type);
  }

  void report_cycle(const Type& type, std::size_t start) {
    std::string fields;
    for (auto i = start; i < path_.size(); ++i) {
      fields += (i == start ? "" : ".") + text(path_[i]->name);
    }
    report("Cannot reference Input Object \"" + text(type.name) +
               "\" within itself through a series of non-null fields: \"" + fields + "\".",
           path_[start]->node);
  }

  const Schema& schema_;
  std::vector<Error> errors_;
  std::unordered_set<const Type*> visited_;
  std::vector<const InputValue*> path_;
  std::unordered_map<const Type*, std::size_t> depth_of_;
};

}  // namespace

std::vector<Error> check_schema(const Schema& schema) {
  return Check(schema).run();
}

}  // namespace graphql
