#include "bench/rows.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>

namespace mf::bench {

double percentile(std::vector<double> values, double share) {
  if (values.empty()) {
    return 0;
  }
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  return values[std::max<std::size_t>(rank, 1) - 1];
}

void row(std::string_view benchmark, std::string_view what, std::string_view measured,
         std::string_view goal, std::optional<bool> met) {
  std::cout << benchmark << '\t' << what << '\t' << measured << '\t' << goal << '\t'
            << (!met   ? ""
                : *met ? "met"
                       : "missed")
            << std::endl;
}

void say(const std::string& text) {
  std::cerr << text << std::endl;
}

int run(void (*benchmark)()) {
  try {
    benchmark();
    return 0;
  } catch (const std::exception& error) {
    say(std::string("failed: ") + error.what());
    return 1;
  }
}

}  // namespace mf::bench
