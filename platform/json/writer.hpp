// Writes JSON text from front to back; commas come by themselves. One owner, one thread.
#pragma once

#include "platform/core/id.hpp"
#include "platform/core/time.hpp"

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace mf::json {

/// `text` as a JSON string, quotes included. Bytes that are not UTF-8 must not come here.
std::string quote(std::string_view text);
void append_quoted(std::string& out, std::string_view text);

class Writer {
 public:
  void begin_object();
  void end_object();
  void begin_array();
  void end_array();
  void key(std::string_view name);
  void string(std::string_view value);
  /// Ids and times as strings: every answer is full of them, so they take no way round.
  void id(const Uuid& value);
  void time(Timestamp value);
  void integer(std::int64_t value);
  /// The shortest form that reads back the same; infinities and NaN become null.
  void number(double value);
  void boolean(bool value);
  void null();
  /// JSON text as it is.
  void raw(std::string_view json);

  std::string take() {
    out_.resize(used_);
    used_ = 0;
    return std::move(out_);
  }

 private:
  /// Where the next bytes go, `size` of them at most, a comma before them where one belongs.
  char* room(std::size_t size) {
    if (out_.size() - used_ <= size) {
      grow(size);
    }
    char* at = out_.data() + used_;
    if (comma_) {
      *at++ = ',';
    }
    return at;
  }
  /// Up to `end` is written.
  void wrote(const char* end, bool comma) {
    used_ = static_cast<std::size_t>(end - out_.data());
    comma_ = comma;
  }
  void open(char bracket);
  void close(char bracket);
  void quoted(std::string_view text, char after);
  void plain(std::string_view text);
  void grow(std::size_t size);

  std::string out_;  // longer than what is written: filled from the front, cut by take()
  std::size_t used_ = 0;
  bool comma_ = false;
};

}  // namespace mf::json
