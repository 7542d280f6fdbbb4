#include "app/settings.hpp"

#include "platform/async/pool.hpp"
#include "platform/core/cgroup.hpp"

#include <cstdlib>
#include <filesystem>

namespace mf::app {
namespace {

gateway::Rate read_rate(config::Config& config, const std::string& name, gateway::Rate fallback,
                        const std::string& whose) {
  return {config.number("gateway." + name + "_rate", fallback.per_second, 0, 1e6,
                        "requests a second of " + whose + "; 0: no limit"),
          config.number("gateway." + name + "_burst", fallback.burst, 1, 1e6,
                        "how many may come at once")};
}

/// The page that was built or installed together with the running binary.
std::string web_root(const std::string& configured) {
  if (!configured.empty()) {
    return configured;
  }
  std::error_code unknown;
  const auto above =
      std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path().parent_path();
  for (const auto* place : {"web", "share/microflow/web"}) {
    if (std::filesystem::is_regular_file(above / place / "index.html", unknown)) {
      return (above / place).string();
    }
  }
  return "";
}

events::NatsOptions read_nats(config::Config& config) {
  events::NatsOptions nats;
  nats.servers = config.list("events.nats_url",
                             "NATS servers (`nats://HOST:4222`) that carry the events; none: "
                             "services in one process need no broker");
  nats.user = config.text("events.nats_user", "", "user name, where the server asks for one");
  nats.password = config.secret("events.nats_password", "its password");
  nats.credentials_file =
      config.text("events.nats_credentials", "", "a `.creds` file, instead of user and password");
  nats.tls = config.flag("events.nats_tls", false, "TLS to the server");
  nats.ca_file =
      config.text("events.nats_ca", "", "PEM file of whom to trust, where the system does not");
  nats.certificate_file =
      config.text("events.nats_certificate", "", "our certificate, where the server asks for one");
  nats.key_file = config.text("events.nats_key", "", "its key");
  nats.stream = config.text("events.nats_stream", "microflow", "the stream; made if it is absent");
  nats.stream_replicas = static_cast<int>(config.integer(
      "events.nats_replicas", 1, 1, 5, "copies of a stream that is made, in a cluster"));
  nats.delivery.attempts = static_cast<int>(config.integer(
      "events.attempts", 5, 1, 100, "tries to take an event in before it is a dead letter"));
  return nats;
}

/// What is signed with at Amazon: given keys, or those of the container's role.
cloud::AwsKeySource read_aws_keys(config::Config& config) {
  cloud::AwsKeys keys;
  keys.id =
      config.text("aws.access_key_id", "",
                  "an access key for S3, SNS and SQS; empty: the keys of the container's role");
  keys.secret = config.secret("aws.secret_access_key", "its secret");
  keys.session_token = config.secret("aws.session_token", "of temporary keys");
  if (!keys.id.empty()) {
    return keys;
  }
  const auto role = cloud::container_endpoint([](const char* name) { return std::getenv(name); });
  return role ? cloud::AwsKeySource(*role) : cloud::AwsKeySource();
}

events::AwsOptions read_aws(config::Config& config, const cloud::AwsKeySource& keys) {
  events::AwsOptions aws;
  aws.keys = keys;
  aws.topic_arn =
      config.text("events.sns_topic_arn", "",
                  "the FIFO topic of Amazon SNS that carries the events, instead of NATS");
  aws.queue_url = config.text("events.sqs_queue_url", "",
                              "the services' FIFO queues, with `{service}` for the service's name: "
                              "`https://sqs.REGION.amazonaws.com/ACCOUNT/NAME-{service}.fifo`");
  aws.region = config.text("aws.region", "", "empty: the topic's");
  aws.endpoint =
      config.text("aws.endpoint", "", "of what speaks like SNS and SQS; empty: Amazon's own");
  aws.message_limit = static_cast<std::size_t>(
      config.integer("events.sns_message_bytes", 262'144, 1'024, 1'048'576,
                     "the largest message that topic and queues take; a larger event waits"));
  aws.visibility = std::chrono::seconds(
      config.integer("events.sqs_visibility_seconds", 30, 2, 43'200,
                     "after how long what a dead process had received comes to another"));
  return aws;
}

/// Which broker carries the events, if any.
void read_events(config::Config& config, const cloud::AwsKeySource& keys, Settings& settings) {
  auto nats = read_nats(config);
  auto aws = read_aws(config, keys);
  aws.delivery.attempts = nats.delivery.attempts;
  if (!nats.servers.empty() && !aws.topic_arn.empty()) {
    throw std::runtime_error(
        "events.nats_url and events.sns_topic_arn are both set: choose one broker");
  }
  if (!nats.servers.empty()) {
    settings.nats = std::move(nats);
  }
  if (!aws.topic_arn.empty()) {
    settings.aws = std::move(aws);
  }
}

BlobSettings read_blob_settings(config::Config& config, const cloud::AwsKeySource& aws) {
  BlobSettings blobs;
  blobs.kind = config.choice<BlobKind>("blobs.kind", BlobKind::directory,
                                       "where evidence is kept; `directory`: in the data folder");
  blobs.folder =
      config.text("blobs.folder", "",
                  "of `directory`, the same for every replica; empty: `blobs` in the data folder");
  blobs.redirect = config.flag("blobs.redirect", false,
                               "readers are sent to the store with a signed address of their own");
  blobs.redirect_valid = std::chrono::minutes(
      config.integer("blobs.redirect_minutes", 5, 1, 60, "how long such an address is good"));

  auto& azure = blobs.azure;
  azure.account = config.text("blobs.azure_account", "", "the storage account");
  azure.key = config.secret("blobs.azure_key", "its key, in base64");
  azure.container = config.text("blobs.azure_container", "microflow", "made if it is missing");
  azure.endpoint =
      config.text("blobs.azure_endpoint", "", "empty: `https://ACCOUNT.blob.core.windows.net`");

  auto& s3 = blobs.s3;
  s3.region = config.text("blobs.s3_region", "us-east-1", "the bucket's region");
  s3.bucket = config.text("blobs.s3_bucket", "", "made if it is missing");
  s3.endpoint = config.text("blobs.s3_endpoint", "", "empty: `https://s3.REGION.amazonaws.com`");
  s3.path_style = config.flag("blobs.s3_path_style", false,
                              "the bucket stands in the path, not in the host's name");
  cloud::AwsKeys own;
  own.id = config.text("blobs.s3_access_key_id", "",
                       "an access key for the bucket alone; empty: `aws.access_key_id`");
  own.secret = config.secret("blobs.s3_secret_access_key", "the access key's secret");
  own.session_token = config.secret("blobs.s3_session_token", "of temporary keys");
  s3.keys = own.id.empty() ? aws : cloud::AwsKeySource(std::move(own));
  return blobs;
}

/// What a suite of several processes needs.
void read_processes(config::Config& config, Settings& settings) {
  settings.peer_secret = config.secret(
      "suite.peer_secret", "what the processes of one suite know each other by; `serve` needs it");
  settings.lease = std::chrono::seconds(config.integer(
      "suite.lease_seconds", 5, 1, 300,
      "with PostgreSQL: a replica that is gone is replaced after this in what one of "
      "them does for all"));
  settings.key_folder =
      config.text("identity.key_folder", "",
                  "of the keys, the same for every replica of identity; empty: `keys` in the data "
                  "folder");
  settings.keys.announce = std::chrono::seconds(
      config.integer("identity.announce_seconds", 60, 0, 86'400,
                     "how long a new key is published before it signs; 45 or more with `serve`"));
  auto& upstreams = settings.upstreams;
  upstreams.options.answer_time = std::chrono::seconds(config.integer(
      "upstreams.answer_seconds", 60, 1, 3600, "how long the gateway waits for a service"));
  upstreams.options.at_once = static_cast<int>(
      config.integer("upstreams.requests", 256, 1, 100'000,
                     "requests of one service that run at the same time; more get 503"));
  upstreams.authorities =
      config.text("upstreams.authorities", "",
                  "PEM file of the authorities that services' certificates come from, where their "
                  "URLs begin with https; empty: the system's");
  for (const auto name : k_service_names) {
    upstreams.services[std::string(name)] =
        config.list(fmt::format("upstreams.{}", name),
                    fmt::format("URLs of the processes that serve {}", name));
  }
}

}  // namespace

std::string url_of(const Settings& settings, int port) {
  const std::string host = settings.listen.substr(0, settings.listen.rfind(':'));
  return fmt::format("{}://{}:{}", settings.tls_certificate.empty() ? "http" : "https", host, port);
}

gateway::UpstreamSettings upstreams_of(const Settings& settings,
                                       std::span<const std::string_view> services) {
  auto chosen = settings.upstreams;
  std::erase_if(chosen.services, [&](const auto& entry) {
    return entry.second.empty() ||
           std::find(services.begin(), services.end(), entry.first) == services.end();
  });
  chosen.all = chosen.services.size() == services.size();
  return chosen;
}

std::optional<std::vector<std::string>> read_keys(service::Peers& peers) {
  const auto answer = peers.get("/.well-known/jwks.json");
  return answer ? auth::read_jwks(answer->text()) : std::nullopt;
}

std::string DatabaseSettings::url_of(const std::string& service) const {
  constexpr std::string_view k_mark = "{service}";
  std::string out = url;
  for (auto at = out.find(k_mark); at != std::string::npos; at = out.find(k_mark)) {
    out.replace(at, k_mark.size(), service);
  }
  return out;
}

Settings read_settings(config::Config& config) {
  Settings settings;
  settings.data =
      config.text("suite.data", "microflow-data", "folder of the databases, files and keys");
  settings.listen = config.text("suite.listen", "127.0.0.1:8080", "address to listen on");
  settings.time_zone = config.text("suite.time_zone", "America/Bogota", "the company's time zone");
  const auto workers = static_cast<std::size_t>(
      config.integer("suite.workers", 0, 0, 512,
                     "threads that run requests; 0: 16 a processor, and one at most for each 16 "
                     "MiB, of what the container or unit may use"));
  const auto limits = cgroup_limits();
  settings.workers =
      workers > 0 ? workers : async::default_workers(usable_cpus(limits), limits.memory);
  settings.log_level =
      config.choice<telemetry::Level>("suite.log_level", telemetry::Level::info, "what is logged");
  settings.traces.url = config.text("telemetry.otlp_url", "",
                                    "collector of traces, `http://HOST:4318` (OTLP over HTTP); "
                                    "empty: none are kept");
  settings.traces.sample =
      config.number("telemetry.trace_sample", 1, 0, 1,
                    "share of traces that are kept, of those that begin here; others stay what "
                    "their `traceparent` says");
  settings.traces.version = MF_VERSION;
  settings.drain = std::chrono::seconds(config.integer(
      "suite.drain_seconds", 10, 1, 300, "how long running requests may take at the end"));
  settings.connections = static_cast<int>(
      config.integer("suite.connections", 2048, 16, 100'000, "open connections at the same time"));
  settings.streams = static_cast<int>(config.integer("notifications.streams", settings.streams, 1,
                                                     100'000, "open event streams of one process"));
  settings.streams_per_person = static_cast<int>(
      config.integer("notifications.streams_per_person", settings.streams_per_person, 1, 100'000,
                     "open event streams of one person at one process"));
  settings.objection_period = std::chrono::hours(
      config.integer("orders.objection_hours", 72, 0, 8760,
                     "how long completed work may be objected to before it is closed"));

  settings.database.url =
      config.secret("database.url",
                    "PostgreSQL instead of SQLite: `postgresql://{service}:…@HOST/{service}`, with "
                    "the service's name for `{service}`");
  settings.database.connections = static_cast<int>(config.integer(
      "database.connections", 8, 2, 200, "connections to PostgreSQL of each service, at most"));

  auto& gateway = settings.gateway;
  gateway.gateways = static_cast<int>(
      config.integer("gateway.replicas", 1, 1, 1000,
                     "gateways that share the visitors: each allows its part of the rates below"));
  gateway.address_rate = read_rate(config, "address", gateway.address_rate, "one address");
  gateway.caller_rate = read_rate(config, "caller", gateway.caller_rate, "one signed-in person");
  gateway.sign_in_rate =
      read_rate(config, "sign_in", gateway.sign_in_rate, "one address, signing in");
  gateway.trusted_proxies =
      config.list("gateway.trusted_proxies",
                  "addresses of proxies in front, whose X-Forwarded-For is believed");
  gateway.cors_origins =
      config.list("gateway.cors_origins", "origins of pages that may call, exactly");
  gateway.page.folder =
      web_root(config.text("gateway.web_root", "",
                           "folder of the built web page; empty: `web` beside the binary's folder, "
                           "or `share/microflow/web` there, if it is there"));
  gateway.page.map_tiles = config.text(
      "gateway.map_tiles", "",
      "where maps get their tiles: `https://HOST/{z}/{x}/{y}.png`; empty: maps without tiles");
  settings.tls_certificate = config.text(
      "suite.tls_certificate", "",
      "PEM file of the certificate and its chain; read again when it changes; empty: plain HTTP");
  settings.tls_key = config.text("suite.tls_key", "", "PEM file of the certificate's key");
  gateway.tls = !settings.tls_certificate.empty();
  settings.identity.secure_cookies =
      config.flag("identity.secure_cookies", gateway.tls,
                  "browsers come by TLS: they send the session's cookie in no other way");
  gateway.version = MF_VERSION;
  read_processes(config, settings);

  auto& mail = settings.mail;
  mail.mode =
      config.choice<MailMode>("mail.mode", MailMode::spool, "`spool`: files in the data folder");
  mail.host = config.text("mail.host", "localhost", "the SMTP server");
  mail.port = static_cast<int>(config.integer("mail.port", 25, 1, 65535, "its port"));
  mail.user = config.text("mail.user", "", "user name, where the server asks for one");
  mail.password = config.secret("mail.password", "its password");
  mail.security = config.choice<mail::Security>("mail.security", mail::Security::opportunistic,
                                                "encryption on the way to the server");
  mail.sender =
      config.text("mail.sender", "MicroFlow <no-reply@microflow.invalid>", "who the mail is from");
  const auto aws_keys = read_aws_keys(config);
  read_events(config, aws_keys, settings);
  settings.blobs = read_blob_settings(config, aws_keys);
  return settings;
}

}  // namespace mf::app
