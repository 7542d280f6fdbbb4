// Containers for a short job: what they take comes from the job's memory, which is given back all
// at once.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory_resource>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace graphql {

template <class T>
using ScratchVector = std::pmr::vector<T>;
template <class K, class V, class H = std::hash<K>>
using ScratchMap = std::pmr::unordered_map<K, V, H>;
template <class K>
using ScratchSet = std::pmr::unordered_set<K>;

using Memory = std::pmr::memory_resource;

/// Memory of which the first `N` bytes are its own; the rest comes from the heap.
template <std::size_t N>
class ScratchMemory {
 public:
  ScratchMemory() = default;
  ScratchMemory(const ScratchMemory&) = delete;
  ScratchMemory& operator=(const ScratchMemory&) = delete;

  Memory* get() { return &resource_; }

 private:
  std::array<std::byte, N> first_;
  std::pmr::monotonic_buffer_resource resource_{first_.data(), N};
};

}  // namespace graphql
