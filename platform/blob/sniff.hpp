// The media type of content by its bytes, never by a name or a header that a client wrote. Only
// what evidence may be is known: jpeg, png, webp, heic, gif, pdf, and text that is UTF-8 without
// control characters. One owner, one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mf::blob {

/// Looks at content as it streams by.
class Sniffer {
 public:
  void feed(std::string_view bytes);
  /// After the last bytes: the type, or nothing for what is not known (nothing at all included).
  std::optional<std::string_view> media_type() const;

 private:
  void check_text(std::string_view bytes);

  std::string head_;  // enough of the beginning for the magic numbers
  std::string tail_;  // the beginning of a character that the next bytes end
  bool text_ = true;  // so far
};

/// The whole content at once.
std::optional<std::string_view> sniff(std::string_view content);

/// "jpg" of "image/jpeg"; "bin" for a type that sniff() never gives.
std::string_view extension_of(std::string_view media_type);

}  // namespace mf::blob
