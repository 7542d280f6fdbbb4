#include "platform/db/traced.hpp"

#include "platform/telemetry/span.hpp"
#include "platform/telemetry/trace.hpp"

namespace mf::db {
namespace {

class Traced final : public Database {
 public:
  Traced(std::unique_ptr<Database> database, std::string service)
      : database_(std::move(database)), service_(std::move(service)) {}

  void read_with(const std::function<void(Session&)>& body) override {
    read([&] { database_->read_with(body); });
  }
  void snapshot_with(const std::function<void(Session&)>& body) override {
    read([&] { database_->snapshot_with(body); });
  }

  Result<void> write_with(const std::function<Result<void>(Unit&)>& body) override {
    auto span = begin("commit");
    if (!span) {
      return database_->write_with(body);
    }
    try {
      int events = 0;
      auto done = database_->write_with([&](Unit& unit) {
        const int before = unit.events();
        auto result = body(unit);
        events = unit.events() - before;
        return result;
      });
      span.set("microflow.events", done ? events : 0);
      if (!done) {
        span.set("microflow.refusal", done.error().code);
      }
      return done;
    } catch (...) {
      span.fail("write_failed");
      throw;
    }
  }

  void migrate(std::span<const Migration> migrations) override { database_->migrate(migrations); }
  Stats stats() const override { return database_->stats(); }
  Engine engine() const override { return database_->engine(); }
  Subscription on_events(std::function<void()> listener) override {
    return database_->on_events(std::move(listener));
  }

 private:
  void read(const std::function<void()>& work) const {
    auto span = begin("read");
    try {
      work();
    } catch (...) {
      span.fail("read_failed");  // never the engine's words: they may hold what was written
      throw;
    }
  }

  telemetry::Span begin(std::string_view what) const {
    telemetry::Span span(telemetry::SpanKind::client, service_, what,
                         telemetry::current_traceparent());
    span.set("db.system", engine() == Engine::postgres ? "postgresql" : "sqlite");
    span.set("db.namespace", service_);
    return span;
  }

  const std::unique_ptr<Database> database_;
  const std::string service_;
};

}  // namespace

std::unique_ptr<Database> with_spans(std::unique_ptr<Database> database, std::string service) {
  return std::make_unique<Traced>(std::move(database), std::move(service));
}

}  // namespace mf::db
