#include "graphql/execution/introspection.hpp"

#include "graphql/execution/resolver.hpp"
#include "graphql/type/coerce.hpp"

#include <algorithm>

namespace graphql {
namespace {

template <class T>
using Pointers = std::vector<const T*>;

/// All of them, or those that are not deprecated, as the argument asks.
template <class T>
Pointers<T> current(const std::vector<T>& items, const Call& call) {
  const bool all = call.argument("includeDeprecated").boolean();
  Pointers<T> chosen;
  for (const auto& item : items) {
    if (all || !item.deprecation) {
      chosen.push_back(&item);
    }
  }
  return chosen;
}

std::string_view kind_of(const Type& type) {
  constexpr std::string_view k_words[] = {"SCALAR", "OBJECT",       "INTERFACE", "UNION",
                                          "ENUM",   "INPUT_OBJECT", "LIST",      "NON_NULL"};
  return k_words[static_cast<std::size_t>(type.kind)];
}

std::optional<std::string_view> name_of(const Type& type) {
  return type.name.empty() ? std::nullopt : std::optional(type.name);
}

bool has_fields(const Type& type) {
  return is_object(&type) || is_interface(&type);
}

}  // namespace

template <class P, class F>
void IntrospectionBinder::field(Schema& schema, std::string_view type, std::string_view name, F f) {
  auto resolver = std::make_unique<FieldResolver<P, F>>(std::move(f));
  auto& fields = schema.by_name_.at(type)->fields;
  std::ranges::find(fields, name, &FieldDef::name)->resolver = resolver.get();
  schema.resolvers_.push_back(std::move(resolver));
}

void IntrospectionBinder::bind(Schema& schema) {
  const auto on_schema = [&](std::string_view name, auto f) {
    field<Schema>(schema, "__Schema", name, f);
  };
  on_schema("description", [](const Schema& s) { return s.description(); });
  on_schema("types", [](const Schema& s) { return s.types(); });
  on_schema("queryType", [](const Schema& s) { return s.query(); });
  on_schema("mutationType", [](const Schema& s) { return s.root(ast::OperationKind::mutation); });
  on_schema("subscriptionType",
            [](const Schema& s) { return s.root(ast::OperationKind::subscription); });
  on_schema("directives",
            [](const Schema& s) -> const std::vector<DirectiveDef>& { return s.directives(); });

  const auto on_directive = [&](std::string_view name, auto f) {
    field<DirectiveDef>(schema, "__Directive", name, f);
  };
  on_directive("name", &DirectiveDef::name);
  on_directive("description", &DirectiveDef::description);
  on_directive("isRepeatable", &DirectiveDef::repeatable);
  on_directive("locations", &DirectiveDef::locations);
  on_directive("args",
               [](const DirectiveDef& d, const Call& c) { return current(d.arguments, c); });

  const auto on_type = [&](std::string_view name, auto f) {
    field<Type>(schema, "__Type", name, f);
  };
  on_type("kind", [](const Type& t) { return kind_of(t); });
  on_type("name", [](const Type& t) { return name_of(t); });
  on_type("description", &Type::description);
  on_type("specifiedByURL", &Type::specified_by);
  on_type("fields", [](const Type& t, const Call& c) {
    return has_fields(t) ? std::optional(current(t.fields, c)) : std::nullopt;
  });
  on_type("interfaces",
          [](const Type& t) { return has_fields(t) ? std::optional(t.interfaces) : std::nullopt; });
  on_type("possibleTypes",
          [](const Type& t) { return is_abstract(&t) ? std::optional(t.possible) : std::nullopt; });
  on_type("enumValues", [](const Type& t, const Call& c) {
    return is_enum(&t) ? std::optional(current(t.values, c)) : std::nullopt;
  });
  on_type("inputFields", [](const Type& t, const Call& c) {
    return is_input_object(&t) ? std::optional(current(t.input_fields, c)) : std::nullopt;
  });
  on_type("ofType", [](const Type& t) { return t.of; });
  on_type("isOneOf", [](const Type& t) {
    return is_input_object(&t) ? std::optional(t.one_of) : std::nullopt;
  });

  const auto on_field = [&](std::string_view name, auto f) {
    field<FieldDef>(schema, "__Field", name, f);
  };
  on_field("name", &FieldDef::name);
  on_field("description", &FieldDef::description);
  on_field("args", [](const FieldDef& f, const Call& c) { return current(f.arguments, c); });
  on_field("type", [](const FieldDef& f) { return f.type; });
  on_field("isDeprecated", [](const FieldDef& f) { return f.deprecation.has_value(); });
  on_field("deprecationReason", &FieldDef::deprecation);

  const auto on_input = [&](std::string_view name, auto f) {
    field<InputValue>(schema, "__InputValue", name, f);
  };
  on_input("name", &InputValue::name);
  on_input("description", &InputValue::description);
  on_input("type", [](const InputValue& v) { return v.type; });
  on_input("defaultValue", [](const InputValue& v) {
    return v.default_value.is_undefined() ? std::nullopt
                                          : std::optional(print_default(v.default_value, *v.type));
  });
  on_input("isDeprecated", [](const InputValue& v) { return v.deprecation.has_value(); });
  on_input("deprecationReason", &InputValue::deprecation);

  const auto on_value = [&](std::string_view name, auto f) {
    field<EnumValue>(schema, "__EnumValue", name, f);
  };
  on_value("name", &EnumValue::name);
  on_value("description", &EnumValue::description);
  on_value("isDeprecated", [](const EnumValue& v) { return v.deprecation.has_value(); });
  on_value("deprecationReason", &EnumValue::deprecation);

  const auto* self = &schema;
  auto whole = std::make_unique<FieldResolver<Root, std::function<const Schema*()>>>(
      [self] { return self; });
  schema.schema_field_.resolver = whole.get();
  schema.resolvers_.push_back(std::move(whole));
  auto one = std::make_unique<FieldResolver<Root, std::function<const Type*(const Call&)>>>(
      [self](const Call& call) { return self->type(call.argument("name").text()); });
  schema.type_field_.resolver = one.get();
  schema.resolvers_.push_back(std::move(one));
}

}  // namespace graphql
