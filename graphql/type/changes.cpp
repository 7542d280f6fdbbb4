#include "graphql/type/changes.hpp"

#include <algorithm>

namespace graphql {
namespace {

std::string quoted(std::string_view owner, std::string_view name) {
  return '"' + std::string(owner) + '.' + std::string(name) + '"';
}

std::string_view kind_name(const Type& type) {
  switch (type.kind) {
    case TypeKind::scalar:
      return "a scalar";
    case TypeKind::object:
      return "an object";
    case TypeKind::interface:
      return "an interface";
    case TypeKind::union_type:
      return "a union";
    case TypeKind::enumeration:
      return "an enum";
    case TypeKind::input_object:
      return "an input object";
    case TypeKind::list:
    case TypeKind::non_null:
      break;
  }
  return "a type";
}

/// What is answered may only promise more: `T` may become `T!`.
bool answers_as_before(const Type& before, const Type& after) {
  if (is_non_null(&before)) {
    return is_non_null(&after) && answers_as_before(*before.of, *after.of);
  }
  const auto& now = is_non_null(&after) ? *after.of : after;
  if (is_list(&before)) {
    return is_list(&now) && answers_as_before(*before.of, *now.of);
  }
  return !is_list(&now) && before.name == now.name;
}

/// What is taken may only ask for less: `T!` may become `T`.
bool takes_as_before(const Type& before, const Type& after) {
  if (is_non_null(&after)) {
    return is_non_null(&before) && takes_as_before(*before.of, *after.of);
  }
  const auto& was = is_non_null(&before) ? *before.of : before;
  if (is_list(&was)) {
    return is_list(&after) && takes_as_before(*was.of, *after.of);
  }
  return !is_list(&after) && was.name == after.name;
}

const InputValue* find(const std::vector<InputValue>& values, std::string_view name) {
  const auto found = std::ranges::find(values, name, &InputValue::name);
  return found == values.end() ? nullptr : &*found;
}

class Finder {
 public:
  Finder(const Schema& before, const Schema& after) : before_(before), after_(after) {}

  std::vector<std::string> run() {
    for (const auto* type : before_.types()) {
      if (!is_introspection(type->name) && !is_builtin_scalar(type->name)) {
        compare(*type);
      }
    }
    for (const auto& directive : before_.directives()) {
      compare(directive);
    }
    return std::move(found_);
  }

 private:
  void tell(std::string sentence) { found_.push_back(std::move(sentence)); }

  void compare(const Type& was) {
    const auto* now = after_.type(was.name);
    const auto name = std::string(was.name);
    if (now == nullptr) {
      return tell("The type \"" + name + "\" was removed.");
    }
    if (now->kind != was.kind) {
      return tell('"' + name + "\" was " + std::string(kind_name(was)) + " and is " +
                  std::string(kind_name(*now)) + '.');
    }
    for (const auto& field : was.fields) {
      compare(was, field, now->field(field.name));
    }
    compare_inputs(name, was.input_fields, now->input_fields, "input field");
    compare_members(was, *now);
    for (const auto& value : was.values) {
      if (now->value(value.name) == nullptr) {
        tell("The enum value " + quoted(was.name, value.name) + " was removed.");
      }
    }
  }

  void compare(const Type& owner, const FieldDef& was, const FieldDef* now) {
    if (now == nullptr) {
      return tell("The field " + quoted(owner.name, was.name) + " was removed.");
    }
    if (!answers_as_before(*was.type, *now->type)) {
      tell("The field " + quoted(owner.name, was.name) + " was of type " + to_string(*was.type) +
           " and is of type " + to_string(*now->type) + '.');
    }
    compare_inputs(std::string(owner.name) + '.' + std::string(was.name), was.arguments,
                   now->arguments, "argument");
  }

  /// Arguments, and fields of input objects.
  void compare_inputs(const std::string& owner, const std::vector<InputValue>& before,
                      const std::vector<InputValue>& after, const std::string& what) {
    for (const auto& was : before) {
      const auto* now = find(after, was.name);
      if (now == nullptr) {
        tell("The " + what + ' ' + quoted(owner, was.name) + " was removed.");
      } else if (!takes_as_before(*was.type, *now->type)) {
        tell("The " + what + ' ' + quoted(owner, was.name) + " was of type " +
             to_string(*was.type) + " and is of type " + to_string(*now->type) + '.');
      }
    }
    for (const auto& now : after) {
      if (find(before, now.name) == nullptr && now.is_required()) {
        tell("The required " + what + ' ' + quoted(owner, now.name) + " was added.");
      }
    }
  }

  void compare_members(const Type& was, const Type& now) {
    const auto gone = [](const std::vector<const Type*>& types, std::string_view name) {
      return std::ranges::find(types, name, &Type::name) == types.end();
    };
    for (const auto* member : was.members) {
      if (gone(now.members, member->name)) {
        tell('"' + std::string(member->name) + "\" was removed from the union \"" +
             std::string(was.name) + "\".");
      }
    }
    for (const auto* interface : was.interfaces) {
      if (gone(now.interfaces, interface->name)) {
        tell('"' + std::string(was.name) + "\" implements \"" + std::string(interface->name) +
             "\" no more.");
      }
    }
  }

  void compare(const DirectiveDef& was) {
    const auto* now = after_.directive(was.name);
    const auto name = '@' + std::string(was.name);
    if (now == nullptr) {
      return tell("The directive \"" + name + "\" was removed.");
    }
    compare_inputs(name, was.arguments, now->arguments, "argument");
    for (const auto location : was.locations) {
      if (std::ranges::find(now->locations, location) == now->locations.end()) {
        tell("\"" + name + "\" may not stand on " + std::string(location) + " any more.");
      }
    }
    if (was.repeatable && !now->repeatable) {
      tell("\"" + name + "\" may not be repeated any more.");
    }
  }

  const Schema& before_;
  const Schema& after_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> breaking_changes(const Schema& before, const Schema& after) {
  return Finder(before, after).run();
}

}  // namespace graphql
