// The optimiser without the suite: planner_solve FILE… [--time S] [--threads N] [--seed N]
// [--iterations N] [--policy FILE] [--clock wall|cpu]. Exit codes: 0 done, 1 failed, 2 wrong usage.
#include "planner/command.hpp"

#include <charconv>
#include <iostream>
#include <string_view>

namespace {

constexpr std::string_view k_usage =
    "planner_solve FILE… [--time S] [--threads N] [--seed N] [--iterations N] [--policy FILE] "
    "[--clock wall|cpu]\n";

template <typename Number>
bool take(std::string_view text, Number& into) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), into);
  return parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
}

bool take_option(std::string_view name, std::string_view value, planner::SolveCommand& command) {
  auto& limits = command.limits;
  if (name == "--time") {
    return take(value, limits.seconds) && limits.seconds > 0;
  }
  if (name == "--threads") {
    return take(value, limits.threads) && limits.threads >= 1 && limits.threads <= 64;
  }
  if (name == "--seed") {
    return take(value, limits.seed);
  }
  if (name == "--iterations") {
    return take(value, limits.iterations) && limits.iterations >= 0;
  }
  if (name == "--policy") {
    command.policy = value;
    return true;
  }
  if (name == "--clock") {
    limits.clock = value == "cpu" ? planner::Clock::cpu : planner::Clock::wall;
    return value == "cpu" || value == "wall";
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  planner::SolveCommand command;
  bool good = true;
  for (std::size_t index = 0; good && index < arguments.size(); ++index) {
    if (!arguments[index].starts_with("--")) {
      command.files.push_back(arguments[index]);
    } else {
      good = index + 1 < arguments.size() &&
             take_option(arguments[index], arguments[index + 1], command);
      ++index;
    }
  }
  if (!good || command.files.empty()) {
    std::cerr << k_usage;
    return 2;
  }
  try {
    return planner::run(command, std::cout);
  } catch (const std::exception& error) {
    std::cerr << "planner_solve: " << error.what() << "\n";
    return 1;
  }
}
