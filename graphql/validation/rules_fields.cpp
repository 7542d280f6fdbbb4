#include "graphql/type/suggestions.hpp"
#include "graphql/validation/rule.hpp"
#include "graphql/validation/rules.hpp"

#include <algorithm>

namespace graphql {
namespace {

struct ScalarLeafs {
  Context& c;

  void enter(const ast::Field& field) {
    const auto* type = c.types().type();
    if (type == nullptr) {
      return;
    }
    const auto name = std::string(field.name.value);
    if (is_leaf(named_type(type))) {
      if (field.selections != nullptr) {
        c.report("Field " + quoted(name) + " must not have a selection since type " +
                     quoted(to_string(*type)) + " has no subfields.",
                 {field.selections->start});
      }
    } else if (field.selections == nullptr) {
      c.report("Field " + quoted(name) + " of type " + quoted(to_string(*type)) +
                   " must have a selection of subfields. Did you mean \"" + name + " { ... }\"?",
               {field.start});
    }
  }
};

/// Which of the types that an abstract type may be have the field, the most general first.
std::vector<std::string_view> types_with(const Schema& schema, const Type& type,
                                         std::string_view field_name) {
  struct Suggested {
    const Type* type;
    std::size_t uses;
  };
  std::vector<Suggested> suggested;
  const auto count = [&](const Type* candidate) {
    const auto known = std::ranges::find(suggested, candidate, &Suggested::type);
    if (known != suggested.end()) {
      ++known->uses;
    } else {
      suggested.push_back({candidate, 1});
    }
  };
  for (const auto* possible : type.possible) {
    if (possible->field(field_name) == nullptr) {
      continue;
    }
    count(possible);
    for (const auto* interface : possible->interfaces) {
      if (interface->field(field_name) != nullptr) {
        count(interface);
      }
    }
  }
  const auto stands_before = [&](const Suggested& a, const Suggested& b) {
    if (a.uses != b.uses) {
      return a.uses > b.uses;
    }
    if (is_interface(a.type) && schema.is_possible(*a.type, *b.type)) {
      return true;
    }
    if (is_interface(b.type) && schema.is_possible(*b.type, *a.type)) {
      return false;
    }
    return natural_compare(a.type->name, b.type->name) < 0;
  };
  // The order is not transitive, so it is insertion that sorts.
  for (std::size_t i = 1; i < suggested.size(); ++i) {
    for (auto j = i; j > 0 && stands_before(suggested[j], suggested[j - 1]); --j) {
      std::swap(suggested[j], suggested[j - 1]);
    }
  }
  std::vector<std::string_view> names;
  for (const auto& item : suggested) {
    names.push_back(item.type->name);
  }
  return names;
}

struct FieldsOnCorrectType {
  Context& c;

  void enter(const ast::Field& field) {
    const auto* type = c.types().parent_type();
    if (type == nullptr || c.types().field() != nullptr) {
      return;
    }
    c.report("Cannot query field " + quoted(field.name.value) + " on type " + quoted(type->name) +
                 '.' + suggest(*type, field.name.value),
             {field.start});
  }

  std::string suggest(const Type& type, std::string_view name) {
    if (is_abstract(&type)) {
      auto types =
          did_you_mean(types_with(*c.schema(), type, name), "to use an inline fragment on");
      if (!types.empty()) {
        return types;
      }
    }
    std::vector<std::string_view> names;
    for (const auto& field : type.fields) {
      names.push_back(field.name);
    }
    return did_you_mean(suggestion_list(name, names));
  }
};

}  // namespace

RulePtr scalar_leafs(Context& c) {
  return rule<ScalarLeafs>(c);
}
RulePtr fields_on_correct_type(Context& c) {
  return rule<FieldsOnCorrectType>(c);
}

}  // namespace graphql
