// Creating orders, durable, with their event: through the service from 32 threads, against a bare
// loop that makes the same SQLite inserts in groups of the same size. Both end with a search index
// that has every order.
#include "app/demo/company.hpp"
#include "bench/support.hpp"
#include "platform/events/outbox.hpp"
#include "services/workorders/order_search.hpp"
#include "services/workorders/order_store.hpp"
#include "services/workorders/service.hpp"

#include <sqlite3.h>
#include <sys/resource.h>

namespace mf::bench {
namespace {

using namespace std::chrono_literals;

constexpr int k_threads = 32;
constexpr int k_rounds = 3;
constexpr auto k_run = 3s;
constexpr int k_index_batch = 1000;  // as workorders takes orders into its index
constexpr double k_goal = 0.5;

struct Run {
  std::int64_t orders = 0;
  std::uint64_t units = 0;
  std::uint64_t commits = 0;
  double creating = 0;  // seconds
  double indexing = 0;
  double cpu = 0;  // seconds of this process, for both

  double rate() const { return static_cast<double>(orders) / (creating + indexing); }
  double group() const { return static_cast<double>(units) / static_cast<double>(commits); }
  double cpu_micros_per_order() const { return cpu / static_cast<double>(orders) * 1e6; }
  double commits_per_order() const {
    return static_cast<double>(commits) / static_cast<double>(orders);
  }
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Every thread opens one order after the other.
Run create_through_service(TestBed& bed) {
  const auto& company = bed.company();
  const auto who = caller(company.operators.front());
  std::atomic<std::int64_t> orders = 0;
  const auto before = bed.orders().stats();
  const auto began = Steady::now();
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < k_threads; ++t) {
      threads.emplace_back([&, at = static_cast<std::size_t>(t)]() mutable {
        for (; Steady::now() < began + k_run; at += k_threads) {
          const auto& site = company.sites[at % company.sites.size()];
          bed.call("POST", who, "/api/v1/orders", "", new_order(company, site, "repair", at));
          ++orders;
        }
      });
    }
  }
  const auto ended = Steady::now();
  const auto after = bed.orders().stats();
  return {.orders = orders,
          .units = after.units - before.units,
          .commits = after.commits - before.commits,
          .creating = seconds_between(began, ended)};
}

Run create_and_index(TestBed& bed) {
  const double cpu = cpu_seconds();
  Run run = create_through_service(bed);
  const auto began = Steady::now();
  workorders::search::bring_up_to_date(bed.orders());
  run.indexing = seconds_between(began, Steady::now());
  run.cpu = cpu_seconds() - cpu;
  return run;
}

/// A prepared statement of the bare loop.
class Statement {
 public:
  Statement(sqlite3* handle, const char* sql) : handle_(handle) {
    check(sqlite3_prepare_v2(handle, sql, -1, &statement_, nullptr));
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Runs it with these values; the first column of the first row, or 0.
  template <class... Values>
  std::int64_t run(const Values&... values) {
    int at = 0;
    (bind(++at, values), ...);
    std::int64_t result = 0;
    int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) {
      result = sqlite3_column_int64(statement_, 0);
      code = sqlite3_step(statement_);
    }
    if (code != SQLITE_DONE) {
      throw std::runtime_error(sqlite3_errmsg(handle_));
    }
    sqlite3_reset(statement_);
    return result;
  }

