#include "graphql/validation/context.hpp"

#include "graphql/language/visit.hpp"
#include "graphql/type/build.hpp"

namespace graphql {
namespace {

/// The directives that hold where there is no schema yet.
const Schema& bare_schema() {
  static const SchemaPtr k_schema = build_schema("type Query", {.assume_valid = true}).value();
  return *k_schema;
}

/// Notes each variable that is used below a node, with the type of its place.
class UsageCollector {
 public:
  UsageCollector(const Schema& schema, TypePool& pool, ScratchVector<VariableUsage>& out)
      : types_(schema, pool, out.get_allocator().resource()), out_(out) {}

  void visit(const ast::Node& node) {
    if (node.kind == ast::Kind::variable_definition) {
      return;
    }
    types_.enter(node);
    if (node.kind == ast::Kind::variable) {
      out_.push_back({static_cast<const ast::Value*>(&node), types_.input_type(),
                      types_.input_position(), types_.parent_input_type()});
    }
    ast::for_each_child(node, [this](const ast::Node& child) { visit(child); });
    types_.leave(node);
  }

 private:
  TypeInfo types_;
  ScratchVector<VariableUsage>& out_;
};

}  // namespace

Context::Context(const Schema* schema, const ast::Document& document,
                 const ValidateOptions& options)
    : schema_(schema),
      document_(document),
      options_(options),
      known_(schema != nullptr ? *schema : bare_schema()),
      pool_(known_),
      types_(known_, pool_, memory_.get()),
      locator_(document.source) {
  for (const auto* definition : document.definitions) {
    if (definition->kind == ast::Kind::fragment) {
      const auto& fragment = static_cast<const ast::Fragment&>(*definition);
      fragments_[fragment.name.value] = &fragment;
    } else if (definition->kind == ast::Kind::directive_definition) {
      const auto& directive = static_cast<const ast::DirectiveDefinition&>(*definition);
      directives_[directive.name.value] = &directive;
    }
  }
}

void Context::check_error_limit() {
  if (errors_.size() >= options_.max_errors) {
    errors_.push_back(
        {"Too many validation errors, error limit reached. Validation aborted.", {}, {}});
    throw Aborted{};
  }
}

void Context::report(std::string message, const std::vector<std::uint32_t>& offsets) {
  check_error_limit();
  Error error{std::move(message), {}, {}};
  for (const auto offset : offsets) {
    error.locations.push_back(locator_.at(offset));
  }
  errors_.push_back(std::move(error));
}

void Context::report(std::string message, std::initializer_list<std::uint32_t> offsets) {
  report(std::move(message), std::vector<std::uint32_t>(offsets));
}

const ast::Fragment* Context::fragment(std::string_view name) const {
  const auto found = fragments_.find(name);
  return found == fragments_.end() ? nullptr : found->second;
}

const ast::DirectiveDefinition* Context::directive_node(std::string_view name) const {
  const auto found = directives_.find(name);
  return found == directives_.end() ? nullptr : found->second;
}

const DirectiveDef* Context::directive(std::string_view name) const {
  return known_.directive(name);
}

const ScratchVector<const ast::FragmentSpread*>& Context::spreads(
    const ast::SelectionSet& selections) {
  const auto [entry, is_new] = spreads_.try_emplace(&selections);
  if (!is_new) {
    return entry->second;
  }
  ScratchVector<const ast::SelectionSet*> open({&selections}, memory_.get());
  while (!open.empty()) {
    const auto* set = open.back();
    open.pop_back();
    for (const auto* selection : set->selections) {
      const ast::SelectionSet* inner = nullptr;
      if (selection->kind == ast::Kind::fragment_spread) {
        entry->second.push_back(static_cast<const ast::FragmentSpread*>(selection));
      } else if (selection->kind == ast::Kind::field) {
        inner = static_cast<const ast::Field*>(selection)->selections;
      } else {
        inner = static_cast<const ast::InlineFragment*>(selection)->selections;
      }
      if (inner != nullptr) {
        open.push_back(inner);
      }
    }
  }
  return entry->second;
}

ScratchVector<const ast::Fragment*> Context::referenced_fragments(const ast::Operation& operation) {
  ScratchVector<const ast::Fragment*> found(memory_.get());
  ScratchSet<std::string_view> seen(memory_.get());
  ScratchVector<const ast::SelectionSet*> open({operation.selections}, memory_.get());
  while (!open.empty()) {
    const auto* set = open.back();
    open.pop_back();
    for (const auto* spread : spreads(*set)) {
      if (!seen.insert(spread->name.value).second) {
        continue;
      }
      if (const auto* target = fragment(spread->name.value)) {
        found.push_back(target);
        open.push_back(target->selections);
      }
    }
  }
  return found;
}

const ScratchVector<VariableUsage>& Context::own_usages(const ast::Node& definition) {
  const auto [entry, is_new] = own_usages_.try_emplace(&definition);
  if (is_new) {
    UsageCollector(known_, pool_, entry->second).visit(definition);
  }
  return entry->second;
}

/// Documents without variables, however many operations and fragments they have, need no search.
bool Context::has_usages() {
  if (!has_usages_) {
    has_usages_ = false;
    for (const auto* definition : document_.definitions) {
      if (ast::is_executable(definition->kind) && !own_usages(*definition).empty()) {
        has_usages_ = true;
        break;
      }
    }
  }
  return *has_usages_;
}

const ScratchVector<VariableUsage>& Context::usages(const ast::Operation& operation) {
  const auto [entry, is_new] = usages_.try_emplace(&operation);
  if (is_new && has_usages()) {
    auto& all = entry->second;
    all = own_usages(operation);
    for (const auto* target : referenced_fragments(operation)) {
      const auto& more = own_usages(*target);
      all.insert(all.end(), more.begin(), more.end());
    }
  }
  return entry->second;
}

}  // namespace graphql
