// A small world for the tests: what tests/data/zoo.graphql describes, answered from C++.
#pragma once

#include "graphql/execution/builder.hpp"

namespace graphql::zoo {

enum class Color { red, green };

struct Cat {
  int id = 0;
};
struct Dog {
  int id = 0;
};

/// How often loaders were called and with how many objects.
struct Counts {
  std::vector<std::size_t> friend_loads;
};

/// The schema of zoo.graphql. `Cat.friend` is loaded.
SchemaPtr make_schema();

}  // namespace graphql::zoo
