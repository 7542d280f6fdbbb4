#include "graphql/execution/execute.hpp"

#include "graphql/execution/resolver.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace graphql {
namespace {

struct Level;

/// The objects of one type among the results of a field, with what was loaded for them.
struct LoadedType {
  const Type* type = nullptr;
  const SelectionPlan* plan = nullptr;
  const Level* level = nullptr;
  LoadedType* next = nullptr;
};

/// The results of one field for all the parents of a level.
struct LoadedField {
  std::span<Resolved> results;
  LoadedType* types = nullptr;
};

struct Level {
  std::span<LoadedField> fields;
};

struct PathPart {
  std::string_view key;
  std::size_t index = 0;
};

constexpr Root k_root;

class Executor {
 public:
  Executor(const Execution& execution, std::string& out, std::vector<Error>& errors)
      : x_(execution), out_(out), errors_(errors), keeper_(execution.arena) {}

  void run() {
    const auto* plan = root_plan();
    const auto mark = out_.size();
    if (plan == nullptr || !write_root(*plan)) {
      out_.resize(mark);
      out_ += "null";
    }
  }

  /// The events of a subscription's field. An empty Stop where it is refused.
  Stop open(EventQueuePtr queue) {
    const auto* plan = root_plan();
    if (plan == nullptr) {
      return {};
    }
    if (plan->fields.size() != 1 || plan->fields.front().is_typename) {
      const auto start = x_.operation.node->start;
      errors_.push_back({"A subscription must select one field of its root.",
                         {locate(x_.document.source(), start)},
                         {}});
      return {};
    }
    path_.push_back({plan->fields.front().response_key});
    return open(plan->fields.front(), std::move(queue));
  }

 private:
  struct Arguments {
    enum class State : std::uint8_t { unknown, good, bad };
    State state = State::unknown;
    Value value;
    ArgumentError error;
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

  bool write_root(const SelectionPlan& plan) {
    const void* root = x_.root != nullptr ? x_.root : &k_root;
    if (x_.operation.node->operation == ast::OperationKind::mutation) {
      return write_one_by_one(plan);
    }
    return write_object(plan, root, prepare(plan, std::span(&root, 1)), 0);
  }

  Stop open(const FieldPlan& field, EventQueuePtr queue) {
    const auto& arguments = arguments_of(field);
    if (arguments.state == Arguments::State::bad) {
      report(field, {arguments.error.message}, arguments.error.offset);
      return {};
    }
    const auto* resolver = field.definition->resolver;
    const auto* source = resolver != nullptr ? resolver->source() : nullptr;
    if (source == nullptr) {
      report(field, {"The field has no events."});
      return {};
    }
    const Call call(field, arguments.value, keeper_, x_.context);
    try {
      return source->open(call, std::move(queue));
    } catch (const FieldError& error) {
      report(field, error);
    } catch (const std::exception& error) {
      report(field, masked(field, error.what()));
    }
    return {};
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

  // --- preparation: level by level, what must be loaded for many objects at once

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
    const auto& arguments = arguments_of(field);
    if (arguments.state == Arguments::State::bad) {
      return loaded;
    }
    loaded.results = x_.arena.array<Resolved>(parents.size());
    resolve(field, arguments.value, parents, loaded.results);
    std::vector<std::pair<LoadedType*, std::vector<const void*>>> groups;
    for (auto& result : loaded.results) {
      gather(field, result, groups);
    }
    for (auto& [type, objects] : groups) {
      type->plan = selection_of(field, *type->type).plan;
      if (type->plan == nullptr) {
        continue;
      }
      type->level = prepare(*type->plan, objects);
      type->next = loaded.types;
      loaded.types = type;
    }
    return loaded;
  }

  template <class Groups>
  void gather(const FieldPlan& field, Resolved& result, Groups& groups) {
    if (result.kind == Resolved::Kind::list) {
      for (auto& item : std::span(result.items, result.size)) {
        gather(field, item, groups);
      }
      return;
    }
    const auto* type = result.kind == Resolved::Kind::object ? type_of(field, result) : nullptr;
    if (type == nullptr) {
      return;
    }
    auto group = groups.begin();
    while (group != groups.end() && group->first->type != type) {
      ++group;
    }
    if (group == groups.end()) {
      auto* loaded = x_.arena.template make<LoadedType>();
      loaded->type = type;
      group = groups.insert(group, {loaded, {}});
    }
    result.index = static_cast<std::uint32_t>(group->second.size());
    group->second.push_back(result.object);
  }

