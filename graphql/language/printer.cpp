#include "graphql/language/printer.hpp"

#include "graphql/language/block_string.hpp"
#include "graphql/language/unicode.hpp"
#include "graphql/language/visit.hpp"

#include <algorithm>
#include <vector>

namespace graphql {
namespace {

using namespace ast;
using Strings = std::vector<std::string>;

constexpr std::size_t k_line_length = 80;

std::string join(const Strings& parts, std::string_view separator) {
  std::string out;
  for (const auto& part : parts) {
    if (part.empty()) {
      continue;
    }
    if (!out.empty()) {
      out += separator;
    }
    out += part;
  }
  return out;
}

std::string wrap(std::string_view before, const std::string& text, std::string_view after = {}) {
  return text.empty() ? std::string{} : std::string(before) + text + std::string(after);
}

std::string indent(const std::string& text) {
  std::string out = text.empty() ? "" : "  ";
  for (const char c : text) {
    out += c;
    if (c == '\n') {
      out += "  ";
    }
  }
  return out;
}

std::string block(const Strings& lines) {
  return wrap("{\n", indent(join(lines, "\n")), "\n}");
}

template <class T>
Strings print_all(List<T> nodes) {
  Strings texts;
  texts.reserve(nodes.size());
  for (const auto* node : nodes) {
    texts.push_back(print(*node));
  }
  return texts;
}

template <class T>
std::string print_all(List<T> nodes, std::string_view separator) {
  return join(print_all(nodes), separator);
}

std::string print_optional(const Node* node) {
  return node != nullptr ? print(*node) : "";
}

std::string text(const Name& name) {
  return std::string(name.value);
}

std::string description(const Value* value) {
  return wrap("", print_optional(value), "\n");
}

std::string definition_arguments(List<InputValueDefinition> arguments) {
  const auto texts = print_all(arguments);
  const bool several_lines =
      std::ranges::any_of(texts, [](const std::string& t) { return t.find('\n') != t.npos; });
  return several_lines ? wrap("(\n", indent(join(texts, "\n")), "\n)")
                       : wrap("(", join(texts, ", "), ")");
}

class Printer {
 public:
  std::string operator()(const Document& n) { return print_all(n.definitions, "\n\n"); }

  std::string operator()(const Operation& n) {
    const auto variables = wrap("(", print_all(n.variables, ", "), ")");
    const auto prefix = join(
        {std::string(name_of(n.operation)), text(n.name) + variables, print_all(n.directives, " ")},
        " ");
    const bool shorthand = prefix == "query" && n.description == nullptr;
    return description(n.description) + (shorthand ? "" : prefix + " ") + print(*n.selections);
  }

  std::string operator()(const VariableDefinition& n) {
    return description(n.description) + print(*n.variable) + ": " + print(*n.type) +
           wrap(" = ", print_optional(n.default_value)) + wrap(" ", print_all(n.directives, " "));
  }

  std::string operator()(const SelectionSet& n) { return block(print_all(n.selections)); }

  std::string operator()(const Field& n) {
    const auto prefix = wrap("", text(n.alias), ": ") + text(n.name);
    const auto arguments = print_all(n.arguments);
    auto line = prefix + wrap("(", join(arguments, ", "), ")");
    if (line.size() > k_line_length) {
      line = prefix + wrap("(\n", indent(join(arguments, "\n")), "\n)");
    }
    return join({line, print_all(n.directives, " "), print_optional(n.selections)}, " ");
  }

  std::string operator()(const Argument& n) { return text(n.name) + ": " + print(*n.value); }

  std::string operator()(const FragmentSpread& n) {
    return "..." + text(n.name) + wrap(" ", print_all(n.directives, " "));
  }

  std::string operator()(const InlineFragment& n) {
    return join({"...", wrap("on ", print_optional(n.condition)), print_all(n.directives, " "),
                 print(*n.selections)},
                " ");
  }

  std::string operator()(const Fragment& n) {
    return description(n.description) + "fragment " + text(n.name) +
           wrap("(", print_all(n.variables, ", "), ")") + " on " + print(*n.condition) + ' ' +
           wrap("", print_all(n.directives, " "), " ") + print(*n.selections);
  }

