#include "platform/json/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace mf::json {

namespace {

constexpr std::size_t k_first_room = 1536;  // most answers are smaller
constexpr std::size_t k_number_room = 32;
constexpr std::size_t k_longest_escape = 6;

constexpr std::uint64_t each(std::uint8_t byte) {
  return 0x0101010101010101U * byte;
}

/// Whether one of the eight bytes is a control character, a quote or a backslash (the tests for a
/// zero and for a small byte: Warren, Hacker's Delight, section 6-1).
constexpr bool some_escaped(std::uint64_t word) {
  const auto quote = word ^ each('"');
  const auto slash = word ^ each('\\');
  const auto found =
      ((word - each(0x20)) & ~word) | ((quote - each(1)) & ~quote) | ((slash - each(1)) & ~slash);
  return (found & each(0x80)) != 0;
}

bool is_escaped(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

/// How many bytes at the front of `text` stand for themselves.
std::size_t plain_bytes(std::string_view text) {
  std::size_t at = 0;
  for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if (some_escaped(word)) {
      break;
    }
  }
  while (at < text.size() && !is_escaped(text[at])) {
    ++at;
  }
  return at;
}

char* put(char* at, std::string_view text) {
  std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

char* put_escape(char* at, unsigned char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '"':
      return put(at, "\\\"");
    case '\\':
      return put(at, "\\\\");
    case '\n':
      return put(at, "\\n");
    case '\r':
      return put(at, "\\r");
    case '\t':
      return put(at, "\\t");
    default:
      at = put(at, "\\u00");
      *at++ = digits[c >> 4];
      *at++ = digits[c & 0x0f];
      return at;
  }
}

/// `text` within quotes; `plain` as plain_bytes() found.
char* put_quoted(char* at, std::string_view text, std::size_t plain) {
  *at++ = '"';
  at = put(at, text.substr(0, plain));
  while (plain < text.size()) {
    at = put_escape(at, static_cast<unsigned char>(text[plain]));
    text.remove_prefix(plain + 1);
    plain = plain_bytes(text);
    at = put(at, text.substr(0, plain));
  }
  *at++ = '"';
  return at;
}

/// The most that put_quoted() writes.
std::size_t quoted_room(std::string_view text, std::size_t plain) {
  return plain + (text.size() - plain) * k_longest_escape + 2;
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  const auto plain = plain_bytes(text);
  const auto before = out.size();
  out.resize(before + quoted_room(text, plain));
  const char* end = put_quoted(out.data() + before, text, plain);
  out.resize(static_cast<std::size_t>(end - out.data()));
}

std::string quote(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

void Writer::grow(std::size_t size) {
  out_.resize(std::max({k_first_room, out_.size() * 2, used_ + size + 1}));
}

void Writer::open(char bracket) {
  char* at = room(1);
  *at++ = bracket;
  wrote(at, false);
}

void Writer::close(char bracket) {
  comma_ = false;
  char* at = room(1);
  *at++ = bracket;
  wrote(at, true);
}

void Writer::quoted(std::string_view text, char after) {
  const auto plain = plain_bytes(text);
  char* at = put_quoted(room(quoted_room(text, plain) + 1), text, plain);
  if (after != 0) {
    *at++ = after;
  }
  wrote(at, after == 0);
}

void Writer::plain(std::string_view text) {
  wrote(put(room(text.size()), text), true);
}

void Writer::begin_object() {
  open('{');
}

void Writer::end_object() {
  close('}');
}

void Writer::begin_array() {
  open('[');
}

void Writer::end_array() {
  close(']');
}

void Writer::key(std::string_view name) {
  quoted(name, ':');
}

void Writer::string(std::string_view value) {
  quoted(value, 0);
}

void Writer::id(const Uuid& value) {
  char* at = room(Uuid::k_text_size + 2);
  *at++ = '"';
  value.put(at);
  at += Uuid::k_text_size;
  *at++ = '"';
  wrote(at, true);
}

void Writer::time(Timestamp value) {
  char* at = room(k_rfc3339_room + 2);
  *at++ = '"';
  at = put_rfc3339(at, value);
  *at++ = '"';
  wrote(at, true);
}

void Writer::integer(std::int64_t value) {
  char* at = room(k_number_room);
  wrote(std::to_chars(at, at + k_number_room, value).ptr, true);
}

void Writer::number(double value) {
  if (!std::isfinite(value)) {
    null();
    return;
  }
  char* at = room(k_number_room);
  wrote(fmt::format_to_n(at, k_number_room, "{}", value).out, true);
}

void Writer::boolean(bool value) {
  plain(value ? "true" : "false");
}

void Writer::null() {
  plain("null");
}

void Writer::raw(std::string_view json) {
  plain(json);
}

}  // namespace mf::json
