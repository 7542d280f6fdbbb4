#include "graphql/type/suggestions.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace graphql {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

double read_number(std::string_view text, std::size_t& at) {
  double number = 0;
  do {
    number = number * 10 + (text[at] - '0');
    ++at;
  } while (at < text.size() && is_digit(text[at]) && number > 0);
  return number;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (auto& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  return lower;
}

/// Damerau–Levenshtein distance with the cost of a change of case set to one for the whole word.
class LexicalDistance {
 public:
  explicit LexicalDistance(std::string_view input) : input_(input), lower_(lower_case(input)) {}

  std::optional<std::size_t> measure(std::string_view option, std::size_t threshold) {
    if (input_ == option) {
      return 0;
    }
    const auto option_lower = lower_case(option);
    if (lower_ == option_lower) {
      return 1;
    }
    const bool swap = option_lower.size() < lower_.size();
    return distance(swap ? lower_ : option_lower, swap ? option_lower : lower_, threshold);
  }

 private:
  std::optional<std::size_t> distance(std::string_view longer, std::string_view shorter,
                                      std::size_t threshold) {
    if (longer.size() - shorter.size() > threshold) {
      return std::nullopt;
    }
    for (auto& row : rows_) {
      row.assign(shorter.size() + 1, 0);
    }
    for (std::size_t j = 0; j <= shorter.size(); ++j) {
      rows_[0][j] = j;
    }
    for (std::size_t i = 1; i <= longer.size(); ++i) {
      if (fill_row(i, longer, shorter) > threshold) {
        return std::nullopt;
      }
    }
    const auto result = rows_[longer.size() % 3][shorter.size()];
    return result <= threshold ? std::optional(result) : std::nullopt;
  }

  std::size_t fill_row(std::size_t i, std::string_view a, std::string_view b) {
    const auto& above = rows_[(i - 1) % 3];
    auto& row = rows_[i % 3];
    auto smallest = row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      auto cell = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cell = std::min(cell, rows_[(i - 2) % 3][j - 2] + 1);
      }
      smallest = std::min(smallest, cell);
      row[j] = cell;
    }
    return smallest;
  }

  std::string_view input_;
  std::string lower_;
  std::array<std::vector<std::size_t>, 3> rows_;
};

}  // namespace

int natural_compare(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const auto left = read_number(a, i);
      const auto right = read_number(b, j);
      if (left != right) {
        return left < right ? -1 : 1;
      }
    } else {
      if (a[i] != b[j]) {
        return a[i] < b[j] ? -1 : 1;
      }
      ++i;
      ++j;
    }
  }
  return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

std::vector<std::string_view> suggestion_list(std::string_view input,
                                              std::span<const std::string_view> options) {
  struct Near {
    std::string_view name;
    std::size_t distance;
  };
  std::vector<Near> near;
  LexicalDistance lexical(input);
  const auto threshold = input.size() * 4 / 10 + 1;
  for (const auto option : options) {
    const auto distance = lexical.measure(option, threshold);
    const bool known = std::ranges::find(near, option, &Near::name) != near.end();
    if (distance && !known) {
      near.push_back({option, *distance});
    }
  }
  std::ranges::sort(near, [](const Near& a, const Near& b) {
    return a.distance != b.distance ? a.distance < b.distance : natural_compare(a.name, b.name) < 0;
  });
  std::vector<std::string_view> names;
  names.reserve(near.size());
  for (const auto& item : near) {
    names.push_back(item.name);
  }
  return names;
}

std::string did_you_mean(std::span<const std::string_view> suggestions, std::string_view about) {
  constexpr std::size_t k_most = 5;
  if (suggestions.empty()) {
    return {};
  }
  std::string out = " Did you mean ";
  if (!about.empty()) {
    out += std::string(about) + ' ';
  }
  const auto count = std::min(suggestions.size(), k_most);
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) {
      out += count == 2 ? " or " : i + 1 == count ? ", or " : ", ";
    }
    out += '"' + std::string(suggestions[i]) + '"';
  }
  return out + '?';
}

}  // namespace graphql
