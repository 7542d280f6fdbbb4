// How C++ answers for a field: what a resolver gets, and how its result becomes JSON.
//
// A resolver is any callable. It is called on the thread that executes the request and may block;
// results that it returns by value are kept until the response is written, results by reference
// must live that long anyway.
#pragma once

#include "graphql/language/json_text.hpp"
#include "graphql/type/schema.hpp"

#include <cmath>
#include <concepts>
#include <expected>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace graphql {

struct FieldPlan;

/// What a resolver refuses with; the client sees both. Returned in a std::expected or thrown.
struct FieldError {
  std::string message;
  std::string code = {};
  /// More members of the error's `extensions`, as JSON: `"status":404,"hint":"…"`.
  std::string extensions = {};
};

/// Specialise for a C++ type that is a scalar of its own: `static void write(std::string& json,
/// const T&)`.
template <class T>
struct Leaf;

using TypeKey = const void*;
template <class T>
inline char k_type_tag = 0;
/// One address for each C++ type.
template <class T>
TypeKey key_of() {
  return &k_type_tag<std::remove_cvref_t<T>>;
}

/// Keeps what resolvers returned by value until the response is written.
class Keeper {
 public:
  explicit Keeper(Arena& arena) : arena_(arena) {}
  ~Keeper() {
    for (; last_ != nullptr; last_ = last_->before) {
      last_->destroy(last_->object);
    }
  }
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  template <class T>
  const T& keep(T value) {
    auto* kept = ::new (arena_.allocate(sizeof(T), alignof(T))) T(std::move(value));
    if constexpr (!std::is_trivially_destructible_v<T>) {
      last_ = arena_.make<Kept>(kept, +[](void* object) { static_cast<T*>(object)->~T(); }, last_);
    }
    return *kept;
  }

  Arena& arena() { return arena_; }

 private:
  struct Kept {
    void* object;
    void (*destroy)(void*);
    Kept* before;
  };
  Arena& arena_;
  Kept* last_ = nullptr;
};

/// The result of a field, as far as it is known without its sub-fields.
struct Resolved {
  enum class Kind : std::uint8_t { null, leaf, object, list, error };

  Kind kind = Kind::null;
  std::uint32_t size = 0;
  /// Of an object, its place among all the objects of its level.
  std::uint32_t index = 0;
  union {
    const char* json = nullptr;
    const void* object;
    Resolved* items;
    const FieldError* error;
  };
  TypeKey key = nullptr;
};

enum class Outcome : std::uint8_t { value, null, failed };

/// What a resolver may ask about its field.
class Call {
 public:
  Call(const FieldPlan& field, const Value& arguments, Keeper& keeper, void* context)
      : field_(field), arguments_(arguments), keeper_(keeper), context_(context) {}

  /// The argument as T: bool, an integer, double, a string, Value, an enum of the schema, an
  /// optional or a vector of these. One that may be missing or null must be asked for as an
  /// optional.
  template <class T>
  T get(std::string_view name) const;

  Value argument(std::string_view name) const { return arguments_[name]; }

  /// What the server gave to the request.
  template <class C>
  C& context() const {
    return *static_cast<C*>(context_);
  }

  /// Whether the request asks for a field below this one: `selects("customer.name")`. Below an
  /// interface or a union the answer is yes.
  bool selects(std::string_view path) const;

  Keeper& keeper() const { return keeper_; }
  const FieldPlan& field() const { return field_; }

 private:
  const Type* argument_type(std::string_view name) const;

  const FieldPlan& field_;
  const Value& arguments_;
  Keeper& keeper_;
  void* context_;
};

/// What a C++ type looks like from the schema: checked against the declared type when the schema is
/// built.
struct Shape {
  enum class Kind : std::uint8_t {
    boolean,
    integer,
    real,
    string,
    enumeration,
    custom,
    list,
    object,
    any_of
  };

  Kind kind = Kind::custom;
  TypeKey key = nullptr;
  std::vector<Shape> inner = {};
};

