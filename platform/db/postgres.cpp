// PostgreSQL: units of work side by side on a bounded pool of connections, serializable, so that
// what a service may rely on is the same as with SQLite's single writer. docs/decisions/postgres.md
#include "platform/core/outcome_unknown.hpp"
#include "platform/core/random.hpp"
#include "platform/db/database.hpp"
#include "platform/db/pg_bell.hpp"
#include "platform/db/pg_connection.hpp"
#include "platform/db/pg_pool.hpp"

#include <stdexcept>

namespace mf::db {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr int k_most_attempts = 20;
constexpr auto k_migration_limit = 10min;
/// For so long after units met each other, new ones queue behind them at once; twice as long each
/// time that they meet again right after it.
constexpr Steady::duration k_contention = 100ms;
constexpr Steady::duration k_longest_contention = 2s;
/// Units that run in one transaction go on for so long: those of other processes wait meanwhile.
constexpr auto k_longest_turn = 200ms;

using pg::Gate;
using pg::Lease;
using pg::Pool;

class ReadSession final : public Session {
 public:
  explicit ReadSession(Lease& lease) : lease_(lease) {}
  using Session::run;
  /// Each statement stands alone: where the connection turns out to be lost, a new one is asked.
  std::int64_t run(Sql sql, Parameters parameters, const RowReader& reader) override {
    try {
      return lease_->run(sql, parameters, reader);
    } catch (const pg::ConnectionLost&) {
      lease_.renew();
      return lease_->run(sql, parameters, reader);
    }
  }
  Engine engine() const override { return Engine::postgres; }

 private:
  Lease& lease_;
};

/// All statements see what the first one saw. Where the connection turns out to be lost before
/// that, a new one is asked.
class SnapshotSession final : public Session {
 public:
  explicit SnapshotSession(Lease& lease) : lease_(lease) { lease_->begin(pg::k_snapshot); }
  ~SnapshotSession() override { lease_->rollback(); }
  SnapshotSession(const SnapshotSession&) = delete;
  SnapshotSession& operator=(const SnapshotSession&) = delete;
  using Session::run;
  std::int64_t run(Sql sql, Parameters parameters, const RowReader& reader) override {
    const bool first = std::exchange(first_, false);
    try {
      return lease_->run(sql, parameters, reader);
    } catch (const pg::ConnectionLost&) {
      if (!first) {
        throw;
      }
    }
    lease_.renew();
    lease_->begin(pg::k_snapshot);
    return lease_->run(sql, parameters, reader);
  }
  Engine engine() const override { return Engine::postgres; }

 private:
  Lease& lease_;
  bool first_ = true;
};

class WriteUnit final : public Unit {
 public:
  explicit WriteUnit(pg::Connection& connection, int events_before = 0)
      : Unit(events_before), connection_(connection) {}
  using Session::run;
  std::int64_t run(Sql sql, Parameters parameters, const RowReader& reader) override {
    return connection_.run(sql, parameters, reader);
  }
  Engine engine() const override { return Engine::postgres; }

 private:
  pg::Connection& connection_;
};

using Body = std::function<Result<void>(Unit&)>;

/// A unit of work, and what became of it so far.
struct Work {
  explicit Work(const Body& what) : body(what) {}

  const Body& body;
  Result<void> result = {};
  std::exception_ptr thrown = {};
  bool applied = false;  // in the transaction; committed, if that was
  bool has_news = false;
  bool done = false;  // in a group: its leader is ready with it
  std::condition_variable wake = {};
};

using Group = std::span<Work* const>;

class Postgres final : public Database {
 public:
  explicit Postgres(PostgresOptions options) : options_(std::move(options)), pool_(options_) {
    check_collation();
    if (options_.shared) {
      bell_ = std::make_unique<pg::Bell>(options_.url, [this] { listeners_.tell(); });
    }
  }

  void read_with(const std::function<void(Session&)>& body) override {
    Lease lease(pool_);
    ReadSession session(lease);
    body(session);
  }

  void snapshot_with(const std::function<void(Session&)>& body) override {
    Lease lease(pool_);
    SnapshotSession session(lease);
    body(session);
  }

  Result<void> write_with(const Body& body) override {
    Work work(body);
    Work* const only = &work;
    Group group(&only, 1);
    if (contended() || !attempt(group, false, Steady::now() + options_.wait)) {
      take_turn(work);
    }
    if (work.thrown) {
      std::rethrow_exception(work.thrown);
    }
    if (work.has_news) {
      tell();
    }
    return std::move(work.result);
  }

