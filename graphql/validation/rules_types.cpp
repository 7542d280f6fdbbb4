#include "graphql/type/suggestions.hpp"
#include "graphql/validation/rule.hpp"
#include "graphql/validation/rules.hpp"

#include <algorithm>

namespace graphql {
namespace {

constexpr std::string_view k_standard_types[] = {
    "String",    "Int",      "Float",        "Boolean",
    "ID",        "__Schema", "__Directive",  "__DirectiveLocation",
    "__Type",    "__Field",  "__InputValue", "__EnumValue",
    "__TypeKind"};

std::vector<std::string_view> type_names(const Schema* schema) {
  std::vector<std::string_view> names;
  if (schema != nullptr) {
    for (const auto* type : schema->types()) {
      names.push_back(type->name);
    }
  }
  return names;
}

/// The type definitions of the document; of several with one name the last.
class DefinedTypes {
 public:
  explicit DefinedTypes(const Context& context) {
    for (const auto* definition : context.document().definitions) {
      if (ast::is_type_definition(definition->kind)) {
        const auto& type = static_cast<const ast::TypeDefinition&>(*definition);
        if (by_name_.insert_or_assign(type.name.value, &type).second) {
          names_.push_back(type.name.value);
        }
      }
    }
  }

  const ast::TypeDefinition* find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
  }
  const std::vector<std::string_view>& names() const { return names_; }

 private:
  std::unordered_map<std::string_view, const ast::TypeDefinition*> by_name_;
  std::vector<std::string_view> names_;
};

struct KnownTypeNames {
  Context& c;
  DefinedTypes defined{c};

  void enter(const ast::TypeRef& node) {
    if (node.kind != ast::Kind::named_type) {
      return;
    }
    const bool known = (c.schema() != nullptr && c.schema()->type(node.name) != nullptr) ||
                       defined.find(node.name) != nullptr;
    if (known) {
      return;
    }
    const bool in_schema = !ast::is_executable(c.ancestors()[1]->kind);
    if (in_schema && std::ranges::find(k_standard_types, node.name) != std::end(k_standard_types)) {
      return;
    }
    std::vector<std::string_view> names;
    if (in_schema) {
      names.assign(std::begin(k_standard_types), std::end(k_standard_types));
    }
    const auto existing = type_names(c.schema());
    names.insert(names.end(), existing.begin(), existing.end());
    names.insert(names.end(), defined.names().begin(), defined.names().end());
    c.report(
        "Unknown type " + quoted(node.name) + '.' + did_you_mean(suggestion_list(node.name, names)),
        {node.start});
  }
};

struct UniqueTypeNames {
  Context& c;
  ScratchMap<std::string_view, std::uint32_t> known{c.memory()};

  void enter(const ast::TypeDefinition& node) {
    if (ast::is_type_extension(node.kind)) {
      return;
    }
    const auto name = node.name.value;
    if (c.schema() != nullptr && c.schema()->type(name) != nullptr) {
      c.report("Type " + quoted(name) +
                   " already exists in the schema. It cannot also be defined in this type "
                   "definition.",
               {node.name.start});
      return;
    }
    const auto [entry, is_new] = known.try_emplace(name, node.name.start);
    if (!is_new) {
      c.report("There can be only one type named " + quoted(name) + '.',
               {entry->second, node.name.start});
    }
  }
};

struct PossibleTypeExtensions {
  Context& c;
  DefinedTypes defined{c};

  void enter(const ast::TypeDefinition& node) {
    if (!ast::is_type_extension(node.kind)) {
      return;
    }
    const auto name = node.name.value;
    const auto* definition = defined.find(name);
    const auto* existing = c.schema() != nullptr ? c.schema()->type(name) : nullptr;
    if (definition == nullptr && existing == nullptr) {
      auto names = defined.names();
      const auto more = type_names(c.schema());
      names.insert(names.end(), more.begin(), more.end());
      c.report("Cannot extend type " + quoted(name) + " because it is not defined." +
                   did_you_mean(suggestion_list(name, names)),
               {node.name.start});
      return;
    }
    const auto kind = kind_of(node.kind);
    const auto expected = definition != nullptr ? kind_of(definition->kind) : existing->kind;
    if (kind == expected) {
      return;
    }
    const auto message =
        "Cannot extend non-" + std::string(word_for(kind)) + " type " + quoted(name) + '.';
    if (definition != nullptr) {
      c.report(message, {definition->start, node.start});
    } else {
      c.report(message, {node.start});
    }
  }

  static TypeKind kind_of(ast::Kind kind) {
    const auto first =
        ast::is_type_extension(kind) ? ast::Kind::scalar_extension : ast::Kind::scalar_definition;
    return static_cast<TypeKind>(static_cast<int>(kind) - static_cast<int>(first));
  }

  static std::string_view word_for(TypeKind kind) {
    constexpr std::string_view k_words[] = {"scalar", "object", "interface",
                                            "union",  "enum",   "input object"};
    return k_words[static_cast<std::size_t>(kind)];
  }
};

}  // namespace

RulePtr known_type_names(Context& c) {
  return rule<KnownTypeNames>(c);
}
RulePtr unique_type_names(Context& c) {
  return rule<UniqueTypeNames>(c);
}
RulePtr possible_type_extensions(Context& c) {
  return rule<PossibleTypeExtensions>(c);
}

}  // namespace graphql
