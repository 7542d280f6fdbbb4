// The PostgreSQL adapter against pgbench: the same statements, prepared, on as many connections, on
// a durable server of its own. A read of one order, and the unit of work that creates one: the
// number from one row that all share, the order, its history and its event.
#include "platform/db/database.hpp"
#include "platform/events/outbox.hpp"
#include "platform/testing/postgres_server.hpp"

#include <fstream>
#include <iostream>

namespace mf::bench {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr int k_connections = 8;
constexpr int k_rounds = 3;
constexpr auto k_run = 3s;
constexpr std::int64_t k_orders = 10'000;

constexpr const char* k_schema = R"(
CREATE TABLE numbers (id BIGINT PRIMARY KEY, last BIGINT NOT NULL);
INSERT INTO numbers (id, last) VALUES (1, 0);
CREATE TABLE places (id UUID PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO places (id, name) VALUES ('0190a000-0000-7000-8000-000000000001', 'Carrera 1');
CREATE TABLE orders (number BIGINT PRIMARY KEY, id UUID NOT NULL UNIQUE, place UUID NOT NULL,
  status TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, at BIGINT NOT NULL);
CREATE INDEX orders_by_status ON orders (status, number);
CREATE TABLE order_history (id UUID PRIMARY KEY, order_id UUID NOT NULL, at BIGINT NOT NULL,
  action TEXT NOT NULL);
CREATE INDEX history_of_order ON order_history (order_id, id))";

constexpr db::Sql k_place = "SELECT name FROM places WHERE id = $1";
constexpr db::Sql k_number = "UPDATE numbers SET last = last + 1 WHERE id = 1 RETURNING last";
constexpr db::Sql k_insert =
    "INSERT INTO orders (number, id, place, status, title, description, at) VALUES ($1, $2, $3, "
    "'open', 'No signal', 'The box blinks red since this morning', $4)";
constexpr db::Sql k_history =
    "INSERT INTO order_history (id, order_id, at, action) VALUES ($1, $2, $3, 'create')";
constexpr db::Sql k_read =
    "SELECT o.number, o.id, o.status, o.title, o.description, o.at, p.name FROM orders o JOIN "
    "places p ON p.id = o.place WHERE o.number = $1";

// The same for pgbench. Its event has a place from a sequence, which is cheaper than ours.
constexpr const char* k_pgbench_read = R"(\set n random(1, 10000)
SELECT o.number, o.id, o.status, o.title, o.description, o.at, p.name FROM orders o JOIN places p ON p.id = o.place WHERE o.number = :n;
)";
constexpr const char* k_pgbench_create = R"(BEGIN;
SELECT name FROM places WHERE id = '0190a000-0000-7000-8000-000000000001';
UPDATE numbers SET last = last + 1 WHERE id = 1 RETURNING last \gset
SELECT gen_random_uuid() AS id \gset
INSERT INTO orders (number, id, place, status, title, description, at) VALUES (:last, :id, '0190a000-0000-7000-8000-000000000001', 'open', 'No signal', 'The box blinks red since this morning', 1);
INSERT INTO order_history (id, order_id, at, action) VALUES (gen_random_uuid(), :id, 1, 'create');
INSERT INTO outbox (seq, id, type, subject, time, traceparent, data) VALUES (nextval('places_of_events'), gen_random_uuid(), 'order.created', :id, 1, '', '{"title":"No signal","description":"The box blinks red since this morning"}');
COMMIT;
)";

const Uuid k_the_place = Uuid::parse("0190a000-0000-7000-8000-000000000001").value();

Result<void> create(db::Unit& unit, Timestamp now) {
  unit.one(k_place, {k_the_place}, [](const db::Row& row) { return row.text(0); });
  const auto number =
      unit.one(k_number, {}, [](const db::Row& row) { return row.integer(0); }).value();
  const auto id = Uuid::make();
  unit.execute(k_insert, {number, id, k_the_place, now});
  events::append(unit, {.id = Uuid::make(),
                        .type = "order.created",
                        .subject = id,
                        .time = now,
                        .data = R"({"title":"No signal","description":"The box blinks red since )"
                                R"(this morning"})"});
  unit.execute(k_history, {Uuid::make(), id, now});
  return {};
}

