#include "services/gateway/request_span.hpp"

#include "platform/telemetry/trace.hpp"

namespace mf::gateway {

std::optional<std::string_view> known_method(std::string_view method) {
  constexpr std::array known =
      std::to_array<std::string_view>({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"});
  const auto* found = std::find(known.begin(), known.end(), method);
  return found == known.end() ? std::nullopt : std::optional(*found);
}

telemetry::SpanData span_of(const http::Request& request, int status, std::string_view service) {
  const std::string method(known_method(request.method).value_or("_OTHER"));
  const std::string route(request.route);
  const auto* parent = request.header("traceparent");
  const auto now = std::chrono::system_clock::now();
  const auto took = std::chrono::steady_clock::now() - request.received;
  telemetry::SpanData span{
      .kind = telemetry::SpanKind::server,
      .service = std::string(service),
      .name = route.empty() ? method : method + " " + route,
      .traceparent = request.traceparent,
      .parent = parent != nullptr && telemetry::is_traceparent(*parent) ? *parent : "",
      .start = now - std::chrono::duration_cast<std::chrono::system_clock::duration>(took),
      .end = now,
      .attributes = {{"http.request.method", method},
                     {"http.response.status_code", std::int64_t{status}},
                     {"microflow.request.id", request.id}}};
  if (!route.empty()) {
    span.attributes.emplace_back("http.route", route);
  }
  if (status >= 500) {
    span.error = std::to_string(status);
  }
  return span;
}

}  // namespace mf::gateway
