#include "platform/http/wire.hpp"

#include "platform/core/text.hpp"
#include "platform/http/characters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace mf::http {
namespace {

constexpr int k_size_digits = 15;
constexpr std::size_t k_most_extras = 16 * 1024;

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

std::unexpected<PrecheckProblem> refused(int status, std::string code, std::string detail) {
  return std::unexpected(PrecheckProblem{status, std::move(code), std::move(detail)});
}

/// The lines of a head that precheck() let pass.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\r');
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return line;
}

bool read_target(std::string_view target, Request& request) {
  const auto question = target.find('?');
  const auto path = target.substr(0, question);
  if (question != std::string_view::npos) {
    request.query = target.substr(question + 1);
  }
  if (path == "*") {
    request.path = "*";
    return true;
  }
  auto decoded = decode_path(path);
  if (!decoded) {
    return false;
  }
  request.path = std::move(*decoded);
  return true;
}

/// What the client says of the connection; "close" wins, wherever it stands.
struct ConnectionWish {
  bool close = false;
  bool keep_alive = false;
  bool upgrade = false;

  void read(std::string_view value) {
    for (const auto part : split(value, ',')) {
      const auto word = without_blanks(part);
      close = close || equal_ignoring_case(word, "close");
      keep_alive = keep_alive || equal_ignoring_case(word, "keep-alive");
      upgrade = upgrade || equal_ignoring_case(word, "upgrade");
    }
  }
};

/// What a header means for the framing; false for an expectation that nobody here can meet.
bool read_meaning(const std::string& name, const std::string& value, Head& head,
                  ConnectionWish& wish) {
  if (name == "content-length") {
    std::from_chars(value.data(), value.data() + value.size(), head.length);
  } else if (name == "transfer-encoding") {
    head.chunked = true;
  } else if (name == "connection") {
    wish.read(value);
  } else if (name == "expect" && head.http_11) {
    head.expects_continue = equal_ignoring_case(value, "100-continue");
    return head.expects_continue;
  }
  return true;
}

struct Reason {
  int status;
  std::string_view words;
};

constexpr std::array k_reasons = std::to_array<Reason>({
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
});

std::string_view reason_of(int status) {
  const auto found = std::find_if(k_reasons.begin(), k_reasons.end(),
                                  [&](const Reason& row) { return row.status == status; });
  return found == k_reasons.end() ? "Status" : found->words;
}

/// The server writes these itself.
bool is_framing(std::string_view name) {
  return equal_ignoring_case(name, "content-length") || equal_ignoring_case(name, "connection") ||
         equal_ignoring_case(name, "transfer-encoding");
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
  const auto start = out.size();
  out += name;
  out += ": ";
  out += value;
  if (has_control(std::string_view(out).substr(start))) {
    std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(start), out.end(), is_control, ' ');
  }
  out += "\r\n";
}

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

}  // namespace

HeadEnd find_head_end(std::string_view bytes, std::size_t seen) {
  const auto found = bytes.find("\r\n\r\n", seen > 3 ? seen - 3 : 0);
  if (found != std::string_view::npos) {
    return {HeadEnd::State::complete, found + 4};
  }
  // A head with bare LFs would otherwise be waited for until its time is up.
  for (auto at = bytes.find('\n', seen); at != std::string_view::npos;
       at = bytes.find('\n', at + 1)) {
    if (at == 0 || bytes[at - 1] != '\r') {
      return {HeadEnd::State::bare_lf, 0};
    }
  }
  return {};
}

std::expected<Head, PrecheckProblem> read_head(std::string_view text) {
  if (auto problem = precheck(text)) {
    return std::unexpected(std::move(*problem));
  }
  Head head;
  std::string_view rest = text;
  const auto line = take_line(rest);
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  head.request.method = line.substr(0, first);
  head.http_11 = line.ends_with('1');
  head.target = line.substr(first + 1, last - first - 1);
  ConnectionWish wish;
  if (!read_target(head.target, head.request)) {
    return refused(400, "bad_path", "The path is not well encoded.");
  }
  head.request.headers.reserve(16);
  while (rest.size() > 2) {
    const auto header = take_line(rest);
    const auto colon = header.find(':');
    const auto value = without_blanks(header.substr(colon + 1));
    if (!is_utf8(value)) {
      return refused(400, "bad_utf8", "A header's value is not UTF-8.");
    }
    auto& added = head.request.headers.emplace_back(to_lower_ascii(header.substr(0, colon)), value);
    if (!read_meaning(added.first, added.second, head, wish)) {
      return refused(417, "unknown_expectation", "The only expectation met here is 100-continue.");
    }
  }
  head.keep_alive = !wish.close && (head.http_11 || wish.keep_alive);
  const auto* protocol = head.request.header("upgrade");
  head.upgrades = wish.upgrade && protocol != nullptr && head.http_11 && !head.has_body() &&
                  head.request.method == "GET" && equal_ignoring_case(*protocol, "websocket");
  return head;
}

