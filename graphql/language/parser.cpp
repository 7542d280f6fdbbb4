#include "graphql/language/parser.hpp"

#include "graphql/language/lexer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

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

constexpr std::string_view kind_name(TokenKind kind) {
  constexpr std::string_view k_names[] = {
      "<SOF>",   "<EOF>", "\"!\"", "\"$\"", "\"&\"", "\"(\"",  "\")\"",
      "\"...\"", "\":\"", "\"=\"", "\"@\"", "\"[\"", "\"]\"",  "\"{\"",
      "\"|\"",   "\"}\"", "Name",  "Int",   "Float", "String", "BlockString"};
  return k_names[static_cast<std::size_t>(kind)];
}

std::string describe(const Token& token) {
  std::string text(kind_name(token.kind));
  if (token.kind >= TokenKind::name) {
    text += " \"" + std::string(token.value) + '"';
  }
  return text;
}

class Parser {
 public:
  Parser(std::string_view source, Arena& arena, const ParseOptions& options)
      : arena_(arena), options_(options), lexer_(source, arena) {}

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

  const Value* single_value() {
    advance();
    const auto* result = value(false);
    expect(TokenKind::end_of_file);
    return result;
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

  // --- operations and fragments

  const Node* operation() {
    auto* node = start<Operation>(Kind::operation);
    if (peek(TokenKind::brace_left)) {
      node->selections = selection_set();
      return finish(node);
    }
    node->description = description();
    node->operation = operation_kind();
    if (peek(TokenKind::name)) {
      node->name = name();
    }
    node->variables = variable_definitions();
    node->directives = directives(false);
    node->selections = selection_set();
    return finish(node);
  }

  OperationKind operation_kind() {
    const auto token = expect(TokenKind::name);
    for (const auto kind :
         {OperationKind::query, OperationKind::mutation, OperationKind::subscription}) {
      if (token.value == name_of(kind)) {
        return kind;
      }
    }
    unexpected(token);
  }

  List<VariableDefinition> variable_definitions() {
    return optional_many<VariableDefinition>(TokenKind::paren_left, TokenKind::paren_right,
                                             [this] { return variable_definition(); });
  }

  const VariableDefinition* variable_definition() {
    auto* node = start<VariableDefinition>(Kind::variable_definition);
    if (options_.executable_descriptions) {
      node->description = description();
    }
    node->variable = variable();
    expect(TokenKind::colon);
    node->type = type_reference();
    if (skip(TokenKind::equals)) {
      node->default_value = value(true);
    }
    node->directives = directives(true);
    return finish(node);
  }

  const Value* variable() {
    auto* node = start<Value>(Kind::variable);
    expect(TokenKind::dollar);
    const auto written = name();
    node->text = written.value;
    node->name_start = written.start;
    return finish(node);
  }

  const SelectionSet* selection_set() {
    const Deeper deeper(*this);
    auto* node = start<SelectionSet>(Kind::selection_set);
    node->selections =
        many<Node>(TokenKind::brace_left, TokenKind::brace_right, [this] { return selection(); });
    return finish(node);
  }

  const Node* selection() { return peek(TokenKind::spread) ? fragment() : field(); }

  const Node* field() {
    auto* node = start<Field>(Kind::field);
    node->name = name();
    if (skip(TokenKind::colon)) {
      node->alias = node->name;
      node->name = name();
    }
    node->arguments = arguments(false);
    node->directives = directives(false);
    if (peek(TokenKind::brace_left)) {
      node->selections = selection_set();
    }
    return finish(node);
  }

  List<Argument> arguments(bool constant) {
    return optional_many<Argument>(TokenKind::paren_left, TokenKind::paren_right, [&] {
      auto* node = start<Argument>(Kind::argument);
      node->name = name();
      expect(TokenKind::colon);
      node->value = value(constant);
      return finish(node);
    });
  }

  const Node* fragment() {
    const auto begin = token_;
    expect(TokenKind::spread);
    const bool conditional = skip_keyword("on");
    if (!conditional && peek(TokenKind::name)) {
      auto* node = start<FragmentSpread>(Kind::fragment_spread, begin);
      node->name = fragment_name();
      node->directives = directives(false);
      return finish(node);
    }
    auto* node = start<InlineFragment>(Kind::inline_fragment, begin);
    node->condition = conditional ? named_type() : nullptr;
    node->directives = directives(false);
    node->selections = selection_set();
    return finish(node);
  }

  const Node* fragment_definition() {
    auto* node = start<Fragment>(Kind::fragment);
    node->description = description();
    expect_keyword("fragment");
    node->name = fragment_name();
    if (options_.fragment_variables) {
      node->variables = variable_definitions();
    }
    expect_keyword("on");
    node->condition = named_type();
    node->directives = directives(false);
    node->selections = selection_set();
    return finish(node);
  }

  Name fragment_name() {
    if (token_.value == "on") {
      unexpected(token_);
    }
    return name();
  }

  // --- values

  const Value* value(bool constant) {
    switch (token_.kind) {
      case TokenKind::bracket_left:
        return list(constant);
      case TokenKind::brace_left:
        return object(constant);
      case TokenKind::int_value:
        return literal(Kind::int_value);
      case TokenKind::float_value:
        return literal(Kind::float_value);
      case TokenKind::string:
      case TokenKind::block_string:
        return string_literal();
      case TokenKind::name:
        return named_value();
      case TokenKind::dollar:
        if (constant) {
          refuse_variable();
        }
        return variable();
      default:
        unexpected(token_);
    }
  }

  Value* literal(Kind kind) {
    auto* node = start<Value>(kind);
    node->text = token_.value;
    advance();
    return finish(node);
  }

  const Value* string_literal() {
    const bool block = peek(TokenKind::block_string);
    auto* node = literal(Kind::string_value);
    node->flag = block;
    return node;
  }

  const Value* named_value() {
    if (token_.value == "true" || token_.value == "false") {
      const bool flag = token_.value == "true";
      auto* node = literal(Kind::boolean_value);
      node->flag = flag;
      return node;
    }
    return literal(token_.value == "null" ? Kind::null_value : Kind::enum_value);
  }

  [[noreturn]] void refuse_variable() {
    const auto dollar = token_;
    advance();
    if (peek(TokenKind::name)) {
      throw SyntaxError{
          "Unexpected variable \"$" + std::string(token_.value) + "\" in constant value.",
          dollar.start};
    }
    unexpected(dollar);
  }

  const Value* list(bool constant) {
    const Deeper deeper(*this);
    auto* node = start<Value>(Kind::list_value);
    node->items = any<Value>(TokenKind::bracket_left, TokenKind::bracket_right,
                             [&] { return value(constant); });
    return finish(node);
  }

  const Value* object(bool constant) {
    const Deeper deeper(*this);
    auto* node = start<Value>(Kind::object_value);
    node->fields = any<ObjectField>(TokenKind::brace_left, TokenKind::brace_right, [&] {
      auto* entry = start<ObjectField>(Kind::object_field);
      entry->name = name();
      expect(TokenKind::colon);
      entry->value = value(constant);
      return finish(entry);
    });
    return finish(node);
  }

  // --- directives and types

  List<Directive> directives(bool constant) {
    const auto base = scratch_.size();
    while (peek(TokenKind::at)) {
      auto* node = start<Directive>(Kind::directive);
      advance();
      node->name = name();
      node->arguments = arguments(constant);
      scratch_.push_back(finish(node));
    }
    return collect<Directive>(base);
  }

  const TypeRef* type_reference() {
    const Deeper deeper(*this);
    const auto begin = token_;
    const TypeRef* type = nullptr;
    if (skip(TokenKind::bracket_left)) {
      auto* node = start<TypeRef>(Kind::list_type, begin);
      node->of = type_reference();
      expect(TokenKind::bracket_right);
      type = finish(node);
    } else {
      type = named_type();
    }
    if (!skip(TokenKind::bang)) {
      return type;
    }
    auto* node = start<TypeRef>(Kind::non_null_type, begin);
    node->of = type;
    return finish(node);
  }

  const TypeRef* named_type() {
    auto* node = start<TypeRef>(Kind::named_type);
    node->name = name().value;
    return finish(node);
  }

  // --- the type system

  bool peek_description() const { return peek(TokenKind::string) || peek(TokenKind::block_string); }

  const Value* description() { return peek_description() ? string_literal() : nullptr; }

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

  // --- tokens

  void advance() {
    last_end_ = token_.end;
    token_ = lexer_.read(token_.end);
    if (token_.kind == TokenKind::end_of_file) {
      return;
    }
    ++tokens_;
    if (options_.max_tokens != 0 && tokens_ > options_.max_tokens) {
      throw SyntaxError{"Document contains more that " + std::to_string(options_.max_tokens) +
                            " tokens. Parsing aborted.",
                        token_.start};
    }
  }

  bool peek(TokenKind kind) const { return token_.kind == kind; }

  bool skip(TokenKind kind) {
    if (token_.kind != kind) {
      return false;
    }
    advance();
    return true;
  }

  Token expect(TokenKind kind) {
    if (token_.kind != kind) {
      throw SyntaxError{
          "Expected " + std::string(kind_name(kind)) + ", found " + describe(token_) + '.',
          token_.start};
    }
    const auto token = token_;
    if (kind != TokenKind::end_of_file) {
      advance();
    }
    return token;
  }

  bool skip_keyword(std::string_view word) {
    if (token_.kind != TokenKind::name || token_.value != word) {
      return false;
    }
    advance();
    return true;
  }

  void expect_keyword(std::string_view word) {
    if (!skip_keyword(word)) {
      throw SyntaxError{"Expected \"" + std::string(word) + "\", found " + describe(token_) + '.',
                        token_.start};
    }
  }

  [[noreturn]] static void unexpected(const Token& token) {
    throw SyntaxError{"Unexpected " + describe(token) + '.', token.start};
  }

  Name name() {
    const auto token = expect(TokenKind::name);
    return {token.value, token.start};
  }

  // --- nodes

  template <class T>
  T* start(Kind kind) {
    return start<T>(kind, token_);
  }

  template <class T>
  T* start(Kind kind, const Token& first) {
    auto* node = arena_.make<T>();
    node->kind = kind;
    node->start = first.start;
    return node;
  }

  template <class T>
  T* finish(T* node) {
    node->end = last_end_;
    return node;
  }

  template <class T, class F>
  List<T> any(TokenKind open, TokenKind close, F&& item) {
    expect(open);
    const auto base = scratch_.size();
    while (!skip(close)) {
      scratch_.push_back(item());
    }
    return collect<T>(base);
  }

  template <class T, class F>
  List<T> many(TokenKind open, TokenKind close, F&& item) {
    expect(open);
    const auto base = scratch_.size();
    do {
      scratch_.push_back(item());
    } while (!skip(close));
    return collect<T>(base);
  }

  template <class T, class F>
  List<T> optional_many(TokenKind open, TokenKind close, F&& item) {
    return peek(open) ? many<T>(open, close, item) : List<T>{};
  }

  template <class T, class F>
  List<T> delimited(TokenKind delimiter, F&& item) {
    skip(delimiter);
    const auto base = scratch_.size();
    do {
      scratch_.push_back(item());
    } while (skip(delimiter));
    return collect<T>(base);
  }

  /// Moves what was put on the scratch stack since `base` into the arena.
  template <class T>
  List<T> collect(std::size_t base) {
    const auto count = scratch_.size() - base;
    auto items = arena_.array<const T*>(count);
    for (std::size_t i = 0; i < count; ++i) {
      items[i] = static_cast<const T*>(scratch_[base + i]);
    }
    scratch_.resize(base);
    return items;
  }

  class Deeper {
   public:
    explicit Deeper(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > parser_.options_.max_depth) {
        throw SyntaxError{"Document is nested more than " +
                              std::to_string(parser_.options_.max_depth) +
                              " levels deep. Parsing aborted.",
                          parser_.token_.start};
      }
    }
    ~Deeper() { --parser_.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

   private:
    Parser& parser_;
  };

  Arena& arena_;
  const ParseOptions options_;
  Lexer lexer_;
  Token token_;
  std::uint32_t last_end_ = 0;
  std::size_t tokens_ = 0;
  std::size_t depth_ = 0;
  std::vector<const Node*> scratch_;
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
