// Spans: how long a piece of work took, and what caused it. Where nobody collects them
// (platform/telemetry/otlp.hpp), asking is one load and nothing else happens. Attributes are named
// by the OpenTelemetry semantic conventions (https://opentelemetry.io/docs/specs/semconv/), and
// hold no secrets, paths or bodies. A Span has one owner; the rest is thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace mf::telemetry {

enum class SpanKind { internal = 1, server, client, producer, consumer };  // as OTLP numbers them

using Attribute = std::pair<std::string_view, std::variant<std::string, std::int64_t>>;

/// One that has ended.
struct SpanData {
  SpanKind kind = SpanKind::internal;
  std::string service;
  std::string name;
  std::string traceparent;  // the trace, and the span's own id
  std::string parent;       // another traceparent of the trace; empty: it began here
  std::chrono::system_clock::time_point start;
  std::chrono::system_clock::time_point end;
  std::vector<Attribute> attributes;
  std::string error;  // what went wrong, in a word; empty: nothing did
};

/// Spans of this trace are collected.
bool collects(std::string_view traceparent);
/// Hands it to the collector, if there is one.
void record(SpanData span);

/// A span from its making to end(). A default one records nothing.
class Span {
 public:
  Span() = default;
  /// A child of `parent`; records nothing unless `collects(parent)`.
  Span(SpanKind kind, std::string_view service, std::string_view name, std::string_view parent);
  Span(Span&& other) noexcept;
  Span& operator=(Span&& other) noexcept;
  ~Span() { end(); }

  /// What is caused within it goes on from here: itself, or `parent` where it records nothing.
  const std::string& traceparent_or(const std::string& parent) const;
  void set(std::string_view key, std::string value);
  void set(std::string_view key, std::int64_t value);
  /// The last word counts; an empty one takes it back.
  void fail(std::string_view error);
  void begin_again();
  void end();
  /// It was nothing, or is told of by another.
  void forget() { data_ = {}; }

  explicit operator bool() const { return !data_.traceparent.empty(); }

 private:
  SpanData data_;
};

}  // namespace mf::telemetry
