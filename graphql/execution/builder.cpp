#include "graphql/execution/builder.hpp"

#include "graphql/language/printer.hpp"

#include <algorithm>

namespace graphql {
namespace {

std::string described(const std::string& description, std::string_view indentation = {}) {
  return description.empty() ? std::string()
                             : std::string(indentation) + print_string(description) + '\n';
}

std::string name_in(const std::string& line) {
  return line.substr(0, line.find_first_of(" (:"));
}

bool is_builtin(const Type& type, std::initializer_list<Builtin> allowed) {
  const bool custom = type.kind == TypeKind::scalar && type.builtin == Builtin::none;
  return custom || (type.kind == TypeKind::scalar &&
                    std::ranges::find(allowed, type.builtin) != allowed.end());
}

/// Whether what C++ gives can be what the schema declares.
bool fits(const Schema& schema, const Shape& shape, const Type& declared) {
  const auto& type = *nullable_type(&declared);
  if (is_list(&type) != (shape.kind == Shape::Kind::list)) {
    return false;
  }
  switch (shape.kind) {
    case Shape::Kind::list:
      return fits(schema, shape.inner.front(), *type.of);
    case Shape::Kind::boolean:
      return is_builtin(type, {Builtin::boolean});
    case Shape::Kind::integer:
      return is_builtin(type, {Builtin::int_type, Builtin::float_type, Builtin::id});
    case Shape::Kind::real:
      return is_builtin(type, {Builtin::float_type});
    case Shape::Kind::string:
      return is_enum(&type) || is_builtin(type, {Builtin::string, Builtin::id});
    case Shape::Kind::custom:
      return is_leaf(&type);
    case Shape::Kind::enumeration:
      return is_enum(&type) && type.key == shape.key;
    case Shape::Kind::any_of:
      return is_abstract(&type) && std::ranges::all_of(shape.inner, [&](const Shape& one) {
               return fits(schema, one, type);
             });
    case Shape::Kind::object: {
      const auto* object = schema.type_of(shape.key);
      return object != nullptr &&
             (object == &type || (is_abstract(&type) && schema.is_possible(type, *object)));
    }
  }
  return false;
}

}  // namespace

ObjectSpec& SchemaBuilder::add(std::string name, std::string description, TypeKey key) {
  for (const auto& object : objects_) {
    if (object->name == name && object->key == key) {
      return *object;
    }
  }
  objects_.push_back(std::make_unique<ObjectSpec>());
  auto& spec = *objects_.back();
  spec.name = std::move(name);
  spec.description = std::move(description);
  spec.key = key;
  return spec;
}

ObjectSpec& SchemaBuilder::root_spec(const std::string& name) {
  return add(name, {}, nullptr);
}

SchemaBuilder& SchemaBuilder::scalar(std::string name, std::string specified_by,
                                     ParseScalar parse) {
  scalars_.push_back({std::move(name), std::move(specified_by), std::move(parse)});
  return *this;
}

SchemaBuilder& SchemaBuilder::sdl(std::string_view text) {
  sdl_ += text;
  sdl_ += '\n';
  return *this;
}

std::string SchemaBuilder::text() const {
  std::string out;
  for (const auto& object : objects_) {
    out += described(object->description) + "type " + object->name;
    for (const auto& interface : object->interfaces) {
      out += (&interface == object->interfaces.data() ? " implements " : " & ") + interface;
    }
    out += " {\n";
    for (const auto& field : object->fields) {
      out += described(field.description, "  ") + "  " + field.line + '\n';
    }
    out += "}\n";
  }
  for (const auto& enumeration : enums_) {
    out += described(enumeration.description) + "enum " + enumeration.name + " {\n";
    for (const auto& [number, word] : enumeration.values) {
      out += "  " + word + '\n';
    }
    out += "}\n";
  }
  for (const auto& scalar : scalars_) {
    out += "scalar " + scalar.name;
    if (!scalar.specified_by.empty()) {
      out += " @specifiedBy(url: " + print_string(scalar.specified_by) + ')';
    }
    out += '\n';
  }
  return out + sdl_;
}

std::expected<SchemaPtr, std::vector<Error>> SchemaBuilder::build() {
  auto schema = build_schema(text());
  if (!schema) {
    return schema;
  }
  std::vector<Error> errors;
  bind(**schema, errors);
  require_resolvers(**schema, errors);
  objects_.clear();
  enums_.clear();
  scalars_.clear();
  sdl_.clear();
  if (!errors.empty()) {
    return std::unexpected(std::move(errors));
  }
  return schema;
}

void SchemaBuilder::bind(Schema& schema, std::vector<Error>& errors) {
  for (const auto& spec : enums_) {
    auto& type = *schema.by_name_.at(spec.name);
    type.key = spec.key;
    for (const auto& [number, word] : spec.values) {
      const auto* value = type.value(word);
      type.numbers.emplace_back(number, value != nullptr ? value->name : std::string_view{});
    }
  }
  for (auto& spec : scalars_) {
    schema.by_name_.at(spec.name)->parse = std::move(spec.parse);
  }
  for (const auto& object : objects_) {
    if (object->key != nullptr) {
      auto& type = *schema.by_name_.at(object->name);
      type.key = object->key;
      schema.by_key_[object->key] = &type;
    }
  }
  for (const auto& object : objects_) {
    bind(schema, *object, errors);
  }
}

void SchemaBuilder::bind(Schema& schema, ObjectSpec& object, std::vector<Error>& errors) {
  auto& type = *schema.by_name_.at(object.name);
  for (auto& spec : object.fields) {
    const auto name = name_in(spec.line);
    const auto field = std::ranges::find(type.fields, std::string_view(name), &FieldDef::name);
    if (field == type.fields.end()) {
      errors.push_back(
          {"The line \"" + spec.line + "\" does not begin with a field's name.", {}, {}});
      continue;
    }
    if (!fits(schema, spec.resolver->shape(), *field->type)) {
      errors.push_back({"The code of " + object.name + '.' + name + " cannot give " +
                            to_string(*field->type) + '.',
                        {},
                        {}});
    }
    schema.has_loads_ = schema.has_loads_ || spec.resolver->is_load();
    field->resolver = spec.resolver.get();
    schema.resolvers_.push_back(std::move(spec.resolver));
  }
}

void SchemaBuilder::require_resolvers(const Schema& schema, std::vector<Error>& errors) {
  for (const auto* type : schema.types()) {
    if (!is_object(type)) {
      continue;
    }
    for (const auto& field : type->fields) {
      if (field.resolver == nullptr) {
        errors.push_back({"The field " + std::string(type->name) + '.' + std::string(field.name) +
                              " has no code.",
                          {},
                          {}});
      }
    }
  }
}

}  // namespace graphql
