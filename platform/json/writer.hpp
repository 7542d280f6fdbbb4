// Writes JSON text from front to back; commas come by themselves. One owner, one thread.
#pragma once

#include <cstdint>
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
  void integer(std::int64_t value);
  /// The shortest form that reads back the same; infinities and NaN become null.
  void number(double value);
  void boolean(bool value);
  void null();
  /// JSON text as it is.
  void raw(std::string_view json);

  std::string take() { return std::move(out_); }

 private:
  void separate();

  std::string out_;
  bool comma_ = false;
};

}  // namespace mf::json