  /// On a connection of its own. Several processes that start at once take turns.
  void migrate(std::span<const Migration> migrations) override {
    auto patient = options_;
    patient.statement = k_migration_limit;
    pg::Connection connection(patient, Steady::now() + options_.wait);
    script(connection, "SET default_transaction_read_only = off; SET lock_timeout = 0");
    // The lock ends with the connection. A schema of its own counts as a database of its own.
    script(connection, "SELECT pg_advisory_lock(7012026, hashtext(current_schema()))");
    script(connection,
           "CREATE TABLE IF NOT EXISTS schema_migrations "
           "(name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)");
    for (const auto& migration : migrations) {
      if (migration.is_for(Engine::postgres)) {
        apply(connection, migration);
      }
    }
  }

  Stats stats() const override {
    const std::lock_guard lock(turns_mutex_);
    return {units_, commits_, pool_.waiting() + gate_.waiting() + turns_.size()};
  }
  Engine engine() const override { return Engine::postgres; }

  Subscription on_events(std::function<void()> listener) override {
    return listeners_.add(std::move(listener));
  }

 private:
  static void script(pg::Connection& connection, const std::string& sql) {
    connection.script(sql, k_migration_limit);
  }

  /// Lists are sorted, and their pages cut, by bytes: as in SQLite, and as our keys are made.
  void check_collation() {
    std::string collation;
    read_with([&](Session& session) {
      session.run("SELECT datcollate FROM pg_database WHERE datname = current_database()", {},
                  [&](const Row& row) { collation = row.text(0); });
    });
    if (collation != "C" && collation != "POSIX" && collation != "C.UTF-8") {
      throw std::runtime_error(fmt::format(
          "the PostgreSQL database sorts text by {}: make it with CREATE DATABASE … TEMPLATE "
          "template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
          collation));
    }
  }

  static void apply(pg::Connection& connection, const Migration& migration) {
    bool applied = false;
    const Value name(migration.name);
    connection.run("SELECT 1 FROM schema_migrations WHERE name = $1", {&name, 1},
                   [&](const Row&) { applied = true; });
    if (applied) {
      return;
    }
    const std::array<Value, 2> row{name, SystemClock().now()};
    connection.begin(pg::k_unit);
    try {
      connection.run("INSERT INTO schema_migrations (name, applied_at) VALUES ($1, $2)", row, {});
      script(connection, in_our_words(migration.sql));
      connection.commit();
    } catch (...) {
      connection.rollback();
      throw;
    }
  }

  /// The two spellings of a portable migration that PostgreSQL has other words for.
  static std::string in_our_words(std::string sql) {
    constexpr std::string_view k_counted = "INTEGER PRIMARY KEY AUTOINCREMENT";
    for (auto at = sql.find(k_counted); at != std::string::npos; at = sql.find(k_counted, at)) {
      sql.replace(at, k_counted.size(), "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY");
    }
    // An id, X'0190…', 16 bytes in hexadecimal: the server reads it as a UUID without the X.
    constexpr std::size_t k_length = 35;
    for (auto at = sql.find("X'"); at != std::string::npos; at = sql.find("X'", at + 1)) {
      if (at + k_length <= sql.size() && sql[at + k_length - 1] == '\'') {
        sql[at] = ' ';
      }
    }
    return sql;
  }

  /// Those units that met others wait here. The first one leads: it takes all that wait meanwhile,
  /// and runs them one after the other, in one transaction, while no other process runs such ones.
  void take_turn(Work& work) {
    constexpr std::size_t k_largest_group = 64;
    std::unique_lock lock(turns_mutex_);
    turns_.push_back(&work);
    work.wake.wait(lock, [&] { return work.done || (!leading_ && turns_.front() == &work); });
    if (work.done) {
      return;
    }
    leading_ = true;
    const auto size = static_cast<std::ptrdiff_t>(std::min(turns_.size(), k_largest_group));
    std::vector<Work*> all(turns_.begin(), turns_.begin() + size);
    turns_.erase(turns_.begin(), turns_.begin() + size);
    lock.unlock();
    Group group(all);
    lead(group);
    lock.lock();
    leading_ = false;
    turns_.insert(turns_.begin(), all.begin() + std::ssize(group), all.end());
    for (Work* one : group) {
      one->done = true;
      one->wake.notify_one();
    }
    if (!turns_.empty()) {
      turns_.front()->wake.notify_one();
    }
  }

  /// Units of other processes that have not met anybody yet may still be met, so it may take
  /// several attempts. Throws nothing.
  void lead(Group& group) {
    const auto deadline = Steady::now() + options_.wait;
    try {
      for (int count = 1; count <= k_most_attempts && Steady::now() < deadline; ++count) {
        if (attempt(group, true, deadline)) {
          return;
        }
        back_off(count);
      }
      throw Unavailable("other units of work were in the way for too long");
    } catch (...) {
      for (Work* work : group) {
        work->thrown = std::current_exception();
        work->has_news = false;
      }
    }
  }

