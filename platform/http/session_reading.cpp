// Reading a request: its head, its body (in memory, or spooled to a file), and what is dropped of
// both.
#include "platform/http/session.hpp"

#include <boost/asio/redirect_error.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace mf::http {
namespace {

using boost::system::error_code;
using std::chrono::milliseconds;

constexpr std::uint64_t k_linger_bytes = 16 << 20;
constexpr milliseconds k_linger_time{3'000};

/// Writes all of `bytes`; false where the disk does not take them.
bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// A temporary file that no folder names: it goes away with its descriptor.
int open_unnamed(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) {
    return file;
  }
  std::string name = folder + "/body-XXXXXX";
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) {
    ::unlink(name.c_str());
  }
  return named;
}

}  // namespace

/// The part of a body that memory does not hold. write() on a worker.
class Session::Spool {
 public:
  explicit Spool(const std::string& folder) : folder_(folder) {}
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool() {
    if (file_ >= 0) {
      ::close(file_);
    }
  }

  bool write(std::string_view bytes) {
    if (file_ < 0) {
      file_ = open_unnamed(folder_);
    }
    size_ += bytes.size();
    return file_ >= 0 && write_all(file_, bytes);
  }

  bool used() const { return file_ >= 0; }
  Body take() { return Body(std::exchange(file_, -1), size_); }

 private:
  const std::string& folder_;
  int file_ = -1;
  std::size_t size_ = 0;
};

/// Waits for the first bytes of a request, and then for the answer to the one before: a client
/// that waits for it too has it by then. False if the connection ends.
Task<bool> Session::receive_first() {
  while (received().empty() && !shared_.stopping) {
    in_.shrink(shared_.options.head_limit);
    idle_ = true;
    called_back_ = false;
    limit(shared_.options.idle_time);
    const bool more = co_await receive_more(1);
    idle_ = false;
    if (!more && !called_back_) {
      break;
    }
    if (!co_await settle()) {
      co_return false;
    }
  }
  co_return co_await settle() && !received().empty();
}

/// The size of the head that lies at the front of received(); nothing if there will be none
/// (answered if it can be).
Task<std::optional<std::size_t>> Session::receive_head() {
  if (!co_await receive_first()) {
    co_return std::nullopt;
  }
  limit(shared_.options.head_time);
  bool skipped = false;
  std::size_t seen = 0;
  for (;;) {
    // RFC 9112, section 2.2: one empty line before a request is forgiven.
    if (!skipped && received().starts_with("\r\n")) {
      consume(2);
      skipped = true;
      seen = 0;
    }
    const auto end = find_head_end(received(), seen);
    if (end.state == HeadEnd::State::complete && end.size <= shared_.options.head_limit) {
      co_return end.size;
    }
    if (end.state == HeadEnd::State::bare_lf) {
      co_await refuse_head({400, "bare_lf", "A line of the head ends with LF instead of CRLF."});
      co_return std::nullopt;
    }
    seen = received().size();
    if (end.state == HeadEnd::State::complete || seen >= shared_.options.head_limit) {
      co_await refuse_head({431, "head_too_large", "The request line and headers are too long."});
      co_return std::nullopt;
    }
    if (!co_await receive_more(1)) {
      if (timed_out_) {
        co_await refuse_head({408, "slow_head", "The request's head took too long."});
      }
      co_return std::nullopt;
    }
  }
}

Task<Session::BodyEnd> Session::receive_body(Head& head, std::size_t limit_bytes) {
  if (head.length > limit_bytes) {
    co_return BodyEnd::too_large;
  }
  if (head.expects_continue && received().empty()) {
    const std::array go_on{bytes("HTTP/1.1 100 Continue\r\n\r\n")};
    if (!co_await send(go_on)) {
      co_return BodyEnd::gone;
    }
    head.expects_continue = false;
  }
  limit(shared_.options.body_time);
  BodyReader reader(head);
  Spool spool(shared_.options.spool_folder);
  std::string text;
  text.reserve(std::min<std::uint64_t>(head.length, shared_.options.spool_above));
  std::size_t total = 0;
  for (;;) {
    auto rest = received();
    const auto piece = reader.next(rest);
    total += piece.size();
    if (reader.malformed() || total > limit_bytes) {
      co_return reader.malformed() ? BodyEnd::malformed : BodyEnd::too_large;
    }
    text += piece;
    consume(received().size() - rest.size());
    if (text.size() > shared_.options.spool_above ||
        (reader.done() && spool.used() && !text.empty())) {
      bool written = false;
      if (!co_await on_worker([&] { written = spool.write(text); })) {
        co_return BodyEnd::overloaded;
      }
      if (!written) {
        co_return BodyEnd::no_disk;
      }
      text.clear();
    }
    if (reader.done()) {
      break;
    }
    if (received().empty() &&
        !co_await receive_more(head.chunked ? Inbox::k_piece : head.length - total)) {
      co_return timed_out_ ? BodyEnd::slow : BodyEnd::gone;
    }
  }
  head.request.body = spool.used() ? spool.take() : Body(std::move(text));
  co_return BodyEnd::complete;
}

/// Adds what comes next to received(); false at the end, on errors and when the time is up. `room`:
/// how much is expected.
Task<bool> Session::receive_more(std::size_t room) {
  if (tls_) {
    co_return co_await receive_sealed(socket_, *tls_, in_, room);
  }
  error_code error;
  const auto room_now = in_.room(room);
  const auto got = co_await socket_.async_read_some(asio::buffer(room_now.data(), room_now.size()),
                                                    asio::redirect_error(k_awaitable, error));
  in_.filled(got);
  co_return !error;
}

/// Reads the rest of a refused request, so that its connection can go on.
Task<bool> Session::drop_body(const Head& head) {
  limit(shared_.options.body_time);
  BodyReader reader(head);
  for (;;) {
    auto rest = received();
    reader.next(rest);
    consume(received().size() - rest.size());
    if (reader.done()) {
      co_return true;
    }
    if (received().empty() && !co_await receive_more(Inbox::k_piece)) {
      co_return false;
    }
  }
}

/// Closing a socket with unread bytes makes the peer lose the answer: say that nothing follows, and
/// read on for a while.
Task<void> Session::linger() {
  error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  if (error) {
    co_return;
  }
  limit(k_linger_time);
  std::uint64_t dropped = 0;
  in_.drop();
  while (dropped < k_linger_bytes && !timed_out_ && co_await receive_more(Inbox::k_piece)) {
    dropped += received().size();
    in_.drop();
  }
}

}  // namespace mf::http
