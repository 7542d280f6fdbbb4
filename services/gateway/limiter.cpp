#include "services/gateway/limiter.hpp"

#include <algorithm>
#include <cmath>

namespace mf::gateway {

/// A bucket below one token would let nobody in.
Rate part_of(Rate rate, int gateways) {
  return {rate.per_second / gateways, std::max(1.0, rate.burst / gateways)};
}

Verdict Limiter::take(const std::string& key, Time now) {
  if (rate_.per_second <= 0) {
    return {};
  }
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= keys_) {
    forget_full(now);
  }
  auto& bucket = buckets_.try_emplace(key, Bucket{rate_.burst, now}).first->second;
  const double passed = std::chrono::duration<double>(now - bucket.at).count();
  bucket.tokens = std::min(rate_.burst, bucket.tokens + std::max(0.0, passed) * rate_.per_second);
  bucket.at = std::max(bucket.at, now);

  Verdict verdict;
  verdict.limit = static_cast<std::int64_t>(rate_.burst);
  verdict.allowed = bucket.tokens >= 1;
  if (verdict.allowed) {
    bucket.tokens -= 1;
  }
  verdict.remaining = static_cast<std::int64_t>(bucket.tokens);
  const double missing = verdict.allowed ? rate_.burst - bucket.tokens : 1 - bucket.tokens;
  verdict.reset_seconds = static_cast<int>(std::ceil(missing / rate_.per_second));
  return verdict;
}

/// Buckets that are full again say nothing; if none is, everybody starts anew: bounded memory comes
/// first.
void Limiter::forget_full(Time now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const double passed = std::chrono::duration<double>(now - entry.second.at).count();
    return entry.second.tokens + passed * rate_.per_second >= rate_.burst;
  });
  if (buckets_.size() >= keys_) {
    buckets_.clear();
  }
}

}  // namespace mf::gateway
