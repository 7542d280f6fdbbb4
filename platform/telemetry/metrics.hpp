// Metrics in the Prometheus text form. Labels are route templates, never paths or ids. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mf::telemetry {

class Metrics {
 public:
  Metrics();
  ~Metrics();

  /// Requests by service, method, route template and status class, with the latency histogram
  /// (50, 100, 200, 500 ms, 1 s, 2 s).
  void request(const std::string& service, const std::string& method, const std::string& route,
               int status, double seconds);
  /// Every answer that leaves the door, the ones that no service gave as well.
  void answer(int status);
  /// A number asked for at each scrape: queue depths, lags. An empty `service`: no label.
  void gauge(const std::string& name, const std::string& help, const std::string& service,
             std::function<double()> read);
  /// The same for a number that only grows; its name ends in `_total`.
  void counter(const std::string& name, const std::string& help, const std::string& service,
               std::function<double()> read);
  /// Everything, with the process's and the cgroup's CPU and memory.
  std::string expose();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mf::telemetry
