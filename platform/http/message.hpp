// A request and a response as values, apart from any socket. One owner at a time.
#pragma once

#include "platform/auth/principal.hpp"
#include "platform/core/error.hpp"
#include "platform/core/time.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mf::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A request's body: small ones in memory, others in a temporary file that goes away with the Body.
class Body {
 public:
  Body() = default;
  explicit Body(std::string text) : text_(std::move(text)) {}
  /// Takes over an open, already unlinked temporary file of `size` bytes.
  Body(int file, std::size_t size);
  ~Body();
  Body(Body&& other) noexcept;
  Body& operator=(Body&& other) noexcept;

  std::size_t size() const { return file_ < 0 ? text_.size() : size_; }
  bool in_memory() const { return file_ < 0; }
  /// All of it; only for a body in memory (one that was spooled gives nothing).
  std::string_view text() const { return text_; }
  /// The next bytes; 0 at the end. Throws if the disk fails.
  std::size_t read(std::span<char> out);

 private:
  std::string text_;
  int file_ = -1;
  std::size_t size_ = 0;
  std::size_t at_ = 0;
};

struct Request {
  std::string method;  // "GET"
  std::string path;    // decoded and normalised, without the query: "/api/v1/orders"
  std::string query;   // as it came, without the "?"
  Headers headers;     // names in lower case
  Body body;
  std::string remote;  // the peer's address, without the port
  std::string id;      // X-Request-Id
  std::string traceparent;
  std::shared_ptr<const auth::Principal> principal;  // set by the token check, and only by it
  std::string_view service;  // whose route it is, and the route's template: for metrics; empty
                             // where there is none
  std::string_view route;
  const void* found = nullptr;  // what admit() found for handle(), if it is theirs alone
  Headers answer_headers;       // what the checks before the handler want on the answer
  std::chrono::steady_clock::time_point received = std::chrono::steady_clock::now();

  /// The value, or null. `name` in lower case.
  const std::string* header(std::string_view name) const;
};

/// Bytes that are sent as they come (server-sent events). push() from any thread; the server is the
/// one reader.
class LiveBody {
 public:
  explicit LiveBody(std::size_t limit = 1 << 20) : limit_(limit) {}

  /// False if the reader is gone, or so slow that more than the limit waits: then the body is
  /// closed.
  bool push(std::string_view bytes);
  void close();
  bool closed() const;
  /// Bytes that the server has not taken yet: who has much to say waits until this is small.
  std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }

  /// What has come since the last take(). Reader only.
  std::string take();
  /// Called after push() or close() from the caller's thread, and at once if there is something.
  /// Reader only.
  void on_ready(std::function<void()> ready);

 private:
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::string waiting_;
  bool closed_ = false;
  std::function<void()> ready_;
};

/// A file to send; it is opened by the server's worker before the head goes out.
struct FileBody {
  std::string path;
  std::size_t size = 0;
  /// Instead of a path: gives the bytes from `at` on. Called by one worker at a time; may wait, and
  /// may throw.
  std::function<std::size_t(std::size_t at, std::span<char> out)> read = {};
};

/// A connection that goes on in another protocol after a 101. The server passes bytes in both
/// directions and knows nothing of them.
class Upgrade {
 public:
  virtual ~Upgrade() = default;
  /// What the client has sent. On the loop thread: keep it and return. False where no more is
  /// wanted.
  virtual bool receive(std::string_view bytes) = 0;
  /// Nothing comes any more.
  virtual void gone() = 0;
  /// What goes to the client; its end ends the connection.
  virtual const std::shared_ptr<LiveBody>& out() = 0;
};

struct Response {
  int status = 200;
  Headers headers;  // content-length and connection are the server's
  std::string body;
  std::optional<FileBody> file;
  std::shared_ptr<LiveBody> live;
  std::shared_ptr<Upgrade> upgrade;  // with status 101

  Response& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  const std::string* header(std::string_view name) const;
};

Response json_response(int status, std::string json);
/// `"7"`: the entity tag of a version.
std::string etag_of(std::int64_t version);

/// `a=1&b=x%20y`, percent-decoded; nothing where the encoding is broken or not UTF-8.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query);
/// Percent-decodes a path; nothing for broken encoding, NUL, an encoded slash, dot segments or bad
/// UTF-8.
std::optional<std::string> decode_path(std::string_view path);
std::string percent_encode(std::string_view text);

}  // namespace mf::http
