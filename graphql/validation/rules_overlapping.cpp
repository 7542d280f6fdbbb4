// Fields with one response name must be the same field: the costliest rule, and so the one with a
// budget. The letters (A) to (J) are those of the comment in graphql-js that explains the
// algorithm.
#include "graphql/type/suggestions.hpp"
#include "graphql/validation/rule.hpp"
#include "graphql/validation/rules.hpp"

#include <algorithm>
#include <list>
#include <unordered_map>
#include <unordered_set>

namespace graphql {
namespace {

struct FieldEntry {
  const Type* parent;
  const ast::Field* node;
  const FieldDef* definition;
};

struct ResponseName {
  ResponseName(std::string_view given, Memory* memory) : name(given), fields(memory) {}

  std::string_view name;
  ScratchVector<FieldEntry> fields;
};

/// What a selection set asks for itself, and the fragments that it spreads.
class Collected {
 public:
  explicit Collected(Memory* memory)
      : names_(memory), positions_(memory), fragments_(memory), spread_(memory) {}

  const ScratchVector<ResponseName>& names() const { return names_; }
  /// Each once.
  const ScratchVector<std::string_view>& fragments() const { return fragments_; }

  const ResponseName* find(std::string_view name) const {
    const auto index = index_of(name);
    return index == names_.size() ? nullptr : &names_[index];
  }

  void add(std::string_view name, const FieldEntry& field) {
    const auto index = index_of(name);
    if (index == names_.size()) {
      names_.emplace_back(name, names_.get_allocator().resource());
      index_names();
    }
    names_[index].fields.push_back(field);
  }

  void add_fragment(std::string_view name) {
    if (spread_.insert(name).second) {
      fragments_.push_back(name);
    }
  }

 private:
  std::size_t index_of(std::string_view name) const {
    if (positions_.empty()) {
      const auto found = std::ranges::find(names_, name, &ResponseName::name);
      return static_cast<std::size_t>(found - names_.begin());
    }
    const auto found = positions_.find(name);
    return found == positions_.end() ? names_.size() : found->second;
  }

  /// Few names are compared one by one, many are looked up.
  void index_names() {
    constexpr std::size_t k_many = 16;
    if (names_.size() < k_many) {
      return;
    }
    for (auto i = positions_.size(); i < names_.size(); ++i) {
      positions_.emplace(names_[i].name, i);
    }
  }

  ScratchVector<ResponseName> names_;
  ScratchMap<std::string_view, std::size_t> positions_;
  ScratchVector<std::string_view> fragments_;
  ScratchSet<std::string_view> spread_;
};

struct Conflict {
  std::string_view name;
  std::string reason;
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> second;
};
using Conflicts = std::vector<Conflict>;

struct PairHash {
  std::size_t operator()(const std::pair<const void*, const void*>& pair) const {
    const auto a = reinterpret_cast<std::uintptr_t>(pair.first);
    const auto b = reinterpret_cast<std::uintptr_t>(pair.second);
    return static_cast<std::size_t>((a * 0x9E3779B97F4A7C15ULL) ^ (b >> 3));
  }
};

/// Pairs that were compared. One compared as if both could apply covers one where only one of them
/// can.
class ComparedPairs {
 public:
  explicit ComparedPairs(Memory* memory) : pairs_(memory) {}

  /// False if the pair was there already.
  bool insert(const void* a, const void* b, bool exclusive) {
    const auto [entry, is_new] = pairs_.try_emplace({a, b}, exclusive);
    if (is_new) {
      return true;
    }
    const bool covered = exclusive || !entry->second;
    entry->second = covered ? entry->second : exclusive;
    return !covered;
  }

  bool insert_unordered(const void* a, const void* b, bool exclusive) {
    return std::less<>{}(a, b) ? insert(a, b, exclusive) : insert(b, a, exclusive);
  }