  /// nullptr where the object is of none of the types that the field may have.
  const Type* type_of(const FieldPlan& field, const Resolved& result) const {
    const auto* declared = named_type(field.definition->type);
    if (!is_abstract(declared)) {
      return declared;
    }
    const auto* type = x_.schema.type_of(result.key);
    return type != nullptr && x_.schema.is_possible(*declared, *type) ? type : nullptr;
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

  // --- writing, depth first

  bool write_one_by_one(const SelectionPlan& plan) {
    out_ += '{';
    const void* root = &k_root;
    for (const auto& field : plan.fields) {
      LoadedField loaded;
      if (field.needs_preparation) {
        loaded = prepare(field, std::span(&root, 1));
      }
      if (!write_field(field, root, loaded, 0)) {
        return false;
      }
    }
    close_object();
    return true;
  }

  bool write_object(const SelectionPlan& plan, const void* object, const Level* level,
                    std::size_t index) {
    out_ += '{';
    for (std::size_t i = 0; i < plan.fields.size(); ++i) {
      const auto loaded = level != nullptr ? level->fields[i] : LoadedField{};
      if (!write_field(plan.fields[i], object, loaded, index)) {
        return false;
      }
    }
    close_object();
    return true;
  }

  void close_object() {
    if (out_.back() == ',') {
      out_.back() = '}';
    } else {
      out_ += '}';
    }
  }

  /// False if the field is null and must not be: then so is the object.
  bool write_field(const FieldPlan& field, const void* object, const LoadedField& loaded,
                   std::size_t index) {
    out_ += field.key_json;
    if (field.is_typename) {
      out_ += '"';
      out_ += field.parent->name;
      out_ += "\",";
      return true;
    }
    path_.push_back({field.response_key});
    const auto mark = out_.size();
    const auto outcome = write_value(field, object, loaded, index);
    const bool written = settle(field, *field.definition->type, outcome, mark);
    path_.pop_back();
    out_ += ',';
    return written;
  }

  Outcome write_value(const FieldPlan& field, const void* object, const LoadedField& loaded,
                      std::size_t index) {
    const auto* type = nullable_type(field.definition->type);
    if (!loaded.results.empty()) {
      return complete(field, *type, loaded.results[index], loaded);
    }
    const auto& arguments = arguments_of(field);
    if (arguments.state == Arguments::State::bad) {
      report(field, {arguments.error.message}, arguments.error.offset);
      return Outcome::failed;
    }
    if (field.is_leaf) {
      return write_leaf_of(field, *type, arguments.value, object);
    }
    Resolved result;
    resolve(field, arguments.value, std::span(&object, 1), std::span(&result, 1));
    return complete(field, *type, result, loaded);
  }

  Outcome write_leaf_of(const FieldPlan& field, const Type& type, const Value& arguments,
                        const void* object) {
    const Call call(field, arguments, keeper_, x_.context);
    try {
      return field.definition->resolver->write(call, type, object, out_);
    } catch (const FieldError& error) {
      report(field, error);
    } catch (const std::exception& error) {
      report(field, masked(field, error.what()));
    }
    return Outcome::failed;
  }

  /// Turns what is no value into null, or says that null is not allowed here.
  bool settle(const FieldPlan& field, const Type& type, Outcome outcome, std::size_t mark) {
    if (outcome == Outcome::value) {
      return true;
    }
    out_.resize(mark);
    if (is_non_null(&type)) {
      if (outcome == Outcome::null) {
        report(field,
               {"Cannot return null for non-nullable field " + std::string(field.parent->name) +
                '.' + std::string(field.definition->name) + '.'});
      }
      return false;
    }
    out_ += "null";
    return true;
  }

  Outcome complete(const FieldPlan& field, const Type& type, const Resolved& result,
                   const LoadedField& loaded) {
    switch (result.kind) {
      case Resolved::Kind::null:
        return Outcome::null;
      case Resolved::Kind::error:
        report(field, *result.error);
        return Outcome::failed;
      case Resolved::Kind::leaf:
        out_.append(result.json, result.size);
        return Outcome::value;
      case Resolved::Kind::list:
        return complete_list(field, *type.of, result, loaded);
      case Resolved::Kind::object:
        return complete_object(field, result, loaded);
    }
    return Outcome::null;
  }

  Outcome complete_list(const FieldPlan& field, const Type& item_type, const Resolved& result,
                        const LoadedField& loaded) {
    out_ += '[';
    const auto& inner = *nullable_type(&item_type);
    for (std::size_t i = 0; i < result.size; ++i) {
      if (i != 0) {
        out_ += ',';
      }
      path_.push_back({{}, i});
      const auto mark = out_.size();
      const auto outcome = complete(field, inner, result.items[i], loaded);
      const bool written = settle(field, item_type, outcome, mark);
      path_.pop_back();
      if (!written) {
        return Outcome::failed;
      }
    }
    out_ += ']';
    return Outcome::value;
  }

  Outcome complete_object(const FieldPlan& field, const Resolved& result,
                          const LoadedField& loaded) {
    const auto* type = type_of(field, result);
    if (type == nullptr) {
      report(field,
             {"Abstract type \"" + std::string(named_type(field.definition->type)->name) +
              "\" must resolve to one of its Object types at runtime for field \"" +
              std::string(field.parent->name) + '.' + std::string(field.definition->name) + "\"."});
      return Outcome::failed;
    }
    for (const auto* known = loaded.types; known != nullptr; known = known->next) {
      if (known->type == type) {
        const bool written = write_object(*known->plan, result.object, known->level, result.index);
        return written ? Outcome::value : Outcome::failed;
      }
    }
    const auto selection = selection_of(field, *type);
    if (selection.refusal) {
      report(field, {selection.refusal->message}, selection.refusal->offset);
      return Outcome::failed;
    }
    const bool written = write_object(*selection.plan, result.object, nullptr, 0);
    return written ? Outcome::value : Outcome::failed;
  }

  const Arguments& arguments_of(const FieldPlan& field) {
    if (!field.has_variables) {
      constant_.state = Arguments::State::good;
      constant_.value = field.arguments;
      return constant_;
    }
    auto& known = arguments_[field.id];
    if (known.state == Arguments::State::unknown) {
      const auto& node = *field.nodes.front();
      auto coerced = coerce_arguments(field.definition->arguments, node.arguments, node.start,
                                      x_.variables, x_.arena);
      known.state = coerced ? Arguments::State::good : Arguments::State::bad;
      if (coerced) {
        known.value = *coerced;
      } else {
        known.error = std::move(coerced.error());
      }
    }
    return known;
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
    for (const auto& part : path_) {
      if (part.key.data() != nullptr) {
        entry.path.emplace_back(std::string(part.key));
      } else {
        entry.path.emplace_back(part.index);
      }
    }
    errors_.push_back(std::move(entry));
  }

  const Execution& x_;
  std::string& out_;
  std::vector<Error>& errors_;
  Keeper keeper_;
  std::uint32_t next_id_ = 0;
  std::optional<Planner> planner_;
  std::map<std::pair<const FieldPlan*, const Type*>, Selection> selections_;
  std::unordered_map<std::uint32_t, Arguments> arguments_;
  Arguments constant_;
  std::vector<PathPart> path_;
};

/// Of an abstract type the plan is not known; then everything counts as asked for.
bool plan_selects(const SelectionPlan* plan, std::string_view path) {
  if (plan == nullptr) {
    return true;
  }
  const auto dot = path.find('.');
  const auto name = path.substr(0, dot);
  for (const auto& field : plan->fields) {
    if (field.definition->name == name) {
      if (dot == path.npos || plan_selects(field.selection, path.substr(dot + 1))) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

bool Call::selects(std::string_view path) const {
  return plan_selects(field_.selection, path);
}

const Type* Call::argument_type(std::string_view name) const {
  const auto* argument = field_.definition->argument(name);
  return argument != nullptr ? argument->type : nullptr;
}

void append_errors(std::string& out, std::span<const Error> errors) {
  out += "{\"errors\":[";
  for (const auto& error : errors) {
    out += &error == errors.data() ? "" : ",";
    append_json(out, error);
  }
  out += ']';
}

void execute(const Execution& execution, std::string& out) {
  std::vector<Error> errors;
  const auto mark = out.size();
  out += "{\"data\":";
  Executor(execution, out, errors).run();
  if (!errors.empty()) {
    // The specification wants errors first.
    const auto data = out.substr(mark + 1);
    out.resize(mark);
    append_errors(out, errors);
    out += ',';
    out += data;
  }
}

std::expected<Stop, Error> open_events(const Execution& execution, EventQueuePtr queue) {
  std::string unused;
  std::vector<Error> errors;
  auto stop = Executor(execution, unused, errors).open(std::move(queue));
  if (!errors.empty()) {
    return std::unexpected(std::move(errors.front()));
  }
  return stop;
}

}  // namespace graphql
