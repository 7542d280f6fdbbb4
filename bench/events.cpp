// The event logs: how long from the producer's commit to the commit of the consumer's effect, and
// how fast a full outbox is taken in; in process and over NATS.
#include "bench/rows.hpp"
#include "platform/events/nats_log.hpp"
#include "platform/events/outbox.hpp"
#include "platform/telemetry/log.hpp"
#include "platform/testing/nats_server.hpp"
#include "platform/testing/postgres_server.hpp"
#include "platform/testing/temporary_folder.hpp"

#include <fmt/format.h>

#include <mutex>
#include <thread>

namespace mf::bench {
namespace {

using namespace std::chrono_literals;

constexpr int k_rate = 500;
constexpr int k_seconds = 10;
constexpr int k_backlog = 30'000;
constexpr int k_events_of_subject = 4;
constexpr double k_goal = 20;  // milliseconds

using MakeLog = std::function<std::unique_ptr<events::EventLog>(const Clock&)>;
using Open = std::function<std::unique_ptr<db::Database>(const testing::TemporaryFolder&,
                                                         const std::string& name)>;

std::unique_ptr<db::Database> open_file(const testing::TemporaryFolder& folder,
                                        const std::string& name) {
  return db::open_sqlite({.path = folder.path(name + ".db")});
}

/// What a bed is made of.
struct Parts {
  MakeLog log;
  Open open = open_file;
  /// Events are committed by another replica than the one that relays them and takes them in.
  bool apart = false;
};

/// Notes when each event's effect was committed.
class Consumer {
 public:
  Consumer(const std::string& name, std::unique_ptr<db::Database> database, int events)
      : name_(name), database_(std::move(database)) {
    database_->migrate(events::events_migrations());
    const std::vector<db::Migration> own{
        {"0001_seen", "CREATE TABLE seen (id UUID PRIMARY KEY, data TEXT NOT NULL)"}};
    database_->migrate(own);
    taken_.resize(static_cast<std::size_t>(events));
    commits_ = database_->on_events([this] {
      const auto now = Steady::now();
      const std::lock_guard lock(mutex_);
      for (const auto number : in_unit_) {
        taken_[number] = now;
      }
      in_unit_.clear();
    });
  }

  void join(events::EventLog& log) {
    log.add_consumer({name_,
                      {{"*",
                        [this](db::Unit& unit, const events::Event& event) -> Result<void> {
                          unit.execute("INSERT INTO seen (id, data) VALUES ($1, $2)",
                                       {event.id, event.data});
                          unit.mark_events();  // so that its commit is heard of
                          const std::lock_guard lock(mutex_);
                          in_unit_.push_back(std::stoul(event.traceparent));
                          return {};
                        }}}},
                     *database_);
  }

  /// After settling.
  const std::vector<Steady::time_point>& taken() const { return taken_; }

 private:
  const std::string name_;
  std::unique_ptr<db::Database> database_;
  db::Subscription commits_;
  std::mutex mutex_;
  std::vector<std::size_t> in_unit_;
  std::vector<Steady::time_point> taken_;
};

/// A producer and its consumers, with as many events as will be published.
class Bed {
 public:
  Bed(const Parts& parts, int consumers, int events) {
    orders_ = parts.open(folder_, "orders");
    orders_->migrate(events::events_migrations());
    if (parts.apart) {
      elsewhere_ = parts.open(folder_, "orders");
    }
    log_ = parts.log(clock_);
    log_->add_source("orders", *orders_);
    for (int i = 0; i < consumers; ++i) {
      const auto name = fmt::format("consumer{}", i);
      consumers_.push_back(std::make_unique<Consumer>(name, parts.open(folder_, name), events));
      consumers_.back()->join(*log_);
    }
  }
  ~Bed() { log_->stop(); }

  void start() { log_->start(); }

  /// Events [from, to) in one unit of work.
  void publish(int from, int to) {
    auto& database = elsewhere_ ? *elsewhere_ : *orders_;
    const auto done = database.write([&](db::Unit& unit) -> Result<void> {
      for (int i = from; i < to; ++i) {
        if (i % k_events_of_subject == 0) {
          subject_ = Uuid::make();
        }
        events::append(unit, {.source = "orders",
                              .type = "order.status_changed",
                              .subject = subject_,
                              .time = clock_.now(),
                              .traceparent = std::to_string(i),
                              .data = k_data});
      }
      return {};
    });
    if (!done) {
      throw std::runtime_error(done.error().detail);
    }
  }

