#include "app/suite.hpp"

#include "app/door.hpp"
#include "app/folder_lock.hpp"
#include "app/key_reader.hpp"
#include "app/remote_peers.hpp"
#include "platform/blob/blob.hpp"
#include "platform/core/text.hpp"
#include "platform/db/traced.hpp"
#include "platform/mail/mail.hpp"
#include "services/dispatch/service.hpp"
#include "services/identity/service.hpp"
#include "services/insights/service.hpp"
#include "services/notifications/service.hpp"
#include "services/tracking/service.hpp"
#include "services/workorders/service.hpp"

#include <unistd.h>

#include <filesystem>

namespace mf::app {
namespace {

constexpr std::chrono::milliseconds k_ring_period{2'000};  // between two looks at identity's keys

std::shared_ptr<mail::Mailer> make_mailer(const Settings& settings) {
  const auto& mail = settings.mail;
  switch (mail.mode) {
    case MailMode::smtp:
      return mail::make_smtp({.host = mail.host,
                              .port = mail.port,
                              .security = mail.security,
                              .username = mail.user,
                              .password = mail.password});
    case MailMode::spool:
      return mail::make_spool(settings.data + "/mail");
    case MailMode::none:
      break;
  }
  return nullptr;
}

/// Databases in the data folder belong to whoever holds its lock; on a server replicas share them.
/// The holder's name is the same after a restart, so that it goes on without waiting for itself.
service::Sharing sharing_of(const Settings& settings) {
  if (settings.database.url.empty()) {
    return {};
  }
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return {.lease = settings.lease,
          .instance =
              fmt::format("{}:{}", host.data(), std::filesystem::absolute(settings.data).string())};
}

std::unique_ptr<events::EventLog> make_log(const Settings& settings, const Clock& clock) {
  const auto sharing = sharing_of(settings);
  const auto shared = [&](auto options) {
    options.lease = sharing.lease;
    options.instance = sharing.instance;
    return options;
  };
  if (settings.aws) {
    return events::make_aws_log(clock, shared(*settings.aws));
  }
  return settings.nats ? events::make_nats_log(clock, shared(*settings.nats))
                       : events::make_in_process_log(clock);
}

std::shared_ptr<blob::BlobStore> open_blobs(const Settings& settings) {
  auto azure = settings.blobs.azure;
  auto s3 = settings.blobs.s3;
  azure.spool_folder = s3.spool_folder = settings.data + "/spool";
  switch (settings.blobs.kind) {
    case BlobKind::azure:
      return blob::open_azure(std::move(azure));
    case BlobKind::s3:
      return blob::open_s3(std::move(s3));
    case BlobKind::directory:
      break;
  }
  return blob::open_directory(settings.blobs_in());
}

/// Where the services' databases are. One place to choose another engine.
std::unique_ptr<db::Database> open_database(const Settings& settings, const std::string& name) {
  auto database = settings.database.url.empty()
                      ? db::open_sqlite({.path = settings.data + "/" + name + ".db"})
                      : db::open_postgres({.url = settings.database.url_of(name),
                                           .connections = settings.database.connections,
                                           .shared = true});
  return settings.traces.url.empty() ? std::move(database)
                                     : db::with_spans(std::move(database), name);
}

std::vector<std::string> all_services() {
  return {k_service_names.begin(), k_service_names.end()};
}

/// The services that run elsewhere.
std::vector<std::string_view> without(const std::vector<std::string>& here) {
  std::vector<std::string_view> others;
  for (const auto name : k_service_names) {
    if (std::find(here.begin(), here.end(), name) == here.end()) {
      others.push_back(name);
    }
  }
  return others;
}

}  // namespace

struct Suite::State {
  Settings settings;
  const Clock& clock;
  const std::vector<std::string> names;
  FolderLock lock;
  auth::TokenVerifier verifier;
  telemetry::Metrics metrics;
  std::map<std::string, std::unique_ptr<db::Database>> databases;
  std::unique_ptr<events::EventLog> log;
  std::unique_ptr<service::Host> host;
  std::unique_ptr<gateway::Upstreams> others;  // null where every service is here
  std::unique_ptr<RemotePeers> remote;
  std::shared_ptr<auth::KeyRing> ring;  // identity's; null where it runs elsewhere
  std::unique_ptr<KeyReader> keys;
  std::unique_ptr<Door> door;

  State(Settings given, const Clock& time, std::vector<std::string> services)
      : settings(std::move(given)),
        clock(time),
        names(std::move(services)),
        lock(settings.data),
        log(make_log(settings, clock)),
        host(std::make_unique<service::Host>(clock, metrics, *log, sharing_of(settings))) {
    find_others();
    if (has("identity")) {
      ring = std::make_shared<auth::KeyRing>(settings.keys_in(), settings.keys);
      verifier.set_keys(ring->public_keys());
    }
    keys = std::make_unique<KeyReader>(
        verifier, [this] { return current_keys(); }, ring ? k_ring_period : settings.key_period);
    add_services();
  }

