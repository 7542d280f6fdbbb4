#include "graphql/type/build.hpp"

#include "graphql/execution/introspection.hpp"
#include "graphql/execution/resolver.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/type/builtin_sdl.hpp"
#include "graphql/type/coerce.hpp"
#include "graphql/validation/validate.hpp"

#include <algorithm>
#include <unordered_set>

namespace graphql {
namespace {

constexpr std::string_view k_meta_fields = "__MetaFields";

TypeKind kind_of(ast::Kind kind) {
  switch (kind) {
    case ast::Kind::scalar_definition:
      return TypeKind::scalar;
    case ast::Kind::object_definition:
      return TypeKind::object;
    case ast::Kind::interface_definition:
      return TypeKind::interface;
    case ast::Kind::union_definition:
      return TypeKind::union_type;
    case ast::Kind::enum_definition:
      return TypeKind::enumeration;
    default:
      return TypeKind::input_object;
  }
}

Builtin builtin_of(std::string_view name) {
  constexpr std::pair<std::string_view, Builtin> k_builtins[] = {{"Int", Builtin::int_type},
                                                                 {"Float", Builtin::float_type},
                                                                 {"String", Builtin::string},
                                                                 {"Boolean", Builtin::boolean},
                                                                 {"ID", Builtin::id}};
  const auto found =
      std::ranges::find(k_builtins, name, [](const auto& pair) { return pair.first; });
  return found == std::end(k_builtins) ? Builtin::none : found->second;
}

std::optional<std::string_view> description_of(const ast::Value* value) {
  return value != nullptr ? std::optional(value->text) : std::nullopt;
}

const ast::Directive* find_directive(ast::List<ast::Directive> directives, std::string_view name) {
  const auto found = std::ranges::find(
      directives, name, [](const ast::Directive* directive) { return directive->name.value; });
  return found == directives.end() ? nullptr : *found;
}

std::optional<std::string_view> string_argument(const ast::Directive* directive,
                                                std::string_view name,
                                                std::optional<std::string_view> fallback) {
  if (directive == nullptr) {
    return std::nullopt;
  }
  for (const auto* argument : directive->arguments) {
    if (argument->name.value == name && argument->value->kind == ast::Kind::string_value) {
      return argument->value->text;
    }
  }
  return fallback;
}

std::optional<std::string_view> deprecation_of(ast::List<ast::Directive> directives) {
  return string_argument(find_directive(directives, "deprecated"), "reason", "No longer supported");
}

}  // namespace

/// Makes the types first and fills them afterwards, so that they may name each other in any order.
class SchemaAssembler {
 public:
  explicit SchemaAssembler(Schema& schema) : schema_(schema) {}

  std::vector<Error> assemble(const ast::Document& document, const ast::Document& builtin) {
    source_ = document.source;
    const auto own = declare(document, false);
    const auto common = declare(builtin, true);
    order_ = &schema_.types_;
    for (auto* type : own) {
      schema_.types_.push_back(type);
      fill(*type);
    }
    define_directives(document);
    define_directives(builtin);
    source_ = builtin.source;
    for (auto* type : common) {
      if (type->name != k_meta_fields) {
        schema_.types_.push_back(type);
      }
      fill(*type);
    }
    take_meta_fields();
    set_roots(document);
    set_defaults();
    schema_.finish();
    return std::move(errors_);
  }

 private:
  /// What every schema has is not replaced by a type of the same name.
  std::vector<Type*> declare(const ast::Document& document, bool is_builtin) {
    std::vector<Type*> types;
    for (const auto* definition : document.definitions) {
      if (!ast::is_type_definition(definition->kind)) {
        continue;
      }
      const auto& node = static_cast<const ast::TypeDefinition&>(*definition);
      const auto name = node.name.value;
      const bool reserved =
          is_builtin_scalar(name) || is_introspection(name) || name == k_meta_fields;
      if ((reserved && !is_builtin) || schema_.by_name_.contains(name)) {
        continue;
      }
      auto* type = schema_.add(kind_of(node.kind), node.name.value);
      type->nodes.push_back(&node);
      schema_.by_name_[type->name] = type;
      types.push_back(type);
    }
    for (const auto* definition : document.definitions) {
      if (ast::is_type_extension(definition->kind)) {
        const auto& node = static_cast<const ast::TypeDefinition&>(*definition);
        const auto found = schema_.by_name_.find(node.name.value);
        if (found != schema_.by_name_.end()) {
          found->second->nodes.push_back(&node);
        }
      }
    }
    return types;
  }

