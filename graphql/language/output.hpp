// Text that grows by many small pieces: what std::string is too slow for.
//
// Borrows a string for as long as it lives and writes into the string's memory; the string has the
// whole text again when the Output is gone, or inside of with_string(). One thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace graphql {

class Output {
 public:
  explicit Output(std::string& text) : text_(text) { open(text.size()); }
  ~Output() { text_.resize(size()); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }
  char back() const { return at_[-1]; }
  void set_back(char c) { at_[-1] = c; }
  void truncate(std::size_t size) { at_ = begin_ + size; }

  void push(char c) { *reserve(1) = c, ++at_; }

  void append(std::string_view piece) {
    if (!piece.empty()) {
      std::memcpy(reserve(piece.size()), piece.data(), piece.size());
      at_ += piece.size();
    }
  }

  /// A piece that k_padding bytes may be read of, however short it is: quicker than append().
  void append_padded(std::string_view piece) {
    auto* to = reserve(piece.size() + k_padding);
    std::memcpy(to, piece.data(), k_padding);
    if (piece.size() > k_padding) {
      std::memcpy(to + k_padding, piece.data() + k_padding, piece.size() - k_padding);
    }
    at_ += piece.size();
  }
  static constexpr std::size_t k_padding = 16;

  /// Room for so many bytes at the end, of which advance() keeps some.
  char* reserve(std::size_t count) {
    if (static_cast<std::size_t>(end_ - at_) < count) {
      grow(count);
    }
    return at_;
  }
  void advance(std::size_t count) { at_ += count; }

  /// For code that appends to a string.
  template <class F>
  void with_string(F&& f) {
    text_.resize(size());
    try {
      f(text_);
    } catch (...) {
      open(text_.size());
      throw;
    }
    open(text_.size());
  }

 private:
  void open(std::size_t size) {
    // All that was allocated is taken, without being filled first.
    text_.resize_and_overwrite(text_.capacity(), [](char*, std::size_t n) { return n; });
    begin_ = text_.data();
    at_ = begin_ + size;
    end_ = begin_ + text_.size();
  }

  void grow(std::size_t count) {
    const auto used = size();
    const auto wanted = std::max(used + count, text_.size() * 2);
    text_.resize_and_overwrite(wanted, [](char*, std::size_t n) { return n; });
    open(used);
  }

  std::string& text_;
  char* begin_ = nullptr;
  char* at_ = nullptr;
  char* end_ = nullptr;
};

}  // namespace graphql
