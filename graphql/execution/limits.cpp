#include "graphql/execution/limits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <unordered_map>

namespace graphql {
namespace {

constexpr std::size_t k_plenty = std::size_t{1} << 40;

std::size_t capped(std::size_t number) {
  return std::min(number, k_plenty);
}

using Fragments = std::unordered_map<std::string_view, const ast::Fragment*>;

Fragments fragments_of(const ast::Document& document) {
  Fragments fragments;
  for (const auto* definition : document.definitions) {
    if (definition->kind == ast::Kind::fragment) {
      const auto& fragment = static_cast<const ast::Fragment&>(*definition);
      fragments[fragment.name.value] = &fragment;
    }
  }
  return fragments;
}

struct Size {
  std::size_t depth = 0;
  std::size_t fields = 0;
  std::size_t aliases = 0;
  std::size_t directives = 0;

  void add(const Size& other) {
    depth = std::max(depth, other.depth);
    fields = capped(fields + other.fields);
    aliases = capped(aliases + other.aliases);
    directives = capped(directives + other.directives);
  }
};

/// Measures each fragment once. A fragment within itself counts as nothing: validation refuses it.
class Measure {
 public:
  explicit Measure(const ast::Document& document) : fragments_(fragments_of(document)) {}

  Size of(const ast::SelectionSet& selections) {
    Size total;
    for (const auto* selection : selections.selections) {
      switch (selection->kind) {
        case ast::Kind::field:
          total.add(of(static_cast<const ast::Field&>(*selection)));
          break;
        case ast::Kind::fragment_spread: {
          const auto& spread = static_cast<const ast::FragmentSpread&>(*selection);
          total.add(of_fragment(spread.name.value));
          total.directives = capped(total.directives + spread.directives.size());
          break;
        }
        default: {
          const auto& fragment = static_cast<const ast::InlineFragment&>(*selection);
          total.add(of(*fragment.selections));
          total.directives = capped(total.directives + fragment.directives.size());
        }
      }
    }
    return total;
  }

 private:
  Size of(const ast::Field& field) {
    Size size;
    if (field.selections != nullptr) {
      size = of(*field.selections);
    }
    size.depth += 1;
    size.fields = capped(size.fields + 1);
    size.aliases = capped(size.aliases + (field.alias ? 1 : 0));
    size.directives = capped(size.directives + field.directives.size());
    return size;
  }

  Size of_fragment(std::string_view name) {
    const auto [entry, is_new] = measured_.try_emplace(name);
    const auto fragment = fragments_.find(name);
    if (!is_new || fragment == fragments_.end()) {
      return entry->second;
    }
    const auto size = of(*fragment->second->selections);
    return measured_[name] = size;
  }

  Fragments fragments_;
  std::unordered_map<std::string_view, Size> measured_;
};

/// Counts fields times list sizes, along the types.
class CostCounter {
 public:
  CostCounter(const Schema& schema, const ast::Document& document, const Value& variables,
              const Limits& limits)
      : schema_(schema),
        variables_(variables),
        limits_(limits),
        fragments_(fragments_of(document)) {}

  bool by_variables() const { return by_variables_; }

  /// `sized` says that the field above already had the size of the list below it, as connections
  /// have.
  std::size_t of(const ast::SelectionSet& selections, const Type* parent, bool sized) {
    std::size_t total = 0;
    for (const auto* selection : selections.selections) {
      switch (selection->kind) {
        case ast::Kind::field:
          total += of(static_cast<const ast::Field&>(*selection), parent, sized);
          break;
        case ast::Kind::fragment_spread:
          total +=
              of_fragment(static_cast<const ast::FragmentSpread&>(*selection).name.value, sized);
          break;
        default: {
          const auto& fragment = static_cast<const ast::InlineFragment&>(*selection);
          const auto* type =
              fragment.condition != nullptr ? schema_.type(fragment.condition->name) : parent;
          total += of(*fragment.selections, type, sized);
        }
      }
      total = capped(total);
    }
    return total;
  }

