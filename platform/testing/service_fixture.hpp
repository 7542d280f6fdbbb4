// One service with a real database (SQLite, or what MF_TEST_ENGINE says), without sockets: call its
// routes, feed it events, see what it published. One thread.
#pragma once

#include "platform/service/host.hpp"
#include "platform/testing/manual_clock.hpp"
#include "platform/testing/temporary_folder.hpp"

#include <map>

namespace mf::testing {

/// A signed-in person with these roles; change what the test needs.
auth::Principal person(std::initializer_list<auth::Role> roles, std::string name = "Test Person");

class ServiceFixture {
 public:
  /// `name` of the service, its own migrations.
  ServiceFixture(std::string name, const std::vector<db::Migration>& migrations);
  ~ServiceFixture();

  /// For the service's constructor.
  service::Resources resources();
  void add(std::unique_ptr<service::Service> service);

  /// Calls a route as the gateway would: access checked, JSON body if there is one. "GET",
  /// "/api/v1/orders?limit=5".
  http::Response call(const std::string& method, const std::string& target,
                      const std::optional<auth::Principal>& who, const std::string& json = "",
                      http::Headers headers = {});
  /// The same with a body of another media type.
  http::Response upload(const std::string& target, const auth::Principal& who,
                        const std::string& media_type, std::string body,
                        http::Headers headers = {});

  /// Feeds an event to the service's consumer, as the log would. `data` is a payload of
  /// contracts/events.hpp.
  Result<void> deliver(const events::Event& event);
  template <class Payload>
  Result<void> deliver(const std::string& source, const std::string& type, Uuid subject,
                       const Payload& payload) {
    return deliver(events::Event{.source = source,
                                 .type = type,
                                 .subject = subject,
                                 .time = clock.now(),
                                 .data = json::encode(payload)});
  }
  /// What the service has published so far, all of it or of one type, in order.
  std::vector<events::Event> published(const std::string& type = "");
  /// Runs the service's job of that name once, here.
  void run_job(const std::string& name);

  ManualClock clock;
  /// What Peers answers for a target of another service; anything else is a 404.
  std::map<std::string, std::string> peer_answers;
  /// How often many things were read from another service at once.
  int batches() const;

  db::Database& database() { return *database_; }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  class FakePeers;
  std::string name_;
  TemporaryFolder folder_;
  std::unique_ptr<db::Database> database_;
  telemetry::Metrics metrics_;
  std::unique_ptr<FakePeers> peers_;
  std::unique_ptr<events::EventLog> log_;
  std::unique_ptr<service::Host> host_;
  std::vector<service::Job> jobs_;
  events::Consumer consumer_;
};

/// The member at a JSON Pointer ("/items/0/code") as text: strings bare, other values as JSON; ""
/// where there is none.
std::string at(const http::Response& response, std::string_view pointer);
std::string at(std::string_view json, std::string_view pointer);

}  // namespace mf::testing