/// Runs `each` on as many threads as there are connections; how often a second.
template <class F>
double rate(F each) {
  std::atomic<std::int64_t> done = 0;
  const auto began = Steady::now();
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < k_connections; ++t) {
      threads.emplace_back([&, t] {
        for (std::int64_t i = t; Steady::now() < began + k_run; i += k_connections) {
          each(i);
          ++done;
        }
      });
    }
  }
  return static_cast<double>(done) / std::chrono::duration<double>(Steady::now() - began).count();
}

class Pgbench {
 public:
  Pgbench(const testing::PostgresServer& server, std::string name, const char* script)
      : server_(server), file_("/tmp/microflow-" + std::move(name) + ".sql") {
    std::ofstream(file_) << script;
  }
  ~Pgbench() { std::filesystem::remove(file_); }

  double run() const {
    const auto seconds = std::chrono::seconds(k_run).count();
    const auto command = fmt::format(
        "PGOPTIONS='-c search_path=bench' {}/pgbench -h {} -U microflow -n -M prepared -c {} -j 2 "
        "-T {} -f {} postgres 2>&1",
        server_.programs(), server_.socket_folder(), k_connections, seconds, file_);
    std::string out;
    FILE* pipe = popen(command.c_str(), "r");
    for (std::array<char, 4096> part{}; fgets(part.data(), part.size(), pipe) != nullptr;) {
      out += part.data();
    }
    pclose(pipe);
    const auto at = out.find("tps = ");
    if (at == std::string::npos) {
      throw std::runtime_error("pgbench: " + out);
    }
    return std::atof(out.c_str() + at + 6);
  }

 private:
  const testing::PostgresServer& server_;
  const std::string file_;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.at(values.size() / 2);
}

template <class F>
void compare(const std::string& what, F ours, const Pgbench& theirs) {
  std::vector<double> mine;
  std::vector<double> other;
  for (int round = 0; round < k_rounds; ++round) {
    mine.push_back(rate(ours));
    other.push_back(theirs.run());
    std::cerr << fmt::format("{}: {:.0f}/s, pgbench {:.0f}/s\n", what, mine.back(), other.back());
  }
  const double ratio = median(mine) / median(other);
  std::cout << fmt::format("postgres\t{}: adapter, pgbench\t{:.0f}/s, {:.0f}/s\t\t\n", what,
                           median(mine), median(other))
            << fmt::format("postgres\t{}: adapter ÷ pgbench\t{:.2f}\t≥ 0.7\t{}\n", what, ratio,
                           ratio >= 0.7 ? "met" : "missed")
            << std::flush;
}

int run() {
  testing::PostgresServer server(true);
  const auto database =
      db::open_postgres({.url = server.url("bench"), .connections = k_connections, .wait = 20s});
  database->migrate(events::events_migrations());
  const std::vector<db::Migration> own{{"0001_bench", k_schema}};
  database->migrate(own);
  server.execute("CREATE SEQUENCE bench.places_of_events");
  const SystemClock clock;
  const auto one = [&](std::int64_t) {
    if (!database->write([&](db::Unit& unit) { return create(unit, clock.now()); })) {
      throw std::runtime_error("an order was refused");
    }
  };
  for (std::int64_t made = 0; made < k_orders; made += 500) {
    (void)database->write([&](db::Unit& unit) -> Result<void> {
      for (int i = 0; i < 500; ++i) {
        (void)create(unit, clock.now());
      }
      return {};
    });
  }
  server.execute("ANALYZE");
  compare(
      "read an order",
      [&](std::int64_t i) {
        database->read([&](db::Session& session) {
          return session.one(k_read, {i * 7919 % k_orders + 1},
                             [](const db::Row& row) { return row.text(3); });
        });
      },
      Pgbench(server, "read", k_pgbench_read));
  compare("create an order", one, Pgbench(server, "create", k_pgbench_create));
  return 0;
}

}  // namespace
}  // namespace mf::bench

int main() {
  try {
    return mf::bench::run();
  } catch (const std::exception& error) {
    std::cerr << "failed: " << error.what() << "\n";
    return 1;
  }
}
