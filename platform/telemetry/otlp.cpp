#include "platform/telemetry/otlp.hpp"

#include "platform/core/random.hpp"
#include "platform/json/writer.hpp"
#include "platform/telemetry/log.hpp"
#include "platform/telemetry/span_sink.hpp"
#include "platform/telemetry/trace.hpp"

#include <curl/curl.h>

#include <condition_variable>
#include <map>
#include <thread>

namespace mf::telemetry {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr int k_attempts = 5;
constexpr auto k_first_pause = 500ms;
constexpr int k_status_error = 2;  // of OTLP's Status.StatusCode

std::atomic<std::uint64_t> sent_spans = 0;
std::atomic<std::uint64_t> dropped_spans = 0;

std::string nanoseconds(std::chrono::system_clock::time_point time) {
  const auto since = std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch());
  return std::to_string(since.count());
}

void member(json::Writer& out, std::string_view key, std::string_view value) {
  out.key(key);
  out.string(value);
}

void attributes(json::Writer& out, std::span<const Attribute> all) {
  out.key("attributes");
  out.begin_array();
  for (const auto& [key, value] : all) {
    out.begin_object();
    member(out, "key", key);
    out.key("value");
    out.begin_object();
    if (const auto* text = std::get_if<std::string>(&value)) {
      member(out, "stringValue", *text);
    } else {
      member(out, "intValue", std::to_string(std::get<std::int64_t>(value)));
    }
    out.end_object();
    out.end_object();
  }
  out.end_array();
}

std::string span_id(const std::string& traceparent) {
  return traceparent.substr(36, 16);
}

void encode(json::Writer& out, const SpanData& span) {
  out.begin_object();
  member(out, "traceId", trace_id(span.traceparent));
  member(out, "spanId", span_id(span.traceparent));
  if (!span.parent.empty()) {
    member(out, "parentSpanId", span_id(span.parent));
  }
  member(out, "name", span.name);
  out.key("kind");
  out.integer(static_cast<int>(span.kind));
  member(out, "startTimeUnixNano", nanoseconds(span.start));
  member(out, "endTimeUnixNano", nanoseconds(span.end));
  attributes(out, span.attributes);
  if (!span.error.empty()) {
    out.key("status");
    out.begin_object();
    out.key("code");
    out.integer(k_status_error);
    member(out, "message", span.error);
    out.end_object();
  }
  out.end_object();
}

std::size_t ignore(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

void check(const std::string& url) {
  const bool http = url.starts_with("http://") || url.starts_with("https://");
  if (!http || url.find_first_of("@?# ") != std::string::npos) {
    throw std::runtime_error(
        "telemetry.otlp_url must be http://HOST:PORT or https://HOST:PORT, without a user or a "
        "query");
  }
}

}  // namespace

