// A request as the span that tells of it. Paths stay out: they hold ids, and what strangers write.
// Pure but for the clocks, any thread.
#pragma once

#include "platform/http/message.hpp"
#include "platform/telemetry/span.hpp"

#include <optional>

namespace mf::gateway {

/// The method as a label: nothing for one that only a stranger would think of.
std::optional<std::string_view> known_method(std::string_view method);

/// From the request's head until now, as a server's span of `service`.
telemetry::SpanData span_of(const http::Request& request, int status, std::string_view service);

}  // namespace mf::gateway
