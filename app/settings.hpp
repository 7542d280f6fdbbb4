// The suite's settings, read from one configuration; the only place that knows its keys.
#pragma once

#include "platform/auth/key_ring.hpp"
#include "platform/blob/azure.hpp"
#include "platform/blob/s3.hpp"
#include "platform/config/config.hpp"
#include "platform/events/aws_log.hpp"
#include "platform/events/nats_log.hpp"
#include "platform/mail/mail.hpp"
#include "platform/telemetry/log.hpp"
#include "platform/telemetry/otlp.hpp"
#include "services/gateway/gateway.hpp"
#include "services/gateway/upstreams.hpp"
#include "services/identity/service.hpp"

namespace mf::app {

inline constexpr std::array k_service_names = std::to_array<std::string_view>(
    {"identity", "workorders", "dispatch", "tracking", "notifications", "insights"});

inline bool is_service(std::string_view name) {
  return std::find(k_service_names.begin(), k_service_names.end(), name) != k_service_names.end();
}

enum class MailMode { none, smtp, spool };

struct MailSettings {
  MailMode mode = MailMode::spool;
  std::string host;
  int port = 25;
  std::string user;
  std::string password;
  mail::Security security = mail::Security::opportunistic;
  std::string sender;
};

enum class BlobKind { directory, azure, s3 };

struct BlobSettings {
  BlobKind kind = BlobKind::directory;
  std::string folder;  // of `directory`; empty: in the data folder
  bool redirect = false;
  std::chrono::minutes redirect_valid{5};
  blob::AzureSettings azure;
  blob::S3Settings s3;
};

struct DatabaseSettings {
  std::string url;  // empty: SQLite in the data folder
  int connections = 8;

  /// The URL for one service: its name stands for "{service}".
  std::string url_of(const std::string& service) const;
};

struct Settings {
  std::string data;    // the folder with everything that is kept
  std::string listen;  // HOST:PORT
  std::string time_zone;
  std::size_t workers = 32;
  telemetry::Level log_level = telemetry::Level::info;
  telemetry::TraceOptions traces;
  std::chrono::milliseconds drain{10'000};
  std::chrono::hours objection_period{72};
  int connections = 2048;
  int streams = 2'000;  // open event streams, of everybody together and of one person
  int streams_per_person = 10;
  std::string tls_certificate;  // PEM files; empty: plain HTTP
  std::string tls_key;
  DatabaseSettings database;
  gateway::Settings gateway;
  identity::Settings identity;
  MailSettings mail;
  std::optional<events::NatsOptions> nats;  // neither: the outboxes themselves are the log
  std::optional<events::AwsOptions> aws;    // at most one of them
  BlobSettings blobs;
  std::string key_folder;  // identity's keys; empty: in the data folder
  auth::KeyRingOptions keys;
  std::chrono::milliseconds key_period{20'000};  // between two readings of identity's keys
  std::string peer_secret;                       // the same in every process
  gateway::UpstreamSettings upstreams;           // every service's replicas, as far as configured
  std::chrono::milliseconds lease{5'000};        // of what one replica does for all of a service

  std::string keys_in() const { return key_folder.empty() ? data + "/keys" : key_folder; }
  std::string blobs_in() const { return blobs.folder.empty() ? data + "/blobs" : blobs.folder; }
};

/// Reads every key. Check config.problems() afterwards.
Settings read_settings(config::Config& config);

/// Where a process with these settings is found, which listens at `port`.
std::string url_of(const Settings& settings, int port);

/// The upstreams of these services, as far as they are configured.
gateway::UpstreamSettings upstreams_of(const Settings& settings,
                                       std::span<const std::string_view> services);

/// Identity's public keys, asked over HTTP.
std::optional<std::vector<std::string>> read_keys(service::Peers& peers);

}  // namespace mf::app

template <>
inline constexpr auto mf::k_names<mf::app::MailMode> =
    std::array<mf::NameOf<mf::app::MailMode>, 3>{{
        {mf::app::MailMode::none, "none"},
        {mf::app::MailMode::smtp, "smtp"},
        {mf::app::MailMode::spool, "spool"},
    }};

template <>
inline constexpr auto mf::k_names<mf::app::BlobKind> =
    std::array<mf::NameOf<mf::app::BlobKind>, 3>{{
        {mf::app::BlobKind::directory, "directory"},
        {mf::app::BlobKind::azure, "azure"},
        {mf::app::BlobKind::s3, "s3"},
    }};
