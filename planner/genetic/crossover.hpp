// Selective route exchange (Nagata, Bräysy and Dullaert 2010): a child has the routes of one
// parent, but in one region those of the other; what then has no place waits to be inserted. Pure
// functions.
#pragma once

#include "planner/tours.hpp"

namespace planner {

Draft exchange_routes(const Compact& compact, const Draft& first, const Draft& second,
                      Random& random);

/// Routes that hold jobs, in the order in which they lie between two random places far apart.
std::vector<int> along_a_line(const Compact& compact, const Draft& draft, Random& random);

}  // namespace planner
