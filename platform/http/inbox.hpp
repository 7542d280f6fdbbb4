// What a connection has received and nobody has used yet: one buffer that grows with what is
// expected. One owner, one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace mf::http {

class Inbox {
 public:
  static constexpr std::size_t k_small = 4 * 1024;
  static constexpr std::size_t k_piece = 64 * 1024;

  std::string_view bytes() const { return {buffer_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  void consume(std::size_t size) { begin_ += size; }
  void drop() { begin_ = end_; }

  /// Room for what comes next; `expected`: how much that is. Moves what bytes() gave before.
  std::span<char> room(std::size_t expected) {
    if (begin_ == end_) {
      begin_ = end_ = 0;
    }
    const std::size_t want = std::clamp(expected, k_small / 4, k_piece);
    if (capacity_ - end_ < want) {
      make_room(want);
    }
    return {buffer_.get() + end_, capacity_ - end_};
  }
  void filled(std::size_t size) { end_ += size; }

  /// Gives memory back, when empty, that a large message has needed.
  void shrink(std::size_t above) {
    if (empty() && capacity_ > above) {
      buffer_.reset();
      capacity_ = begin_ = end_ = 0;
    }
  }

 private:
  void make_room(std::size_t want) {
    const auto size = end_ - begin_;
    const auto capacity = std::max({k_small, size + want, std::min(size * 2, size + k_piece)});
    if (capacity > capacity_) {
      auto larger = std::make_unique_for_overwrite<char[]>(capacity);
      if (size > 0) {
        std::memcpy(larger.get(), buffer_.get() + begin_, size);
      }
      buffer_ = std::move(larger);
      capacity_ = capacity;
    } else {
      std::memmove(buffer_.get(), buffer_.get() + begin_, size);
    }
    begin_ = 0;
    end_ = size;
  }

  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace mf::http
