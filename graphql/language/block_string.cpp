#include "graphql/language/block_string.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

namespace graphql {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n' && text[i] != '\r') {
      continue;
    }
    lines.push_back(text.substr(start, i - start));
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
      ++i;
    }
    start = i + 1;
  }
  lines.push_back(text.substr(start));
  return lines;
}

std::size_t indentation(std::string_view line) {
  return static_cast<std::size_t>(std::ranges::find_if_not(line, is_blank) - line.begin());
}

std::string escape_quotes(std::string_view text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with("\"\"\"")) {
      escaped += "\\\"\"\"";
      i += 3;
    } else {
      escaped += text[i++];
    }
  }
  return escaped;
}

}  // namespace

std::string dedent_block_string(std::string_view raw) {
  auto lines = split_lines(raw);
  auto common = std::numeric_limits<std::size_t>::max();
  std::optional<std::size_t> first;
  std::size_t behind_last = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto indent = indentation(lines[i]);
    if (indent == lines[i].size()) {
      continue;
    }
    first = first.value_or(i);
    behind_last = i + 1;
    if (i != 0) {
      common = std::min(common, indent);
    }
  }
  std::string result;
  for (auto i = first.value_or(0); i < behind_last; ++i) {
    if (i != first.value_or(0)) {
      result += '\n';
    }
    result += i == 0 ? lines[i] : lines[i].substr(std::min(common, lines[i].size()));
  }
  return result;
}

bool is_printable_as_block_string(std::string_view text) {
  if (text.empty()) {
    return true;
  }
  bool empty_line = true;
  bool indented = false;
  bool common_indent = true;
  bool seen_text = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x10 && c != '\t' && c != '\n') {
      return false;
    }
    if (c == '\n') {
      if (empty_line && !seen_text) {
        return false;
      }
      seen_text = true;
      empty_line = true;
      indented = false;
    } else if (is_blank(c)) {
      indented = indented || empty_line;
    } else {
      common_indent = common_indent && indented;
      empty_line = false;
    }
  }
  return !empty_line && !(common_indent && seen_text);
}

void append_block_string(std::string& out, std::string_view text) {
  constexpr std::size_t k_long_line = 70;
  const auto escaped = escape_quotes(text);
  const auto lines = split_lines(escaped);
  const bool single_line = lines.size() == 1;
  const bool needs_leading_line =
      !single_line && std::all_of(lines.begin() + 1, lines.end(), [](std::string_view line) {
        return line.empty() || is_blank(line.front());
      });
  const bool ends_in_quotes = std::string_view(escaped).ends_with("\\\"\"\"");
  const bool needs_trailing_line = (text.ends_with('"') && !ends_in_quotes) || text.ends_with('\\');
  const bool several_lines = !single_line || text.size() > k_long_line || needs_trailing_line ||
                             needs_leading_line || ends_in_quotes;
  const bool starts_blank = single_line && !text.empty() && is_blank(text.front());
  out += "\"\"\"";
  if ((several_lines && !starts_blank) || needs_leading_line) {
    out += '\n';
  }
  out += escaped;
  if (several_lines || needs_trailing_line) {
    out += '\n';
  }
  out += "\"\"\"";
}

}  // namespace graphql
