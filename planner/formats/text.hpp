// Reads words and numbers out of a text that nobody vouches for: every number is checked against
// the range that its reader can bear, every complaint names line and rule. One reader owns one, on
// its stack; the text must outlive it.
#pragma once

#include "planner/model.hpp"

#include <stdexcept>
#include <string_view>

namespace planner::formats {

/// What is wrong with a text. Thrown inside the readers only; read_problem() catches it.
struct Malformed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Words {
 public:
  explicit Words(std::string_view text) : rest_(text) {}

  /// The next line that is not blank; false at the end.
  bool next_line();
  std::string_view line() const { return line_; }
  int line_number() const { return number_; }
  /// The next word of this line; empty at its end.
  std::string_view word();
  double number(const char* what, double least, double most);
  int whole(const char* what, int least, int most);
  [[noreturn]] void fail(const std::string& message) const;

 private:
  std::string_view rest_;
  std::string_view line_;
  std::string_view left_;
  int number_ = 0;
};

double to_number(std::string_view word, const std::string& what, double least, double most);
std::string upper(std::string_view text);

}  // namespace planner::formats
