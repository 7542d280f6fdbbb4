#include "graphql/language/parser.hpp"

#include "graphql/language/parser_executable.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace graphql {
namespace {

using namespace ast;

constexpr std::array<std::string_view, 19> k_directive_locations = {
    "QUERY",
    "MUTATION",
    "SUBSCRIPTION",
    "FIELD",
    "FRAGMENT_DEFINITION",
    "FRAGMENT_SPREAD",
    "INLINE_FRAGMENT",
    "VARIABLE_DEFINITION",
    "SCHEMA",
    "SCALAR",
    "OBJECT",
    "FIELD_DEFINITION",
    "ARGUMENT_DEFINITION",
    "INTERFACE",
    "UNION",
    "ENUM",
    "ENUM_VALUE",
    "INPUT_OBJECT",
    "INPUT_FIELD_DEFINITION",
};

class Parser : public ExecutableParser {
 public:
  using ExecutableParser::ExecutableParser;

  void document(Document& document) {
    advance();
    const auto base = scratch_.size();
    do {
      scratch_.push_back(definition());
    } while (!skip(TokenKind::end_of_file));
    document.definitions = collect<Node>(base);
    document.end = last_end_;
    document.tokens = tokens_;
  }

 private:
  // --- definitions

  const Node* definition() {
    if (peek(TokenKind::brace_left)) {
      return operation();
    }
    const bool described = peek_description();
    const auto keyword = described ? lexer_.read(token_.end) : token_;
    if (keyword.kind == TokenKind::name) {
      if (const auto* node = type_system_definition(keyword.value)) {
        return node;
      }
      const bool is_operation = keyword.value == "query" || keyword.value == "mutation" ||
                                keyword.value == "subscription";
      const bool is_fragment = keyword.value == "fragment";
      const bool may_describe = options_.executable_descriptions && (is_operation || is_fragment);
      if (described && !may_describe) {
        throw SyntaxError{
            "Unexpected description, descriptions are supported only on type definitions.",
            token_.start};
      }
      if (is_operation) {
        return operation();
      }
      if (is_fragment) {
        return fragment_definition();
      }
      if (keyword.value == "extend") {
        return extension();
      }
    }
    unexpected(keyword);
  }

  const Node* type_system_definition(std::string_view keyword) {
    if (keyword == "schema") {
      return schema_definition();
    }
    if (keyword == "directive") {
      return directive_definition();
    }
    const auto kind = type_keyword(keyword);
    return kind ? type_definition(*kind) : nullptr;
  }

  static std::optional<Kind> type_keyword(std::string_view keyword) {
    constexpr std::pair<std::string_view, Kind> k_keywords[] = {
        {"scalar", Kind::scalar_definition},       {"type", Kind::object_definition},
        {"interface", Kind::interface_definition}, {"union", Kind::union_definition},
        {"enum", Kind::enum_definition},           {"input", Kind::input_definition}};
    for (const auto& [word, kind] : k_keywords) {
      if (word == keyword) {
        return kind;
      }
    }
    return std::nullopt;
  }

  // --- the type system

  const Node* schema_definition() {
    auto* node = start<SchemaDefinition>(Kind::schema_definition);
    node->description = description();
    expect_keyword("schema");
    node->directives = directives(true);
    node->operations = many<OperationType>(TokenKind::brace_left, TokenKind::brace_right,
                                           [this] { return operation_type(); });
    return finish(node);
  }

  const OperationType* operation_type() {
    auto* node = start<OperationType>(Kind::operation_type);
    node->operation = operation_kind();
    expect(TokenKind::colon);
    node->type = named_type();
    return finish(node);
  }

  const Node* type_definition(Kind kind) {
    auto* node = start<TypeDefinition>(kind);
    node->description = description();
    advance();  // the keyword, seen by the caller
    node->name = name();
    type_body(*node, kind);
    return finish(node);
  }

  /// What stands behind the name: the same for definitions and extensions.
  void type_body(TypeDefinition& node, Kind definition_kind) {
    const bool has_interfaces =
        definition_kind == Kind::object_definition || definition_kind == Kind::interface_definition;
    if (has_interfaces && skip_keyword("implements")) {
      node.interfaces = delimited<TypeRef>(TokenKind::ampersand, [this] { return named_type(); });
    }
    node.directives = directives(true);
    if (has_interfaces) {
      node.fields = optional_many<FieldDefinition>(TokenKind::brace_left, TokenKind::brace_right,
                                                   [this] { return field_definition(); });
    } else if (definition_kind == Kind::union_definition && skip(TokenKind::equals)) {
      node.members = delimited<TypeRef>(TokenKind::pipe, [this] { return named_type(); });
    } else if (definition_kind == Kind::enum_definition) {
      node.values =
          optional_many<EnumValueDefinition>(TokenKind::brace_left, TokenKind::brace_right,
                                             [this] { return enum_value_definition(); });
    } else if (definition_kind == Kind::input_definition) {
      node.input_fields = input_values(TokenKind::brace_left, TokenKind::brace_right);
    }
  }

