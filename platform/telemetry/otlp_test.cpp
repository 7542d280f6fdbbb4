#include "platform/telemetry/otlp.hpp"

#include "platform/json/dom.hpp"
#include "platform/telemetry/trace.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mf::telemetry {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::string k_parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const std::string k_own = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01";

/// A collector that answers each POST with the next of `statuses`, the last one for ever; with none
/// it takes connections and says nothing.
class Collector {
 public:
  explicit Collector(std::vector<int> statuses) : statuses_(std::move(statuses)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 16), 0);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::jthread([this] { run(); });
  }
  ~Collector() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }

  std::string url;

  std::vector<std::string> bodies() const {
    const std::lock_guard lock(mutex_);
    return bodies_;
  }

 private:
  void run() {
    for (int peer = 0; (peer = accept(listener_, nullptr, nullptr)) >= 0; close(peer)) {
      serve(peer);
    }
  }

  void serve(int peer) {
    std::string in;
    const auto fill = [&] {
      std::array<char, 65536> piece{};
      const auto got = recv(peer, piece.data(), piece.size(), 0);
      in.append(piece.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
      return got > 0;
    };
    while (in.find("\r\n\r\n") == std::string::npos) {
      if (!fill()) {
        return;
      }
    }
    const auto head = in.find("\r\n\r\n") + 4;
    const auto field = in.find("Content-Length: ");
    const auto length = std::stoul(in.substr(field + 16));
    if (in.find("Expect: 100-continue") < head) {
      send(peer, "HTTP/1.1 100 Continue\r\n\r\n", 25, 0);
    }
    while (in.size() < head + length) {
      if (!fill()) {
        return;
      }
    }
    if (statuses_.empty()) {
      fill();  // until the other side hangs up
      return;
    }
    const auto answer =
        fmt::format("HTTP/1.1 {} X\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}",
                    statuses_[std::min(taken_++, statuses_.size() - 1)]);
    {
      const std::lock_guard lock(mutex_);
      bodies_.push_back(in.substr(head));
    }
    send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
  }

  const std::vector<int> statuses_;
  std::size_t taken_ = 0;
  int listener_ = -1;
  mutable std::mutex mutex_;
  std::vector<std::string> bodies_;
  std::jthread thread_;
};

double metric(const std::string& name) {
  Metrics metrics;
  add_span_metrics(metrics);
  const auto text = metrics.expose();
  const auto at = text.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
}