class Source;

class Resolver {
 public:
  virtual ~Resolver() = default;
  virtual Shape shape() const = 0;
  virtual bool is_load() const { return false; }
  /// A single scalar or enum, written straight into the response.
  virtual bool is_leaf() const { return false; }
  /// Of a field of Subscription: where its events come from.
  virtual const Source* source() const { return nullptr; }
  virtual Outcome write(const Call& call, const Type& type, const void* parent,
                        Output& out) const = 0;
  /// One result for each parent.
  virtual void resolve(const Call& call, const Type& type, std::span<const void* const> parents,
                       std::span<Resolved> results) const = 0;
};

// --- from C++ values to results

template <class T>
concept CustomLeaf = requires(std::string& out, const T& value) { Leaf<T>::write(out, value); };
template <class T>
concept StringLike = std::convertible_to<const T&, std::string_view>;
template <class T>
concept LeafLike = CustomLeaf<T> || StringLike<T> || std::is_arithmetic_v<T> || std::is_enum_v<T>;
template <class T>
concept OptionalLike = !LeafLike<T> && requires(const T& value) {
  *value;
  static_cast<bool>(value);
};
template <class T>
concept ListLike = !LeafLike<T> && !OptionalLike<T> && std::ranges::sized_range<const T>;
template <class T>
inline constexpr bool is_expected = false;
template <class T>
inline constexpr bool is_expected<std::expected<T, FieldError>> = true;
template <class T>
inline constexpr bool is_variant = false;
template <class... T>
inline constexpr bool is_variant<std::variant<T...>> = true;

/// Appends the leaf as the scalar or enum `type` asks; a sentence if it cannot be one.
template <class T>
std::optional<std::string> write_leaf(Output& out, const Type& type, const T& value) {
  if constexpr (CustomLeaf<T>) {
    out.with_string([&](std::string& json) { Leaf<T>::write(json, value); });
  } else if constexpr (std::same_as<T, bool>) {
    out.append(value ? "true" : "false");
  } else if constexpr (std::is_enum_v<T>) {
    const auto name = type.name_of(static_cast<std::int64_t>(value));
    if (name.empty()) {
      return "Enum \"" + std::string(type.name) +
             "\" cannot represent value: " + std::to_string(static_cast<std::int64_t>(value));
    }
    append_json_string(out, name);
  } else if constexpr (std::integral<T>) {
    const auto number = static_cast<std::int64_t>(value);
    if (type.builtin == Builtin::int_type && number != static_cast<std::int32_t>(number)) {
      return "Int cannot represent non 32-bit signed integer value: " + std::to_string(number);
    }
    if (type.builtin == Builtin::id) {
      out.push('"');
      append_json_number(out, number);
      out.push('"');
    } else {
      append_json_number(out, number);
    }
  } else if constexpr (std::floating_point<T>) {
    if (!std::isfinite(value)) {
      return "Float cannot represent non numeric value: " + std::string(std::isnan(value) ? "NaN"
                                                                        : value > 0 ? "Infinity"
                                                                                    : "-Infinity");
    }
    append_json_number(out, static_cast<double>(value));
  } else {
    append_json_string(out, std::string_view(value));
  }
  return std::nullopt;
}

template <class T>
std::optional<std::string> write_leaf_text(std::string& out, const Type& type, const T& value) {
  Output output(out);
  return write_leaf(output, type, value);
}

inline Resolved failed(Keeper& keeper, FieldError error) {
  Resolved result;
  result.kind = Resolved::Kind::error;
  result.error = &keeper.keep(std::move(error));
  return result;
}

