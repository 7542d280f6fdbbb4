#include "platform/json/writer.hpp"

#include <fmt/format.h>

#include <cmath>

namespace mf::json {

void append_quoted(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') {
      continue;
    }
    out.append(text, plain, i - plain);
    plain = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += "\\u00";
        out += digits[c >> 4];
        out += digits[c & 0x0f];
    }
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

std::string quote(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  append_quoted(out, text);
  return out;
}

void Writer::separate() {
  if (comma_) {
    out_ += ',';
  }
  comma_ = true;
}

void Writer::begin_object() {
  separate();
  out_ += '{';
  comma_ = false;
}

void Writer::end_object() {
  out_ += '}';
  comma_ = true;
}

void Writer::begin_array() {
  separate();
  out_ += '[';
  comma_ = false;
}

void Writer::end_array() {
  out_ += ']';
  comma_ = true;
}

void Writer::key(std::string_view name) {
  separate();
  append_quoted(out_, name);
  out_ += ':';
  comma_ = false;
}

void Writer::string(std::string_view value) {
  separate();
  append_quoted(out_, value);
}

void Writer::integer(std::int64_t value) {
  separate();
  out_ += std::to_string(value);
}

void Writer::number(double value) {
  separate();
  out_ += std::isfinite(value) ? fmt::format("{}", value) : "null";
}

void Writer::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
}

void Writer::null() {
  separate();
  out_ += "null";
}

void Writer::raw(std::string_view json) {
  separate();
  out_ += json;
}

}  // namespace mf::json
