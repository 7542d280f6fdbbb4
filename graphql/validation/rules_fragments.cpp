#include "graphql/language/printer.hpp"
#include "graphql/validation/rule.hpp"
#include "graphql/validation/rules.hpp"

namespace graphql {
namespace {

struct FragmentsOnCompositeTypes {
  Context& c;

  void enter(const ast::InlineFragment& fragment) {
    if (fragment.condition != nullptr) {
      check(*fragment.condition, "Fragment");
    }
  }
  void enter(const ast::Fragment& fragment) {
    check(*fragment.condition, "Fragment " + quoted(fragment.name.value));
  }

  void check(const ast::TypeRef& condition, const std::string& subject) {
    const auto* type = c.schema()->type(condition.name);
    if (type != nullptr && !is_composite(type)) {
      c.report(subject + " cannot condition on non composite type " + quoted(condition.name) + '.',
               {condition.start});
    }
  }
};

struct UniqueFragmentNames {
  Context& c;
  ScratchMap<std::string_view, std::uint32_t> known{c.memory()};

  bool enter(const ast::Operation&) { return false; }
  bool enter(const ast::Fragment& fragment) {
    const auto [entry, is_new] = known.try_emplace(fragment.name.value, fragment.name.start);
    if (!is_new) {
      c.report("There can be only one fragment named " + quoted(fragment.name.value) + '.',
               {entry->second, fragment.name.start});
    }
    return false;
  }
};

struct KnownFragmentNames {
  Context& c;

  void enter(const ast::FragmentSpread& spread) {
    if (c.fragment(spread.name.value) == nullptr) {
      c.report("Unknown fragment " + quoted(spread.name.value) + '.', {spread.name.start});
    }
  }
};

struct NoUnusedFragments {
  Context& c;
  ScratchVector<const ast::Operation*> operations{c.memory()};
  ScratchVector<const ast::Fragment*> fragments{c.memory()};

  bool enter(const ast::Operation& operation) {
    operations.push_back(&operation);
    return false;
  }
  bool enter(const ast::Fragment& fragment) {
    fragments.push_back(&fragment);
    return false;
  }
  void leave(const ast::Document&) {
    if (fragments.empty()) {
      return;
    }
    ScratchSet<std::string_view> used(c.memory());
    ScratchVector<const ast::SelectionSet*> open(c.memory());
    for (const auto* operation : operations) {
      open.push_back(operation->selections);
    }
    while (!open.empty()) {
      const auto* selections = open.back();
      open.pop_back();
      for (const auto* spread : c.spreads(*selections)) {
        const auto* target = c.fragment(spread->name.value);
        if (target != nullptr && used.insert(spread->name.value).second) {
          open.push_back(target->selections);
        }
      }
    }
    for (const auto* fragment : fragments) {
      if (!used.contains(fragment->name.value)) {
        c.report("Fragment " + quoted(fragment->name.value) + " is never used.", {fragment->start});
      }
    }
  }
};

struct PossibleFragmentSpreads {
  Context& c;

  void enter(const ast::InlineFragment& fragment) {
    check(c.types().type(), "Fragment", fragment.start);
  }
  void enter(const ast::FragmentSpread& spread) {
    if (const auto* fragment = c.fragment(spread.name.value)) {
      check(c.schema()->type(fragment->condition->name), "Fragment " + quoted(spread.name.value),
            spread.start);
    }
  }

  void check(const Type* type, const std::string& subject, std::uint32_t place) {
    const auto* parent = c.types().parent_type();
    if (!is_composite(type) || !is_composite(parent) || overlap(*c.schema(), *type, *parent)) {
      return;
    }
    c.report(subject + " cannot be spread here as objects of type " + quoted(parent->name) +
                 " can never be of type " + quoted(type->name) + '.',
             {place});
  }
};

struct NoFragmentCycles {
  Context& c;
  ScratchSet<std::string_view> visited{c.memory()};
  ScratchVector<const ast::FragmentSpread*> path{c.memory()};
  ScratchMap<std::string_view, std::size_t> position{c.memory()};

  bool enter(const ast::Operation&) { return false; }
  bool enter(const ast::Fragment& fragment) {
    search(fragment);
    return false;
  }

  void search(const ast::Fragment& fragment) {
    const auto name = fragment.name.value;
    if (!visited.insert(name).second) {
      return;
    }
    const auto& spreads = c.spreads(*fragment.selections);
    if (spreads.empty()) {
      return;
    }
    position[name] = path.size();
    for (const auto* spread : spreads) {
      path.push_back(spread);
      const auto start = position.find(spread->name.value);
      if (start != position.end()) {
        report(*spread, start->second);
      } else if (const auto* target = c.fragment(spread->name.value)) {
        search(*target);
      }
      path.pop_back();
    }
    position.erase(name);
  }

  void report(const ast::FragmentSpread& spread, std::size_t start) {
    std::string via;
    std::vector<std::uint32_t> places;
    for (auto i = start; i < path.size(); ++i) {
      places.push_back(path[i]->start);
      if (i + 1 < path.size()) {
        via += (via.empty() ? " via " : ", ") + quoted(path[i]->name.value);
      }
    }
    c.report("Cannot spread fragment " + quoted(spread.name.value) + " within itself" + via + '.',
             places);
  }
};

}  // namespace

RulePtr fragments_on_composite_types(Context& c) {
  return rule<FragmentsOnCompositeTypes>(c);
}
RulePtr unique_fragment_names(Context& c) {
  return rule<UniqueFragmentNames>(c);
}
RulePtr known_fragment_names(Context& c) {
  return rule<KnownFragmentNames>(c);
}
RulePtr no_unused_fragments(Context& c) {
  return rule<NoUnusedFragments>(c);
}
RulePtr possible_fragment_spreads(Context& c) {
  return rule<PossibleFragmentSpreads>(c);
}
RulePtr no_fragment_cycles(Context& c) {
  return rule<NoFragmentCycles>(c);
}

}  // namespace graphql
