// Answering a request: by the worker that has the answer, or by the loop: texts, files, live
// bodies, and the refusals of the server itself.
#include "platform/http/session.hpp"
#include "platform/json/writer.hpp"
#include "platform/telemetry/log.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace mf::http {
namespace {

using boost::system::error_code;

constexpr std::size_t k_piece = Inbox::k_piece;
constexpr std::size_t k_write_piece = 256 * 1024;
constexpr std::uint64_t k_drop_at_most =
    1 << 20;  // of a refused request's body, to keep its connection

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

/// Writes the head of an answer that is one text; what of its body follows.
std::string_view compose(std::string& out, const Head& head, const Response& response, bool close) {
  HeadOptions options{.close = close, .say_keep_alive = !head.http_11, .date = date_line()};
  const bool bare = has_no_body(response.status);
  if (!bare) {
    options.length = response.file ? response.file->size : response.body.size();
  }
  out.clear();
  append_head(out, response, options);
  return bare || head.request.method == "HEAD" ? std::string_view() : response.body;
}

}  // namespace

// ---- By the worker ----

/// On a worker: handles the request and sends the answer, if the socket takes it at once and
/// nothing but a text has to be sent. Once `turn_` is done the session is not touched any more.
void Session::answer() {
  auto& exchange = *exchange_;
  try {
    exchange.response = shared_.application.handle(exchange.head.request);
    exchange.left = send_at_once(exchange);
  } catch (...) {
    exchange.thrown = std::current_exception();
    exchange.left = Left::all;
  }
  if (exchange.left == Left::nothing) {
    const auto spent = std::move(exchange_);  // its memory is given back after the loop knows
    auto expected = Turn::workers;
    if (turn_.compare_exchange_strong(expected, Turn::done)) {
      return;
    }
  }
  hand_back();
}

/// The loop waits for the answer, or has to finish it.
void Session::hand_back() {
  // The loop's object is held: the worker may still be inside post() when the server has come to
  // its end.
  const auto loop = shared_.loop;
  auto call = [weak = weak_from_this()] {
    if (const auto self = weak.lock()) {
      self->called_back();
    }
  };
  turn_ = Turn::done;
  asio::post(*loop, std::move(call));
}

Session::Left Session::send_at_once(Exchange& exchange) {
  const auto& response = exchange.response;
  if (response.upgrade || response.live || response.file || response.body.size() > k_piece ||
      shared_.stopping) {
    return Left::all;
  }
  const auto body = compose(out_, exchange.head, response, false);
  out_ += body;
  const auto sent = ::send(exchange.socket, out_.data(), out_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent == std::ssize(out_)) {
    return Left::nothing;
  }
  if (sent < 0 && errno != EAGAIN && errno != EINTR) {
    return Left::broken;
  }
  out_.erase(0, static_cast<std::size_t>(std::max<ssize_t>(sent, 0)));
  return Left::rest;
}

// ---- By the loop ----

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
  const auto body = compose(out_, head, response, close);
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
               .date = date_line()});
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
  append_head(out_, response, {.chunked = chunked, .close = true, .date = date_line()});
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

}  // namespace mf::http
