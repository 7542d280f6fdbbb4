// A parsed JSON document to walk through. Limits: 32 levels deep, well-formed UTF-8, each member
// name once. A Dom refers into the document it was found in; any thread, one at a time.
#pragma once

#include "platform/core/error.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mf::json {

class Dom {
 public:
  /// 400 `not_json` with the place of the mistake.
  static Result<Dom> parse(std::string_view text);

  bool is_null() const;
  bool is_object() const;
  bool is_array() const;
  bool is_string() const;
  bool is_number() const;
  bool is_bool() const;

  /// The member, or null.
  const Dom* find(std::string_view name) const;
  std::vector<std::string> names() const;
  std::size_t size() const;
  const Dom& at(std::size_t index) const;

  std::string_view string() const;  // only if is_string()
  bool boolean() const;             // only if is_bool()
  double number() const;            // only if is_number()
  /// A whole number, also one written as 3.0 or 3e2; nothing for a fraction or one beyond 64 bits.
  std::optional<std::int64_t> integer() const;
  /// The value as JSON text.
  std::string text() const;

 private:
  struct Node;
  std::shared_ptr<const Node> node_;
};

}  // namespace mf::json
