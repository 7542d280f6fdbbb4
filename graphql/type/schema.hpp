// The type system of one API: what may be asked, with which arguments, and what comes back.
//
// Built once, by build_schema() from SDL or by SchemaBuilder from C++, then immutable and shared by
// all threads. Everything that a Type points to is owned by its Schema; names are slices of the
// schema's own copy of the SDL.
#pragma once

#include "graphql/language/ast.hpp"
#include "graphql/language/error.hpp"
#include "graphql/language/value.hpp"

#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace graphql {

struct Type;
class Resolver;

enum class TypeKind : std::uint8_t {
  scalar,
  object,
  interface,
  union_type,
  enumeration,
  input_object,
  list,
  non_null,
};

/// An argument or a field of an input object.
struct InputValue {
  std::string_view name;
  std::optional<std::string_view> description;
  const Type* type = nullptr;
  /// Coerced; undefined where there is none.
  Value default_value;
  std::optional<std::string_view> deprecation;
  const ast::InputValueDefinition* node = nullptr;

  bool is_required() const;
};

struct FieldDef {
  std::string_view name;
  std::optional<std::string_view> description;
  std::vector<InputValue> arguments;
  const Type* type = nullptr;
  std::optional<std::string_view> deprecation;
  const ast::FieldDefinition* node = nullptr;
  const Resolver* resolver = nullptr;

  const InputValue* argument(std::string_view name_of_argument) const;
};

struct EnumValue {
  std::string_view name;
  std::optional<std::string_view> description;
  std::optional<std::string_view> deprecation;
};

/// The scalars that the engine itself reads and writes.
enum class Builtin : std::uint8_t { none, int_type, float_type, string, boolean, id };

/// How a custom scalar reads input. The error is a sentence without the name of the type.
using ParseScalar = std::function<std::expected<Value, std::string>(const Value&, Arena&)>;

/// A type of any kind; only what belongs to its kind is filled.
struct Type {
  TypeKind kind = TypeKind::scalar;
  std::string_view name;
  std::optional<std::string_view> description;
  /// list, non_null
  const Type* of = nullptr;
  /// object, interface
  std::vector<FieldDef> fields;
  std::vector<const Type*> interfaces;
  /// union
  std::vector<const Type*> members;
  /// enumeration
  std::vector<EnumValue> values;
  /// input_object
  std::vector<InputValue> input_fields;
  bool one_of = false;
  /// scalar
  std::optional<std::string_view> specified_by;
  ParseScalar parse;
  Builtin builtin = Builtin::none;
  /// The C++ type behind an object or an enum, where there is one.
  const void* key = nullptr;
  /// enumeration: the numbers of the C++ enum, in any order.
  std::vector<std::pair<std::int64_t, std::string_view>> numbers;
  /// interface, union: the object types that a value may have.
  std::vector<const Type*> possible;
  /// Definition first, then extensions.
  std::vector<const ast::TypeDefinition*> nodes;

  const FieldDef* field(std::string_view field_name) const;
  const InputValue* input_field(std::string_view field_name) const;
  const EnumValue* value(std::string_view value_name) const;
  /// The name of a C++ enum's number; empty for one that was not registered.
  std::string_view name_of(std::int64_t number) const;
  std::int64_t number_of(std::string_view value_name) const;

 private:
  friend class Schema;
  /// Positions in `fields`, `input_fields` or `values`, sorted by name: for types with many.
  std::vector<std::uint32_t> by_name_;
};

struct DirectiveDef {
  std::string_view name;
  std::optional<std::string_view> description;
  std::vector<InputValue> arguments;
  std::vector<std::string_view> locations;
  bool repeatable = false;
  const ast::DirectiveDefinition* node = nullptr;
};

class Schema {
 public:
  Schema();
  ~Schema();
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;

