#include "app/commands.hpp"
#include "app/demo/demo.hpp"
#include "app/running.hpp"
#include "app/signals.hpp"
#include "app/suite.hpp"

#include <iostream>

namespace mf::app {
namespace {

bool is_loopback(const std::string& listen) {
  return listen.starts_with("127.") || listen.starts_with("localhost:") ||
         listen.starts_with("[::1]:");
}

}  // namespace

int up(Settings settings, bool demo) {
  const Signals signals;
  const telemetry::Tracing tracing(settings.traces);
  if (demo) {
    if (!is_loopback(settings.listen)) {
      throw std::runtime_error(
          "--demo listens on loopback only, because its passwords are known: leave --listen "
          "away or use 127.0.0.1:PORT");
    }
    // Whoever reaches the demo's loopback address is the same person: limits would only be in the
    // way.
    settings.gateway.address_rate = {};
    settings.gateway.caller_rate = {};
    settings.gateway.sign_in_rate = {};
    seed_demo(settings);
  }
  const SystemClock clock;
  Suite suite(settings, clock);
  suite.start_services();
  suite.listen();

  const std::string url = url_of(settings, suite.port());
  const RunNote note(settings.data, url);
  std::cout << "MicroFlow listens on " << url << "\n"
            << "API: " << url << "/api/docs\n";
  if (demo) {
    print_demo_logins(settings, std::cout);
  }
  std::cout << std::flush;
  signals.wait();
  std::cout << "Stopping …" << std::endl;
  suite.stop();
  return 0;
}

}  // namespace mf::app
