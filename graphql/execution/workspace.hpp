// The memory of one request, kept by its thread for the next one: a request that is like the last
// takes nothing from the heap.
//
// Workspaces within each other get memory of their own. What is large is not kept.
#pragma once

#include "graphql/language/arena.hpp"

#include <memory>

namespace graphql {

class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  Arena& arena() { return *arena_; }

 private:
  std::unique_ptr<Arena> arena_;
};

}  // namespace graphql
