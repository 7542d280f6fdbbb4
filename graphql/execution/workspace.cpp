#include "graphql/execution/workspace.hpp"

#include <array>

namespace graphql {
namespace {

constexpr std::size_t k_first_block = std::size_t{16} * 1024;
constexpr std::size_t k_most_kept = std::size_t{1} << 20;

/// A transport's, an engine's, and one more for a resolver that asks the engine itself.
struct Spare {
  std::array<std::unique_ptr<Arena>, 3> arenas;
  std::size_t count = 0;
};
thread_local Spare t_spare;

}  // namespace

Workspace::Workspace()
    : arena_(t_spare.count > 0 ? std::move(t_spare.arenas[--t_spare.count])
                               : std::make_unique<Arena>(k_first_block)) {}

Workspace::~Workspace() {
  arena_->reset();
  if (t_spare.count < t_spare.arenas.size() && arena_->bytes() <= k_most_kept) {
    t_spare.arenas[t_spare.count++] = std::move(arena_);
  }
}

}  // namespace graphql
