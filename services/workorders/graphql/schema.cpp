#include "services/workorders/graphql/schema.hpp"

#include "services/workorders/graphql/topics.hpp"

namespace mf::workorders::gql {

graphql::SchemaPtr make_schema() {
  SchemaBuilder schema;
  for (const auto add : {add_basics, add_orders, add_customers, add_catalogue, add_materials,
                         add_people, add_work, add_mutations, add_subscriptions}) {
    add(schema);
  }
  auto built = schema.build();
  if (!built) {
    throw std::logic_error("the work-order schema: " + built.error().front().message);
  }
  return std::move(*built);
}

}  // namespace mf::workorders::gql
