// The example that the server and the tests share: customers and work orders from a file.
#pragma once

#include "graphql/execution/builder.hpp"

#include <string>

namespace graphql::example {

/// `data` is the text of data.json. Throws std::runtime_error if it is not what it should be.
SchemaPtr make_schema(const std::string& data);

}  // namespace graphql::example