  bool has(std::string_view name) const {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  void find_others() {
    const auto elsewhere = without(names);
    if (!elsewhere.empty()) {
      others =
          std::make_unique<gateway::Upstreams>(upstreams_of(settings, elsewhere), clock, metrics);
      remote = std::make_unique<RemotePeers>(host.get(), *others, *settings.gateway.peers);
    }
  }

  std::optional<std::vector<std::string>> current_keys() {
    if (!ring) {
      return read_keys(*remote);
    }
    ring->refresh();
    return ring->public_keys();
  }

  service::Resources prepare(const std::string& name,
                             const std::vector<db::Migration>& migrations) {
    auto& database = databases[name];
    database = open_database(settings, name);
    host->prepare(name, *database, migrations);
    service::Peers& peers = remote ? static_cast<service::Peers&>(*remote) : *host;
    return {*database, clock, metrics, peers};
  }

  using Make = std::unique_ptr<service::Service> (State::*)();
  static std::span<const std::pair<std::string_view, Make>> makers();
  std::unique_ptr<service::Service> identity();
  std::unique_ptr<service::Service> workorders();
  std::unique_ptr<service::Service> dispatch();
  std::unique_ptr<service::Service> tracking();
  std::unique_ptr<service::Service> notifications();
  std::unique_ptr<service::Service> insights();

  void add_services() {
    for (const auto& [name, make] : makers()) {
      if (has(name)) {
        host->add((this->*make)());
      }
    }
  }
};

std::span<const std::pair<std::string_view, Suite::State::Make>> Suite::State::makers() {
  static constexpr std::array made = std::to_array<std::pair<std::string_view, Make>>({
      {"identity", &State::identity},
      {"workorders", &State::workorders},
      {"dispatch", &State::dispatch},
      {"tracking", &State::tracking},
      {"notifications", &State::notifications},
      {"insights", &State::insights},
  });
  return made;
}

std::unique_ptr<service::Service> Suite::State::identity() {
  return identity::make_service(prepare("identity", identity::migrations()), ring,
                                settings.identity);
}

std::unique_ptr<service::Service> Suite::State::workorders() {
  return workorders::make_service(
      prepare("workorders", workorders::migrations()),
      {.verify = [this](const std::string& token,
                        Timestamp now) { return verifier.verify(token, now); },
       .default_time_zone = settings.time_zone,
       .objection_period = settings.objection_period});
}

std::unique_ptr<service::Service> Suite::State::dispatch() {
  return dispatch::make_service(prepare("dispatch", dispatch::migrations()), {});
}

std::unique_ptr<service::Service> Suite::State::tracking() {
  return tracking::make_service(
      prepare("tracking", tracking::migrations()), open_blobs(settings),
      {.redirect = settings.blobs.redirect, .redirect_valid = settings.blobs.redirect_valid});
}

std::unique_ptr<service::Service> Suite::State::notifications() {
  return notifications::make_service(prepare("notifications", notifications::migrations()),
                                     make_mailer(settings),
                                     {.sender = settings.mail.sender,
                                      .streams_per_person = settings.streams_per_person,
                                      .streams = settings.streams});
}

std::unique_ptr<service::Service> Suite::State::insights() {
  return insights::make_service(prepare("insights", insights::migrations()),
                                {.time_zone = settings.time_zone});
}

Suite::Suite(Settings settings, const Clock& clock)
    : Suite(std::move(settings), clock, all_services()) {}

Suite::Suite(Settings settings, const Clock& clock, std::vector<std::string> services)
    : state_(std::make_unique<State>(std::move(settings), clock, std::move(services))) {}

Suite::~Suite() {
  stop();
}

void Suite::start_services() {
  if (state_->others) {
    state_->others->start();
  }
  state_->host->start();
}

void Suite::listen() {
  auto& state = *state_;
  state.metrics.gauge("microflow_workers", "Threads that run requests.", "",
                      [count = state.settings.workers] { return static_cast<double>(count); });
  state.keys->start();
  Settings settings = state.settings;
  settings.gateway.not_ready_yet = [&state]() -> std::optional<std::string> {
    return state.ring || state.keys->has_read()
               ? std::nullopt
               : std::optional<std::string>("identity's keys are not read yet");
  };
  state.door =
      std::make_unique<Door>(settings, std::make_shared<gateway::LocalBackend>(*state.host),
                             state.verifier, state.clock, state.metrics);
}

void Suite::stop() {
  if (state_->door) {
    state_->door->close();
  }
  state_->keys->stop();
  state_->host->stop();
  state_->door.reset();
  if (state_->others) {
    state_->others->stop();
  }
}

int Suite::port() const {
  return state_->door->port();
}
service::Host& Suite::host() {
  return *state_->host;
}
db::Database& Suite::database(const std::string& service) {
  return *state_->databases.at(service);
}
const auth::KeyRing& Suite::keys() const {
  return *state_->ring;
}
const Settings& Suite::settings() const {
  return state_->settings;
}

}  // namespace mf::app