/// `value` must live until the response is written.
template <class T>
Resolved to_resolved(Keeper& keeper, const Type& declared, const T& value) {
  const auto& type = is_non_null(&declared) ? *declared.of : declared;
  Resolved result;
  if constexpr (is_expected<T>) {
    return value ? to_resolved(keeper, type, *value) : failed(keeper, value.error());
  } else if constexpr (is_variant<T>) {
    return std::visit([&](const auto& item) { return to_resolved(keeper, type, item); }, value);
  } else if constexpr (LeafLike<T>) {
    std::string json;
    if (auto refusal = write_leaf_text(json, type, value)) {
      return failed(keeper, {std::move(*refusal)});
    }
    const auto text = keeper.arena().text(json);
    result.kind = Resolved::Kind::leaf;
    result.json = text.data();
    result.size = static_cast<std::uint32_t>(text.size());
  } else if constexpr (OptionalLike<T>) {
    return value ? to_resolved(keeper, type, *value) : result;
  } else if constexpr (ListLike<T>) {
    auto items = keeper.arena().array<Resolved>(std::ranges::size(value));
    std::size_t i = 0;
    for (const auto& item : value) {
      items[i++] = to_resolved(keeper, *type.of, item);
    }
    result.kind = Resolved::Kind::list;
    result.items = items.data();
    result.size = static_cast<std::uint32_t>(items.size());
  } else {
    result.kind = Resolved::Kind::object;
    result.object = &value;
    result.key = key_of<T>();
  }
  return result;
}

template <class T>
Shape shape_of() {
  using Plain = std::remove_cvref_t<T>;
  using Kind = Shape::Kind;
  if constexpr (is_expected<Plain>) {
    return shape_of<typename Plain::value_type>();
  } else if constexpr (is_variant<Plain>) {
    return []<class... Types>(std::type_identity<std::variant<Types...>>) {
      return Shape{Kind::any_of, nullptr, {shape_of<Types>()...}};
    }(std::type_identity<Plain>{});
  } else if constexpr (CustomLeaf<Plain>) {
    return {Kind::custom};
  } else if constexpr (StringLike<Plain>) {
    return {Kind::string};
  } else if constexpr (std::same_as<Plain, bool>) {
    return {Kind::boolean};
  } else if constexpr (std::is_enum_v<Plain>) {
    return {Kind::enumeration, key_of<Plain>()};
  } else if constexpr (std::integral<Plain>) {
    return {Kind::integer};
  } else if constexpr (std::floating_point<Plain>) {
    return {Kind::real};
  } else if constexpr (OptionalLike<Plain>) {
    return shape_of<decltype(*std::declval<const Plain&>())>();
  } else if constexpr (ListLike<Plain>) {
    return {Kind::list, nullptr, {shape_of<std::ranges::range_reference_t<const Plain>>()}};
  } else {
    return {Kind::object, key_of<Plain>()};
  }
}

/// The parent of the fields of Query, Mutation and Subscription.
struct Root {};

/// Calls `f` with as much as it wants of the parent and the call.
template <class P, class F>
decltype(auto) call_resolver(const F& f, const P& parent, const Call& call) {
  if constexpr (std::is_invocable_v<const F&, const P&, const Call&>) {
    return std::invoke(f, parent, call);
  } else if constexpr (std::is_invocable_v<const F&, const P&>) {
    return std::invoke(f, parent);
  } else if constexpr (std::is_invocable_v<const F&, const Call&>) {
    return std::invoke(f, call);
  } else {
    return std::invoke(f);
  }
}

template <class P, class F>
class FieldResolver final : public Resolver {
 public:
  using Result = decltype(call_resolver(std::declval<const F&>(), std::declval<const P&>(),
                                        std::declval<const Call&>()));
  using Plain = std::remove_cvref_t<Result>;

  explicit FieldResolver(F f) : f_(std::move(f)) {}

  Shape shape() const override { return shape_of<Plain>(); }
  bool is_leaf() const override { return LeafLike<Plain> || is_optional_leaf(); }

  Outcome write(const Call& call, const Type& type, const void* parent,
                Output& out) const override {
    if constexpr (LeafLike<Plain>) {
      return write_one(type, call_resolver(f_, *static_cast<const P*>(parent), call), out);
    } else if constexpr (is_optional_leaf()) {
      decltype(auto) value = call_resolver(f_, *static_cast<const P*>(parent), call);
      return value ? write_one(type, *value, out) : Outcome::null;
    } else {
      return Outcome::null;
    }
  }

