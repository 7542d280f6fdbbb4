// HTTP/1.1 as bytes, apart from any socket: where a head ends, what it says, where its body ends,
// and how an answer's head is written. Strict: what RFC 9112 leaves to taste is refused. Values of
// one owner, one thread.
#pragma once

#include "platform/http/message.hpp"
#include "platform/http/precheck.hpp"

#include <cstdint>
#include <ctime>
#include <expected>
#include <string>
#include <string_view>

namespace mf::http {

struct HeadEnd {
  enum class State { more, complete, bare_lf };
  State state = State::more;
  std::size_t size = 0;  // of the head, its empty line included
};

/// Looks for the end of the head that `bytes` begins with. `seen`: how many of them a call before
/// has looked at.
HeadEnd find_head_end(std::string_view bytes, std::size_t seen);

/// A request without its body, and how the body and the connection go on.
struct Head {
  Request request;
  std::string_view target;  // as it came; lies in the text that read_head() was given
  bool http_11 = true;
  bool keep_alive = false;
  bool chunked = false;
  bool expects_continue = false;
  bool upgrades = false;  // to a WebSocket
  std::uint64_t length = 0;

  bool has_body() const { return chunked || length > 0; }
};

/// `text` is a whole head, its empty line included. precheck() is done first.
std::expected<Head, PrecheckProblem> read_head(std::string_view text);

/// Finds the body's data in the bytes that follow a head.
class BodyReader {
 public:
  explicit BodyReader(const Head& head) : BodyReader(head.chunked, head.length) {}
  BodyReader(bool chunked, std::uint64_t length)
      : chunked_(chunked),
        left_(length),
        state_(chunked      ? State::size
               : length > 0 ? State::data
                            : State::done) {}

  /// Takes from the front of `bytes` and gives the next piece of data, which lies within them. An
  /// empty piece: the body is done, or malformed, or all of `bytes` is taken and more is needed.
  std::string_view next(std::string_view& bytes);

  bool done() const { return state_ == State::done; }
  bool malformed() const { return state_ == State::malformed; }
  /// A last chunk may stand here.
  bool between_chunks() const { return state_ == State::size && digits_ == 0; }

 private:
  enum class State {
    size,
    extension,
    size_lf,
    data,
    data_cr,
    data_lf,
    trailer,
    trailer_lf,
    done,
    malformed
  };

  void framing(char c);
  void size_digit(char c);
  void end_of_size();
  void end_of_trailer_line();

  bool chunked_;
  std::uint64_t left_;
  State state_;
  int digits_ = 0;
  std::size_t extras_ = 0;        // bytes of extensions and trailers, which nobody reads
  std::size_t trailer_line_ = 0;  // bytes of this trailer line
};

/// How an answer's head ends.
struct HeadOptions {
  std::optional<std::uint64_t> length;
  bool chunked = false;
  bool close = false;
  bool say_keep_alive = false;  // to an HTTP/1.0 client
  bool upgrade = false;         // another protocol follows
  std::string_view date;
};

/// Control characters in header values become blanks, so that no value can end its line.
void append_head(std::string& out, const Response& response, const HeadOptions& options);

/// The Date header's value, made once a second on each thread; good until that thread's next call.
std::string_view date_line();

}  // namespace mf::http
