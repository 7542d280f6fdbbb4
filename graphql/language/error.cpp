#include "graphql/language/error.hpp"

#include "graphql/language/json_text.hpp"

namespace graphql {
namespace {

/// UTF-16 units of UTF-8 text: a lead byte counts one, a four-byte character two.
std::uint32_t utf16_length(std::string_view text) {
  std::uint32_t units = 0;
  for (const unsigned char byte : text) {
    units += (byte & 0xC0) != 0x80 ? 1 : 0;
    units += byte >= 0xF0 ? 1 : 0;
  }
  return units;
}

void append_locations(std::string& out, const std::vector<Location>& locations) {
  out += ",\"locations\":[";
  for (const auto& location : locations) {
    out += &location == locations.data() ? "{\"line\":" : ",{\"line\":";
    out += std::to_string(location.line);
    out += ",\"column\":";
    out += std::to_string(location.column);
    out += '}';
  }
  out += ']';
}

void append_path(std::string& out, const std::vector<PathItem>& path) {
  out += ",\"path\":[";
  for (const auto& item : path) {
    if (&item != path.data()) {
      out += ',';
    }
    if (const auto* name = std::get_if<std::string>(&item)) {
      append_json_string(out, *name);
    } else {
      out += std::to_string(std::get<std::size_t>(item));
    }
  }
  out += ']';
}

}  // namespace

Location locate(std::string_view source, std::size_t offset) {
  Location location;
  std::size_t line_start = 0;
  const auto end = offset < source.size() ? offset : source.size();
  for (std::size_t i = 0; i < end; ++i) {
    if (source[i] != '\n' && source[i] != '\r') {
      continue;
    }
    const bool pair = source[i] == '\r' && i + 1 < source.size() && source[i + 1] == '\n';
    i += pair ? 1 : 0;
    if (i + 1 > end) {
      break;
    }
    ++location.line;
    line_start = i + 1;
  }
  location.column = 1 + utf16_length(source.substr(line_start, end - line_start));
  return location;
}

Location Locator::at(std::size_t offset) {
  const bool ahead = offset >= offset_;
  const auto from = ahead ? offset_ : 0;
  const auto before = ahead ? location_ : Location{};
  auto moved = locate(source_.substr(from), offset - from);
  if (moved.line == 1) {
    moved.column += before.column - 1;
  }
  moved.line += before.line - 1;
  offset_ = offset;
  location_ = moved;
  return moved;
}

std::vector<Error> without_suggestions(std::span<const Error> errors) {
  std::vector<Error> plain(errors.begin(), errors.end());
  for (auto& error : plain) {
    // Always the last sentence. Where a client wrote the words itself, it loses what it wrote.
    if (const auto at = error.message.find(" Did you mean "); at != std::string::npos) {
      error.message.resize(at);
    }
  }
  return plain;
}

void append_json(std::string& out, const Error& error) {
  out += "{\"message\":";
  append_json_string(out, error.message);
  if (!error.locations.empty()) {
    append_locations(out, error.locations);
  }
  if (!error.path.empty()) {
    append_path(out, error.path);
  }
  if (!error.code.empty()) {
    out += ",\"extensions\":{\"code\":";
    append_json_string(out, error.code);
    out += error.extensions.empty() ? "" : ",";
    out += error.extensions;
    out += '}';
  }
  out += '}';
}

}  // namespace graphql