std::string_view BodyReader::next(std::string_view& bytes) {
  while (!bytes.empty() && state_ != State::done && state_ != State::malformed) {
    if (state_ != State::data) {
      framing(bytes.front());
      bytes.remove_prefix(1);
      continue;
    }
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    const auto piece = bytes.substr(0, size);
    bytes.remove_prefix(size);
    left_ -= size;
    if (left_ == 0) {
      state_ = chunked_ ? State::data_cr : State::done;
    }
    return piece;
  }
  return {};
}

/// One byte that is not data.
void BodyReader::framing(char c) {
  switch (state_) {
    case State::size:
      size_digit(c);
      return;
    case State::extension:
      if (c == '\r') {
        state_ = State::size_lf;
      } else if (static_cast<unsigned char>(c) < 0x20 || ++extras_ > k_most_extras) {
        state_ = State::malformed;
      }
      return;
    case State::size_lf:
      c == '\n' ? end_of_size() : void(state_ = State::malformed);
      return;
    case State::data_cr:
      state_ = c == '\r' ? State::data_lf : State::malformed;
      return;
    case State::data_lf:
      state_ = c == '\n' ? State::size : State::malformed;
      digits_ = 0;
      return;
    case State::trailer:
      if (c == '\r') {
        state_ = State::trailer_lf;
      } else if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || ++extras_ > k_most_extras) {
        state_ = State::malformed;
      } else {
        ++trailer_line_;
      }
      return;
    case State::trailer_lf:
      c == '\n' ? end_of_trailer_line() : void(state_ = State::malformed);
      return;
    case State::data:
    case State::done:
    case State::malformed:
      return;
  }
}

void BodyReader::size_digit(char c) {
  const char lower = static_cast<char>(c | 0x20);
  const int value = c >= '0' && c <= '9'           ? c - '0'
                    : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                   : -1;
  if (value >= 0 && digits_ < k_size_digits) {
    left_ = (digits_ == 0 ? 0 : left_ * 16) + static_cast<std::uint64_t>(value);
    ++digits_;
  } else if (digits_ > 0 && c == '\r') {
    state_ = State::size_lf;
  } else if (digits_ > 0 && c == ';') {
    state_ = State::extension;
  } else {
    state_ = State::malformed;
  }
}

void BodyReader::end_of_size() {
  state_ = left_ > 0 ? State::data : State::trailer;
}

void BodyReader::end_of_trailer_line() {
  state_ = trailer_line_ == 0 ? State::done : State::trailer;
  trailer_line_ = 0;
}

void append_head(std::string& out, const Response& response, const HeadOptions& options) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(response.status));
  out += ' ';
  out += reason_of(response.status);
  out += "\r\n";
  for (const auto& [name, value] : response.headers) {
    if (!is_framing(name)) {
      append_line(out, name, value);
    }
  }
  if (!options.date.empty()) {
    append_line(out, "date", options.date);
  }
  if (options.chunked) {
    out += "transfer-encoding: chunked\r\n";
  } else if (options.length) {
    out += "content-length: ";
    append_number(out, *options.length);
    out += "\r\n";
  }
  if (options.upgrade) {
    out += "connection: upgrade\r\n";
  } else if (options.close) {
    out += "connection: close\r\n";
  } else if (options.say_keep_alive) {
    out += "connection: keep-alive\r\n";
  }
  out += "\r\n";
}

std::string_view date_line() {
  thread_local std::time_t last = -1;
  thread_local std::string text;
  const auto second = std::time(nullptr);
  if (second != last) {
    last = second;
    std::tm parts{};
    gmtime_r(&second, &parts);
    // Not strftime: the names of days and months must not follow the locale.
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    text = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                       days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                       months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
  }
  return text;
}

}  // namespace mf::http
