#include "platform/telemetry/span.hpp"

#include "platform/telemetry/span_sink.hpp"
#include "platform/telemetry/trace.hpp"

namespace mf::telemetry {

std::atomic<SpanSink*> span_sink = nullptr;

bool collects(std::string_view traceparent) {
  return span_sink.load(std::memory_order_acquire) != nullptr && is_sampled(traceparent);
}

void record(SpanData span) {
  if (auto* sink = span_sink.load(std::memory_order_acquire)) {
    sink->take(std::move(span));
  }
}

Span::Span(SpanKind kind, std::string_view service, std::string_view name,
           std::string_view parent) {
  if (!collects(parent)) {
    return;
  }
  data_.kind = kind;
  data_.service = service;
  data_.name = name;
  data_.traceparent = next_traceparent(parent);
  data_.parent = parent;
  data_.start = std::chrono::system_clock::now();
}

Span::Span(Span&& other) noexcept : data_(std::exchange(other.data_, {})) {}

Span& Span::operator=(Span&& other) noexcept {
  if (this != &other) {
    end();
    data_ = std::exchange(other.data_, {});
  }
  return *this;
}

const std::string& Span::traceparent_or(const std::string& parent) const {
  return *this ? data_.traceparent : parent;
}

void Span::set(std::string_view key, std::string value) {
  if (*this) {
    data_.attributes.emplace_back(key, std::move(value));
  }
}

void Span::set(std::string_view key, std::int64_t value) {
  if (*this) {
    data_.attributes.emplace_back(key, value);
  }
}

void Span::fail(std::string_view error) {
  data_.error = error;
}

void Span::begin_again() {
  data_.start = std::chrono::system_clock::now();
}

void Span::end() {
  if (*this) {
    data_.end = std::chrono::system_clock::now();
    record(std::exchange(data_, {}));
  }
}

}  // namespace mf::telemetry
