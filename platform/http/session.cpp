#include "platform/http/session.hpp"

#include "platform/json/writer.hpp"
#include "platform/telemetry/log.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace mf::http {
namespace {

using boost::system::error_code;
using std::chrono::milliseconds;

constexpr std::size_t k_piece = Inbox::k_piece;
constexpr std::size_t k_write_piece = 256 * 1024;
constexpr std::uint64_t k_drop_at_most =
    1 << 20;  // of a refused request's body, to keep its connection
constexpr std::uint64_t k_linger_bytes = 16 << 20;
constexpr milliseconds k_linger_time{3'000};
constexpr milliseconds k_worker_retry{5};

std::string_view title_of(int status) {
  switch (status) {
    case 408:
      return "Too slow";
    case 413:
      return "Too large";
    case 417:
      return "Expectation not met";
    case 431:
      return "Header too large";
    case 500:
      return "Internal error";
    case 501:
      return "Not implemented";
    case 502:
      return "Bad gateway";
    case 503:
      return "Not available now";
    case 504:
      return "No answer in time";
    case 505:
      return "Version not supported";
    default:
      return "Not understood";
  }
}

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

/// A file, or what reads like one, that is being sent. Workers only.
class OutgoingFile {
 public:
  OutgoingFile() = default;
  OutgoingFile(const OutgoingFile&) = delete;
  OutgoingFile& operator=(const OutgoingFile&) = delete;
  ~OutgoingFile() {
    if (file_ >= 0) {
      ::close(file_);
    }
  }

  /// False if it is not there or shorter than `size`.
  bool open(const FileBody& body) {
    source_ = body.read;
    if (source_) {
      size_ = body.size;
      return true;
    }
    file_ = ::open(body.path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about{};
    size_ = body.size;
    return file_ >= 0 && ::fstat(file_, &about) == 0 && S_ISREG(about.st_mode) &&
           static_cast<std::uint64_t>(about.st_size) >= size_;
  }

  bool read(std::string& piece) {
    piece.resize(std::min<std::uint64_t>(k_piece, size_ - at_));
    for (std::size_t have = 0; have < piece.size();) {
      const ssize_t got = next(std::span(piece).subspan(have));
      if (got < 0 && errno == EINTR) {
        continue;
      }
      if (got <= 0) {
        return false;
      }
      have += static_cast<std::size_t>(got);
      at_ += static_cast<std::uint64_t>(got);
    }
    return true;
  }

  bool at_end() const { return at_ == size_; }

 private:
  ssize_t next(std::span<char> out) {
    if (!source_) {
      return ::pread(file_, out.data(), out.size(), static_cast<off_t>(at_));
    }
    try {
      return static_cast<ssize_t>(source_(at_, out));
    } catch (const std::exception& error) {
      telemetry::log_error("http", "content broke off", {{"error", error.what()}});
      return 0;
    }
  }

  int file_ = -1;
  std::function<std::size_t(std::size_t, std::span<char>)> source_;
  std::uint64_t size_ = 0;
  std::uint64_t at_ = 0;
};

bool has_no_body(int status) {
  return status == 204 || status == 304 || status < 200;
}

std::string address_of(const Socket& socket) {
  error_code error;
  const auto address = socket.remote_endpoint(error).address();
  if (error) {
    return "";
  }
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
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

Session::Session(Shared& shared, Socket socket, bool surplus)
    : shared_(shared),
      socket_(std::move(socket)),
      signal_(shared.loop->get_executor()),
      surplus_(surplus),
      remote_(address_of(socket_)) {
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  if (shared_.options.tls) {
    tls_.emplace(*shared_.options.tls);
  }
}

Task<void> Session::run() {
  error_code ignored;
  if (tls_ && !co_await shake_hands(socket_, *tls_, shared_.options.head_time)) {
    socket_.close(ignored);
    co_return;
  }
  if (surplus_) {
    Head head;
    head.request.remote = remote_;
    auto response = refusal(503, "overloaded", "There are too many connections now.", head.request);
    co_await respond(head, response, true);
    lingers_ = true;
  } else {
    while (co_await serve_request()) {
    }
  }
  end_tls();
  if (lingers_ || !in_.empty()) {
    co_await linger();
  }
  socket_.close(ignored);
}

// ---- Reading ----

/// True if another request may follow.
Task<bool> Session::serve_request() {
  const auto size = co_await receive_head();
  if (!size) {
    co_return false;
  }
  auto head = read_head(received().substr(0, *size));
  consume(*size);
  if (!head) {
    co_await refuse_head(std::move(head.error()));
    co_return false;
  }
  auto& request = head->request;
  request.remote = remote_;
  auto admission = shared_.application.admit(request);
  if (admission.refusal) {
    shared_.application.finish(request, *admission.refusal);
    co_return co_await turn_down(*head, std::move(*admission.refusal));
  }
  if (admission.forward) {
    co_return co_await forward(*head, admission);
  }
  if (head->has_body()) {
    const auto end = co_await receive_body(*head, admission.body_limit);
    if (end != BodyEnd::complete) {
      co_return co_await answer_body_end(*head, end);
    }
  }
  no_limit();
  Response response;
  if (!co_await on_worker([&] { response = shared_.application.handle(request); })) {
    response =
        refusal(503, "overloaded", "There is too much to do now. Try again shortly.", request);
  }
  co_return co_await respond(*head, response, false);
}

/// The size of the head that lies at the front of received(); nothing if there will be none
/// (answered if it can be).
Task<std::optional<std::size_t>> Session::receive_head() {
  if (received().empty()) {
    if (shared_.stopping) {
      co_return std::nullopt;
    }
    in_.shrink(shared_.options.head_limit);
    idle_ = true;
    limit(shared_.options.idle_time);
    const bool more = co_await receive_more(1);
    idle_ = false;
    if (!more) {
      co_return std::nullopt;
    }
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
        !co_await receive_more(head.chunked ? k_piece : head.length - total)) {
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
    if (received().empty() && !co_await receive_more(k_piece)) {
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
  while (dropped < k_linger_bytes && !timed_out_ && co_await receive_more(k_piece)) {
    dropped += received().size();
    in_.drop();
  }
}

// ---- Answering ----

Task<bool> Session::answer_body_end(const Head& head, BodyEnd end) {
  const auto turned_down = [&](int status, std::string_view code, std::string_view detail) {
    return refusal(status, code, detail, head.request);
  };
  Response response;
  switch (end) {
    case BodyEnd::too_large:
      if (!head.chunked) {  // known from its length: nothing of it is read yet
        co_return co_await turn_down(head, turned_down(413, "too_large", "The body is too large."));
      }
      response = turned_down(413, "too_large", "The body is too large.");
      break;
    case BodyEnd::malformed:
      response = turned_down(400, "bad_chunk", "The body is not well chunked.");
      break;
    case BodyEnd::slow:
      response = turned_down(408, "slow_body", "The request's body took too long.");
      break;
    case BodyEnd::no_disk:
      telemetry::log_error("http", "a request's body could not be written to the temporary folder");
      response = turned_down(503, "no_space", "There is no room for the body now.");
      break;
    case BodyEnd::overloaded:
      response = turned_down(503, "overloaded", "There is too much to do now. Try again shortly.");
      break;
    case BodyEnd::gone:
    case BodyEnd::complete:
      co_return false;
  }
  lingers_ = true;
  co_return co_await respond(head, response, true);
}

/// The answer to what never became a request; the connection ends with it.
Task<void> Session::refuse_head(PrecheckProblem problem) {
  Head head;
  head.request.remote = remote_;
  auto response = refusal(problem.status, problem.code, problem.detail, head.request);
  lingers_ = true;
  co_await respond(head, response, true);
}

/// Answers a request whose body has not been read.
Task<bool> Session::turn_down(const Head& head, Response response) {
  const bool droppable = !head.chunked && !head.expects_continue && head.length <= k_drop_at_most;
  const bool keep = co_await respond(head, response, !droppable);
  if (!head.has_body()) {
    co_return keep;
  }
  lingers_ = !keep;
  co_return keep&& co_await drop_body(head);
}

/// True if the connection can go on.
Task<bool> Session::respond(const Head& head, Response& response, bool close) {
  if (response.upgrade) {
    co_return co_await go_over(response);
  }
  if (response.live) {
    co_return co_await send_live(head, response);
  }
  close = close || !head.keep_alive || shared_.stopping;
  if (response.file && head.request.method != "HEAD") {
    co_return co_await send_file(head, response, close);
  }
  co_return co_await send_text(head, response, close);
}

Task<bool> Session::send_text(const Head& head, Response& response, bool close) {
  HeadOptions options{.close = close, .say_keep_alive = !head.http_11, .date = shared_.date.now()};
  std::string_view body = response.body;
  if (!has_no_body(response.status)) {
    options.length = response.file ? response.file->size : body.size();
  }
  if (has_no_body(response.status) || head.request.method == "HEAD") {
    body = {};
  }
  out_.clear();
  append_head(out_, response, options);
  const std::array first{bytes(out_), bytes(body.substr(0, k_write_piece))};
  bool sent = co_await send(first);
  for (auto at = k_write_piece; sent && at < body.size(); at += k_write_piece) {
    const std::array next{bytes(body.substr(at, k_write_piece))};
    sent = co_await send(next);
  }
  co_return sent && !close;
}

Task<bool> Session::send_file(const Head& head, Response& response, bool close) {
  OutgoingFile file;
  std::string piece;
  bool good = false;
  no_limit();
  const bool ran =
      co_await on_worker([&] { good = file.open(*response.file) && file.read(piece); });
  if (!ran || !good) {
    if (ran) {
      telemetry::log_error("http", "a file to send is not there or too short",
                           {{"file", response.file->path}});
    }
    auto instead = ran ? refusal(500, "internal", "Something went wrong here.", head.request)
                       : refusal(503, "overloaded", "There is too much to do now.", head.request);
    co_return co_await send_text(head, instead, close);
  }
  out_.clear();
  append_head(out_, response,
              {.length = response.file->size,
               .close = close,
               .say_keep_alive = !head.http_11,
               .date = shared_.date.now()});
  const std::array first{bytes(out_), bytes(piece)};
  bool sent = co_await send(first);
  while (sent && !file.at_end()) {
    if (!co_await on_worker_patiently([&] { good = file.read(piece); }) || !good) {
      co_return false;
    }
    const std::array next{bytes(piece)};
    sent = co_await send(next);
  }
  co_return sent && !close;
}

/// A connection ends with its live body: whoever reads one rarely asks for more.
Task<bool> Session::send_live(const Head& head, Response& response) {
  live_ = response.live;
  const bool chunked = head.http_11;
  out_.clear();
  append_head(out_, response, {.chunked = chunked, .close = true, .date = shared_.date.now()});
  const std::array first{bytes(out_)};
  bool sent = co_await send(first);
  if (sent && head.request.method != "HEAD") {
    if (shared_.stopping) {
      live_->close();
    }
    live_->on_ready([weak = weak_from_this(), loop = shared_.loop] {
      asio::post(*loop, [weak] {
        if (const auto self = weak.lock()) {
          self->wake();
        }
      });
    });
    watch_peer();
    sent = co_await stream_live(*live_, chunked);
  }
  live_->on_ready({});
  live_->close();
  live_.reset();
  lingers_ = sent;
  co_return false;
}

/// True if the peer has got all of it.
Task<bool> Session::stream_live(LiveBody& live, bool chunked) {
  while (!peer_gone_) {
    woken_ = false;
    const bool closed = live.closed();  // asked first: what was pushed before the end is sent
    const std::string data = live.take();
    if (!data.empty()) {
      const std::string size = chunked ? fmt::format("{:x}\r\n", data.size()) : "";
      const std::array chunk{bytes(size), bytes(data), bytes(chunked ? "\r\n" : "")};
      if (!co_await send(chunk)) {
        co_return false;
      }
    } else if (closed) {
      const std::array last{bytes(chunked ? "0\r\n\r\n" : "")};
      co_return co_await send(last);
    } else if (!woken_) {
      co_await pause(std::chrono::hours(24));
    }
  }
  co_return false;
}

/// One write within write_time. What the socket takes at once needs no wait.
Task<bool> Session::send_to(Socket& socket, std::span<const asio::const_buffer> parts) {
  error_code error;
  std::size_t sent = socket.write_some(parts, error);
  if (error == asio::error::would_block || error == asio::error::try_again) {
    error.clear();
    sent = 0;
  }
  if (error || sent == asio::buffer_size(parts)) {
    co_return !error;
  }
  limit(shared_.options.write_time);
  for (const auto& part : parts) {
    const std::size_t skip = std::min(sent, part.size());
    sent -= skip;
    if (skip == part.size()) {
      continue;
    }
    co_await asio::async_write(socket, asio::buffer(part + skip),
                               asio::redirect_error(k_awaitable, error));
    if (error) {
      co_return false;
    }
  }
  no_limit();
  co_return true;
}

/// A problem document of the server's own, already passed through finish().
Response Session::refusal(int status, std::string_view code, std::string_view detail,
                          const Request& request) {
  json::Writer out;
  out.begin_object();
  out.key("type");
  out.string("urn:microflow:problem:" + std::string(code));
  out.key("title");
  out.string(title_of(status));
  out.key("status");
  out.integer(status);
  out.key("detail");
  out.string(detail);
  out.key("instance");
  out.string(request.path);
  out.key("code");
  out.string(code);
  out.end_object();
  Response response{.status = status, .body = out.take()};
  response.with("content-type", "application/problem+json");
  response.with("cache-control", "no-store");
  if (status == 503) {
    response.with("retry-after", "1");
  }
  shared_.application.finish(request, response);
  return response;
}

// ---- TLS ----

Task<bool> Session::shake_hands(Socket& socket, Tls& tls, milliseconds time) {
  limit(time);
  for (;;) {
    const auto step = tls.shake_hands();
    if (step == Tls::Step::done) {
      co_return co_await flush_cipher(socket, tls);
    }
    if (step == Tls::Step::failed) {
      co_await flush_cipher(socket, tls);  // the alert
      co_return false;
    }
    if (!co_await receive_cipher(socket, tls)) {
      co_return false;
    }
  }
}

Task<bool> Session::receive_sealed(Socket& socket, Tls& tls, Inbox& in, std::size_t room) {
  for (;;) {
    std::size_t size = 0;
    const auto step = tls.read(in.room(room), size);
    in.filled(size);
    if (size > 0 || step == Tls::Step::failed) {
      co_return size > 0;
    }
    if (!co_await receive_cipher(socket, tls)) {
      co_return false;
    }
  }
}

Task<bool> Session::receive_cipher(Socket& socket, Tls& tls) {
  if (!co_await flush_cipher(socket, tls)) {
    co_return false;
  }
  std::array<char, 8 * 1024> piece;
  error_code error;
  const auto got = co_await socket.async_read_some(asio::buffer(piece),
                                                   asio::redirect_error(k_awaitable, error));
  tls.feed({piece.data(), got});
  co_return !error;
}

Task<bool> Session::send_sealed(Socket& socket, Tls& tls,
                                std::span<const asio::const_buffer> parts) {
  for (const auto& part : parts) {
    if (!tls.write({static_cast<const char*>(part.data()), part.size()})) {
      co_return false;
    }
  }
  co_return co_await flush_cipher(socket, tls);
}

/// Within the limit that stands already.
Task<bool> Session::flush_cipher(Socket& socket, Tls& tls) {
  const auto until = deadline_;
  const std::array parts{bytes(tls.outgoing())};
  const bool sent = asio::buffer_size(parts) == 0 || co_await send_to(socket, parts);
  tls.sent();
  deadline_ = until;
  co_return sent;
}

/// Tells the peer that the end is meant; no wait for it.
void Session::end_tls() {
  if (tls_) {
    tls_->close();
    error_code ignored;
    socket_.write_some(std::array{bytes(tls_->outgoing())}, ignored);
    tls_->sent();
  }
}

// ---- Waiting ----

/// Runs `work` on a worker and sleeps meanwhile; false if no worker takes it. What it throws comes
/// out here.
Task<bool> Session::on_worker(std::function<void()> work) {
  const auto start = [this](auto handler, std::function<void()> job) {
    // A shared pointer because the pool's functions must be copyable. The loop is held as well: the
    // worker may still be inside post() when the server has come to its end.
    auto sleeper = std::make_shared<decltype(handler)>(std::move(handler));
    const bool taken = shared_.workers.submit([loop = shared_.loop, sleeper, job = std::move(job)] {
      std::exception_ptr thrown;
      try {
        job();
      } catch (...) {
        thrown = std::current_exception();
      }
      asio::post(*loop, [sleeper, thrown] { std::move (*sleeper)(thrown, true); });
    });
    if (!taken) {
      asio::post(*shared_.loop, [sleeper] { std::move (*sleeper)(std::exception_ptr(), false); });
    }
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>,
                                          void(std::exception_ptr, bool)>(start, k_awaitable,
                                                                          std::move(work));
}

/// The same in the middle of an answer, where it is too late to say that there is too much to do.
Task<bool> Session::on_worker_patiently(std::function<void()> work) {
  const auto until = SteadyClock::now() + shared_.options.write_time;
  while (!co_await on_worker(work)) {
    if (SteadyClock::now() > until || !socket_.is_open()) {
      co_return false;
    }
    co_await pause(k_worker_retry);
  }
  co_return true;
}

/// Ends early when woken.
Task<void> Session::pause(milliseconds time) {
  signal_.expires_after(time);
  error_code ignored;
  co_await signal_.async_wait(asio::redirect_error(k_awaitable, ignored));
}

void Session::wake() {
  woken_ = true;
  signal_.cancel();
  if (streaming_ && link_) {
    error_code ignored;
    link_->socket.cancel(ignored);
  }
}

/// While a live body waits for something to say, only a read tells that nobody listens any more.
void Session::watch_peer() {
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](error_code error) {
    char byte = 0;
    const bool speaks =
        !error && ::recv(self->socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
    if (error || (speaks && !self->tls_)) {
      return;  // closed by ourselves; or it sends what nobody reads, and a failing write will tell
    }  // with TLS the only thing that it has to say now is that it closes
    self->peer_gone_ = true;
    self->wake();
  });
}

void Session::limit(milliseconds time) {
  deadline_ = SteadyClock::now() + time;
  timed_out_ = false;
}

void Session::check_time(SteadyClock::time_point now) {
  if (now < deadline_) {
    return;
  }
  timed_out_ = true;
  error_code ignored;
  socket_.cancel(ignored);
  if (link_) {
    link_->socket.cancel(ignored);
  }
}

void Session::stop_soon() {
  if (live_) {
    live_->close();
  }
  if (streaming_ || both_ways_) {
    wake();
  }
  if (idle_) {
    error_code ignored;
    socket_.cancel(ignored);
  }
}

void Session::stop_now() {
  error_code ignored;
  socket_.close(ignored);
  if (link_) {
    link_->socket.close(ignored);
  }
  wake();
}

}  // namespace mf::http