TEST(Otlp, ASpanIsWrittenAsTheSpecificationHasIt) {
  const SpanData span{.kind = SpanKind::server,
                      .service = "workorders",
                      .name = "POST /api/v1/orders",
                      .traceparent = k_own,
                      .parent = k_parent,
                      .start = std::chrono::system_clock::time_point(1'700'000'000s),
                      .end = std::chrono::system_clock::time_point(1'700'000'000s + 5ms),
                      .attributes = {{"http.route", "/api/v1/orders"},
                                     {"http.response.status_code", std::int64_t{500}}},
                      .error = "500"};
  EXPECT_EQ(encode_otlp({&span, 1}, "one", "0.1.0"),
            R"({"resourceSpans":[{"resource":{"attributes":[)"
            R"({"key":"service.namespace","value":{"stringValue":"microflow"}},)"
            R"({"key":"service.name","value":{"stringValue":"workorders"}},)"
            R"({"key":"service.instance.id","value":{"stringValue":"one"}},)"
            R"({"key":"service.version","value":{"stringValue":"0.1.0"}}]},)"
            R"("scopeSpans":[{"scope":{"name":"microflow"},"spans":[)"
            R"({"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7",)"
            R"("parentSpanId":"b7ad6b7169203331","name":"POST /api/v1/orders","kind":2,)"
            R"("startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000005000000",)"
            R"("attributes":[{"key":"http.route","value":{"stringValue":"/api/v1/orders"}},)"
            R"({"key":"http.response.status_code","value":{"intValue":"500"}}],)"
            R"("status":{"code":2,"message":"500"}}]}]}]})");
}

TEST(Otlp, WithoutACollectorNothingIsRecorded) {
  const Tracing tracing({});
  EXPECT_FALSE(collects(k_parent));
  const Span span(SpanKind::client, "dispatch", "read", k_parent);
  EXPECT_FALSE(span);
  EXPECT_EQ(span.traceparent_or(k_parent), k_parent);
}

TEST(Otlp, AUrlThatIsNoneIsRefusedByTheNameOfItsSetting) {
  for (const std::string bad :
       {"collector:4318", "ftp://collector", "http://me:secret@collector"}) {
    try {
      const Tracing tracing({.url = bad});
      ADD_FAILURE() << bad;
    } catch (const std::runtime_error& error) {
      EXPECT_THAT(error.what(), HasSubstr("telemetry.otlp_url"));
      EXPECT_THAT(error.what(), testing::Not(HasSubstr("secret")));
    }
  }
}

TEST(Otlp, SpansThatAreNotSampledStayHere) {
  const Collector collector({200});
  {
    const Tracing tracing({.url = collector.url});
    Span kept(SpanKind::client, "dispatch", "kept", k_parent);
    Span other(SpanKind::client, "dispatch", "other",
               "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
    EXPECT_TRUE(kept);
    EXPECT_FALSE(other);
  }
  ASSERT_EQ(collector.bodies().size(), 1U);
  EXPECT_THAT(collector.bodies().front(), HasSubstr("\"kept\""));
}

TEST(Otlp, WhatWaitsIsSentAtTheEndInBatches) {
  const Collector collector({200});
  const auto before = metric("microflow_spans_sent_total");
  {
    const Tracing tracing({.url = collector.url, .batch = 4, .every = 1h});
    for (int i = 0; i < 10; ++i) {
      const Span span(SpanKind::internal, "dispatch", "one", k_parent);
    }
  }
  std::size_t spans = 0;
  for (const auto& body : collector.bodies()) {
    const auto dom = json::Dom::parse(body);
    ASSERT_TRUE(dom);
    const auto& of_service = dom->find("resourceSpans")->at(0);
    spans += of_service.find("scopeSpans")->at(0).find("spans")->size();
  }
  EXPECT_EQ(spans, 10U);
  EXPECT_EQ(metric("microflow_spans_sent_total") - before, 10);
}

TEST(Otlp, WhatTheCollectorMayTakeLaterIsSentAgain) {
  const Collector collector({503, 200});
  const auto dropped = metric("microflow_spans_dropped_total");
  const Tracing tracing({.url = collector.url, .every = 1ms});
  {
    const Span span(SpanKind::internal, "dispatch", "one", k_parent);
  }
  const auto until = std::chrono::steady_clock::now() + 10s;
  while (collector.bodies().size() < 2 && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(5ms);  // until the second attempt has come
  }
  ASSERT_EQ(collector.bodies().size(), 2U);
  EXPECT_EQ(collector.bodies()[0], collector.bodies()[1]);
  EXPECT_EQ(metric("microflow_spans_dropped_total"), dropped);
}

TEST(Otlp, AFullQueueDropsAndCounts) {
  const Collector collector({});
  const auto before = metric("microflow_spans_dropped_total");
  {
    const Tracing tracing({.url = collector.url, .queue = 3, .every = 1h, .goodbye = 200ms});
    for (int i = 0; i < 10; ++i) {
      const Span span(SpanKind::internal, "dispatch", "one", k_parent);
    }
    EXPECT_EQ(metric("microflow_spans_dropped_total") - before, 7);
  }
  EXPECT_EQ(metric("microflow_spans_dropped_total") - before, 10);  // nobody took the other three
}

TEST(Otlp, ACollectorThatSaysNothingDoesNotHoldTheEndUp) {
  const Collector collector({});
  const auto begin = std::chrono::steady_clock::now();
  {
    const Tracing tracing({.url = collector.url, .goodbye = 300ms});
    const Span span(SpanKind::internal, "dispatch", "one", k_parent);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s);
}

}  // namespace
}  // namespace mf::telemetry
