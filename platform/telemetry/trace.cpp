#include "platform/telemetry/trace.hpp"

#include "platform/core/random.hpp"

#include <charconv>
#include <cmath>

namespace mf::telemetry {
namespace {

constexpr double k_all_ids = 0x1p56;  // the low 56 bits of a trace id are random
constexpr std::size_t k_random_digits = 14;

std::atomic<std::uint64_t> first_sampled = 0;  // of those 56 bits

thread_local std::string_view scope_traceparent;
thread_local std::string_view scope_service;

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_zero(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

std::string_view sampled_flags(std::string_view trace) {
  const auto low = trace.substr(trace.size() - k_random_digits);
  std::uint64_t number = 0;
  std::from_chars(low.data(), low.data() + low.size(), number, 16);
  return number >= first_sampled.load(std::memory_order_relaxed) ? "01" : "00";
}

}  // namespace

bool is_traceparent(std::string_view text) {
  return text.size() == 55 && text.starts_with("00-") && text[35] == '-' && text[52] == '-' &&
         is_hex(text.substr(3, 32)) && is_hex(text.substr(36, 16)) && is_hex(text.substr(53, 2)) &&
         !is_zero(text.substr(3, 32)) && !is_zero(text.substr(36, 16));
}

std::string next_traceparent(std::string_view parent) {
  const bool known = is_traceparent(parent);
  const std::string trace = known ? std::string(parent.substr(3, 32)) : random_hex(16);
  const std::string_view flags = known ? parent.substr(53, 2) : sampled_flags(trace);
  return "00-" + trace + "-" + random_hex(8) + "-" + std::string(flags);
}

std::string trace_id(std::string_view traceparent) {
  return is_traceparent(traceparent) ? std::string(traceparent.substr(3, 32)) : std::string();
}

bool is_sampled(std::string_view traceparent) {
  constexpr std::string_view odd = "13579bdf";
  return is_traceparent(traceparent) && odd.find(traceparent.back()) != std::string_view::npos;
}

void set_trace_sample(double share) {
  first_sampled = static_cast<std::uint64_t>(std::llround((1 - share) * k_all_ids));
}

TraceScope::TraceScope(std::string_view traceparent, std::string_view service)
    : traceparent_before_(std::exchange(scope_traceparent, traceparent)),
      service_before_(std::exchange(scope_service, service)) {}

TraceScope::~TraceScope() {
  scope_traceparent = traceparent_before_;
  scope_service = service_before_;
}

std::string_view current_traceparent() {
  return scope_traceparent;
}
std::string_view current_service() {
  return scope_service;
}

}  // namespace mf::telemetry