  /// Runs the units in one transaction, each undone alone where it fails. False, and nothing
  /// happened, where they have to begin again. Leaves in `group` those that it had time for.
  bool attempt(Group& group, bool alone, Steady::time_point deadline) {
    const Gate::Pass pass(gate_, alone, deadline);
    Lease lease(pool_);
    alone ? lease->begin_in_turn() : lease->begin(pg::k_unit);
    int events = 0;
    std::size_t taken = 0;
    Steady::time_point end;
    for (Work* work : group) {
      if (taken > 0 && Steady::now() > end) {
        break;
      }
      if (group.size() > 1) {
        lease->set_mark();
      }
      apply(*lease, *work, events);
      if (has_to_begin_again(*lease)) {
        lease->rollback();
        return false;
      }
      if (!work->applied && group.size() > 1) {
        lease->go_back_to_mark();
      }
      if (++taken == 1) {  // before, it may have waited for its turn
        end = Steady::now() + k_longest_turn;
      }
    }
    group = group.first(taken);
    return commit(*lease, group);
  }

  static void apply(pg::Connection& connection, Work& work, int& events) {
    work.thrown = {};
    work.applied = false;
    work.has_news = false;
    try {
      WriteUnit unit(connection, events);
      work.result = work.body(unit);
      if (work.result && connection.failed()) {
        throw std::logic_error("a unit of work went on after a statement was refused");
      }
      work.applied = work.result.has_value();
      work.has_news = work.applied && unit.has_news();
      events = work.applied ? unit.events() : events;
    } catch (const ConstraintViolation& violation) {
      work.result = fail(ErrorKind::conflict, "conflict", violation.what());
    } catch (...) {
      work.thrown = std::current_exception();
    }
  }

  bool commit(pg::Connection& connection, Group group) {
    const auto applied =
        std::count_if(group.begin(), group.end(), [](const Work* work) { return work->applied; });
    if (applied == 0) {
      connection.rollback();
      return true;
    }
    try {
      connection.commit();
    } catch (...) {
      const bool again = has_to_begin_again(connection);
      const auto why = connection.lost()
                           ? std::make_exception_ptr(OutcomeUnknown(
                                 "PostgreSQL: the connection broke during a commit: nobody knows "
                                 "whether it took place"))
                           : std::current_exception();
      connection.rollback();
      for (Work* work : group) {
        work->thrown = work->applied ? why : work->thrown;
        work->has_news = false;
      }
      return !again;
    }
    units_ += static_cast<std::uint64_t>(applied);
    ++commits_;
    return true;
  }

  /// What was lost before the commit was sent has not happened.
  bool has_to_begin_again(const pg::Connection& connection) {
    if (connection.collided()) {
      note_collision();
    }
    return connection.collided() || (connection.lost() && !connection.commit_sent());
  }

  void note_collision() {
    const auto now = Steady::now().time_since_epoch().count();
    const auto over = now - contended_until_.load();
    if (over >= 0) {
      contention_ = over < contention_ ? std::min(contention_ * 2, k_longest_contention.count())
                                       : k_contention.count();
    }
    contended_until_ = now + contention_;
  }

  bool contended() const { return Steady::now().time_since_epoch().count() < contended_until_; }

  static void back_off(int attempt) {
    const auto most = static_cast<std::uint64_t>(std::min(attempt, 8)) * 2'000;
    std::this_thread::sleep_for(std::chrono::microseconds(random_number() % most));
  }
  static std::uint64_t random_number() {
    std::uint64_t number = 0;
    random_bytes({reinterpret_cast<std::uint8_t*>(&number), sizeof number});
    return number;
  }

  void tell() {
    listeners_.tell();
    if (bell_) {
      bell_->ring();
    }
  }

  const PostgresOptions options_;
  Pool pool_;
  Gate gate_;
  mutable std::mutex turns_mutex_;
  std::deque<Work*> turns_;
  bool leading_ = false;
  std::atomic<Steady::rep> contended_until_ = 0;
  std::atomic<Steady::rep> contention_ = k_contention.count();
  std::atomic<std::uint64_t> units_ = 0;
  std::atomic<std::uint64_t> commits_ = 0;
  Listeners listeners_;
  std::unique_ptr<pg::Bell> bell_;  // null where nobody else has the database
};

}  // namespace

std::unique_ptr<Database> open_postgres(PostgresOptions options) {
  return std::make_unique<Postgres>(std::move(options));
}

}  // namespace mf::db