 private:
  void check(int code) const {
    if (code != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(handle_));
    }
  }
  void bind(int at, std::int64_t value) { check(sqlite3_bind_int64(statement_, at, value)); }
  void bind(int at, const Uuid& id) {
    check(sqlite3_bind_blob(statement_, at, id.bytes.data(), 16, SQLITE_STATIC));
  }
  void bind(int at, const std::string& text) {
    check(
        sqlite3_bind_text64(statement_, at, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
  }
  void bind(int at, std::nullptr_t) { check(sqlite3_bind_null(statement_, at)); }

  sqlite3* handle_;
  sqlite3_stmt* statement_ = nullptr;
};

/// An order and its event as the service stored them: the bare loop writes the same bytes.
struct Example {
  workorders::Order order;
  events::Event event;
};

Example newest_example(db::Database& database) {
  return database.read([](db::Session& session) {
    const auto last = events::last_seq(session);
    auto event = events::read_outbox(session, "workorders", last - 1, 1).at(0).event;
    auto order = workorders::store::find_order(session, OrderId{event.subject},
                                               workorders::Reach::everything());
    return Example{std::move(order.value()), std::move(event)};
  });
}

class BareLoop {
 public:
  BareLoop(const std::string& path, Example example) : example_(std::move(example)) {
    make_tables(path);
    if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) {
      throw std::runtime_error("cannot open " + path);
    }
    // As platform/db/sqlite.cpp opens its writer.
    for (const char* setting :
         {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA wal_autocheckpoint=4000",
          "PRAGMA foreign_keys=ON", "PRAGMA temp_store=MEMORY", "PRAGMA cache_size=-512"}) {
      sqlite3_exec(handle_, setting, nullptr, nullptr, nullptr);
    }
  }
  ~BareLoop() { sqlite3_close_v2(handle_); }
  BareLoop(const BareLoop&) = delete;
  BareLoop& operator=(const BareLoop&) = delete;

  Run run(int group) {
    Run done;
    const double cpu = cpu_seconds();
    const auto began = Steady::now();
    {
      Statement begin(handle_, "BEGIN IMMEDIATE");
      Statement commit(handle_, "COMMIT");
      Inserts inserts(handle_);
      while (Steady::now() < began + k_run) {
        begin.run();
        for (int i = 0; i < group; ++i) {
          insert(inserts);
        }
        commit.run();
        ++done.commits;
        done.orders += group;
      }
    }
    done.units = static_cast<std::uint64_t>(done.orders);
    const auto created = Steady::now();
    index(done.orders);
    done.creating = seconds_between(began, created);
    done.indexing = seconds_between(created, Steady::now());
    done.cpu = cpu_seconds() - cpu;
    return done;
  }

 private:
  struct Inserts {
    explicit Inserts(sqlite3* handle)
        : number(handle, "UPDATE order_numbers SET last = last + 1 WHERE id = 1 RETURNING last"),
          order(handle,
                "INSERT INTO orders (id, number, created_key, version, status, customer_id, "
                "customer_name, site_id, site_address, zone_id, zone_name, time_zone, type_id, "
                "type_name, priority, urgency, title, description, window_from, window_to, "
                "sla_hours, due_at, sla_warned, sla_breached, sla_next_at, created_at, updated_at, "
                "created_by, created_by_name, external_ref) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
          event(handle,
                "INSERT INTO outbox (id, type, subject, time, traceparent, data) "
                "VALUES (?, ?, ?, ?, ?, ?)"),
          history(handle,
                  "INSERT INTO order_history (id, order_id, at, recorded_at, actor_id, actor_name, "
                  "action, from_status, to_status, reason, detail, event_id) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)") {}
    Statement number;
    Statement order;
    Statement event;
    Statement history;
  };

  static void make_tables(const std::string& path) {
    auto migrations = events::events_migrations();
    for (const auto& more : {service::idempotency_migrations(), workorders::migrations()}) {
      migrations.insert(migrations.end(), more.begin(), more.end());
    }
    db::open_sqlite({.path = path})->migrate(migrations);
  }

  void insert(Inserts& into) {
    const auto& o = example_.order;
    const auto& e = example_.event;
    const auto time = to_micros(SystemClock().now());
    const Uuid order = Uuid::make();
    const Uuid event = Uuid::make();
    const auto number = into.number.run();
    const auto key = workorders::created_key(from_micros(time), number);
    const auto due = time + to_micros(o.sla.due) - to_micros(o.created_at);
    into.order.run(order, number, key, o.version, open_, o.customer.value, o.customer_name,
                   o.site.value, o.site_address, o.zone->value, *o.zone_name, o.time_zone,
                   o.type.value, o.type_name, medium_, std::int64_t{2}, o.title, o.description,
                   nullptr, nullptr, std::int64_t{o.sla.promised.count()}, due, std::int64_t{0},
                   std::int64_t{0}, time, time, time, o.created_by.id->value, o.created_by.name,
                   nullptr);
    into.event.run(event, e.type, order, time, e.traceparent, e.data);
    into.history.run(Uuid::make(), order, time, time, o.created_by.id->value, o.created_by.name,
                     create_, nullptr, open_, nullptr, nullptr, event);
    keys_.push_back(key);
  }

  /// The newest `count` orders, by the batch, as the service does it.
  void index(std::int64_t count) {
    Statement begin(handle_, "BEGIN IMMEDIATE");
    Statement commit(handle_, "COMMIT");
    Statement add(handle_, "INSERT INTO order_search (rowid, words) VALUES (?, ?)");
    const std::string words = workorders::search_text(example_.order) + " k" +
                              example_.order.customer.to_string() + " z" +
                              example_.order.zone->to_string();
    auto at = keys_.end() - count;
    while (at != keys_.end()) {
      begin.run();
      for (int i = 0; i < k_index_batch && at != keys_.end(); ++i, ++at) {
        add.run(*at, words);
      }
      commit.run();
    }
  }

  const Example example_;
  const std::string open_ = "open";
  const std::string medium_ = "medium";
  const std::string create_ = "create";
  sqlite3* handle_ = nullptr;
  std::vector<std::int64_t> keys_;
};

std::string describe(const Run& run) {
  return fmt::format(
      "{:.0f} orders/s ({:.0f} without the index), {:.1f} orders a commit, {:.0f} µs CPU",
      run.rate(), static_cast<double>(run.orders) / run.creating, run.group(),
      run.cpu_micros_per_order());
}

/// With every other service listening: how many come in, and how fast all of them are known
/// everywhere.
void run_whole_suite(TestBed& bed) {
  const Run run = create_through_service(bed);
  const auto created = Steady::now();
  const bool all = bed.delivered(120s);
  const double after = seconds_between(created, Steady::now());
  row("create", "whole suite: orders/s taken in, fsyncs per order",
      fmt::format("{:.0f}/s, {:.3f}", run.rate(), run.commits_per_order()));
  row("create", "whole suite: orders/s until all services have every event",
      all ? fmt::format("{:.0f}/s", static_cast<double>(run.orders) / (run.creating + after))
          : "not within 120 s");
}

void run_all() {
  TestBed bed;
  say("Creating orders in the whole suite …");
  run_whole_suite(bed);
  bed.quiet();
  create_and_index(bed);  // the first one takes in what the last phase has left

  BareLoop bare(bed.file("bare.db"), newest_example(bed.orders()));
  std::vector<double> service_rates;
  std::vector<double> bare_rates;
  std::vector<double> fsyncs;
  std::vector<double> service_cpu;
  std::vector<double> bare_cpu;
  for (int round = 0; round < k_rounds; ++round) {
    const Run service = create_and_index(bed);
    say("service: " + describe(service));
    const Run loop = bare.run(std::max(1, static_cast<int>(service.group() + 0.5)));
    say("bare loop: " + describe(loop));
    service_rates.push_back(service.rate());
    bare_rates.push_back(loop.rate());
    fsyncs.push_back(service.commits_per_order());
    service_cpu.push_back(service.cpu_micros_per_order());
    bare_cpu.push_back(loop.cpu_micros_per_order());
  }
  const double ratio = median(service_rates) / median(bare_rates);
  row("create", "orders/s: service, bare loop",
      fmt::format("{:.0f}/s, {:.0f}/s", median(service_rates), median(bare_rates)));
  row("create", "CPU per order: service, bare loop",
      fmt::format("{:.0f} µs, {:.0f} µs", median(service_cpu), median(bare_cpu)));
  row("create", "fsyncs per order (32 callers)", fmt::format("{:.3f}", median(fsyncs)));
  row("create", "rate, service ÷ bare loop", fmt::format("{:.2f}", ratio), "≥ 0.5",
      ratio >= k_goal);
}

}  // namespace
}  // namespace mf::bench

int main() {
  return mf::bench::run(mf::bench::run_all);
}
