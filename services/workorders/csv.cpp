#include "services/workorders/csv.hpp"

#include "platform/core/text.hpp"

namespace mf::workorders {
namespace {

constexpr std::string_view k_utf8_mark = "\xef\xbb\xbf";
constexpr std::string_view k_utf16_little_mark = "\xff\xfe";
constexpr std::string_view k_utf16_big_mark = "\xfe\xff";
constexpr char32_t k_replacement = 0xfffd;

/// Windows-1252 from 0x80 to 0x9f (https://encoding.spec.whatwg.org/index-windows-1252.txt); the
/// rest is Latin-1.
constexpr std::array<char32_t, 32> k_windows_1252 = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};

void append_utf8(std::string& out, char32_t c) {
  const auto byte = [&](char32_t value) { out += static_cast<char>(value); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xc0 | (c >> 6));
    byte(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    byte(0xe0 | (c >> 12));
    byte(0x80 | ((c >> 6) & 0x3f));
    byte(0x80 | (c & 0x3f));
  } else {
    byte(0xf0 | (c >> 18));
    byte(0x80 | ((c >> 12) & 0x3f));
    byte(0x80 | ((c >> 6) & 0x3f));
    byte(0x80 | (c & 0x3f));
  }
}

std::string from_windows_1252(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    append_utf8(out, byte >= 0x80 && byte < 0xa0 ? k_windows_1252[byte - 0x80U] : byte);
  }
  return out;
}

constexpr bool is_high_surrogate(char32_t unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}
constexpr bool is_low_surrogate(char32_t unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

/// Without its mark. Half a pair of surrogates becomes U+FFFD.
std::string from_utf16(std::string_view bytes, bool big_endian) {
  const auto unit_at = [&](std::size_t i) {
    const auto first = static_cast<std::uint8_t>(bytes[i]);
    const auto second = static_cast<std::uint8_t>(bytes[i + 1]);
    return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  std::string out;
  out.reserve(bytes.size() / 2 + bytes.size() / 16);
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const char32_t unit = unit_at(i);
    if (is_high_surrogate(unit) && i + 3 < bytes.size() && is_low_surrogate(unit_at(i + 2))) {
      append_utf8(out, 0x10000 + ((unit - 0xd800) << 10) + (unit_at(i + 2) - 0xdc00));
      i += 2;
    } else {
      append_utf8(out, is_high_surrogate(unit) || is_low_surrogate(unit) ? k_replacement : unit);
    }
  }
  return out;
}

/// Where the text goes on after a first line of `sep=` and a delimiter; 0 where there is no such
/// line.
std::size_t after_separator_line(std::string_view text) {
  constexpr std::string_view delimiters = ";,\t|";
  if (text.size() < 5 || !equal_ignoring_case(text.substr(0, 4), "sep=") ||
      delimiters.find(text[4]) == std::string_view::npos) {
    return 0;
  }
  const auto rest = text.substr(5);
  if (rest.starts_with("\r\n")) {
    return 7;
  }
  return rest.starts_with('\n') || rest.starts_with('\r') ? 6 : 0;
}

}  // namespace

Result<std::string> decode_text(std::string bytes) {
  std::string text;
  if (bytes.starts_with(k_utf16_little_mark) || bytes.starts_with(k_utf16_big_mark)) {
    text = from_utf16(std::string_view(bytes).substr(2), bytes.starts_with(k_utf16_big_mark));
  } else if (bytes.starts_with(k_utf8_mark)) {
    text = bytes.substr(k_utf8_mark.size());
    if (!is_utf8(text)) {
      return fail(ErrorKind::bad_request, "not_text",
                  "The file begins as UTF-8 but holds bytes that are not UTF-8.");
    }
  } else if (is_utf8(bytes)) {
    text = std::move(bytes);
  } else {
    text = from_windows_1252(bytes);
  }
  if (text.find('\0') != std::string::npos) {
    return fail(ErrorKind::bad_request, "not_text",
                "The file is not a text: save the sheet as CSV and try again.");
  }
  return text;
}

char detect_delimiter(std::string_view text) {
  if (after_separator_line(text) > 0) {
    return text[4];
  }
  std::array<std::pair<char, std::size_t>, 3> counts{{{';', 0}, {',', 0}, {'\t', 0}}};
  bool quoted = false;
  bool begun = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == '\n' || c == '\r')) {
      if (begun) {
        break;
      }
      continue;
    }
    begun = true;
    for (auto& [delimiter, count] : counts) {
      count += !quoted && c == delimiter;
    }
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most->first;
}

CsvReader::CsvReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {
  at_ = after_separator_line(text);
  line_ = at_ > 0 ? 2 : 1;
}

void CsvReader::skip_line_break() {
  at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
  ++line_;
}

Result<bool> CsvReader::next(std::vector<std::string>& fields) {
  fields.clear();
  while (at_ < text_.size() && at_line_break()) {
    skip_line_break();
  }
  if (at_ >= text_.size()) {
    return false;
  }
  ++records_;
  record_line_ = line_;
  for (;;) {
    fields.emplace_back();
    if (auto read = read_field(fields.back()); !read) {
      return fail(std::move(read.error()));
    }
    if (at_ >= text_.size()) {
      return true;
    }
    if (at_line_break()) {
      skip_line_break();
      return true;
    }
    ++at_;  // the delimiter
  }
}

/// Up to the delimiter, the line break or the end, which stay unread. What follows a closing quote
/// belongs to the field as it is.
Result<void> CsvReader::read_field(std::string& field) {
  if (at_ < text_.size() && text_[at_] == '"') {
    if (auto read = read_quoted(field); !read) {
      return read;
    }
  }
  const auto start = at_;
  while (at_ < text_.size() && text_[at_] != delimiter_ && !at_line_break()) {
    ++at_;
  }
  field += text_.substr(start, at_ - start);
  return {};
}

Result<void> CsvReader::read_quoted(std::string& field) {
  const auto opened_on = line_;
  ++at_;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"' && text_.substr(at_).starts_with("\"\"")) {
      ++at_;  // the second of the pair is the character
    } else if (c == '"') {
      ++at_;
      return {};
    } else if (c == '\n' || (c == '\r' && !text_.substr(at_).starts_with("\r\n"))) {
      ++line_;
    }
    field += c;
    ++at_;
  }
  const std::string where = records_ == 1 ? "the header" : fmt::format("record {}", records_ - 1);
  return fail(ErrorKind::bad_request, "unclosed_quote",
              fmt::format("A quote that opens in {} (line {}) is never closed.", where, opened_on));
}

std::string csv_line(const std::vector<std::string>& fields, char delimiter) {
  const std::string special = std::string("\"\r\n") + delimiter;
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) {
      line += delimiter;
    }
    // A lone empty field is quoted: an empty line is no record.
    const bool quoted = fields[i].find_first_of(special) != std::string::npos ||
                        (fields[i].empty() && fields.size() == 1);
    if (!quoted) {
      line += fields[i];
      continue;
    }
    line += '"';
    for (const char c : fields[i]) {
      line += c == '"' ? "\"\"" : std::string(1, c);
    }
    line += '"';
  }
  return line + "\r\n";
}

}  // namespace mf::workorders
