// Whatever the bytes: a problem that keeps the model's rules, or a complaint.
#include "planner/formats/format.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto half = text.find('\0');
  std::vector<std::string> texts{text.substr(0, half)};
  if (half != std::string::npos) {
    texts.push_back(text.substr(half + 1));
  }
  const auto problem = planner::read_problem(texts);
  if (problem && !planner::check_problem(*problem).empty()) {
    std::abort();
  }
  if (!problem && problem.error().empty()) {
    std::abort();
  }
  return 0;
}