std::string encode_otlp(std::span<const SpanData> spans, const std::string& instance,
                        const std::string& version) {
  std::map<std::string_view, std::vector<const SpanData*>> by_service;
  for (const auto& span : spans) {
    by_service[span.service].push_back(&span);
  }
  json::Writer out;
  out.begin_object();
  out.key("resourceSpans");
  out.begin_array();
  for (const auto& [service, of_service] : by_service) {
    const std::array about = std::to_array<Attribute>({{"service.namespace", "microflow"},
                                                       {"service.name", std::string(service)},
                                                       {"service.instance.id", instance},
                                                       {"service.version", version}});
    out.begin_object();
    out.key("resource");
    out.begin_object();
    attributes(out, about);
    out.end_object();
    out.key("scopeSpans");
    out.begin_array();
    out.begin_object();
    out.key("scope");
    out.begin_object();
    member(out, "name", "microflow");
    out.end_object();
    out.key("spans");
    out.begin_array();
    for (const auto* span : of_service) {
      encode(out, *span);
    }
    out.end_array();
    out.end_object();
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return out.take();
}

class Tracing::Exporter final : public SpanSink {
 public:
  explicit Exporter(TraceOptions options)
      : options_(std::move(options)),
        url_(options_.url + (options_.url.ends_with('/') ? "" : "/") + "v1/traces"),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}

  ~Exporter() override {
    end_ = Steady::now() + options_.goodbye;
    thread_.request_stop();
  }

  void take(SpanData span) override {
    bool full = false;
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.size() >= options_.queue) {
        ++dropped_spans;
        return;
      }
      waiting_.push_back(std::move(span));
      full = waiting_.size() == options_.batch;
    }
    if (full) {
      wake_.notify_one();
    }
  }

 private:
  enum class Answer { taken, later, never };

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      send_all(wait(stop), stop);
    }
    send_all(take_waiting(), stop);
  }

  std::vector<SpanData> wait(const std::stop_token& stop) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, options_.every, [&] { return waiting_.size() >= options_.batch; });
    }
    return take_waiting();
  }

  std::vector<SpanData> take_waiting() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
  }

  void send_all(const std::vector<SpanData>& spans, const std::stop_token& stop) {
    for (std::span<const SpanData> rest = spans; !rest.empty();) {
      const auto batch = rest.first(std::min(rest.size(), options_.batch));
      rest = rest.subspan(batch.size());
      (send(batch, stop) ? sent_spans : dropped_spans) += batch.size();
    }
  }

  /// Tries again, with growing pauses, what the collector may take later; at the end only once.
  bool send(std::span<const SpanData> batch, const std::stop_token& stop) {
    const auto body = encode_otlp(batch, instance_, options_.version);
    std::chrono::milliseconds pause = k_first_pause;
    for (int attempt = 1;; ++attempt) {
      std::string why;
      const auto answer = post(body, why);
      if (answer == Answer::taken) {
        tell_of_return();
        return true;
      }
      tell_of_trouble(why);
      const bool again = answer == Answer::later && attempt < k_attempts;
      if (!again || stop.stop_requested()) {
        return false;
      }
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, pause, [] { return false; });
      pause *= 2;
    }
  }

  Answer post(const std::string& body, std::string& why) {
    curl_easy_setopt(curl_.get(), CURLOPT_URL, url_.c_str());
    curl_easy_setopt(curl_.get(), CURLOPT_HTTPHEADER, lines_.get());
    curl_easy_setopt(curl_.get(), CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(curl_.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(curl_.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(options_.answer.count()));
    curl_easy_setopt(curl_.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(curl_.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl_.get(), CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl_.get(), CURLOPT_XFERINFOFUNCTION, give_up);
    curl_easy_setopt(curl_.get(), CURLOPT_XFERINFODATA, this);
    const CURLcode code = curl_easy_perform(curl_.get());
    if (code != CURLE_OK) {
      why = curl_easy_strerror(code);
      return Answer::later;
    }
    long status = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300) {
      return Answer::taken;
    }
    constexpr std::array k_later = {429L, 502L, 503L, 504L};  // as OTLP/HTTP has it
    why = "it answered " + std::to_string(status);
    return std::find(k_later.begin(), k_later.end(), status) != k_later.end() ? Answer::later
                                                                              : Answer::never;
  }

  /// curl asks now and then: not 0 ends the transfer.
  static int give_up(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return Steady::now() > static_cast<Exporter*>(self)->end_.load() ? 1 : 0;
  }

  void tell_of_trouble(const std::string& why) {
    if (!std::exchange(in_trouble_, true)) {
      log_warning("telemetry", "the collector does not take spans",
                  {{"url", url_}, {"reason", why}});
    }
  }
  void tell_of_return() {
    if (std::exchange(in_trouble_, false)) {
      log_info("telemetry", "the collector takes spans again", {{"url", url_}});
    }
  }

  const TraceOptions options_;
  const std::string url_;
  const std::string instance_ = random_hex(16);
  std::unique_ptr<CURL, void (*)(CURL*)> curl_{curl_easy_init(), curl_easy_cleanup};
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> lines_{
      curl_slist_append(nullptr, "content-type: application/json"), curl_slist_free_all};
  bool in_trouble_ = false;
  std::atomic<Steady::time_point> end_ = Steady::time_point::max();

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::vector<SpanData> waiting_;

  std::jthread thread_;
};

Tracing::Tracing(TraceOptions options) {
  set_trace_sample(options.sample);
  if (!options.url.empty()) {
    check(options.url);
    exporter_ = std::make_unique<Exporter>(std::move(options));
    span_sink = exporter_.get();
  }
}

Tracing::~Tracing() {
  span_sink = nullptr;
}

void add_span_metrics(Metrics& metrics) {
  metrics.counter("microflow_spans_sent_total", "Spans that the collector took.", "",
                  [] { return static_cast<double>(sent_spans.load()); });
  metrics.counter("microflow_spans_dropped_total",
                  "Spans that did not fit into the queue, or that the collector did not take.", "",
                  [] { return static_cast<double>(dropped_spans.load()); });
}

}  // namespace mf::telemetry
