// The work-order schema, and the small one of the original system for its screens. Made once; the
// schemas are shared by all threads.
#pragma once

#include "graphql/type/build.hpp"

namespace mf::workorders::gql {

/// topics.hpp; its SDL is schema.graphql.
graphql::SchemaPtr make_schema();
/// original.cpp; its SDL is original.graphql.
graphql::SchemaPtr make_original_schema();

}  // namespace mf::workorders::gql
