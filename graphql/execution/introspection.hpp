// The answers to __schema and __type.
#pragma once

#include "graphql/type/schema.hpp"

namespace graphql {

/// Gives the introspection types of the schema their resolvers. Called while the schema is built.
class IntrospectionBinder {
 public:
  static void bind(Schema& schema);

 private:
  template <class P, class F>
  static void field(Schema& schema, std::string_view type, std::string_view name, F f);
};

}  // namespace graphql
