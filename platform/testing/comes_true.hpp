// Waits for a condition, with a deadline: tests never just sleep.
#pragma once

#include <chrono>
#include <thread>

namespace mf::testing {

/// True as soon as `condition()` is; false if it is not within `deadline`.
template <class F>
bool comes_true(F condition, std::chrono::milliseconds deadline = std::chrono::seconds(20)) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace mf::testing