  void fill(Type& type) {
    if (!type.nodes.empty() && ast::is_type_definition(type.nodes.front()->kind)) {
      type.description = description_of(type.nodes.front()->description);
    }
    for (const auto* node : type.nodes) {
      for (const auto* interface : node->interfaces) {
        add_type(type.interfaces, *interface);
      }
      for (const auto* field : node->fields) {
        add_field(type, *field);
      }
      for (const auto* member : node->members) {
        add_type(type.members, *member);
      }
      for (const auto* value : node->values) {
        type.values.push_back({value->name.value, description_of(value->description),
                               deprecation_of(value->directives)});
      }
      add_inputs(type.input_fields, node->input_fields);
      if (is_input_object(&type) && find_directive(node->directives, "oneOf") != nullptr) {
        type.one_of = true;
      }
      if (type.kind == TypeKind::scalar) {
        const auto url =
            string_argument(find_directive(node->directives, "specifiedBy"), "url", std::nullopt);
        type.specified_by = url ? url : type.specified_by;
      }
    }
  }

  void add_field(Type& type, const ast::FieldDefinition& node) {
    FieldDef field;
    field.name = node.name.value;
    field.description = description_of(node.description);
    field.type = resolve(*node.type);
    add_inputs(field.arguments, node.arguments);
    field.deprecation = deprecation_of(node.directives);
    field.node = &node;
    // Of two fields with one name, which only an unchecked schema has, the last counts.
    const auto same = std::ranges::find(type.fields, field.name, &FieldDef::name);
    if (same != type.fields.end()) {
      *same = std::move(field);
    } else {
      type.fields.push_back(std::move(field));
    }
  }

  void add_inputs(std::vector<InputValue>& inputs, ast::List<ast::InputValueDefinition> nodes) {
    for (const auto* node : nodes) {
      InputValue input;
      input.name = node->name.value;
      input.description = description_of(node->description);
      input.type = resolve(*node->type);
      input.deprecation = deprecation_of(node->directives);
      input.node = node;
      inputs.push_back(std::move(input));
    }
  }

  void add_type(std::vector<const Type*>& types, const ast::TypeRef& node) {
    if (const auto* type = resolve(node)) {
      types.push_back(type);
    }
  }

  const Type* resolve(const ast::TypeRef& node) {
    if (node.kind == ast::Kind::named_type) {
      return named(node);
    }
    const auto* of = resolve(*node.of);
    if (of == nullptr) {
      return nullptr;
    }
    return node.kind == ast::Kind::list_type ? schema_.list_of(of) : schema_.non_null(of);
  }

  const Type* named(const ast::TypeRef& node) {
    if (const auto* type = schema_.type(node.name)) {
      return type;
    }
    if (is_builtin_scalar(node.name)) {
      // A built-in scalar is part of the schema from the first time it is used.
      auto* type = schema_.add(TypeKind::scalar, node.name);
      type->description = builtin_scalar_description(node.name);
      type->builtin = builtin_of(node.name);
      schema_.by_name_[type->name] = type;
      order_->push_back(type);
      return type;
    }
    errors_.push_back(
        {"Unknown type: \"" + std::string(node.name) + "\".", {locate(source_, node.start)}, {}});
    return nullptr;
  }

  void define_directives(const ast::Document& document) {
    for (const auto* definition : document.definitions) {
      if (definition->kind != ast::Kind::directive_definition) {
        continue;
      }
      const auto& node = static_cast<const ast::DirectiveDefinition&>(*definition);
      if (schema_.directive(node.name.value) != nullptr) {
        continue;
      }
      DirectiveDef directive;
      directive.name = node.name.value;
      directive.description = description_of(node.description);
      add_inputs(directive.arguments, node.arguments);
      for (const auto* location : node.locations) {
        directive.locations.push_back(location->name);
      }
      directive.repeatable = node.repeatable;
      directive.node = &node;
      schema_.directives_.push_back(std::move(directive));
    }
  }