  void resolve(const Call& call, const Type& type, std::span<const void* const> parents,
               std::span<Resolved> results) const override {
    for (std::size_t i = 0; i < parents.size(); ++i) {
      const auto& parent = *static_cast<const P*>(parents[i]);
      try {
        if constexpr (std::is_lvalue_reference_v<Result>) {
          results[i] = to_resolved(call.keeper(), type, call_resolver(f_, parent, call));
        } else {
          const auto& kept = call.keeper().keep(call_resolver(f_, parent, call));
          results[i] = to_resolved(call.keeper(), type, kept);
        }
      } catch (FieldError& error) {
        results[i] = failed(call.keeper(), std::move(error));
      }
    }
  }

 private:
  static constexpr bool is_optional_leaf() {
    if constexpr (OptionalLike<Plain> && !is_expected<Plain>) {
      return LeafLike<std::remove_cvref_t<decltype(*std::declval<const Plain&>())>>;
    } else {
      return false;
    }
  }

  template <class T>
  static Outcome write_one(const Type& type, const T& value, Output& out) {
    if (auto refusal = write_leaf(out, type, value)) {
      throw FieldError{std::move(*refusal)};
    }
    return Outcome::value;
  }

  F f_;
};

/// One call for all the parents of a level.
template <class P, class F>
class LoadResolver final : public Resolver {
 public:
  using Result =
      std::remove_cvref_t<std::invoke_result_t<const F&, std::span<const P* const>, const Call&>>;

  explicit LoadResolver(F f) : f_(std::move(f)) {}

  Shape shape() const override { return shape_of<std::ranges::range_reference_t<const Result>>(); }
  bool is_load() const override { return true; }
  Outcome write(const Call&, const Type&, const void*, Output&) const override {
    return Outcome::null;
  }

  void resolve(const Call& call, const Type& type, std::span<const void* const> parents,
               std::span<Resolved> results) const override {
    auto typed = call.keeper().arena().array<const P*>(parents.size());
    for (std::size_t i = 0; i < parents.size(); ++i) {
      typed[i] = static_cast<const P*>(parents[i]);
    }
    const auto& loaded =
        call.keeper().keep(std::invoke(f_, std::span<const P* const>(typed), call));
    if (loaded.size() != parents.size()) {
      throw FieldError{"The loader gave " + std::to_string(loaded.size()) + " results for " +
                       std::to_string(parents.size()) + " objects."};
    }
    std::size_t i = 0;
    for (const auto& item : loaded) {
      results[i++] = to_resolved(call.keeper(), type, item);
    }
  }

 private:
  F f_;
};

// --- arguments

template <class T>
inline constexpr bool is_std_optional = false;
template <class T>
inline constexpr bool is_std_optional<std::optional<T>> = true;

template <class T>
T from_value(const Value& value, const Type* type) {
  if constexpr (std::same_as<T, Value>) {
    return value;
  } else if constexpr (is_std_optional<T>) {
    if (value.is_null() || value.is_undefined()) {
      return std::nullopt;
    }
    return from_value<typename T::value_type>(value, type);
  } else if constexpr (std::same_as<T, bool>) {
    return value.boolean();
  } else if constexpr (std::is_enum_v<T>) {
    return static_cast<T>(named_type(type)->number_of(value.text()));
  } else if constexpr (std::integral<T>) {
    return static_cast<T>(value.integer());
  } else if constexpr (std::floating_point<T>) {
    return static_cast<T>(value.real());
  } else if constexpr (std::constructible_from<T, std::string_view>) {
    return T(value.text());
  } else {
    T items;
    for (const auto& item : value.items()) {
      items.push_back(from_value<typename T::value_type>(item, type));
    }
    return items;
  }
}

template <class T>
T Call::get(std::string_view name) const {
  return from_value<T>(arguments_[name], argument_type(name));
}

}  // namespace graphql
