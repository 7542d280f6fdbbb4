// Loads level by level, before anything is written, what is asked for many objects at once. Within
// execute.cpp only.
#pragma once

#include "graphql/execution/asking.hpp"

namespace graphql {

struct Level;

/// The objects of one type among the results of a field, with what was loaded for them.
struct LoadedType {
  const Type* type = nullptr;
  std::span<const void*> objects;
  std::size_t count = 0;
  const SelectionPlan* plan = nullptr;
  const Level* level = nullptr;
  LoadedType* next = nullptr;
};

/// The results of one field for all the parents of a level.
struct LoadedField {
  std::span<Resolved> results;
  LoadedType* types = nullptr;
};

inline constexpr LoadedField k_not_loaded;

struct Level {
  std::span<LoadedField> fields;
};

class Loading : public Asking {
 public:
  using Asking::Asking;

 protected:
  const Level* prepare(const SelectionPlan& plan, std::span<const void* const> parents) {
    if (!plan.needs_preparation || parents.empty()) {
      return nullptr;
    }
    auto* level = x_.arena.make<Level>();
    level->fields = x_.arena.array<LoadedField>(plan.fields.size());
    for (std::size_t i = 0; i < plan.fields.size(); ++i) {
      if (plan.fields[i].needs_preparation) {
        level->fields[i] = prepare(plan.fields[i], parents);
      }
    }
    return level;
  }

  LoadedField prepare(const FieldPlan& field, std::span<const void* const> parents) {
    LoadedField loaded;
    const auto* arguments = arguments_of(field);
    if (arguments == nullptr) {
      return loaded;
    }
    loaded.results = x_.arena.array<Resolved>(parents.size());
    resolve(field, *arguments, parents, loaded.results);
    for (auto& result : loaded.results) {
      count_objects(field, result, loaded);
    }
    for (auto* type = loaded.types; type != nullptr; type = type->next) {
      type->objects = x_.arena.array<const void*>(type->count);
      type->plan = selection_of(field, *type->type).plan;
    }
    for (auto& result : loaded.results) {
      place_objects(field, result, loaded);
    }
    for (auto* type = loaded.types; type != nullptr; type = type->next) {
      type->level = type->plan != nullptr ? prepare(*type->plan, type->objects) : nullptr;
    }
    return loaded;
  }

  /// Gives each object its place among those of its type.
  void count_objects(const FieldPlan& field, Resolved& result, LoadedField& loaded) {
    if (result.kind == Resolved::Kind::list) {
      for (auto& item : std::span(result.items, result.size)) {
        count_objects(field, item, loaded);
      }
      return;
    }
    const auto* type = result.kind == Resolved::Kind::object ? type_of(field, result) : nullptr;
    if (type == nullptr) {
      return;
    }
    auto* group = find(loaded, *type);
    if (group == nullptr) {
      group = x_.arena.make<LoadedType>();
      group->type = type;
      // At the end: types are loaded in the order in which they are met.
      auto** last = &loaded.types;
      while (*last != nullptr) {
        last = &(*last)->next;
      }
      *last = group;
    }
    result.index = static_cast<std::uint32_t>(group->count++);
  }

  void place_objects(const FieldPlan& field, const Resolved& result, const LoadedField& loaded) {
    if (result.kind == Resolved::Kind::list) {
      for (const auto& item : std::span(result.items, result.size)) {
        place_objects(field, item, loaded);
      }
    } else if (result.kind == Resolved::Kind::object) {
      if (const auto* type = type_of(field, result)) {
        find(loaded, *type)->objects[result.index] = result.object;
      }
    }
  }

  static LoadedType* find(const LoadedField& loaded, const Type& type) {
    auto* group = loaded.types;
    while (group != nullptr && group->type != &type) {
      group = group->next;
    }
    return group;
  }
};

}  // namespace graphql
