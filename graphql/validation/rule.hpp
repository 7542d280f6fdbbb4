// A rule of the specification, and how the walk talks to it.
//
// A rule is a struct with `enter` and `leave` for the nodes that it cares about: `void enter(const
// ast::Field&)`, or `bool enter(…)`, where false leaves out what is below the node. rule<R>() makes
// it a Rule, which is called for just those kinds of nodes.
#pragma once

#include "graphql/language/visit.hpp"
#include "graphql/validation/context.hpp"
#include "graphql/validation/rules.hpp"

#include <array>
#include <memory>
#include <type_traits>

namespace graphql {

constexpr std::size_t k_kinds = static_cast<std::size_t>(ast::Kind::directive_definition) + 1;
using KindSet = std::array<bool, k_kinds>;

class Rule {
 public:
  Rule(const KindSet& enters, const KindSet& leaves) : enters_(enters), leaves_(leaves) {}
  virtual ~Rule() = default;

  virtual bool enter(const ast::Node& node) = 0;
  virtual void leave(const ast::Node& node) = 0;

  bool enters(ast::Kind kind) const { return enters_[static_cast<std::size_t>(kind)]; }
  bool leaves(ast::Kind kind) const { return leaves_[static_cast<std::size_t>(kind)]; }

 private:
  const KindSet& enters_;
  const KindSet& leaves_;
};

template <class R, class T>
concept Enters = requires(R& rule, const T& node) { rule.enter(node); };
template <class R, class T>
concept Leaves = requires(R& rule, const T& node) { rule.leave(node); };

template <class R>
class RuleOf final : public Rule {
 public:
  explicit RuleOf(Context& context) : Rule(k_enters, k_leaves), rule_{context} {}

  bool enter(const ast::Node& node) override {
    return ast::with_node(node, [this](const auto& typed) { return this->enter_typed(typed); });
  }

  void leave(const ast::Node& node) override {
    ast::with_node(node, [this](const auto& typed) { this->leave_typed(typed); });
  }

 private:
  template <class T>
  bool enter_typed(const T& node) {
    if constexpr (Enters<R, T>) {
      if constexpr (std::is_void_v<decltype(rule_.enter(node))>) {
        rule_.enter(node);
      } else {
        return rule_.enter(node);
      }
    }
    return true;
  }

  template <class T>
  void leave_typed(const T& node) {
    if constexpr (Leaves<R, T>) {
      rule_.leave(node);
    }
  }

  template <class F>
  static constexpr KindSet kinds_where(F accepts) {
    KindSet kinds{};
    for (std::size_t i = 0; i < k_kinds; ++i) {
      kinds[i] = ast::with_kind(static_cast<ast::Kind>(i), accepts);
    }
    return kinds;
  }

  static constexpr KindSet k_enters =
      kinds_where([]<class T>(std::type_identity<T>) { return Enters<R, T>; });
  static constexpr KindSet k_leaves =
      kinds_where([]<class T>(std::type_identity<T>) { return Leaves<R, T>; });

  R rule_;
};

/// Lives in the memory of the context.
template <class R>
RulePtr rule(Context& context) {
  void* place = context.memory()->allocate(sizeof(RuleOf<R>), alignof(RuleOf<R>));
  return RulePtr(::new (place) RuleOf<R>(context));
}

/// False means that there is certainly none. Few nodes are compared one by one.
template <class T, class NameOf>
bool has_repeated(ast::List<T> nodes, NameOf&& name_of) {
  constexpr std::size_t k_many = 16;
  if (nodes.size() >= k_many) {
    return true;
  }
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (name_of(*nodes[i]) == name_of(*nodes[j])) {
        return true;
      }
    }
  }
  return false;
}

/// Groups of more than one node with the same name, in the order of their first.
template <class T, class NameOf, class Report>
void for_each_repeated(ast::List<T> nodes, NameOf&& name_of, Report&& report) {
  if (!has_repeated(nodes, name_of)) {
    return;
  }
  std::unordered_map<std::string_view, std::size_t> positions;
  std::vector<std::vector<const T*>> groups;
  for (const auto* node : nodes) {
    const auto [entry, is_new] = positions.try_emplace(name_of(*node), groups.size());
    if (is_new) {
      groups.emplace_back();
    }
    groups[entry->second].push_back(node);
  }
  for (const auto& group : groups) {
    if (group.size() > 1) {
      report(name_of(*group.front()), group);
    }
  }
}

inline std::string quoted(std::string_view name) {
  return '"' + std::string(name) + '"';
}

}  // namespace graphql
