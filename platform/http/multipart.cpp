#include "platform/http/multipart.hpp"

#include "platform/core/text.hpp"

#include <algorithm>
#include <map>

namespace mf::http {
namespace {

constexpr std::size_t k_longest_boundary = 70;
constexpr std::size_t k_longest_head = 8 * 1024;
constexpr std::size_t k_longest_padding = 64;
constexpr int k_most_parts = 20;

std::unexpected<Error> malformed(std::string detail) {
  return fail(ErrorKind::bad_request, "bad_multipart", std::move(detail));
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_token_character(char c) {
  return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

bool is_boundary(std::string_view text) {
  return !text.empty() && text.size() <= k_longest_boundary && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_alphanumeric(c) || std::string_view("'()+_,-./:=? ").contains(c);
         });
}

void skip_blanks(std::string_view& rest) {
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) {
    rest.remove_prefix(1);
  }
}

std::string_view take_token(std::string_view& rest) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_token_character);
  const auto token = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(token.size());
  return token;
}

/// After the opening quote. Only `\"` and `\\` are escapes: some browsers send bare backslashes in
/// file names.
bool take_quoted(std::string_view& rest, std::string& value) {
  while (!rest.empty()) {
    const char c = rest.front();
    rest.remove_prefix(1);
    if (c == '"') {
      return true;
    }
    if (c == '\\' && !rest.empty() && (rest.front() == '"' || rest.front() == '\\')) {
      value += rest.front();
      rest.remove_prefix(1);
    } else {
      value += c;
    }
  }
  return false;
}

/// `form-data; name="photo"; filename="a.jpg"`: the word in front and the parameters, names in
/// lower case.
struct Parameters {
  std::string word;
  std::map<std::string, std::string, std::less<>> values;

  const std::string* find(std::string_view name) const {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : &found->second;
  }
};

bool take_parameter(std::string_view& rest, Parameters& out) {
  const auto name = take_token(rest);
  if (name.empty() || !rest.starts_with('=')) {
    return false;
  }
  rest.remove_prefix(1);
  std::string value;
  if (rest.starts_with('"')) {
    rest.remove_prefix(1);
    if (!take_quoted(rest, value)) {
      return false;
    }
  } else {
    value = take_token(rest);
    if (value.empty()) {
      return false;
    }
  }
  return out.values.emplace(to_lower_ascii(name), std::move(value)).second;
}

