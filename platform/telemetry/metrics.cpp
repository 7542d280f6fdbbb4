#include "platform/telemetry/metrics.hpp"

#include "platform/core/cgroup.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace mf::telemetry {
namespace {

constexpr std::size_t k_statuses = 600;
const prometheus::Histogram::BucketBoundaries k_latency_buckets{0.05, 0.1, 0.2, 0.5, 1.0, 2.0};

double process_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace

struct Metrics::State {
  struct Route {
    prometheus::Counter* requests;
    prometheus::Histogram* latency;
  };
  struct Reading {
    prometheus::Gauge* gauge;
    prometheus::Counter* counter;
    std::function<double()> read;
  };

  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>* requests;
  prometheus::Family<prometheus::Histogram>* latency;
  prometheus::Family<prometheus::Counter>* answers;
  // The counter of each status, once there was one: every answer passes here, without a lock.
  std::array<std::atomic<prometheus::Counter*>, k_statuses> by_status{};

  std::mutex mutex;
  std::mutex scraping;  // a counter's growth since the last scrape is added once
  std::unordered_map<std::string, Route> routes;
  std::vector<Reading> readings;
};

Metrics::Metrics() : state_(std::make_unique<State>()) {
  state_->requests = &prometheus::BuildCounter()
                          .Name("microflow_http_requests_total")
                          .Help("Requests by route template and status.")
                          .Register(state_->registry);
  state_->latency = &prometheus::BuildHistogram()
                         .Name("microflow_http_request_seconds")
                         .Help("Time from the request's head to its answer.")
                         .Register(state_->registry);
  state_->answers = &prometheus::BuildCounter()
                         .Name("microflow_answers_total")
                         .Help("Answers that left the door, refusals among them, by status.")
                         .Register(state_->registry);
  counter("process_cpu_seconds_total", "CPU time of the process.", "", process_cpu_seconds);
  gauge("process_resident_memory_bytes", "Resident memory of the process.", "", [] {
    std::ifstream file("/proc/self/statm");
    double total = 0;
    double resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
  });
  gauge("process_open_fds", "Open files and sockets of the process.", "", [] {
    const std::filesystem::directory_iterator files("/proc/self/fd");
    return static_cast<double>(std::distance(begin(files), end(files)));
  });
  gauge("microflow_cgroup_memory_bytes",
        "Memory of the cgroup without its file cache; 0 where there is no cgroup.", "",
        [] { return static_cast<double>(cgroup_usage().memory); });
  gauge("microflow_cgroup_memory_limit_bytes", "Its limit of memory; 0: none.", "",
        [] { return static_cast<double>(cgroup_limits().memory.value_or(0)); });
  counter("microflow_cgroup_cpu_seconds_total",
          "CPU time of the cgroup; 0 where there is no cgroup.", "",
          [] { return cgroup_usage().cpu_seconds; });
  gauge("microflow_cgroup_cpu_limit", "Its limit of CPU seconds a second; 0: none.", "",
        [] { return cgroup_limits().cpus.value_or(0); });
}

Metrics::~Metrics() = default;

void Metrics::request(const std::string& service, const std::string& method,
                      const std::string& route, int status, double seconds) {
  static thread_local std::string key;  // for its memory
  key.assign(service).append(" ").append(method).append(" ").append(route).append(" ");
  key.append(std::to_string(status));
  State::Route found{};
  {
    const std::lock_guard lock(state_->mutex);
    auto& entry = state_->routes[key];
    if (entry.requests == nullptr) {
      entry.requests = &state_->requests->Add({{"service", service},
                                               {"method", method},
                                               {"route", route},
                                               {"status", std::to_string(status)}});
      entry.latency = &state_->latency->Add(
          {{"service", service}, {"method", method}, {"route", route}}, k_latency_buckets);
    }
    found = entry;
  }
  found.requests->Increment();
  found.latency->Observe(seconds);
}

void Metrics::answer(int status) {
  if (status < 100 || status >= static_cast<int>(k_statuses)) {
    return;
  }
  auto& known = state_->by_status[static_cast<std::size_t>(status)];
  auto* counter = known.load(std::memory_order_acquire);
  if (counter == nullptr) {
    counter = &state_->answers->Add({{"status", std::to_string(status)}});
    known.store(counter, std::memory_order_release);
  }
  counter->Increment();
}

namespace {

prometheus::Labels label_of(const std::string& service) {
  return service.empty() ? prometheus::Labels{} : prometheus::Labels{{"service", service}};
}

}  // namespace

void Metrics::gauge(const std::string& name, const std::string& help, const std::string& service,
                    std::function<double()> read) {
  auto& made = prometheus::BuildGauge()
                   .Name(name)
                   .Help(help)
                   .Register(state_->registry)
                   .Add(label_of(service));
  const std::lock_guard lock(state_->mutex);
  state_->readings.push_back({&made, nullptr, std::move(read)});
}

void Metrics::counter(const std::string& name, const std::string& help, const std::string& service,
                      std::function<double()> read) {
  auto& made = prometheus::BuildCounter()
                   .Name(name)
                   .Help(help)
                   .Register(state_->registry)
                   .Add(label_of(service));
  const std::lock_guard lock(state_->mutex);
  state_->readings.push_back({nullptr, &made, std::move(read)});
}

std::string Metrics::expose() {
  const std::lock_guard one_at_a_time(state_->scraping);
  std::vector<State::Reading> readings;
  {
    const std::lock_guard lock(state_->mutex);
    readings = state_->readings;
  }
  for (const auto& reading : readings) {
    const double value = reading.read();
    if (reading.gauge != nullptr) {
      reading.gauge->Set(value);
    } else {
      reading.counter->Increment(std::max(0.0, value - reading.counter->Value()));
    }
  }
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace mf::telemetry
