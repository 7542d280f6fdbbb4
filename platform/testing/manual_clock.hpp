// A clock that stands still until it is told. Thread-safe.
#pragma once

#include "platform/core/time.hpp"

#include <atomic>

namespace mf::testing {

class ManualClock final : public Clock {
 public:
  /// Starts on Tuesday, 2026-11-24, 15:00 UTC: ten in the morning in Bogota.
  Timestamp now() const override { return from_micros(micros_.load()); }
  void advance(std::chrono::microseconds by) { micros_ += by.count(); }
  void set(Timestamp time) { micros_ = to_micros(time); }

 private:
  std::atomic<std::int64_t> micros_ = 1'795'532'400'000'000;
};

}  // namespace mf::testing