  const FieldDefinition* field_definition() {
    auto* node = start<FieldDefinition>(Kind::field_definition);
    node->description = description();
    node->name = name();
    node->arguments = input_values(TokenKind::paren_left, TokenKind::paren_right);
    expect(TokenKind::colon);
    node->type = type_reference();
    node->directives = directives(true);
    return finish(node);
  }

  List<InputValueDefinition> input_values(TokenKind open, TokenKind close) {
    return optional_many<InputValueDefinition>(open, close, [this] {
      auto* node = start<InputValueDefinition>(Kind::input_value_definition);
      node->description = description();
      node->name = name();
      expect(TokenKind::colon);
      node->type = type_reference();
      if (skip(TokenKind::equals)) {
        node->default_value = value(true);
      }
      node->directives = directives(true);
      return finish(node);
    });
  }

  const EnumValueDefinition* enum_value_definition() {
    auto* node = start<EnumValueDefinition>(Kind::enum_value_definition);
    node->description = description();
    const bool reserved =
        token_.value == "true" || token_.value == "false" || token_.value == "null";
    if (reserved && token_.kind >= TokenKind::name) {
      throw SyntaxError{describe(token_) + " is reserved and cannot be used for an enum value.",
                        token_.start};
    }
    node->name = name();
    node->directives = directives(true);
    return finish(node);
  }

  const Node* directive_definition() {
    auto* node = start<DirectiveDefinition>(Kind::directive_definition);
    node->description = description();
    expect_keyword("directive");
    expect(TokenKind::at);
    node->name = name();
    node->arguments = input_values(TokenKind::paren_left, TokenKind::paren_right);
    node->repeatable = skip_keyword("repeatable");
    expect_keyword("on");
    node->locations = delimited<TypeRef>(TokenKind::pipe, [this] {
      const auto token = token_;
      const auto* location = named_type();
      if (std::ranges::find(k_directive_locations, location->name) == k_directive_locations.end()) {
        unexpected(token);
      }
      return location;
    });
    return finish(node);
  }

  const Node* extension() {
    const auto keyword = lexer_.read(token_.end);
    if (keyword.kind == TokenKind::name && keyword.value == "schema") {
      return schema_extension();
    }
    const auto kind = keyword.kind == TokenKind::name ? type_keyword(keyword.value) : std::nullopt;
    if (!kind) {
      unexpected(keyword);
    }
    constexpr auto k_distance =
        static_cast<int>(Kind::scalar_extension) - static_cast<int>(Kind::scalar_definition);
    auto* node = start<TypeDefinition>(static_cast<Kind>(static_cast<int>(*kind) + k_distance));
    advance();
    advance();
    node->name = name();
    type_body(*node, *kind);
    const bool extends_nothing = node->interfaces.empty() && node->directives.empty() &&
                                 node->fields.empty() && node->input_fields.empty() &&
                                 node->members.empty() && node->values.empty();
    if (extends_nothing) {
      unexpected(token_);
    }
    return finish(node);
  }

  const Node* schema_extension() {
    auto* node = start<SchemaDefinition>(Kind::schema_extension);
    advance();
    advance();
    node->directives = directives(true);
    node->operations = optional_many<OperationType>(TokenKind::brace_left, TokenKind::brace_right,
                                                    [this] { return operation_type(); });
    if (node->directives.empty() && node->operations.empty()) {
      unexpected(token_);
    }
    return finish(node);
  }
};

Error located(std::string_view source, const SyntaxError& error) {
  return {"Syntax Error: " + error.message, {locate(source, error.offset)}, {}};
}

}  // namespace

std::expected<DocumentPtr, Error> parse(std::string_view source, const ParseOptions& options) {
  auto document = std::make_unique<Document>();
  document->source = source;
  try {
    Parser(source, document->arena, options).document(*document);
  } catch (const SyntaxError& error) {
    return std::unexpected(located(source, error));
  }
  return document;
}

std::expected<const ast::Value*, Error> parse_value(std::string_view source, Arena& arena) {
  try {
    return Parser(source, arena, {}).single_value();
  } catch (const SyntaxError& error) {
    return std::unexpected(located(source, error));
  }
}

}  // namespace graphql
