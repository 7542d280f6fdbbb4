// The part of the parser for what is executed: operations, fragments, values, directives, types.
// Within parser.cpp only.
#pragma once

#include "graphql/language/parser_core.hpp"

namespace graphql {

class ExecutableParser : public ParserCore {
 public:
  using ParserCore::ParserCore;

  const ast::Value* single_value() {
    advance();
    const auto* result = value(false);
    expect(TokenKind::end_of_file);
    return result;
  }

 protected:
  // --- operations and fragments

  const Node* operation() {
    auto* node = start<ast::Operation>(Kind::operation);
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

  ast::OperationKind operation_kind() {
    const auto token = expect(TokenKind::name);
    for (const auto kind : {ast::OperationKind::query, ast::OperationKind::mutation,
                            ast::OperationKind::subscription}) {
      if (token.value == name_of(kind)) {
        return kind;
      }
    }
    unexpected(token);
  }

  List<ast::VariableDefinition> variable_definitions() {
    return optional_many<ast::VariableDefinition>(TokenKind::paren_left, TokenKind::paren_right,
                                                  [this] { return variable_definition(); });
  }

  const ast::VariableDefinition* variable_definition() {
    auto* node = start<ast::VariableDefinition>(Kind::variable_definition);
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

  const ast::Value* variable() {
    auto* node = start<ast::Value>(Kind::variable);
    expect(TokenKind::dollar);
    const auto written = name();
    node->text = written.value;
    node->name_start = written.start;
    return finish(node);
  }

  const ast::SelectionSet* selection_set() {
    const Deeper deeper(*this);
    auto* node = start<ast::SelectionSet>(Kind::selection_set);
    node->selections =
        many<Node>(TokenKind::brace_left, TokenKind::brace_right, [this] { return selection(); });
    return finish(node);
  }

  const Node* selection() { return peek(TokenKind::spread) ? fragment() : field(); }

  const Node* field() {
    auto* node = start<ast::Field>(Kind::field);
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

  List<ast::Argument> arguments(bool constant) {
    return optional_many<ast::Argument>(TokenKind::paren_left, TokenKind::paren_right, [&] {
      auto* node = start<ast::Argument>(Kind::argument);
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
      auto* node = start<ast::FragmentSpread>(Kind::fragment_spread, begin);
      node->name = fragment_name();
      node->directives = directives(false);
      return finish(node);
    }
    auto* node = start<ast::InlineFragment>(Kind::inline_fragment, begin);
    node->condition = conditional ? named_type() : nullptr;
    node->directives = directives(false);
    node->selections = selection_set();
    return finish(node);
  }

  const Node* fragment_definition() {
    auto* node = start<ast::Fragment>(Kind::fragment);
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

  ast::Name fragment_name() {
    if (token_.value == "on") {
      unexpected(token_);
    }
    return name();
  }

  // --- values

  const ast::Value* value(bool constant) {
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

  ast::Value* literal(Kind kind) {
    auto* node = start<ast::Value>(kind);
    node->text = token_.value;
    advance();
    return finish(node);
  }

  const ast::Value* string_literal() {
    const bool block = peek(TokenKind::block_string);
    auto* node = literal(Kind::string_value);
    node->flag = block;
    return node;
  }

  const ast::Value* named_value() {
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

  const ast::Value* list(bool constant) {
    const Deeper deeper(*this);
    auto* node = start<ast::Value>(Kind::list_value);
    node->items = any<ast::Value>(TokenKind::bracket_left, TokenKind::bracket_right,
                                  [&] { return value(constant); });
    return finish(node);
  }

  const ast::Value* object(bool constant) {
    const Deeper deeper(*this);
    auto* node = start<ast::Value>(Kind::object_value);
    node->fields = any<ast::ObjectField>(TokenKind::brace_left, TokenKind::brace_right, [&] {
      auto* entry = start<ast::ObjectField>(Kind::object_field);
      entry->name = name();
      expect(TokenKind::colon);
      entry->value = value(constant);
      return finish(entry);
    });
    return finish(node);
  }

  // --- directives and types

  List<ast::Directive> directives(bool constant) {
    const auto base = scratch_.size();
    while (peek(TokenKind::at)) {
      auto* node = start<ast::Directive>(Kind::directive);
      advance();
      node->name = name();
      node->arguments = arguments(constant);
      scratch_.push_back(finish(node));
    }
    return collect<ast::Directive>(base);
  }

  const ast::TypeRef* type_reference() {
    const Deeper deeper(*this);
    const auto begin = token_;
    const ast::TypeRef* type = nullptr;
    if (skip(TokenKind::bracket_left)) {
      auto* node = start<ast::TypeRef>(Kind::list_type, begin);
      node->of = type_reference();
      expect(TokenKind::bracket_right);
      type = finish(node);
    } else {
      type = named_type();
    }
    if (!skip(TokenKind::bang)) {
      return type;
    }
    auto* node = start<ast::TypeRef>(Kind::non_null_type, begin);
    node->of = type;
    return finish(node);
  }

  const ast::TypeRef* named_type() {
    auto* node = start<ast::TypeRef>(Kind::named_type);
    node->name = name().value;
    return finish(node);
  }

  bool peek_description() const { return peek(TokenKind::string) || peek(TokenKind::block_string); }

  const ast::Value* description() { return peek_description() ? string_literal() : nullptr; }
};

}  // namespace graphql