std::optional<Parameters> read_parameters(std::string_view text) {
  Parameters out;
  const auto semicolon = text.find(';');
  out.word = to_lower_ascii(trim(text.substr(0, semicolon)));
  auto rest = text.substr(std::min(semicolon, text.size()));
  while (!rest.empty()) {
    if (rest.front() != ';') {
      return std::nullopt;
    }
    rest.remove_prefix(1);
    skip_blanks(rest);
    if (rest.empty()) {
      break;  // a semicolon at the end does no harm
    }
    if (!take_parameter(rest, out)) {
      return std::nullopt;
    }
    skip_blanks(rest);
  }
  return out;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// `UTF-8''caf%C3%A9.jpg` (RFC 8187).
std::optional<std::string> read_extended(std::string_view text) {
  const auto first = text.find('\'');
  const auto second = first == std::string_view::npos ? first : text.find('\'', first + 1);
  if (second == std::string_view::npos || !equal_ignoring_case(text.substr(0, first), "utf-8")) {
    return std::nullopt;
  }
  std::string out;
  for (std::size_t i = second + 1; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

bool is_plain(std::string_view text) {
  return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

/// A name without the folders that some browsers put before it.
std::string last_segment(std::string_view name) {
  const auto slash = name.find_last_of("/\\");
  return std::string(slash == std::string_view::npos ? name : name.substr(slash + 1));
}

Result<void> read_disposition(std::string_view value, PartHead& head) {
  const auto parameters = read_parameters(value);
  if (!parameters || parameters->word != "form-data") {
    return malformed("A part's Content-Disposition is not form-data with well-formed parameters.");
  }
  const auto* name = parameters->find("name");
  if (name == nullptr || name->empty()) {
    return malformed("A part has no name.");
  }
  head.name = *name;
  if (const auto* extended = parameters->find("filename*")) {
    auto decoded = read_extended(*extended);
    if (!decoded) {
      return malformed("A part's filename* is not well encoded.");
    }
    head.filename = last_segment(*decoded);
  } else if (const auto* filename = parameters->find("filename")) {
    head.filename = last_segment(*filename);
  }
  if (!is_plain(head.name) || (head.filename && !is_plain(*head.filename))) {
    return malformed("A part's name is not UTF-8 or holds control characters.");
  }
  return {};
}

bool is_plain_encoding(std::string_view value) {
  return equal_ignoring_case(value, "binary") || equal_ignoring_case(value, "8bit") ||
         equal_ignoring_case(value, "7bit");
}

/// `text`: the header lines without the empty line after them.
Result<PartHead> read_part_head(std::string_view text) {
  PartHead head;
  head.content_type = "text/plain";  // RFC 7578, section 4.4
  bool disposed = false;
  while (!text.empty()) {
    const auto end = text.find("\r\n");
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    if (colon == std::string_view::npos || name.empty() ||
        !std::all_of(name.begin(), name.end(), is_token_character)) {
      return malformed("A part's header is not a name, a colon and a value.");
    }
    const auto value = trim(line.substr(colon + 1));
    if (!is_plain(value)) {
      return malformed("A part's header is not UTF-8 or holds control characters.");
    }
    if (equal_ignoring_case(name, "content-disposition")) {
      if (disposed) {
        return malformed("A part has two Content-Disposition headers.");
      }
      disposed = true;
      if (auto read = read_disposition(value, head); !read) {
        return fail(std::move(read.error()));
      }
    } else if (equal_ignoring_case(name, "content-type")) {
      head.content_type = value;
    } else if (equal_ignoring_case(name, "content-transfer-encoding") &&
               !is_plain_encoding(value)) {
      return malformed("A part's transfer encoding is not supported.");
    }
  }
  if (!disposed) {
    return malformed("A part has no Content-Disposition header.");
  }
  return head;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  const auto parameters = read_parameters(content_type);
  if (!parameters || parameters->word != "multipart/form-data") {
    return std::nullopt;
  }
  const auto* boundary = parameters->find("boundary");
  if (boundary == nullptr || !is_boundary(*boundary)) {
    return std::nullopt;
  }
  return *boundary;
}

// The body is read as if a line break stood before it: then every boundary, the first one too,
// begins with one.
MultipartReader::MultipartReader(std::string boundary, Sink sink)
    : delimiter_("\r\n--" + std::move(boundary)), sink_(std::move(sink)), pending_("\r\n") {}

Result<void> MultipartReader::feed(std::string_view bytes) {
  if (state_ == State::done) {
    return {};  // what follows the last boundary is nobody's
  }
  pending_ += bytes;
  std::string_view rest = pending_;
  for (;;) {
    auto step = take(rest);
    if (!step) {
      return fail(std::move(step.error()));
    }
    if (*step == Step::needs_more) {
      break;
    }
  }
  pending_.erase(0, pending_.size() - rest.size());
  return {};
}

Result<void> MultipartReader::finish() {
  if (state_ != State::done) {
    return malformed("The body ends before its last boundary.");
  }
  return {};
}

Result<MultipartReader::Step> MultipartReader::take(std::string_view& rest) {
  switch (state_) {
    case State::preamble:
    case State::body:
      return take_data(rest);
    case State::after_boundary:
      return take_boundary_end(rest);
    case State::head:
      return take_head(rest);
    case State::done:
      rest = {};
      return Step::needs_more;
  }
  return Step::needs_more;
}

/// Up to the next boundary, or all that cannot be the beginning of one.
Result<MultipartReader::Step> MultipartReader::take_data(std::string_view& rest) {
  const auto found = rest.find(delimiter_);
  const bool ends = found != std::string_view::npos;
  const auto size = ends ? found : rest.size() - std::min(rest.size(), delimiter_.size() - 1);
  if (state_ == State::body && size > 0) {
    if (auto taken = sink_.data(rest.substr(0, size)); !taken) {
      return fail(std::move(taken.error()));
    }
  }
  rest.remove_prefix(size);
  if (!ends) {
    return Step::needs_more;
  }
  rest.remove_prefix(delimiter_.size());
  if (state_ == State::body) {
    if (auto ended = sink_.end(); !ended) {
      return fail(std::move(ended.error()));
    }
  }
  state_ = State::after_boundary;
  return Step::goes_on;
}

/// `--` ends the body, a line break begins a part; blanks may stand between.
Result<MultipartReader::Step> MultipartReader::take_boundary_end(std::string_view& rest) {
  if (rest.size() < 2) {
    return Step::needs_more;
  }
  if (rest.starts_with("--")) {
    state_ = State::done;
    return Step::goes_on;
  }
  const auto blanks = std::min(rest.find_first_not_of(" \t"), rest.size());
  if (blanks > k_longest_padding) {
    return malformed("A boundary is followed by too many blanks.");
  }
  const auto line_end = rest.substr(blanks);
  if (line_end.size() < 2 && (line_end.empty() || line_end == "\r")) {
    return Step::needs_more;
  }
  if (!line_end.starts_with("\r\n")) {
    return malformed("A boundary is not alone on its line.");
  }
  if (++parts_ > k_most_parts) {
    return malformed("There are more than 20 parts.");
  }
  // Its line break stays: an empty head is then two of them, like the end of any other.
  rest.remove_prefix(blanks);
  searched_ = 0;
  state_ = State::head;
  return Step::goes_on;
}

Result<MultipartReader::Step> MultipartReader::take_head(std::string_view& rest) {
  const auto end = rest.find("\r\n\r\n", searched_);
  if (std::min(end, rest.size()) > k_longest_head) {
    return malformed("A part's headers are too long.");
  }
  if (end == std::string_view::npos) {
    searched_ = rest.size() - std::min<std::size_t>(rest.size(), 3);
    return Step::needs_more;
  }
  const auto head = read_part_head(end == 0 ? std::string_view() : rest.substr(2, end - 2));
  if (!head) {
    return fail(head.error());
  }
  if (auto begun = sink_.begin(*head); !begun) {
    return fail(std::move(begun.error()));
  }
  rest.remove_prefix(end + 4);
  state_ = State::body;
  return Step::goes_on;
}

}  // namespace mf::http
