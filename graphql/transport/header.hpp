// Small questions about HTTP headers, answered without copying. Any thread.
#pragma once

#include <algorithm>
#include <string_view>

namespace graphql {

constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

/// Equal but for the case of ASCII letters; `lower` is written in small letters.
constexpr bool equals_lower(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(),
                                                   [](char a, char b) { return to_lower(a) == b; });
}

constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

/// Takes the text up to the separator off the front.
constexpr std::string_view take_until(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trim(part);
}

/// The value of a parameter like `charset` or `q` behind a media type.
constexpr std::string_view parameter(std::string_view parameters, std::string_view name) {
  while (!parameters.empty()) {
    auto one = take_until(parameters, ';');
    if (equals_lower(take_until(one, '='), name)) {
      one = trim(one);
      const bool in_quotes = one.size() > 1 && one.front() == '"' && one.back() == '"';
      return in_quotes ? one.substr(1, one.size() - 2) : one;
    }
  }
  return {};
}

/// Whether a list separated by commas has the word; `lower` is written in small letters.
constexpr bool has_word(std::string_view list, std::string_view lower) {
  while (!list.empty()) {
    if (equals_lower(take_until(list, ','), lower)) {
      return true;
    }
  }
  return false;
}

}  // namespace graphql
