// What an execution asks for and of whom: plans, arguments and resolvers; and what went wrong, with
// its place. Within execute.cpp only.
#pragma once

#include "graphql/execution/execute.hpp"
#include "graphql/execution/resolver.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

namespace graphql {

/// Where the writing is: each part lives in the call that writes it.
struct PathPart {
  const PathPart* before = nullptr;
  std::string_view key;
  std::size_t index = 0;
};

class Asking {
 public:
  Asking(const Execution& execution, std::vector<Error>& errors)
      : x_(execution), errors_(errors), keeper_(execution.arena) {}

 protected:
  struct Arguments {
    bool known = false;
    Value value;
    const ArgumentError* error = nullptr;
  };

  Planner& planner() {
    if (!planner_) {
      planner_.emplace(x_.schema, x_.document.document(), x_.variables, x_.arena, next_id_);
    }
    return *planner_;
  }

  const SelectionPlan* root_plan() {
    next_id_ = x_.operation.fields;
    if (x_.operation.plan != nullptr) {
      return x_.operation.plan;
    }
    try {
      return planner().plan(*x_.schema.root(x_.operation.node->operation),
                            *x_.operation.node->selections);
    } catch (const ArgumentError& refusal) {
      errors_.push_back({refusal.message, {locate(x_.document.source(), refusal.offset)}, {}});
      return nullptr;
    }
  }

  /// The plan for an object of that type, or why there is none.
  struct Selection {
    const SelectionPlan* plan = nullptr;
    std::optional<ArgumentError> refusal;
  };

  Selection selection_of(const FieldPlan& field, const Type& type) {
    if (field.refusal != nullptr) {
      return {nullptr, *field.refusal};
    }
    if (field.selection != nullptr) {
      return {field.selection, std::nullopt};
    }
    auto& known = selections_[{&field, &type}];
    if (known.plan == nullptr && !known.refusal) {
      try {
        known.plan = planner().plan(type, field.nodes);
      } catch (ArgumentError& refusal) {
        known.refusal = std::move(refusal);
      }
    }
    return known;
  }

  /// nullptr where the object is of none of the types that the field may have.
  const Type* type_of(const FieldPlan& field, const Resolved& result) const {
    if (!field.is_abstract) {
      return field.named;
    }
    const auto* type = x_.schema.type_of(result.key);
    return type != nullptr && x_.schema.is_possible(*field.named, *type) ? type : nullptr;
  }

  void resolve(const FieldPlan& field, const Value& arguments, std::span<const void* const> parents,
               std::span<Resolved> results) {
    const Call call(field, arguments, keeper_, x_.context);
    const auto refuse_all = [&](FieldError error) {
      std::ranges::fill(results, failed(keeper_, std::move(error)));
    };
    if (field.definition->resolver == nullptr) {
      return refuse_all({"The field has no resolver."});
    }
    try {
      field.definition->resolver->resolve(call, *field.definition->type, parents, results);
    } catch (FieldError& error) {
      refuse_all(std::move(error));
    } catch (const std::exception& error) {
      refuse_all(masked(field, error.what()));
    }
  }

  FieldError masked(const FieldPlan& field, std::string_view what) const {
    std::string id;
    if (x_.on_unexpected != nullptr && *x_.on_unexpected) {
      id = (*x_.on_unexpected)(
          what, std::string(field.parent->name) + '.' + std::string(field.definition->name));
    }
    return {"Unexpected error" + (id.empty() ? std::string() : " (" + id + ')') + '.', "INTERNAL"};
  }

  /// nullptr if they are wrong.
  const Value* arguments_of(const FieldPlan& field) {
    if (!field.has_variables) {
      return &field.arguments;
    }
    const auto& known = coerced_arguments(field);
    return known.error == nullptr ? &known.value : nullptr;
  }

  const Arguments& coerced_arguments(const FieldPlan& field) {
    if (coerced_.empty()) {
      coerced_ = x_.arena.array<Arguments>(x_.operation.fields);
    }
    auto& known = field.id < coerced_.size() ? coerced_[field.id] : more_coerced_[field.id];
    if (!known.known) {
      const auto& node = *field.nodes.front();
      auto coerced = coerce_arguments(field.definition->arguments, node.arguments, node.start,
                                      x_.variables, x_.arena);
      known.known = true;
      known.value = coerced.value_or(Value{});
      known.error = coerced ? nullptr : &keeper_.keep(std::move(coerced.error()));
    }
    return known;
  }

  void report_arguments(const FieldPlan& field) {
    const auto& error = *coerced_arguments(field).error;
    report(field, {error.message}, error.offset);
  }

  void report(const FieldPlan& field, const FieldError& error,
              std::optional<std::uint32_t> offset = std::nullopt) {
    Error entry{error.message, {}, {}, error.code, error.extensions};
    const auto source = x_.document.source();
    if (offset) {
      entry.locations.push_back(locate(source, *offset));
    } else {
      for (const auto* node : field.nodes) {
        entry.locations.push_back(locate(source, node->start));
      }
    }
    for (const auto* part = path_; part != nullptr; part = part->before) {
      if (part->key.data() != nullptr) {
        entry.path.emplace_back(std::string(part->key));
      } else {
        entry.path.emplace_back(part->index);
      }
    }
    std::ranges::reverse(entry.path);
    errors_.push_back(std::move(entry));
  }

  const Execution& x_;
  std::vector<Error>& errors_;
  Keeper keeper_;
  std::uint32_t next_id_ = 0;
  std::optional<Planner> planner_;
  std::map<std::pair<const FieldPlan*, const Type*>, Selection> selections_;
  /// Of fields with variables: those of the plan, and those that were planned since.
  std::span<Arguments> coerced_;
  std::unordered_map<std::uint32_t, Arguments> more_coerced_;
  const PathPart* path_ = nullptr;
};

}  // namespace graphql