  const Type* type(std::string_view name) const;
  const DirectiveDef* directive(std::string_view name) const;
  const std::vector<const Type*>& types() const { return types_; }
  const std::vector<DirectiveDef>& directives() const { return directives_; }
  const Type* root(ast::OperationKind operation) const {
    return roots_[static_cast<std::size_t>(operation)];
  }
  const Type* query() const { return root(ast::OperationKind::query); }
  std::optional<std::string_view> description() const { return description_; }
  /// Whether the schema itself was defined with `schema { … }`.
  bool has_definition() const { return has_definition_; }
  std::string_view source() const { return *source_; }

  /// The field of the type, the meta fields `__typename`, `__schema` and `__type` included.
  const FieldDef* field(const Type& parent, std::string_view name) const;

  /// The list or non-null type of that type, if the schema itself uses it.
  const Type* wrapped(TypeKind kind, const Type& of) const;

  /// The object type that a C++ type stands for.
  const Type* type_of(const void* key) const;
  /// Whether any field is loaded for many objects at once.
  bool has_loads() const { return has_loads_; }

  bool is_possible(const Type& abstract, const Type& type) const;

 private:
  friend class SchemaAssembler;
  friend class SchemaBuilder;
  friend class IntrospectionBinder;
  friend std::expected<std::unique_ptr<Schema>, std::vector<Error>> build_schema(
      std::string_view, const struct BuildOptions&);

  Type* add(TypeKind kind, std::string_view name);
  const Type* list_of(const Type* type);
  const Type* non_null(const Type* type);
  void finish();

  std::unique_ptr<std::string> source_;
  std::vector<std::unique_ptr<const ast::Document>> documents_;
  Arena arena_;
  std::deque<Type> storage_;
  std::vector<const Type*> types_;
  std::unordered_map<std::string_view, Type*> by_name_;
  std::unordered_map<const Type*, const Type*> lists_;
  std::unordered_map<const Type*, const Type*> non_nulls_;
  std::vector<DirectiveDef> directives_;
  const Type* roots_[3] = {};
  std::optional<std::string_view> description_;
  bool has_definition_ = false;
  FieldDef typename_field_;
  FieldDef schema_field_;
  FieldDef type_field_;
  std::vector<std::unique_ptr<Resolver>> resolvers_;
  std::unordered_map<const void*, const Type*> by_key_;
  bool has_loads_ = false;
};

// --- questions about types; all of them answer no to nullptr

inline bool is_kind(const Type* type, TypeKind kind) {
  return type != nullptr && type->kind == kind;
}
inline bool is_list(const Type* type) {
  return is_kind(type, TypeKind::list);
}
inline bool is_non_null(const Type* type) {
  return is_kind(type, TypeKind::non_null);
}
inline bool is_object(const Type* type) {
  return is_kind(type, TypeKind::object);
}
inline bool is_interface(const Type* type) {
  return is_kind(type, TypeKind::interface);
}
inline bool is_union(const Type* type) {
  return is_kind(type, TypeKind::union_type);
}
inline bool is_input_object(const Type* type) {
  return is_kind(type, TypeKind::input_object);
}
inline bool is_enum(const Type* type) {
  return is_kind(type, TypeKind::enumeration);
}
inline bool is_leaf(const Type* type) {
  return is_kind(type, TypeKind::scalar) || is_enum(type);
}
inline bool is_abstract(const Type* type) {
  return is_interface(type) || is_union(type);
}
inline bool is_composite(const Type* type) {
  return is_object(type) || is_abstract(type);
}

/// The type without lists and non-null; nullptr stays nullptr.
const Type* named_type(const Type* type);
const Type* nullable_type(const Type* type);
bool is_input(const Type* type);
bool is_output(const Type* type);

/// `[Order!]!`
std::string to_string(const Type& type);

bool is_equal(const Type& a, const Type& b);
bool is_subtype(const Schema& schema, const Type& sub, const Type& super);
bool overlap(const Schema& schema, const Type& a, const Type& b);

bool is_builtin_scalar(std::string_view name);
bool is_introspection(std::string_view name);

}  // namespace graphql