 private:
  ScratchMap<std::pair<const void*, const void*>, bool, PairHash> pairs_;
};

bool same_value(const ast::Value& a, const ast::Value& b);

bool same_fields(const ast::Value& a, const ast::Value& b) {
  if (a.fields.size() != b.fields.size()) {
    return false;
  }
  const auto sorted = [](const ast::Value& value) {
    std::vector<const ast::ObjectField*> fields(value.fields.begin(), value.fields.end());
    std::ranges::sort(fields, [](const auto* x, const auto* y) {
      return natural_compare(x->name.value, y->name.value) < 0;
    });
    return fields;
  };
  return std::ranges::equal(sorted(a), sorted(b), [](const auto* x, const auto* y) {
    return x->name.value == y->name.value && same_value(*x->value, *y->value);
  });
}

bool same_value(const ast::Value& a, const ast::Value& b) {
  return a.kind == b.kind && a.flag == b.flag && a.text == b.text &&
         std::ranges::equal(a.items, b.items,
                            [](const auto* x, const auto* y) { return same_value(*x, *y); }) &&
         same_fields(a, b);
}

bool same_arguments(const ast::Field& a, const ast::Field& b) {
  if (a.arguments.size() != b.arguments.size()) {
    return false;
  }
  return std::ranges::all_of(a.arguments, [&](const ast::Argument* argument) {
    const ast::Argument* other = nullptr;
    for (const auto* candidate : b.arguments) {
      other = candidate->name.value == argument->name.value ? candidate : other;
    }
    return other != nullptr && same_value(*argument->value, *other->value);
  });
}

bool types_conflict(const Type& a, const Type& b) {
  if (is_list(&a) || is_list(&b)) {
    return !is_list(&a) || !is_list(&b) || types_conflict(*a.of, *b.of);
  }
  if (is_non_null(&a) || is_non_null(&b)) {
    return !is_non_null(&a) || !is_non_null(&b) || types_conflict(*a.of, *b.of);
  }
  return (is_leaf(&a) || is_leaf(&b)) && &a != &b;
}

void append(std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

struct OverlappingFields {
  Context& c;
  ScratchMap<const ast::SelectionSet*, const Collected*> cache{c.memory()};
  std::pmr::list<Collected> storage{c.memory()};
  ComparedPairs compared_with_fragment{c.memory()};
  ComparedPairs compared_fragments{c.memory()};
  std::size_t comparisons = 0;

  void enter(const ast::SelectionSet& selections) {
    Conflicts conflicts;
    const auto& own = collect(c.types().parent_type(), selections);
    within(conflicts, own);  // (A)
    for (std::size_t i = 0; i < own.fragments().size(); ++i) {
      fields_and_fragment(conflicts, false, own, own.fragments()[i]);  // (B)
      for (std::size_t j = i + 1; j < own.fragments().size(); ++j) {
        fragments(conflicts, false, own.fragments()[i], own.fragments()[j]);  // (C)
      }
    }
    for (const auto& conflict : conflicts) {
      auto places = conflict.first;
      append(places, conflict.second);
      c.report("Fields " + quoted(conflict.name) + " conflict because " + conflict.reason +
                   ". Use different aliases on the fields to fetch both if this was intentional.",
               places);
    }
  }

  void within(Conflicts& conflicts, const Collected& own) {
    for (const auto& [name, fields] : own.names()) {
      for (std::size_t i = 0; i < fields.size(); ++i) {
        for (std::size_t j = i + 1; j < fields.size(); ++j) {
          compare(conflicts, false, name, fields[i], fields[j]);
        }
      }
    }
  }

  void between(Conflicts& conflicts, bool exclusive, const Collected& a, const Collected& b) {
    for (const auto& [name, fields] : a.names()) {
      const auto* others = b.find(name);
      if (others == nullptr) {
        continue;
      }
      for (const auto& field : fields) {
        for (const auto& other : others->fields) {
          compare(conflicts, exclusive, name, field, other);
        }
      }
    }
  }

  void fields_and_fragment(Conflicts& conflicts, bool exclusive, const Collected& fields,
                           std::string_view fragment_name) {
    spend();
    const auto* fragment = c.fragment(fragment_name);
    if (fragment == nullptr || !compared_with_fragment.insert(&fields, fragment, exclusive)) {
      return;
    }
    const auto& other = collect(*fragment);
    if (&fields == &other) {
      return;
    }
    between(conflicts, exclusive, fields, other);  // (D)
    for (const auto& name : other.fragments()) {
      fields_and_fragment(conflicts, exclusive, fields, name);  // (E)
    }
  }

  void fragments(Conflicts& conflicts, bool exclusive, std::string_view a_name,
                 std::string_view b_name) {
    spend();
    const auto* a = c.fragment(a_name);
    const auto* b = c.fragment(b_name);
    if (a == nullptr || b == nullptr || a == b ||
        !compared_fragments.insert_unordered(a, b, exclusive)) {
      return;
    }
    const auto& first = collect(*a);
    const auto& second = collect(*b);
    between(conflicts, exclusive, first, second);  // (F)
    for (const auto& name : second.fragments()) {
      fragments(conflicts, exclusive, a_name, name);  // (G)
    }
    for (const auto& name : first.fragments()) {
      fragments(conflicts, exclusive, name, b_name);  // (G)
    }
  }

  void compare(Conflicts& conflicts, bool parents_exclusive, std::string_view name,
               const FieldEntry& a, const FieldEntry& b) {
    spend();
    // Two object types never apply to one object: then only the shape of the answers must agree.
    const bool exclusive =
        parents_exclusive || (a.parent != b.parent && is_object(a.parent) && is_object(b.parent));
    const auto conflict = [&](std::string reason) {
      conflicts.push_back({name, std::move(reason), {a.node->start}, {b.node->start}});
    };
    if (!exclusive) {
      if (a.node->name.value != b.node->name.value) {
        return conflict(quoted(a.node->name.value) + " and " + quoted(b.node->name.value) +
                        " are different fields");
      }
      if (!same_arguments(*a.node, *b.node)) {
        return conflict("they have differing arguments");
      }
    }
    const auto* a_type = a.definition != nullptr ? a.definition->type : nullptr;
    const auto* b_type = b.definition != nullptr ? b.definition->type : nullptr;
    if (a_type != nullptr && b_type != nullptr && types_conflict(*a_type, *b_type)) {
      return conflict("they return conflicting types " + quoted(to_string(*a_type)) + " and " +
                      quoted(to_string(*b_type)));
    }
    if (a.node->selections != nullptr && b.node->selections != nullptr) {
      Conflicts inner;
      sub_selections(inner, exclusive, collect(named_type(a_type), *a.node->selections),
                     collect(named_type(b_type), *b.node->selections));
      summarize(conflicts, inner, name, a, b);
    }
  }

  void sub_selections(Conflicts& conflicts, bool exclusive, const Collected& a,
                      const Collected& b) {
    between(conflicts, exclusive, a, b);  // (H)
    for (const auto& name : b.fragments()) {
      fields_and_fragment(conflicts, exclusive, a, name);  // (I)
    }
    for (const auto& name : a.fragments()) {
      fields_and_fragment(conflicts, exclusive, b, name);  // (I)
    }
    for (const auto& a_name : a.fragments()) {
      for (const auto& b_name : b.fragments()) {
        fragments(conflicts, exclusive, a_name, b_name);  // (J)
      }
    }
  }

  static void summarize(Conflicts& conflicts, const Conflicts& inner, std::string_view name,
                        const FieldEntry& a, const FieldEntry& b) {
    if (inner.empty()) {
      return;
    }
    Conflict summary{name, {}, {a.node->start}, {b.node->start}};
    for (const auto& conflict : inner) {
      summary.reason += summary.reason.empty() ? "" : " and ";
      summary.reason +=
          "subfields " + quoted(conflict.name) + " conflict because " + conflict.reason;
      append(summary.first, conflict.first);
      append(summary.second, conflict.second);
    }
    conflicts.push_back(std::move(summary));
  }

  const Collected& collect(const ast::Fragment& fragment) {
    const auto cached = cache.find(fragment.selections);
    return cached != cache.end()
               ? *cached->second
               : collect(c.schema()->type(fragment.condition->name), *fragment.selections);
  }

  const Collected& collect(const Type* parent, const ast::SelectionSet& selections) {
    auto& cached = cache[&selections];
    if (cached == nullptr) {
      auto& collected = storage.emplace_back(c.memory());
      cached = &collected;
      add(collected, parent, selections);
    }
    return *cached;
  }

  void add(Collected& out, const Type* parent, const ast::SelectionSet& selections) {
    for (const auto* selection : selections.selections) {
      if (selection->kind == ast::Kind::field) {
        add(out, parent, static_cast<const ast::Field&>(*selection));
      } else if (selection->kind == ast::Kind::fragment_spread) {
        out.add_fragment(static_cast<const ast::FragmentSpread&>(*selection).name.value);
      } else {
        const auto& fragment = static_cast<const ast::InlineFragment&>(*selection);
        const auto* type =
            fragment.condition != nullptr ? c.schema()->type(fragment.condition->name) : parent;
        add(out, type, *fragment.selections);
      }
    }
  }

  static void add(Collected& out, const Type* parent, const ast::Field& field) {
    const bool has_fields = is_object(parent) || is_interface(parent);
    const auto* definition = has_fields ? parent->field(field.name.value) : nullptr;
    out.add(field.response_key(), {parent, &field, definition});
  }

  void spend() {
    if (++comparisons > c.options().max_comparisons) {
      c.report("The document needs too many comparisons of fields. Validation aborted.", {});
      throw Context::Aborted{};
    }
  }
};

}  // namespace

RulePtr overlapping_fields_can_be_merged(Context& c) {
  return rule<OverlappingFields>(c);
}

}  // namespace graphql