  void take_meta_fields() {
    auto* meta = schema_.by_name_.at(k_meta_fields);
    schema_.schema_field_ = *meta->field("__schema");
    schema_.type_field_ = *meta->field("__type");
    schema_.typename_field_ = *meta->field("__typename");
    schema_.by_name_.erase(k_meta_fields);
  }

  void set_roots(const ast::Document& document) {
    bool named_roots = false;
    for (const auto* definition : document.definitions) {
      const bool defines = definition->kind == ast::Kind::schema_definition;
      if (!defines && definition->kind != ast::Kind::schema_extension) {
        continue;
      }
      const auto& node = static_cast<const ast::SchemaDefinition&>(*definition);
      named_roots = named_roots || defines;
      if (defines) {
        schema_.description_ = description_of(node.description);
      }
      for (const auto* operation : node.operations) {
        schema_.roots_[static_cast<std::size_t>(operation->operation)] = resolve(*operation->type);
      }
    }
    schema_.has_definition_ = named_roots;
    if (named_roots) {
      return;
    }
    constexpr std::string_view k_usual[] = {"Query", "Mutation", "Subscription"};
    for (std::size_t i = 0; i < std::size(k_usual); ++i) {
      if (const auto* type = schema_.type(k_usual[i])) {
        schema_.roots_[i] = type;
      }
    }
  }

  void set_defaults() {
    for (auto& type : schema_.storage_) {
      set_defaults_of(type);
      for (auto& field : type.fields) {
        set_defaults(field.arguments);
      }
    }
    for (auto& directive : schema_.directives_) {
      set_defaults(directive.arguments);
    }
    set_defaults(schema_.type_field_.arguments);
  }

  /// The fields of an input object before anything that has a default of that type.
  void set_defaults_of(Type& type) {
    if (is_input_object(&type) && done_.insert(&type).second) {
      set_defaults(type.input_fields);
    }
  }

  void set_defaults(std::vector<InputValue>& inputs) {
    for (auto& input : inputs) {
      const auto* literal = input.node != nullptr ? input.node->default_value : nullptr;
      if (literal == nullptr || input.type == nullptr || !is_input(input.type)) {
        continue;
      }
      if (const auto* named = named_type(input.type); is_input_object(named)) {
        set_defaults_of(*schema_.by_name_.at(named->name));
      }
      input.default_value = value_of(*literal, *input.type, schema_.arena_);
    }
  }

  Schema& schema_;
  std::string_view source_;
  std::vector<const Type*>* order_ = nullptr;
  std::vector<Error> errors_;
  std::unordered_set<const Type*> done_;
};

Schema::Schema() = default;
Schema::~Schema() = default;

std::expected<SchemaPtr, std::vector<Error>> build_schema(std::string_view sdl,
                                                          const BuildOptions& options) {
  auto schema = std::make_unique<Schema>();
  schema->source_ = std::make_unique<std::string>(sdl);
  auto document = parse(*schema->source_);
  if (!document) {
    return std::unexpected(std::vector<Error>{std::move(document.error())});
  }
  if (!options.assume_valid) {
    if (auto errors = validate_sdl(**document); !errors.empty()) {
      return std::unexpected(std::move(errors));
    }
  }
  auto builtin = parse(k_builtin_sdl);
  auto errors = SchemaAssembler(*schema).assemble(**document, **builtin);
  schema->documents_.push_back(std::move(*document));
  schema->documents_.push_back(std::move(*builtin));
  IntrospectionBinder::bind(*schema);
  if (errors.empty() && !options.assume_valid) {
    errors = check_schema(*schema);
  }
  if (!errors.empty()) {
    return std::unexpected(std::move(errors));
  }
  return schema;
}

}  // namespace graphql
