#include "graphql/language/printer.hpp"
#include "graphql/type/suggestions.hpp"
#include "graphql/validation/rule.hpp"
#include "graphql/validation/rules.hpp"

#include <algorithm>

namespace graphql {
namespace {

template <class Arguments>
std::vector<std::string_view> names_of(const Arguments& arguments) {
  std::vector<std::string_view> names;
  for (const auto& argument : arguments) {
    names.push_back(argument.name);
  }
  return names;
}

struct KnownArgumentNamesOnDirectives {
  Context& c;

  bool enter(const ast::Directive& directive) {
    if (directive.arguments.empty()) {
      return false;
    }
    std::vector<std::string_view> known;
    if (const auto* node = c.directive_node(directive.name.value)) {
      for (const auto* argument : node->arguments) {
        known.push_back(argument->name.value);
      }
    } else if (const auto* definition = c.directive(directive.name.value)) {
      known = names_of(definition->arguments);
    } else {
      return false;
    }
    for (const auto* argument : directive.arguments) {
      const auto name = argument->name.value;
      if (std::ranges::find(known, name) == known.end()) {
        c.report("Unknown argument " + quoted(name) + " on directive \"@" +
                     std::string(directive.name.value) + "\"." +
                     did_you_mean(suggestion_list(name, known)),
                 {argument->start});
      }
    }
    return false;
  }
};

struct KnownArgumentNames {
  Context& c;

  bool enter(const ast::Directive& directive) {
    return KnownArgumentNamesOnDirectives{c}.enter(directive);
  }
  void enter(const ast::Argument& argument) {
    const auto* field = c.types().field();
    const auto* parent = c.types().parent_type();
    if (c.types().argument() != nullptr || field == nullptr || parent == nullptr) {
      return;
    }
    const auto name = argument.name.value;
    c.report("Unknown argument " + quoted(name) + " on field \"" + std::string(parent->name) + '.' +
                 std::string(field->name) + "\"." +
                 did_you_mean(suggestion_list(name, names_of(field->arguments))),
             {argument.start});
  }
};

struct UniqueArgumentNames {
  Context& c;

  void enter(const ast::Field& field) { check(field.arguments); }
  void enter(const ast::Directive& directive) { check(directive.arguments); }

  void check(ast::List<ast::Argument> arguments) {
    for_each_repeated(
        arguments, [](const ast::Argument& argument) { return argument.name.value; },
        [&](std::string_view name, const auto& group) {
          std::vector<std::uint32_t> places;
          for (const auto* argument : group) {
            places.push_back(argument->name.start);
          }
          c.report("There can be only one argument named " + quoted(name) + '.', places);
        });
  }
};

bool is_given(ast::List<ast::Argument> arguments, std::string_view name) {
  return std::ranges::any_of(
      arguments, [&](const ast::Argument* argument) { return argument->name.value == name; });
}

struct ProvidedRequiredArgumentsOnDirectives {
  Context& c;

  void leave(const ast::Directive& directive) {
    if (const auto* node = c.directive_node(directive.name.value)) {
      for (const auto* argument : node->arguments) {
        const bool required =
            argument->type->kind == ast::Kind::non_null_type && argument->default_value == nullptr;
        if (required) {
          require(directive, argument->name.value, print(*argument->type));
        }
      }
    } else if (const auto* definition = c.directive(directive.name.value)) {
      for (const auto& argument : definition->arguments) {
        if (argument.is_required()) {
          require(directive, argument.name, to_string(*argument.type));
        }
      }
    }
  }

  void require(const ast::Directive& directive, std::string_view name, const std::string& type) {
    if (!is_given(directive.arguments, name)) {
      c.report("Directive \"@" + std::string(directive.name.value) + "\" argument " + quoted(name) +
                   " of type " + quoted(type) + " is required, but it was not provided.",
               {directive.start});
    }
  }
};

struct ProvidedRequiredArguments {
  Context& c;

  void leave(const ast::Directive& directive) {
    ProvidedRequiredArgumentsOnDirectives{c}.leave(directive);
  }
  void leave(const ast::Field& field) {
    const auto* definition = c.types().field();
    if (definition == nullptr) {
      return;
    }
    for (const auto& argument : definition->arguments) {
      if (argument.is_required() && !is_given(field.arguments, argument.name)) {
        c.report("Field " + quoted(definition->name) + " argument " + quoted(argument.name) +
                     " of type " + quoted(to_string(*argument.type)) +
                     " is required, but it was not provided.",
                 {field.start});
      }
    }
  }
};

}  // namespace

RulePtr known_argument_names(Context& c) {
  return rule<KnownArgumentNames>(c);
}
RulePtr known_argument_names_on_directives(Context& c) {
  return rule<KnownArgumentNamesOnDirectives>(c);
}
RulePtr unique_argument_names(Context& c) {
  return rule<UniqueArgumentNames>(c);
}
RulePtr provided_required_arguments(Context& c) {
  return rule<ProvidedRequiredArguments>(c);
}
RulePtr provided_required_arguments_on_directives(Context& c) {
  return rule<ProvidedRequiredArgumentsOnDirectives>(c);
}

}  // namespace graphql
