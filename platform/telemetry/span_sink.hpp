// Between spans and who collects them: the one place that both know. Inside platform/telemetry.
#pragma once

#include "platform/telemetry/span.hpp"

#include <atomic>

namespace mf::telemetry {

class SpanSink {
 public:
  virtual ~SpanSink() = default;
  /// Quick; from any thread.
  virtual void take(SpanData span) = 0;
};

/// Null: nobody collects. Changed only while nobody records.
extern std::atomic<SpanSink*> span_sink;

}  // namespace mf::telemetry
