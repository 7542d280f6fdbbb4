// The example that the server and the tests share: customers and work orders from a file.
#pragma once

#include "graphql/execution/builder.hpp"
#include "graphql/programs/example_timers.hpp"

#include <string>

namespace graphql::example {

/// `data` is the text of data.json; `timers` count down for the subscription. Throws
/// std::runtime_error if the data is not what it should be.
SchemaPtr make_schema(const std::string& data, Timers& timers);

}  // namespace graphql::example
