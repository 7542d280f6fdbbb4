#include "app/commands.hpp"
#include "app/gateway_process.hpp"
#include "app/running.hpp"
#include "app/signals.hpp"
#include "app/suite.hpp"

#include <iostream>

namespace mf::app {
namespace {

constexpr std::string_view k_gateway = "gateway";

void check_names(const std::vector<std::string>& names) {
  std::string known{k_gateway};
  for (const auto name : k_service_names) {
    known += ", " + std::string(name);
  }
  for (const auto& name : names) {
    const bool good = name == k_gateway || is_service(name);
    if (!good) {
      throw std::runtime_error("there is no service " + name + ": choose from " + known);
    }
    if (std::count(names.begin(), names.end(), name) > 1) {
      throw std::runtime_error(name + " is named twice");
    }
    if (name == k_gateway && names.size() > 1) {
      throw std::runtime_error("the gateway is a process of its own: use `up` for all in one");
    }
  }
}

void say_and_wait(const Signals& signals, const std::string& name, const std::string& url) {
  std::cout << "MicroFlow (" << name << ") listens on " << url << std::endl;
  signals.wait();
  std::cout << "Stopping …" << std::endl;
}

void serve_gateway(const Signals& signals, const Settings& settings) {
  const SystemClock clock;
  GatewayProcess process(settings, clock);
  say_and_wait(signals, "gateway", url_of(settings, process.port()));
  process.stop();
}

/// Limits, origins and pages are the gateway's; a token is checked here again.
void serve_services(const Signals& signals, Settings settings,
                    const std::vector<std::string>& names) {
  settings.gateway = {.version = settings.gateway.version,
                      .address_rate = {},
                      .caller_rate = {},
                      .sign_in_rate = {},
                      .peers = settings.gateway.peers,
                      .tells_routes = true};
  if (!settings.nats && !settings.aws && names.size() < k_service_names.size()) {
    telemetry::log_warning(
        "serve", "without a broker (events.nats_url) other processes hear of no event here",
        {{"services", fmt::format("{}", fmt::join(names, ", "))}});
  }
  const SystemClock clock;
  Suite suite(settings, clock, names);
  suite.start_services();
  suite.listen();
  const auto url = url_of(settings, suite.port());
  const RunNote note(settings.data, url);
  say_and_wait(signals, fmt::format("{}", fmt::join(names, ", ")), url);
  suite.stop();
}

}  // namespace

int serve(Settings settings, const std::vector<std::string>& names) {
  check_names(names);
  settings.gateway.peers = std::make_shared<const auth::PeerSecret>(settings.peer_secret);
  const Signals signals;
  const telemetry::Tracing tracing(settings.traces);
  if (names.front() == k_gateway) {
    serve_gateway(signals, settings);
  } else {
    serve_services(signals, std::move(settings), names);
  }
  return 0;
}

}  // namespace mf::app
