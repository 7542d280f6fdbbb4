// Whether bytes that come in pieces are UTF-8. A piece may end within a character.
#pragma once

#include <cstdint>
#include <string_view>

namespace graphql {

class Utf8Check {
 public:
  /// False as soon as no continuation can make the text valid.
  bool feed(std::string_view bytes) {
    for (const char c : bytes) {
      if (!feed(static_cast<std::uint8_t>(c))) {
        return false;
      }
    }
    return true;
  }

  /// Whether the text may end here.
  bool complete() const { return missing_ == 0; }

 private:
  bool feed(std::uint8_t byte) {
    if (missing_ == 0) {
      return byte < 0x80 || start(byte);
    }
    if (byte < lowest_ || byte > highest_) {
      return false;
    }
    lowest_ = 0x80;
    highest_ = 0xBF;
    --missing_;
    return true;
  }

  /// The second byte is narrowed where longer forms, surrogates and what is above U+10FFFF begin.
  bool start(std::uint8_t lead) {
    if (lead < 0xC2 || lead > 0xF4) {
      return false;
    }
    missing_ = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    lowest_ = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    highest_ = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return true;
  }

  std::uint8_t missing_ = 0;
  std::uint8_t lowest_ = 0x80;
  std::uint8_t highest_ = 0xBF;
};

}  // namespace graphql