  std::string operator()(const Value& n) {
    switch (n.kind) {
      case Kind::variable:
        return '$' + std::string(n.text);
      case Kind::string_value:
        return string_value(n);
      case Kind::list_value:
        return '[' + print_all(n.items, ", ") + ']';
      case Kind::object_value:
        return '{' + print_all(n.fields, ", ") + '}';
      default:
        return std::string(n.text);
    }
  }

  std::string operator()(const ObjectField& n) { return text(n.name) + ": " + print(*n.value); }

  std::string operator()(const Directive& n) {
    return '@' + text(n.name) + wrap("(", print_all(n.arguments, ", "), ")");
  }

  std::string operator()(const TypeRef& n) {
    switch (n.kind) {
      case Kind::list_type:
        return '[' + print(*n.of) + ']';
      case Kind::non_null_type:
        return print(*n.of) + '!';
      default:
        return std::string(n.name);
    }
  }

  std::string operator()(const SchemaDefinition& n) {
    const bool extends = n.kind == Kind::schema_extension;
    return description(n.description) +
           join({extends ? "extend schema" : "schema", print_all(n.directives, " "),
                 block(print_all(n.operations))},
                " ");
  }

  std::string operator()(const OperationType& n) {
    return std::string(name_of(n.operation)) + ": " + print(*n.type);
  }

  std::string operator()(const TypeDefinition& n) {
    const bool extends = is_type_extension(n.kind);
    return description(n.description) +
           join({extends ? "extend" : "", keyword(n.kind), text(n.name),
                 wrap("implements ", print_all(n.interfaces, " & ")), print_all(n.directives, " "),
                 wrap("= ", print_all(n.members, " | ")), block(print_all(n.fields)),
                 block(print_all(n.input_fields)), block(print_all(n.values))},
                " ");
  }

  std::string operator()(const FieldDefinition& n) {
    return description(n.description) + text(n.name) + definition_arguments(n.arguments) + ": " +
           print(*n.type) + wrap(" ", print_all(n.directives, " "));
  }

  std::string operator()(const InputValueDefinition& n) {
    return description(n.description) +
           join({text(n.name) + ": " + print(*n.type), wrap("= ", print_optional(n.default_value)),
                 print_all(n.directives, " ")},
                " ");
  }

  std::string operator()(const EnumValueDefinition& n) {
    return description(n.description) + join({text(n.name), print_all(n.directives, " ")}, " ");
  }

  std::string operator()(const DirectiveDefinition& n) {
    return description(n.description) + "directive @" + text(n.name) +
           definition_arguments(n.arguments) + (n.repeatable ? " repeatable" : "") + " on " +
           print_all(n.locations, " | ");
  }

 private:
  static std::string string_value(const Value& n) {
    if (!n.flag) {
      return print_string(n.text);
    }
    std::string out;
    append_block_string(out, n.text);
    return out;
  }

  static std::string keyword(Kind kind) {
    switch (kind) {
      case Kind::scalar_definition:
      case Kind::scalar_extension:
        return "scalar";
      case Kind::object_definition:
      case Kind::object_extension:
        return "type";
      case Kind::interface_definition:
      case Kind::interface_extension:
        return "interface";
      case Kind::union_definition:
      case Kind::union_extension:
        return "union";
      case Kind::enum_definition:
      case Kind::enum_extension:
        return "enum";
      default:
        return "input";
    }
  }
};

}  // namespace

std::string print(const ast::Node& node) {
  return ast::with_node(node, Printer{});
}

std::string print_string(std::string_view text) {
  constexpr std::string_view k_hex = "0123456789ABCDEF";
  constexpr std::string_view k_controls = "\b\t\n\f\r\"\\";
  constexpr std::string_view k_letters = "btnfr\"\\";
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const auto character = read_character(text, i);
    const auto code = character.code;
    const auto known = code < 0x80 ? k_controls.find(static_cast<char>(code)) : k_controls.npos;
    if (known != k_controls.npos) {
      out += '\\';
      out += k_letters[known];
    } else if (character.valid && (code < 0x20 || (code >= 0x7F && code <= 0x9F))) {
      out += "\\u00";
      out += k_hex[code >> 4];
      out += k_hex[code & 15];
    } else {
      out += text.substr(i, character.size);
    }
    i += character.size;
  }
  out += '"';
  return out;
}

}  // namespace graphql
