// A schema written in C++, line by line as it reads in SDL, each field with the code that answers
// it.
//
//   SchemaBuilder schema;
//   schema.enumeration<Status>("Status", {{Status::open, "OPEN"}, {Status::done, "DONE"}});
//   schema.object<Order>("Order", "A job at a customer's site.")
//       .field("id: ID!", &Order::id)
//       .field("title(upper: Boolean = false): String!", [](const Order& order, const Call& call) {
//       … }) .load("customer: Customer!", [](std::span<const Order* const> orders, const Call&
//       call) { … });
//   schema.query().field("order(id: ID!): Order", [](const Call& call) -> const Order* { … });
//   schema.subscription().stream<OrderChanged>("orderChanged(id: ID!): Order!",
//       [](const Call& call, Events<OrderChanged> events) -> Stop { … },
//       [](const OrderChanged& event, const Call& call) -> std::expected<Order, SkipEvent> { … });
//   auto built = schema.build();
//
// build() refuses a schema that the specification refuses, a field whose C++ result cannot be what
// the line declares, and an object field without code. Used by one thread; the Schema that it gives
// is shared.
#pragma once

#include "graphql/execution/events.hpp"
#include "graphql/type/build.hpp"

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace graphql {

/// An object type that is being described.
struct ObjectSpec {
  std::string name;
  std::string description;
  TypeKey key = nullptr;
  std::vector<std::string> interfaces;
  struct FieldSpec {
    std::string line;
    std::string description;
    std::unique_ptr<Resolver> resolver;
  };
  std::vector<FieldSpec> fields;
};

template <class P>
class ObjectBuilder {
 public:
  explicit ObjectBuilder(ObjectSpec& spec) : spec_(spec) {}

  ObjectBuilder& implements(std::string interface) {
    spec_.interfaces.push_back(std::move(interface));
    return *this;
  }

  /// `line` is the field as SDL writes it. `f` is called with as much as it takes of (const P&,
  /// const Call&).
  template <class F>
  ObjectBuilder& field(std::string line, F f, std::string description = {}) {
    return add(std::move(line), std::make_unique<FieldResolver<P, F>>(std::move(f)),
               std::move(description));
  }

  /// `f` gets all the objects of a level at once and gives one result for each, in their order.
  template <class F>
  ObjectBuilder& load(std::string line, F f, std::string description = {}) {
    return add(std::move(line), std::make_unique<LoadResolver<P, F>>(std::move(f)),
               std::move(description));
  }

 private:
  ObjectBuilder& add(std::string line, std::unique_ptr<Resolver> resolver,
                     std::string description) {
    spec_.fields.push_back({std::move(line), std::move(description), std::move(resolver)});
    return *this;
  }

  ObjectSpec& spec_;
};

/// The fields of Subscription: each gives a stream of events.
class SubscriptionBuilder {
 public:
  explicit SubscriptionBuilder(ObjectSpec& spec) : spec_(spec) {}

  /// `open` is called with (const Call&, Events<T>) when a client subscribes, and gives a Stop, or
  /// a std::expected<Stop, FieldError>. `map` is called for each event with as much as it takes of
  /// (const T&, const Call&), and gives the field's value, or a std::expected<…, SkipEvent> where
  /// some events are not for every client. The Call of `open` holds only until it returns.
  template <class T, class Open, class Map>
  SubscriptionBuilder& stream(std::string line, Open open, Map map, std::string description = {}) {
    spec_.fields.push_back(
        {std::move(line), std::move(description),
         std::make_unique<StreamResolver<T, Open, Map>>(std::move(open), std::move(map))});
    return *this;
  }

  /// Events that are the field's value themselves.
  template <class T, class Open>
  SubscriptionBuilder& stream(std::string line, Open open) {
    return stream<T>(std::move(line), std::move(open),
                     [](const T& event) -> const T& { return event; });
  }

 private:
  ObjectSpec& spec_;
};

class SchemaBuilder {
 public:
  /// Called again with the same type and name it goes on with that object: its fields may be
  /// described in several places.
  template <class P>
  ObjectBuilder<P> object(std::string name, std::string description = {}) {
    return ObjectBuilder<P>(add(std::move(name), std::move(description), key_of<P>()));
  }

  ObjectBuilder<Root> query() { return root("Query"); }
  ObjectBuilder<Root> mutation() { return root("Mutation"); }
  SubscriptionBuilder subscription() { return SubscriptionBuilder(root_spec("Subscription")); }

  template <class E>
  SchemaBuilder& enumeration(std::string name, const std::vector<std::pair<E, std::string>>& values,
                             std::string description = {}) {
    EnumSpec spec{std::move(name), std::move(description), key_of<E>(), {}};
    for (const auto& [value, word] : values) {
      spec.values.emplace_back(static_cast<std::int64_t>(value), word);
    }
    enums_.push_back(std::move(spec));
    return *this;
  }

  /// A scalar of its own; without `parse` every input is taken as it is.
  SchemaBuilder& scalar(std::string name, std::string specified_by = {}, ParseScalar parse = {});

  /// What has no C++ behind it: interfaces, unions, inputs, directives.
  SchemaBuilder& sdl(std::string_view text);

  /// Leaves the builder empty.
  std::expected<SchemaPtr, std::vector<Error>> build();

 private:
  struct EnumSpec {
    std::string name;
    std::string description;
    TypeKey key;
    std::vector<std::pair<std::int64_t, std::string>> values;
  };
  struct ScalarSpec {
    std::string name;
    std::string specified_by;
    ParseScalar parse;
  };

  ObjectSpec& add(std::string name, std::string description, TypeKey key);
  ObjectBuilder<Root> root(const std::string& name) { return ObjectBuilder<Root>(root_spec(name)); }
  ObjectSpec& root_spec(const std::string& name);
  std::string text() const;
  void bind(Schema& schema, std::vector<Error>& errors);
  void bind(Schema& schema, ObjectSpec& object, std::vector<Error>& errors);
  static void require_resolvers(const Schema& schema, std::vector<Error>& errors);

  std::vector<std::unique_ptr<ObjectSpec>> objects_;
  std::vector<EnumSpec> enums_;
  std::vector<ScalarSpec> scalars_;
  std::string sdl_;
};

}  // namespace graphql
