#include "platform/http/precheck.hpp"

#include "platform/http/characters.hpp"

#include <algorithm>
#include <array>

namespace mf::http {
namespace {

constexpr std::size_t k_longest_method = 20;
constexpr std::size_t k_longest_length = 18;  // digits: fits 64 bits
constexpr int k_most_headers = 100;

using CharacterSet = std::array<bool, 256>;

constexpr CharacterSet set_of(std::string_view extra, bool upper, bool lower) {
  CharacterSet set{};
  for (const char c : extra) {
    set[static_cast<unsigned char>(c)] = true;
  }
  for (unsigned c = '0'; c <= '9'; ++c) {
    set[c] = true;
  }
  for (unsigned c = 0; c < 26; ++c) {
    set['A' + c] = upper;
    set['a' + c] = lower;
  }
  return set;
}

constexpr CharacterSet k_token = set_of("!#$%&'*+-.^_`|~", true, true);
constexpr CharacterSet k_upper_token = set_of("!#$%&'*+-.^_`|~", true, false);
constexpr CharacterSet k_target = set_of("-._~:/?@!$&'()*+,;=%[]", true, true);
constexpr CharacterSet k_host = set_of("-._~:!$&'()*+,;=%[]", true, true);

bool all_of(std::string_view text, const CharacterSet& set) {
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return set[static_cast<unsigned char>(c)]; });
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

bool same_name(std::string_view name, std::string_view lower) {
  return name.size() == lower.size() &&
         std::equal(name.begin(), name.end(), lower.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
         });
}

using Problem = std::optional<PrecheckProblem>;

Problem bad(std::string code, std::string detail) {
  return PrecheckProblem{400, std::move(code), std::move(detail)};
}

/// One line from the front, without its CRLF.
Problem take_line(std::string_view& rest, std::string_view& line) {
  const auto end = rest.find('\n');
  if (end == std::string_view::npos) {
    return bad("incomplete_head", "The request's head does not end with an empty line.");
  }
  if (end == 0 || rest[end - 1] != '\r') {
    return bad("bare_lf", "A line of the head ends with LF instead of CRLF.");
  }
  line = rest.substr(0, end - 1);
  rest.remove_prefix(end + 1);
  if (line.find('\r') != std::string_view::npos) {
    return bad("bare_cr", "A line of the head holds a CR without LF.");
  }
  return std::nullopt;
}

Problem check_version(std::string_view version) {
  if (version == "HTTP/1.1" || version == "HTTP/1.0") {
    return std::nullopt;
  }
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (version.size() == 8 && version.starts_with("HTTP/") && digit(version[5]) &&
      version[6] == '.' && digit(version[7])) {
    return PrecheckProblem{505, "unknown_version", "This server speaks HTTP/1.1."};
  }
  return bad("bad_request_line", "The request line does not end with an HTTP version.");
}

Problem check_request_line(std::string_view line) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return bad("bad_request_line", "The request line is not: method, target, version.");
  }
  const auto method = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  if (method.empty() || method.size() > k_longest_method || !all_of(method, k_upper_token)) {
    return bad("bad_method", "The method is not an upper-case word.");
  }
  if (auto problem = check_version(line.substr(last + 1))) {
    return problem;
  }
  const bool asterisk = target == "*" && method == "OPTIONS";
  if (!asterisk && (!target.starts_with('/') || !all_of(target, k_target))) {
    return bad("bad_target", "The target is not a path with an optional query.");
  }
  return std::nullopt;
}

/// The header fields that decide where a request ends and whom it is for.
class Framing {
 public:
  Problem header(std::string_view name, std::string_view value) {
    if (same_name(name, "host")) {
      return host(value);
    }
    if (same_name(name, "content-length")) {
      return length(value);
    }
    if (same_name(name, "transfer-encoding")) {
      return encoding(value);
    }
    return std::nullopt;
  }

  Problem end(bool http_10) const {
    if (hosts_ == 0 && !http_10) {
      return bad("missing_host", "An HTTP/1.1 request needs a Host header.");
    }
    if (encodings_ > 0 && http_10) {
      return bad("encoding_in_http_1_0", "HTTP/1.0 has no Transfer-Encoding.");
    }
    if (encodings_ > 0 && lengths_ > 0) {
      return bad("length_and_encoding",
                 "A request has Content-Length or Transfer-Encoding, not both.");
    }
    return std::nullopt;
  }

 private:
  Problem host(std::string_view value) {
    if (++hosts_ > 1) {
      return bad("duplicate_host", "The Host header stands twice.");
    }
    if (value.empty() || !all_of(value, k_host)) {
      return bad("bad_host", "The Host header is not a host with an optional port.");
    }
    return std::nullopt;
  }

  Problem length(std::string_view value) {
    if (++lengths_ > 1) {
      return bad("duplicate_content_length", "The Content-Length header stands twice.");
    }
    const bool digits =
        std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (value.empty() || value.size() > k_longest_length || !digits) {
      return bad("bad_content_length", "The Content-Length header is not one whole number.");
    }
    return std::nullopt;
  }

  Problem encoding(std::string_view value) {
    if (++encodings_ > 1) {
      return bad("duplicate_transfer_encoding", "The Transfer-Encoding header stands twice.");
    }
    if (value != "chunked") {
      return PrecheckProblem{501, "unknown_transfer_encoding",
                             "The only transfer encoding here is chunked."};
    }
    return std::nullopt;
  }

  int hosts_ = 0;
  int lengths_ = 0;
  int encodings_ = 0;
};

Problem check_header(std::string_view line, Framing& framing) {
  if (line.front() == ' ' || line.front() == '\t') {
    return bad("obs_fold", "A header is folded over two lines.");
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) {
    return bad("bad_header", "A header line has no colon.");
  }
  const auto name = line.substr(0, colon);
  if (!name.empty() && (name.back() == ' ' || name.back() == '\t')) {
    return bad("space_before_colon", "There is white space before a header's colon.");
  }
  if (name.empty() || !all_of(name, k_token)) {
    return bad("bad_header_name", "A header's name is not a token.");
  }
  const auto value = without_blanks(line.substr(colon + 1));
  const auto bad_control = [](char c) { return is_control(c) && c != '\t'; };
  if (has_control(value) && std::any_of(value.begin(), value.end(), bad_control)) {
    return bad("control_character", "A header's value holds a control character.");
  }
  return framing.header(name, value);
}

}  // namespace

std::optional<PrecheckProblem> precheck(std::string_view head) {
  std::string_view rest = head;
  std::string_view line;
  if (auto problem = take_line(rest, line)) {
    return problem;
  }
  if (auto problem = check_request_line(line)) {
    return problem;
  }
  const bool http_10 = line.ends_with("HTTP/1.0");

  Framing framing;
  for (int headers = 0;; ++headers) {
    if (auto problem = take_line(rest, line)) {
      return problem;
    }
    if (line.empty()) {
      break;
    }
    if (headers == k_most_headers) {
      return bad("too_many_headers", "A request has at most 100 headers.");
    }
    if (auto problem = check_header(line, framing)) {
      return problem;
    }
  }
  if (!rest.empty()) {
    return bad("early_empty_line", "The head has an empty line before its end.");
  }
  return framing.end(http_10);
}

}  // namespace mf::http