  void settle() {
    const auto end = Steady::now() + 120s;
    while (!log_->settle("orders", 1s)) {
      if (Steady::now() > end) {
        throw std::runtime_error("events were not taken in");
      }
      std::this_thread::sleep_for(1ms);
    }
  }

  const auto& consumers() const { return consumers_; }

 private:
  static inline const std::string k_data =
      R"({"order":{"title":")" + std::string(1200, 'x') + R"("},"by":{"name":"Ana"}})";

  testing::TemporaryFolder folder_;
  SystemClock clock_;
  std::unique_ptr<db::Database> orders_;
  std::unique_ptr<db::Database> elsewhere_;  // another replica's; null where there is none
  std::vector<std::unique_ptr<Consumer>> consumers_;
  std::unique_ptr<events::EventLog> log_;
  Uuid subject_;
};

void measure_latency(const std::string& name, const Parts& parts, int consumers, bool has_goal) {
  constexpr int k_events = k_rate * (k_seconds + 1);
  Bed bed(parts, consumers, k_events);
  bed.start();
  std::vector<Steady::time_point> committed(k_events);
  const auto began = Steady::now() + 500ms;
  for (int i = 0; i < k_events; ++i) {
    std::this_thread::sleep_until(began + i * 1'000'000us / k_rate);
    bed.publish(i, i + 1);
    committed[static_cast<std::size_t>(i)] = Steady::now();
  }
  bed.settle();
  std::vector<double> waits;
  for (const auto& consumer : bed.consumers()) {
    for (std::size_t i = k_rate; i < committed.size(); ++i) {
      waits.push_back(std::max(0.0, milliseconds_between(committed[i], consumer->taken()[i])));
    }
  }
  const double high = percentile(waits, 0.99);
  row("events",
      fmt::format("{}, {} consumer{}, {} events/s: commit to commit, p50 / p99 / longest", name,
                  consumers, consumers == 1 ? "" : "s", k_rate),
      fmt::format("{:.1f} / {:.1f} / {:.1f} ms", median(waits), high, percentile(waits, 1)),
      has_goal ? fmt::format("p99 ≤ {:.0f} ms", k_goal) : "",
      has_goal ? std::optional(high <= k_goal) : std::nullopt);
}

void measure_throughput(const std::string& name, const Parts& parts, int consumers, int events) {
  Bed bed(parts, consumers, events);
  for (int from = 0; from < events; from += 1000) {
    bed.publish(from, from + 1000);
  }
  const auto began = Steady::now();
  bed.start();
  bed.settle();
  row("events",
      fmt::format("{}, {} consumer{}: {} waiting events taken in", name, consumers,
                  consumers == 1 ? "" : "s", events),
      fmt::format("{:.0f} events/s", events / seconds_between(began, Steady::now())));
}

void benchmark() {
  telemetry::set_log_level(telemetry::Level::warning);
  for (const int consumers : {1, 5}) {
    say(fmt::format("{} consumers …", consumers));
    const MakeLog in_process = [](const Clock& clock) {
      return events::make_in_process_log(clock);
    };
    measure_latency("in process", {in_process}, consumers, false);
    measure_throughput("in process", {in_process}, consumers, k_backlog);

    testing::NatsServer server;
    server.start();
    int streams = 0;
    const MakeLog nats = [&](const Clock& clock) {
      return events::make_nats_log(
          clock, {.servers = {server.url()}, .stream = fmt::format("bench{}", ++streams)});
    };
    measure_latency("NATS", {nats}, consumers, true);
    measure_throughput("NATS", {nats}, consumers, k_backlog);

    // As a deliver group would have to, so that replicas can't bring an order's events out of
    // order.
    const MakeLog one_by_one = [&](const Clock& clock) {
      return events::make_nats_log(clock, {.servers = {server.url()},
                                           .stream = fmt::format("bench{}", ++streams),
                                           .unacknowledged = 1,
                                           .delivery = {.batch = 1}});
    };
    measure_throughput("NATS, one at a time", {one_by_one}, consumers, k_backlog / 10);

    testing::PostgresServer postgres(true);
    const Open shared = [&](const testing::TemporaryFolder&, const std::string& database) {
      return db::open_postgres(
          {.url = postgres.url(fmt::format("{}{}", database, streams)), .shared = true});
    };
    measure_latency("NATS and PostgreSQL, committed by another replica", {nats, shared, true},
                    consumers, true);
  }
}

}  // namespace
}  // namespace mf::bench

int main() {
  return mf::bench::run(mf::bench::benchmark);
}