 private:
  std::size_t of(const ast::Field& field, const Type* parent, bool sized) {
    const auto* definition = parent != nullptr ? schema_.field(*parent, field.name.value) : nullptr;
    if (definition == nullptr || field.name.value.starts_with("__")) {
      return 0;
    }
    if (field.selections == nullptr) {
      return 1;
    }
    const auto asked = asked_size(field, *definition);
    const bool list = is_list(nullable_type(definition->type));
    const auto size = asked ? *asked : list && !sized ? limits_.assumed_list_size : 1;
    const auto inner =
        of(*field.selections, named_type(definition->type), asked.has_value() && !list);
    return capped(1 + capped(size) * std::min(inner, k_plenty / (capped(size) + 1)));
  }

  std::optional<std::size_t> asked_size(const ast::Field& field, const FieldDef& definition) {
    for (const auto name : {"first", "last", "limit"}) {
      const auto* argument = definition.argument(name);
      if (argument == nullptr) {
        continue;
      }
      const auto given =
          std::ranges::find(field.arguments, std::string_view(name),
                            [](const ast::Argument* candidate) { return candidate->name.value; });
      auto value = argument->default_value;
      if (given != field.arguments.end()) {
        const auto& literal = *(*given)->value;
        const bool variable = literal.kind == ast::Kind::variable;
        by_variables_ = by_variables_ || variable;
        value = variable ? variables_[literal.text] : number(literal);
      }
      if (value.is(Value::Kind::integer)) {
        return static_cast<std::size_t>(std::max<std::int64_t>(value.integer(), 0));
      }
    }
    return std::nullopt;
  }

  static Value number(const ast::Value& literal) {
    std::int64_t result = 0;
    const auto* end = literal.text.data() + literal.text.size();
    const bool is_number = literal.kind == ast::Kind::int_value &&
                           std::from_chars(literal.text.data(), end, result).ec == std::errc{};
    return is_number ? Value::of(result) : Value{};
  }

  std::size_t of_fragment(std::string_view name, bool sized) {
    auto& measured = measured_[sized ? 1 : 0];
    const auto [entry, is_new] = measured.try_emplace(name, 0);
    const auto fragment = fragments_.find(name);
    if (!is_new || fragment == fragments_.end()) {
      return entry->second;
    }
    const auto cost =
        of(*fragment->second->selections, schema_.type(fragment->second->condition->name), sized);
    return measured[name] = cost;
  }

  const Schema& schema_;
  const Value& variables_;
  const Limits& limits_;
  Fragments fragments_;
  std::array<std::unordered_map<std::string_view, std::size_t>, 2> measured_;
  bool by_variables_ = false;
};

Error refusal(const std::string& what, std::size_t size, std::size_t most, std::string code) {
  const auto asked = size >= k_plenty ? std::string("far more") : std::to_string(size);
  return {"The document has " + asked + ' ' + what + "; " + std::to_string(most) + " are allowed.",
          {},
          {},
          std::move(code)};
}

}  // namespace

std::optional<Error> check_limits(const ast::Document& document, const Limits& limits) {
  const auto is_operation = [](const ast::Node* definition) {
    return definition->kind == ast::Kind::operation;
  };
  const auto operations =
      static_cast<std::size_t>(std::ranges::count_if(document.definitions, is_operation));
  if (operations > limits.max_operations) {
    return refusal("operations", operations, limits.max_operations, "OPERATION_LIMIT");
  }
  Measure measure(document);
  for (const auto* definition : document.definitions) {
    if (definition->kind != ast::Kind::operation) {
      continue;
    }
    const auto size = measure.of(*static_cast<const ast::Operation&>(*definition).selections);
    if (size.depth > limits.max_depth) {
      return refusal("levels of fields", size.depth, limits.max_depth, "DEPTH_LIMIT");
    }
    if (size.fields > limits.max_fields) {
      return refusal("fields", size.fields, limits.max_fields, "FIELD_LIMIT");
    }
    if (size.aliases > limits.max_aliases) {
      return refusal("aliases", size.aliases, limits.max_aliases, "ALIAS_LIMIT");
    }
    if (size.directives > limits.max_directives) {
      return refusal("directives", size.directives, limits.max_directives, "DIRECTIVE_LIMIT");
    }
  }
  return std::nullopt;
}

Cost cost_of(const Schema& schema, const ast::Document& document, const ast::Operation& operation,
             const Value& variables, const Limits& limits) {
  CostCounter counter(schema, document, variables, limits);
  const auto fields = counter.of(*operation.selections, schema.root(operation.operation), false);
  return {fields, counter.by_variables()};
}

}  // namespace graphql
