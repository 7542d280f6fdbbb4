#include "graphql/language/block_string.hpp"
#include "graphql/language/printer.hpp"
#include "graphql/type/build.hpp"
#include "graphql/type/coerce.hpp"

#include <algorithm>

namespace graphql {
namespace {

using Description = std::optional<std::string_view>;

constexpr std::string_view k_specified_directives[] = {"include", "skip", "deprecated",
                                                       "specifiedBy", "oneOf"};

void print_description(std::string& out, const Description& description,
                       std::string_view indentation = {}, bool first = true) {
  if (!description) {
    return;
  }
  std::string literal;
  if (is_printable_as_block_string(*description)) {
    append_block_string(literal, *description);
  } else {
    literal = print_string(*description);
  }
  if (!indentation.empty() && !first) {
    out += '\n';
  }
  out += indentation;
  for (const char c : literal) {
    out += c;
    if (c == '\n') {
      out += indentation;
    }
  }
  out += '\n';
}

void print_deprecation(std::string& out, const Description& reason) {
  if (!reason) {
    return;
  }
  out += " @deprecated";
  if (*reason != "No longer supported") {
    out += "(reason: " + print_string(*reason) + ')';
  }
}

void print_input(std::string& out, const InputValue& input) {
  out += input.name;
  out += ": " + to_string(*input.type);
  if (!input.default_value.is_undefined()) {
    out += " = " + print_default(input.default_value, *input.type);
  }
  print_deprecation(out, input.deprecation);
}

void print_arguments(std::string& out, const std::vector<InputValue>& arguments,
                     std::string_view indentation = {}) {
  if (arguments.empty()) {
    return;
  }
  const bool described = std::ranges::any_of(
      arguments, [](const InputValue& argument) { return argument.description.has_value(); });
  out += '(';
  for (const auto& argument : arguments) {
    const bool first = &argument == arguments.data();
    if (described) {
      const auto inner = "  " + std::string(indentation);
      out += '\n';
      print_description(out, argument.description, inner, first);
      out += inner;
    } else if (!first) {
      out += ", ";
    }
    print_input(out, argument);
  }
  if (described) {
    out += '\n';
    out += indentation;
  }
  out += ')';
}

/// `{ … }` with one item a line; nothing for no items.
template <class T, class F>
void print_block(std::string& out, const std::vector<T>& items, F&& print_item) {
  if (items.empty()) {
    return;
  }
  out += " {\n";
  for (const auto& item : items) {
    print_description(out, item.description, "  ", &item == items.data());
    out += "  ";
    print_item(item);
    out += '\n';
  }
  out += '}';
}

std::string join_names(const std::vector<const Type*>& types, std::string_view separator) {
  std::string out;
  for (const auto* type : types) {
    out += out.empty() ? "" : separator;
    out += type->name;
  }
  return out;
}

void print_fields(std::string& out, const Type& type) {
  if (!type.interfaces.empty()) {
    out += " implements " + join_names(type.interfaces, " & ");
  }
  print_block(out, type.fields, [&](const FieldDef& field) {
    out += field.name;
    print_arguments(out, field.arguments, "  ");
    out += ": " + to_string(*field.type);
    print_deprecation(out, field.deprecation);
  });
}

std::string_view keyword(TypeKind kind) {
  constexpr std::string_view k_words[] = {"scalar ", "type ", "interface ",
                                          "union ",  "enum ", "input "};
  return k_words[static_cast<std::size_t>(kind)];
}

void print_type(std::string& out, const Type& type) {
  print_description(out, type.description);
  out += keyword(type.kind);
  out += type.name;
  switch (type.kind) {
    case TypeKind::scalar:
      if (type.specified_by) {
        out += " @specifiedBy(url: " + print_string(*type.specified_by) + ')';
      }
      return;
    case TypeKind::object:
    case TypeKind::interface:
      return print_fields(out, type);
    case TypeKind::union_type:
      out += type.members.empty() ? "" : " = " + join_names(type.members, " | ");
      return;
    case TypeKind::enumeration:
      return print_block(out, type.values, [&](const EnumValue& value) {
        out += value.name;
        print_deprecation(out, value.deprecation);
      });
    default:
      out += type.one_of ? " @oneOf" : "";
      print_block(out, type.input_fields,
                  [&](const InputValue& field) { print_input(out, field); });
  }
}

void print_directive(std::string& out, const DirectiveDef& directive) {
  print_description(out, directive.description);
  out += "directive @" + std::string(directive.name);
  print_arguments(out, directive.arguments);
  out += directive.repeatable ? " repeatable on " : " on ";
  for (const auto location : directive.locations) {
    out += location == directive.locations.front() ? "" : " | ";
    out += location;
  }
}

void print_roots(std::string& out, const Schema& schema) {
  constexpr std::string_view k_usual[] = {"Query", "Mutation", "Subscription"};
  bool usual = true;
  std::string roots;
  for (const auto kind : {ast::OperationKind::query, ast::OperationKind::mutation,
                          ast::OperationKind::subscription}) {
    const auto* type = schema.root(kind);
    if (type != nullptr) {
      usual = usual && type->name == k_usual[static_cast<std::size_t>(kind)];
      roots += "  " + std::string(ast::name_of(kind)) + ": " + std::string(type->name) + '\n';
    }
  }
  if (usual && !schema.description()) {
    return;
  }
  print_description(out, schema.description());
  out += "schema {\n" + roots + '}';
}

}  // namespace

std::string print_schema(const Schema& schema) {
  std::string out;
  print_roots(out, schema);
  const auto paragraph = [&] { out += out.empty() ? "" : "\n\n"; };
  for (const auto& directive : schema.directives()) {
    if (std::ranges::find(k_specified_directives, directive.name) ==
        std::end(k_specified_directives)) {
      paragraph();
      print_directive(out, directive);
    }
  }
  for (const auto* type : schema.types()) {
    if (!is_builtin_scalar(type->name) && !is_introspection(type->name)) {
      paragraph();
      print_type(out, *type);
    }
  }
  return out;
}

}  // namespace graphql
