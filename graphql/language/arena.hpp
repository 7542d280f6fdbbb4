// Memory for one document, one schema or one request: allocated by moving a pointer, freed all at
// once.
//
// What lives in an arena has no destructor. The owner of the arena is the owner of everything in
// it; one thread at a time may allocate, any number may read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace graphql {

class Arena {
 public:
  explicit Arena(std::size_t first_block = 4096) : block_size_(first_block) {}
  Arena(Arena&&) noexcept = default;
  Arena& operator=(Arena&&) noexcept = default;

  void* allocate(std::size_t size, std::size_t alignment) {
    auto start = (at_ + alignment - 1) & ~(alignment - 1);
    if (start + size > end_) {
      grow(size + alignment);
      start = (at_ + alignment - 1) & ~(alignment - 1);
    }
    at_ = start + size;
    return reinterpret_cast<void*>(start);
  }

  template <class T, class... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return ::new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  template <class T>
  std::span<T> array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) {
      return {};
    }
    auto* first = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
    for (std::size_t i = 0; i < count; ++i) {
      ::new (first + i) T{};
    }
    return {first, count};
  }

  std::string_view text(std::string_view value) {
    if (value.empty()) {
      return {};
    }
    auto* copy = static_cast<char*>(allocate(value.size(), 1));
    std::memcpy(copy, value.data(), value.size());
    return {copy, value.size()};
  }

  /// Bytes taken from the heap.
  std::size_t bytes() const { return bytes_; }

  /// Forgets everything but keeps the newest block, so that a reused arena stays off the heap.
  void reset() {
    if (blocks_.empty()) {
      return;
    }
    blocks_.erase(blocks_.begin(), blocks_.end() - 1);
    at_ = reinterpret_cast<std::uintptr_t>(blocks_.back().get());
    bytes_ = end_ - at_;
  }

 private:
  void grow(std::size_t least) {
    const auto size = least > block_size_ ? least : block_size_;
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
    at_ = reinterpret_cast<std::uintptr_t>(blocks_.back().get());
    end_ = at_ + size;
    bytes_ += size;
    block_size_ = block_size_ < k_largest_block ? block_size_ * 2 : block_size_;
  }

  static constexpr std::size_t k_largest_block = std::size_t{1} << 20;

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::uintptr_t at_ = 0;
  std::uintptr_t end_ = 0;
  std::size_t block_size_;
  std::size_t bytes_ = 0;
};

}  // namespace graphql
