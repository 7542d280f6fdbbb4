// SHA-256, its HMAC and base64, as object stores name by and cloud services sign with. Pure, except
// for Sha256, which has one owner. Any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mf::cloud {

/// Of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes);
  /// Once, at the end: 64 lower-case hexadecimal digits.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);
/// The 32 bytes themselves.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// RFC 4648, section 4, with padding.
std::string base64(std::string_view bytes);
/// Nothing where it is no base64.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace mf::cloud
