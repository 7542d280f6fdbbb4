// What a new schema breaks for clients of the old one: documents that were valid and are not, or
// answers that a client was promised and does not get. Pure; any thread.
#pragma once

#include "graphql/type/schema.hpp"

#include <string>
#include <vector>

namespace graphql {

/// A sentence for each, in the order of the old schema's types; empty where nothing breaks.
std::vector<std::string> breaking_changes(const Schema& before, const Schema& after);

}  // namespace graphql
