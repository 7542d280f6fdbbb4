#include "platform/http/upstream_wire.hpp"

#include "platform/core/text.hpp"

#include <charconv>

namespace mf::http {
namespace {

constexpr std::array k_one_connection = std::to_array<std::string_view>({
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
});

/// What the gateway alone says of a request.
constexpr std::array k_not_the_clients = std::to_array<std::string_view>({
    "content-length",
    "expect",
    "forwarded",
    "traceparent",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "x-request-id",
});
constexpr std::string_view k_upgrade = "connection: upgrade\r\nupgrade: websocket\r\n";
constexpr std::string_view k_own_prefix = "x-microflow-";

template <class Table>
bool is_in(const Table& table, std::string_view name) {
  return std::any_of(table.begin(), table.end(), [&](std::string_view one) {
    return one.size() == name.size() && equal_ignoring_case(one, name);
  });
}

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The names that a Connection header adds to those of one connection.
class Named {
 public:
  void add(std::string_view value) {
    for (const auto part : split(value, ',')) {
      const auto name = without_blanks(part);
      closes_ = closes_ || equal_ignoring_case(name, "close");
      names_.push_back(name);
    }
  }
  bool has(std::string_view name) const { return !names_.empty() && is_in(names_, name); }
  bool closes() const { return closes_; }

 private:
  std::vector<std::string_view> names_;
  bool closes_ = false;
};

void append_plain(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

/// "HTTP/1.1 200 OK"; 0 for what is no status line.
int read_status(std::string_view line) {
  int status = 0;
  if (line.size() < 12 || !line.starts_with("HTTP/1.") || line[8] != ' ') {
    return 0;
  }
  const auto read = std::from_chars(line.data() + 9, line.data() + 12, status);
  const bool good = read.ec == std::errc{} && read.ptr == line.data() + 12 &&
                    (line.size() == 12 || line[12] == ' ');
  return good && status >= 100 ? status : 0;
}

/// False for a length that is none, or two that differ.
bool read_length(std::string_view value, AnswerHead& head) {
  std::uint64_t length = 0;
  const char* end = value.data() + value.size();
  const auto read = std::from_chars(value.data(), end, length);
  if (value.empty() || read.ec != std::errc{} || read.ptr != end ||
      (head.length && *head.length != length)) {
    return false;
  }
  head.length = length;
  return true;
}

struct Line {
  std::string_view whole;
  std::string_view name;
  std::string_view value;
};

bool is_plain(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
}

/// The next header line, without its CRLF; an empty name where it is none.
Line take_header(std::string_view& rest) {
  const auto end = rest.find("\r\n");
  Line line{rest.substr(0, end), {}, {}};
  rest.remove_prefix(end + 2);
  const auto name = line.whole.substr(0, std::min(line.whole.find(':'), line.whole.size()));
  if (name.size() < line.whole.size() && name.find_first_of(" \t") == std::string_view::npos &&
      is_plain(line.whole)) {
    line.name = name;
    line.value = without_blanks(line.whole.substr(name.size() + 1));
  }
  return line;
}

/// What a header means for the framing. False for an answer that can't be read safely.
bool read_meaning(const Line& line, AnswerHead& head, Named& named) {
  switch (line.name.size()) {
    case 10:
      if (equal_ignoring_case(line.name, "connection")) {
        named.add(line.value);
      }
      return true;
    case 12:
      if (equal_ignoring_case(line.name, "content-type")) {
        head.event_stream = line.value.starts_with("text/event-stream");
      }
      return true;
    case 14:
      return !equal_ignoring_case(line.name, "content-length") || read_length(line.value, head);
    case 17:
      if (equal_ignoring_case(line.name, "transfer-encoding")) {
        head.chunked = equal_ignoring_case(line.value, "chunked");
        return head.chunked;
      }
      return true;
    default:
      return true;
  }
}

}  // namespace

void append_header_line(std::string& out, std::string_view name, std::string_view value) {
  const auto start = out.size();
  out.append(name).append(": ").append(value);
  for (auto i = start; i < out.size(); ++i) {
    const auto c = static_cast<unsigned char>(out[i]);
    out[i] = c < 0x20 || c == 0x7f ? ' ' : out[i];
  }
  out += "\r\n";
}

void append_request_head(std::string& out, const Head& head, std::string_view more,
                         std::string_view trace) {
  const auto& request = head.request;
  Named named;
  for (const auto& [name, value] : request.headers) {
    if (name == "connection") {
      named.add(value);
    }
  }
  out.append(request.method).append(" ").append(head.target).append(" HTTP/1.1\r\n");
  for (const auto& [name, value] : request.headers) {
    if (!is_in(k_one_connection, name) && !is_in(k_not_the_clients, name) &&
        !name.starts_with(k_own_prefix) && !named.has(name)) {
      append_plain(out, name, value);
    }
  }
  append_plain(out, "x-request-id", request.id);
  append_plain(out, "traceparent", trace.empty() ? request.traceparent : trace);
  append_plain(out, "x-forwarded-for", request.remote);
  out += more;
  out += head.upgrades ? k_upgrade : "";
  if (head.chunked) {
    out += "transfer-encoding: chunked\r\n";
  } else if (head.length > 0 || request.header("content-length") != nullptr) {
    append_plain(out, "content-length", std::to_string(head.length));
  }
  out += "\r\n";
}

std::optional<AnswerHead> pass_answer_head(std::string_view text, std::string& out, bool upgrades) {
  const auto first_end = text.find("\r\n");
  const auto first = text.substr(0, first_end);
  AnswerHead head{.status = read_status(first)};
  if (head.status == 0 || (head.status == 101 && !upgrades) || !is_plain(first)) {
    return std::nullopt;
  }
  Named named;
  for (auto rest = text.substr(first_end + 2); rest.size() > 2;) {
    const auto line = take_header(rest);
    if (line.name.empty() || !read_meaning(line, head, named)) {
      return std::nullopt;
    }
  }
  if (head.chunked && head.length) {
    return std::nullopt;
  }
  head.close = named.closes() || first[7] != '1';
  out.append("HTTP/1.1").append(first.substr(8)).append("\r\n");
  for (auto rest = text.substr(first_end + 2); rest.size() > 2;) {
    const auto line = take_header(rest);
    if (!is_in(k_one_connection, line.name) && !named.has(line.name)) {
      out.append(line.whole).append("\r\n");
    }
  }
  out += head.status == 101 ? k_upgrade : "";
  return head;
}

}  // namespace mf::http
