#include "platform/service/operations.hpp"

#include "platform/events/outbox.hpp"
#include "platform/telemetry/log.hpp"

namespace mf::service {
namespace {

using namespace std::chrono_literals;

constexpr int k_letters = 100;

struct DeadLetterView {
  Uuid id;
  std::string source;
  std::string type;
  Uuid subject;
  Timestamp time;
  std::string error;
  Timestamp at;
  json::Raw data;
  static void describe(auto& v, DeadLetterView& o) {
    v.field("id", o.id);
    v.field("source", o.source);
    v.field("type", o.type);
    v.field("subject", o.subject);
    v.field("time", o.time);
    v.field("error", o.error, {}, "why the event was given up");
    v.field("at", o.at);
    v.field("data", o.data);
  }
};

DeadLetterView view(const events::DeadLetter& letter) {
  return {letter.event.id,   letter.event.source, letter.event.type, letter.event.subject,
          letter.event.time, letter.error,        letter.at,         {letter.event.data}};
}

}  // namespace

std::vector<Route> operations_routes(const std::string& service, events::EventLog& log,
                                     db::Database& database, const Clock& clock) {
  const std::string path = "/api/v1/operations/" + service + "/dead-letters";
  const auto list_letters = [](Context& c) -> Result<http::Response> {
    std::vector<DeadLetterView> views;
    for (const auto& letter : c.db().read(
             [](db::Session& session) { return events::dead_letters(session, k_letters); })) {
      views.push_back(view(letter));
    }
    return list(views);
  };
  const auto replay = [&log, &database, &clock, service](Context& c) -> Result<http::Response> {
    const auto id = Uuid::parse(c.path("id"));
    const auto* consumer = log.consumer(service);
    if (!id || consumer == nullptr) {
      return not_found("dead letter");
    }
    if (auto done = events::replay(database, *consumer, *id, clock.now()); !done) {
      return fail(std::move(done.error()));
    }
    return no_content();
  };
  return {
      route("GET", path, auth::Permission::dead_letter_read,
            "Events that " + service + " could not take in", list_letters)
          .lists<DeadLetterView>(),
      route("POST", path + "/{id}/replay", auth::Permission::dead_letter_replay,
            "Takes such an event in again", replay)
          .status(204),
  };
}

Job retention_job(const std::string& service, db::Database& database, const events::EventLog& log,
                  const Clock& clock) {
  return {"retention", 1h, [service, &database, &log, &clock] {
            const std::int64_t delivered = log.delivered(service);
            const auto done = database.write([&](db::Unit& unit) -> Result<void> {
              const auto now = clock.now();
              events::prune_outbox(unit, now - 24h * 30, delivered);
              events::prune_inbox(unit, now - 24h * 60);
              prune_idempotency(unit, now - 24h * 7);
              return {};
            });
            if (!done) {
              telemetry::log_error(service, "retention failed", {{"error", done.error().detail}});
            }
          }};
}

}  // namespace mf::service
