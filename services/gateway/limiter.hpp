// Token buckets: so many requests a second for each key, and a burst above it. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace mf::gateway {

struct Rate {
  double per_second = 0;  // 0: no limit
  double burst = 0;       // the bucket's size
};

/// What each of several gateways allows, so that all of them together allow no more than `rate`.
Rate part_of(Rate rate, int gateways);

struct Verdict {
  bool allowed = true;
  std::int64_t limit = 0;  // the burst; 0 without a limit
  std::int64_t remaining = 0;
  int reset_seconds = 0;  // until there is a token again, or until the bucket is full
};

class Limiter {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Limiter(Rate rate, std::size_t keys = 100'000) : rate_(rate), keys_(keys) {}

  bool limits() const { return rate_.per_second > 0; }
  /// Takes one token of `key`.
  Verdict take(const std::string& key, Time now);

 private:
  struct Bucket {
    double tokens;
    Time at;
  };
  void forget_full(Time now);

  const Rate rate_;
  const std::size_t keys_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace mf::gateway
