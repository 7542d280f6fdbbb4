#include "platform/http/message.hpp"

#include "platform/core/text.hpp"

#include <unistd.h>

#include <cstring>
#include <stdexcept>

namespace mf::http {
namespace {

constexpr std::size_t k_usual_headers = 10;

const std::string* find(const Headers& headers, std::string_view name) {
  for (const auto& [known, value] : headers) {
    if (equal_ignoring_case(known, name)) {
      return &value;
    }
  }
  return nullptr;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      out += ' ';
      continue;
    }
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) {
      return std::nullopt;
    }
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!is_utf8(out) || out.find('\0') != std::string::npos) {
    return std::nullopt;
  }
  return out;
}

}  // namespace

Body::Body(int file, std::size_t size) : file_(file), size_(size) {}

Body::~Body() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

Body::Body(Body&& other) noexcept
    : text_(std::move(other.text_)),
      file_(std::exchange(other.file_, -1)),
      size_(std::exchange(other.size_, 0)),
      at_(std::exchange(other.at_, 0)) {}

Body& Body::operator=(Body&& other) noexcept {
  std::swap(text_, other.text_);
  std::swap(file_, other.file_);
  std::swap(size_, other.size_);
  std::swap(at_, other.at_);
  return *this;
}

std::size_t Body::read(std::span<char> out) {
  const std::size_t want = std::min(out.size(), size() - at_);
  if (want == 0) {
    return 0;
  }
  if (in_memory()) {
    std::memcpy(out.data(), text_.data() + at_, want);
    at_ += want;
    return want;
  }
  const ssize_t got = pread(file_, out.data(), want, static_cast<off_t>(at_));
  if (got <= 0) {
    throw std::runtime_error("a spooled request body could not be read");
  }
  at_ += static_cast<std::size_t>(got);
  return static_cast<std::size_t>(got);
}

const std::string* Request::header(std::string_view name) const {
  return find(headers, name);
}

const std::string* Response::header(std::string_view name) const {
  return find(headers, name);
}

bool LiveBody::push(std::string_view bytes) {
  std::function<void()> ready;
  bool kept = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) {
      return false;
    }
    if (waiting_.size() + bytes.size() > limit_) {
      closed_ = true;
    } else {
      waiting_ += bytes;
      kept = true;
    }
    ready = ready_;
  }
  if (ready) {
    ready();
  }
  return kept;
}

void LiveBody::close() {
  std::function<void()> ready;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    ready = ready_;
  }
  if (ready) {
    ready();
  }
}

bool LiveBody::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::string LiveBody::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(waiting_, {});
}

void LiveBody::on_ready(std::function<void()> ready) {
  bool now = false;
  {
    const std::lock_guard lock(mutex_);
    ready_ = ready;
    now = closed_ || !waiting_.empty();
  }
  if (now && ready) {
    ready();
  }
}

Response json_response(int status, std::string json) {
  Response response{.status = status, .body = std::move(json)};
  response.headers.reserve(k_usual_headers);
  response.with("content-type", "application/json");
  return response;
}

std::string etag_of(std::int64_t version) {
  return "\"" + std::to_string(version) + "\"";
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(
    std::string_view query) {
  std::vector<std::pair<std::string, std::string>> out;
  if (query.empty()) {
    return out;
  }
  for (const auto part : split(query, '&')) {
    if (part.empty()) {
      continue;
    }
    const auto equals = part.find('=');
    auto name = percent_decode(part.substr(0, equals), true);
    auto value =
        percent_decode(equals == std::string_view::npos ? "" : part.substr(equals + 1), true);
    if (!name || !value) {
      return std::nullopt;
    }
    out.emplace_back(std::move(*name), std::move(*value));
  }
  return out;
}

std::optional<std::string> decode_path(std::string_view path) {
  if (path.empty() || path.front() != '/') {
    return std::nullopt;
  }
  const auto holds = [&](auto what) { return path.find(what) != std::string_view::npos; };
  if (!holds('%') && !holds("/.") && !holds('\\') && !holds('\0') && is_utf8(path)) {
    return std::string(path);
  }
  for (const auto segment : split(path.substr(1), '/')) {
    const auto decoded = percent_decode(segment, false);
    if (!decoded || *decoded == "." || *decoded == ".." ||
        decoded->find('/') != std::string::npos || decoded->find('\\') != std::string::npos) {
      return std::nullopt;
    }
  }
  return percent_decode(path, false);
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const unsigned char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += static_cast<char>(c);
    } else {
      out += fmt::format("%{:02X}", c);
    }
  }
  return out;
}

}  // namespace mf::http
