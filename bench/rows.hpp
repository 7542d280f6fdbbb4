// What all benchmarks share: figures, and the rows of the table that run.sh prints. One thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mf::bench {

using Steady = std::chrono::steady_clock;

inline double seconds_between(Steady::time_point from, Steady::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}
inline double milliseconds_between(Steady::time_point from, Steady::time_point to) {
  return seconds_between(from, to) * 1000;
}

/// The value below which a `share` (0 to 1) of the values lies; 0 for none.
double percentile(std::vector<double> values, double share);
inline double median(std::vector<double> values) {
  return percentile(std::move(values), 0.5);
}

/// One row of the table: on standard output, for run.sh. A figure without a goal has an empty one.
void row(std::string_view benchmark, std::string_view what, std::string_view measured,
         std::string_view goal = "", std::optional<bool> met = std::nullopt);
/// What is going on, for whoever waits: on standard error.
void say(const std::string& text);

/// Runs a benchmark; gives the process's exit code, with what went wrong on standard error.
int run(void (*benchmark)());

}  // namespace mf::bench
