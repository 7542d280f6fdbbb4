#include "platform/telemetry/trace.hpp"

#include "platform/core/random.hpp"

namespace mf::telemetry {
namespace {

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_zero(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
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
  const std::string flags = known ? std::string(parent.substr(53, 2)) : "01";
  return "00-" + trace + "-" + random_hex(8) + "-" + flags;
}

std::string trace_id(std::string_view traceparent) {
  return is_traceparent(traceparent) ? std::string(traceparent.substr(3, 32)) : std::string();
}

}  // namespace mf::telemetry
