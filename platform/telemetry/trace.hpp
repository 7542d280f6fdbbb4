// W3C Trace Context (https://www.w3.org/TR/trace-context/): who caused what, through HTTP and
// events. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace mf::telemetry {

/// True for version 00 with ids that are not zero.
bool is_traceparent(std::string_view text);
/// The same trace with a new parent id; a new trace where `parent` is not a traceparent.
std::string next_traceparent(std::string_view parent);
/// The 32 hexadecimal digits of the trace; empty where `traceparent` is none.
std::string trace_id(std::string_view traceparent);

}  // namespace mf::telemetry
