// Traces to a collector: OTLP over HTTP, in its JSON form
// (https://opentelemetry.io/docs/specs/otlp/#otlphttp). Spans wait in a bounded queue, and one
// thread of its own sends them in batches; what does not fit is dropped and counted. One collector
// a process; made and destroyed by the command that runs it, around everything that records.
#pragma once

#include "platform/telemetry/metrics.hpp"
#include "platform/telemetry/span.hpp"

#include <memory>
#include <span>

namespace mf::telemetry {

struct TraceOptions {
  std::string url;  // of the collector, without the path "/v1/traces"; empty: none
  double sample = 1;
  std::string version;  // of this program

  std::size_t queue = 8192;  // spans
  std::size_t batch = 512;
  std::chrono::milliseconds every{1'000};    // the longest that a span waits for others
  std::chrono::milliseconds answer{5'000};   // the longest that the collector may take
  std::chrono::milliseconds goodbye{3'000};  // for what is left at the end
};

/// An ExportTraceServiceRequest. `instance` tells processes apart.
std::string encode_otlp(std::span<const SpanData> spans, const std::string& instance,
                        const std::string& version);

class Tracing {
 public:
  /// Begins to collect. Throws for a URL that is none.
  explicit Tracing(TraceOptions options);
  /// Sends what is left, for as long as `goodbye` at most.
  ~Tracing();
  Tracing(const Tracing&) = delete;
  Tracing& operator=(const Tracing&) = delete;

 private:
  class Exporter;
  std::unique_ptr<Exporter> exporter_;
};

/// Spans sent and dropped by this process.
void add_span_metrics(Metrics& metrics);

}  // namespace mf::telemetry
