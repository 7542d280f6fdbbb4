#include "planner/formats/text.hpp"

#include <cctype>
#include <charconv>
#include <cmath>

namespace planner::formats {
namespace {

bool is_blank(char letter) {
  return std::isspace(static_cast<unsigned char>(letter)) != 0;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

bool Words::next_line() {
  while (!rest_.empty()) {
    const auto end = rest_.find('\n');
    line_ = trimmed(rest_.substr(0, end));
    rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
    ++number_;
    if (!line_.empty()) {
      left_ = line_;
      return true;
    }
  }
  line_ = left_ = {};
  return false;
}

std::string_view Words::word() {
  while (!left_.empty() && is_blank(left_.front())) {
    left_.remove_prefix(1);
  }
  std::size_t length = 0;
  while (length < left_.size() && !is_blank(left_[length])) {
    ++length;
  }
  const auto found = left_.substr(0, length);
  left_.remove_prefix(length);
  return found;
}

double Words::number(const char* what, double least, double most) {
  return to_number(word(), "line " + std::to_string(number_) + ": " + what, least, most);
}

int Words::whole(const char* what, int least, int most) {
  const double value = number(what, least, most);
  if (value != std::floor(value)) {
    fail(std::string(what) + " must be a whole number");
  }
  return static_cast<int>(value);
}

void Words::fail(const std::string& message) const {
  throw Malformed("line " + std::to_string(number_) + ": " + message);
}

double to_number(std::string_view word, const std::string& what, double least, double most) {
  double value = 0;
  const auto parsed = std::from_chars(word.data(), word.data() + word.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != word.data() + word.size() ||
      !std::isfinite(value)) {
    throw Malformed(what + " must be a number");
  }
  if (value < least || value > most) {
    throw Malformed(what + " is out of range");
  }
  return value;
}

std::string upper(std::string_view text) {
  std::string raised(text);
  for (auto& letter : raised) {
    letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  }
  return raised;
}

}  // namespace planner::formats
