#include "app/door.hpp"

#include <charconv>
#include <filesystem>
#include <stdexcept>

namespace mf::app {
namespace {

constexpr std::size_t k_queued_requests = 1024;

/// Null where no replica speaks TLS.
std::shared_ptr<http::TlsTrust> trust_of(const gateway::UpstreamSettings& upstreams) {
  for (const auto& [_, urls] : upstreams.services) {
    for (const auto& url : urls) {
      if (url.starts_with("https://")) {
        return std::make_shared<http::TlsTrust>(upstreams.authorities);
      }
    }
  }
  return nullptr;
}

http::ServerOptions server_options(const Settings& settings) {
  const auto colon = settings.listen.rfind(':');
  int port = -1;
  if (colon != std::string::npos) {
    const char* begin = settings.listen.data() + colon + 1;
    const char* end = settings.listen.data() + settings.listen.size();
    const auto parsed = std::from_chars(begin, end, port);
    port = parsed.ec == std::errc{} && parsed.ptr == end ? port : -1;
  }
  if (port < 0 || port > 65535) {
    throw std::runtime_error("the address to listen on must be HOST:PORT, not \"" +
                             settings.listen + "\"");
  }
  http::ServerOptions options;
  options.host = settings.listen.substr(0, colon);
  options.port = port;
  options.spool_folder = settings.data + "/spool";
  options.connections = settings.connections;
  if (!settings.tls_certificate.empty()) {
    options.tls = std::make_shared<http::TlsIdentity>(settings.tls_certificate, settings.tls_key);
  }
  options.trust = trust_of(settings.upstreams);
  std::filesystem::create_directories(options.spool_folder);
  return options;
}

}  // namespace

Door::Door(const Settings& settings, std::shared_ptr<gateway::Backend> backend,
           const auth::TokenVerifier& verifier, const Clock& clock, telemetry::Metrics& metrics)
    : drain_(settings.drain),
      workers_(settings.workers, k_queued_requests),
      gateway_(settings.gateway, std::move(backend), verifier, clock, metrics, workers_),
      server_(server_options(settings), gateway_, workers_) {
  if (!settings.traces.url.empty()) {
    telemetry::add_span_metrics(metrics);
  }
  server_.start();
}

void Door::close() {
  gateway_.drain();
  server_.stop(drain_);
  workers_.stop();
}

}  // namespace mf::app
