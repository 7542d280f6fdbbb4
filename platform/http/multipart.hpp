// multipart/form-data (RFC 7578), read as a stream: parts come out in pieces, nothing is held
// whole. One owner, one thread.
#pragma once

#include "platform/core/error.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mf::http {

struct PartHead {
  std::string name;
  std::optional<std::string> filename;
  std::string content_type;
};

/// The boundary of a Content-Type header; nothing if it is not multipart/form-data with a good one.
std::optional<std::string> multipart_boundary(std::string_view content_type);

class MultipartReader {
 public:
  struct Sink {
    std::function<Result<void>(const PartHead&)> begin;
    std::function<Result<void>(std::string_view)> data;
    std::function<Result<void>()> end;
  };

  MultipartReader(std::string boundary, Sink sink);

  /// The next bytes, as they come. After an error there is nothing more to feed. 400 for what is
  /// not well-formed, or the sink's error.
  Result<void> feed(std::string_view bytes);
  /// After the last bytes: 400 if the closing boundary has not come.
  Result<void> finish();

 private:
  enum class State { preamble, after_boundary, head, body, done };
  enum class Step { goes_on, needs_more };

  Result<Step> take(std::string_view& rest);
  Result<Step> take_data(std::string_view& rest);
  Result<Step> take_boundary_end(std::string_view& rest);
  Result<Step> take_head(std::string_view& rest);

  std::string delimiter_;
  Sink sink_;
  State state_ = State::preamble;
  std::string pending_;       // what has come and may be the beginning of something
  std::size_t searched_ = 0;  // how far a part's head has been searched for its end
  int parts_ = 0;
};

}  // namespace mf::http
