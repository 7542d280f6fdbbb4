#include "graphql/execution/execute.hpp"

#include "graphql/execution/loading.hpp"

namespace graphql {
namespace {

constexpr Root k_root;

/// Writes depth first.
class Executor : public Loading {
 public:
  Executor(const Execution& execution, Output& out, std::vector<Error>& errors)
      : Loading(execution, errors), out_(out) {}

  void run() {
    const auto* plan = root_plan();
    const auto mark = out_.size();
    if (plan == nullptr || !write_root(*plan)) {
      out_.truncate(mark);
      out_.append("null");
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
    const auto& field = plan->fields.front();
    const PathPart here{nullptr, field.response_key};
    path_ = &here;
    return open(field, std::move(queue));
  }

 private:
  bool write_root(const SelectionPlan& plan) {
    const void* root = x_.root != nullptr ? x_.root : &k_root;
    if (x_.operation.node->operation == ast::OperationKind::mutation) {
      return write_one_by_one(plan);
    }
    return write_object(plan, root, prepare(plan, std::span(&root, 1)), 0);
  }

  Stop open(const FieldPlan& field, EventQueuePtr queue) {
    const auto* arguments = arguments_of(field);
    if (arguments == nullptr) {
      report_arguments(field);
      return {};
    }
    const auto* resolver = field.definition->resolver;
    const auto* source = resolver != nullptr ? resolver->source() : nullptr;
    if (source == nullptr) {
      report(field, {"The field has no events."});
      return {};
    }
    const Call call(field, *arguments, keeper_, x_.context);
    try {
      return source->open(call, std::move(queue));
    } catch (const FieldError& error) {
      report(field, error);
    } catch (const std::exception& error) {
      report(field, masked(field, error.what()));
    }
    return {};
  }

  bool write_one_by_one(const SelectionPlan& plan) {
    out_.push('{');
    const void* root = &k_root;
    for (const auto& field : plan.fields) {
      const auto loaded =
          field.needs_preparation ? prepare(field, std::span(&root, 1)) : LoadedField{};
      if (!write_field(field, root, loaded, 0)) {
        return false;
      }
    }
    close_object();
    return true;
  }

  bool write_object(const SelectionPlan& plan, const void* object, const Level* level,
                    std::size_t index) {
    out_.push('{');
    for (std::size_t i = 0; i < plan.fields.size(); ++i) {
      const auto& loaded = level != nullptr ? level->fields[i] : k_not_loaded;
      if (!write_field(plan.fields[i], object, loaded, index)) {
        return false;
      }
    }
    close_object();
    return true;
  }

  void close_object() {
    if (out_.back() == ',') {
      out_.set_back('}');
    } else {
      out_.push('}');
    }
  }

  /// False if the field is null and must not be: then so is the object.
  bool write_field(const FieldPlan& field, const void* object, const LoadedField& loaded,
                   std::size_t index) {
    out_.append_padded(field.key_json);
    if (field.is_typename) {
      out_.push('"');
      out_.append(field.parent->name);
      out_.append("\",");
      return true;
    }
    const PathPart here{path_, field.response_key};
    path_ = &here;
    const auto mark = out_.size();
    const auto outcome = write_value(field, object, loaded, index);
    const bool written =
        outcome == Outcome::value || settle(field, field.is_non_null, outcome, mark);
    path_ = here.before;
    out_.push(',');
    return written;
  }

  Outcome write_value(const FieldPlan& field, const void* object, const LoadedField& loaded,
                      std::size_t index) {
    if (!loaded.results.empty()) {
      return complete(field, *field.type, loaded.results[index], loaded);
    }
    const auto* arguments = arguments_of(field);
    if (arguments == nullptr) {
      report_arguments(field);
      return Outcome::failed;
    }
    if (field.is_leaf) {
      return write_leaf_of(field, *field.type, *arguments, object);
    }
    Resolved result;
    resolve(field, *arguments, std::span(&object, 1), std::span(&result, 1));
    return complete(field, *field.type, result, loaded);
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
  bool settle(const FieldPlan& field, bool must_not_be_null, Outcome outcome, std::size_t mark) {
    out_.truncate(mark);
    if (!must_not_be_null) {
      out_.append("null");
      return true;
    }
    if (outcome == Outcome::null) {
      report(field,
             {"Cannot return null for non-nullable field " + std::string(field.parent->name) + '.' +
              std::string(field.definition->name) + '.'});
    }
    return false;
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
        out_.append({result.json, result.size});
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
    out_.push('[');
    const bool must_not_be_null = is_non_null(&item_type);
    const auto& inner = must_not_be_null ? *item_type.of : item_type;
    PathPart here{path_, {}};
    path_ = &here;
    bool written = true;
    for (std::size_t i = 0; i < result.size && written; ++i) {
      if (i != 0) {
        out_.push(',');
      }
      here.index = i;
      const auto mark = out_.size();
      const auto outcome = complete(field, inner, result.items[i], loaded);
      written = outcome == Outcome::value || settle(field, must_not_be_null, outcome, mark);
    }
    path_ = here.before;
    out_.push(']');
    return written ? Outcome::value : Outcome::failed;
  }

  Outcome complete_object(const FieldPlan& field, const Resolved& result,
                          const LoadedField& loaded) {
    const auto* type = type_of(field, result);
    if (type == nullptr) {
      report(field,
             {"Abstract type \"" + std::string(field.named->name) +
              "\" must resolve to one of its Object types at runtime for field \"" +
              std::string(field.parent->name) + '.' + std::string(field.definition->name) + "\"."});
      return Outcome::failed;
    }
    const auto* known = find(loaded, *type);
    if (known != nullptr && known->plan != nullptr) {
      const bool written = write_object(*known->plan, result.object, known->level, result.index);
      return written ? Outcome::value : Outcome::failed;
    }
    const auto selection = selection_of(field, *type);
    if (selection.refusal) {
      report(field, {selection.refusal->message}, selection.refusal->offset);
      return Outcome::failed;
    }
    const bool written = write_object(*selection.plan, result.object, nullptr, 0);
    return written ? Outcome::value : Outcome::failed;
  }

  Output& out_;
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
  {
    Output output(out);
    output.append("{\"data\":");
    Executor(execution, output, errors).run();
  }
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
  Output output(unused);
  std::vector<Error> errors;
  auto stop = Executor(execution, output, errors).open(std::move(queue));
  if (!errors.empty()) {
    return std::unexpected(std::move(errors.front()));
  }
  return stop;
}

}  // namespace graphql
