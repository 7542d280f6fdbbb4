// W3C Trace Context (https://www.w3.org/TR/trace-context/): who caused what, through HTTP and
// events. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace mf::telemetry {

/// True for version 00 with ids that are not zero.
bool is_traceparent(std::string_view text);
/// The same trace with a new parent id; a new trace where `parent` is not a traceparent. A trace
/// that begins here is sampled or not (set_trace_sample); one from elsewhere stays what it is.
std::string next_traceparent(std::string_view parent);
/// The 32 hexadecimal digits of the trace; empty where `traceparent` is none.
std::string trace_id(std::string_view traceparent);
/// A traceparent whose spans are to be kept.
bool is_sampled(std::string_view traceparent);

/// The share of traces begun here that are sampled, 0 to 1: by the trace id alone, so that everyone
/// with the same share chooses the same ones
/// (https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/).
void set_trace_sample(double share);

/// What this thread works for, as long as the scope lives. The texts outlive it.
class TraceScope {
 public:
  TraceScope(std::string_view traceparent, std::string_view service);
  ~TraceScope();
  TraceScope(const TraceScope&) = delete;
  TraceScope& operator=(const TraceScope&) = delete;

 private:
  std::string_view traceparent_before_;
  std::string_view service_before_;
};

/// Of the innermost scope; empty outside of any.
std::string_view current_traceparent();
std::string_view current_service();

}  // namespace mf::telemetry
