// SQLite: WAL, synchronous=FULL, one writer with group commit, readers that never wait for it.
#include "platform/db/database.hpp"
#include "platform/db/sqlite_connection.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <stdexcept>

namespace mf::db {
namespace {

class ReadSession final : public Session {
 public:
  explicit ReadSession(SqliteConnection& connection) : connection_(connection) {}
  using Session::run;
  std::int64_t run(Sql sql, Parameters parameters, const RowReader& reader) override {
    return connection_.run(sql, parameters, reader);
  }
  Engine engine() const override { return Engine::sqlite; }

 private:
  SqliteConnection& connection_;
};

class WriteUnit final : public Unit {
 public:
  explicit WriteUnit(SqliteConnection& connection) : connection_(connection) {}
  using Session::run;
  std::int64_t run(Sql sql, Parameters parameters, const RowReader& reader) override {
    return connection_.run(sql, parameters, reader);
  }
  Engine engine() const override { return Engine::sqlite; }

 private:
  SqliteConnection& connection_;
};

/// One caller of write() in the queue.
struct Waiter {
  const std::function<Result<void>(Unit&)>& body;
  Result<void> result = {};
  std::exception_ptr thrown = {};
  bool has_news = false;
  bool applied = false;
  bool done = false;
  std::condition_variable wake = {};
};

class Sqlite final : public Database {
 public:
  explicit Sqlite(SqliteOptions options) : options_(std::move(options)) {
    const auto folder = std::filesystem::path(options_.path).parent_path();
    if (!folder.empty()) {
      std::filesystem::create_directories(folder);
    }
    writer_ = std::make_unique<SqliteConnection>(options_, true);
  }

  void read_with(const std::function<void(Session&)>& body) override {
    const Borrowed connection(*this);
    ReadSession session(*connection);
    body(session);
  }

  void snapshot_with(const std::function<void(Session&)>& body) override {
    const Borrowed connection(*this);
    connection->run("BEGIN", {}, {});
    const struct End {
      SqliteConnection& connection;
      ~End() { connection.end_read(); }
    } end{*connection};
    ReadSession session(*connection);
    body(session);
  }

  /// Leader and followers: the first writer to come commits for all who queued meanwhile.
  Result<void> write_with(const std::function<Result<void>(Unit&)>& body) override {
    Waiter self{body};
    std::unique_lock lock(mutex_);
    queue_.push_back(&self);
    self.wake.wait(lock, [&] { return self.done || (!leading_ && queue_.front() == &self); });
    if (!self.done) {
      leading_ = true;
      const std::vector<Waiter*> group(queue_.begin(), queue_.end());
      queue_.clear();
      lock.unlock();
      commit(group);
      lock.lock();
      finish(group);
    }
    lock.unlock();
    if (self.thrown) {
      std::rethrow_exception(self.thrown);
    }
    return std::move(self.result);
  }

  void migrate(std::span<const Migration> migrations) override {
    const std::lock_guard lock(migrating_);
    writer_->script(
        "CREATE TABLE IF NOT EXISTS schema_migrations "
        "(name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)");
    for (const auto& migration : migrations) {
      bool applied = !migration.is_for(Engine::sqlite);
      const Value name(migration.name);
      writer_->run("SELECT 1 FROM schema_migrations WHERE name = $1", {&name, 1},
                   [&](const Row&) { applied = true; });
      if (applied) {
        continue;
      }
      writer_->script("BEGIN IMMEDIATE");
      try {
        writer_->script(migration.sql);
        const std::array<Value, 2> row{name, SystemClock().now()};
        writer_->run("INSERT INTO schema_migrations (name, applied_at) VALUES ($1, $2)", row, {});
        writer_->script("COMMIT");
      } catch (...) {
        writer_->script("ROLLBACK");
        throw;
      }
    }
  }

  Stats stats() const override {
    const std::lock_guard lock(mutex_);
    return {units_, commits_, queue_.size()};
  }

  Engine engine() const override { return Engine::sqlite; }

  Subscription on_events(std::function<void()> listener) override {
    return listeners_.add(std::move(listener));
  }

 private:
  /// A connection for reading, given back at the end.
  class Borrowed {
   public:
    explicit Borrowed(Sqlite& owner) : owner_(owner), connection_(owner.borrow()) {}
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    ~Borrowed() { owner_.give_back(std::move(connection_)); }
    SqliteConnection& operator*() const { return *connection_; }
    SqliteConnection* operator->() const { return connection_.get(); }

   private:
    Sqlite& owner_;
    std::unique_ptr<SqliteConnection> connection_;
  };

  std::unique_ptr<SqliteConnection> borrow() {
    std::unique_lock lock(readers_mutex_);
    readers_free_.wait(lock, [&] { return !idle_.empty() || open_ < options_.readers; });
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    ++open_;
    lock.unlock();
    try {
      return std::make_unique<SqliteConnection>(options_, false);
    } catch (...) {
      lock.lock();
      --open_;
      readers_free_.notify_one();
      throw;
    }
  }

  void give_back(std::unique_ptr<SqliteConnection> connection) {
    {
      const std::lock_guard lock(readers_mutex_);
      idle_.push_back(std::move(connection));
    }
    readers_free_.notify_one();
  }

  void commit(const std::vector<Waiter*>& group) {
    try {
      if (!commit_plain(group)) {
        commit_apart(group);
      }
    } catch (const std::exception&) {
      undo(group);
    }
  }

  /// Runs the group's bodies in one transaction and commits once. False, and nothing is done, where
  /// one of several failed after it had changed something: that took the others' work with it.
  bool commit_plain(const std::vector<Waiter*>& group) {
    writer_->script("BEGIN IMMEDIATE");
    for (Waiter* waiter : group) {
      const int before = writer_->changes();
      apply(*waiter);
      const bool clean = writer_->in_transaction() && writer_->changes() == before;
      if (!waiter->applied && !clean) {
        roll_back();
        return group.size() == 1;
      }
    }
    writer_->script("COMMIT");
    return true;
  }

  /// The same with each body behind a savepoint of its own. They cost a third of a body's time, so
  /// they are made only once a group needs them.
  void commit_apart(const std::vector<Waiter*>& group) {
    writer_->script("BEGIN IMMEDIATE");
    for (Waiter* waiter : group) {
      writer_->run("SAVEPOINT unit", {}, {});
      apply(*waiter);
      if (!waiter->applied) {
        writer_->run("ROLLBACK TO unit", {}, {});
      }
      writer_->run("RELEASE unit", {}, {});
    }
    writer_->script("COMMIT");
  }

  void apply(Waiter& waiter) {
    waiter.thrown = nullptr;
    waiter.applied = waiter.has_news = false;
    try {
      WriteUnit unit(*writer_);
      waiter.result = waiter.body(unit);
      waiter.applied = waiter.result.has_value();
      waiter.has_news = waiter.applied && unit.has_news();
    } catch (const ConstraintViolation& violation) {
      waiter.result = fail(ErrorKind::conflict, "conflict", violation.what());
    } catch (...) {
      waiter.thrown = std::current_exception();
    }
  }

  void roll_back() noexcept {
    try {
      writer_->script("ROLLBACK");
    } catch (const std::exception&) {
      // SQLite had rolled back by itself.
    }
  }

  /// The commit itself failed: nobody's work is kept, and everybody hears it.
  void undo(const std::vector<Waiter*>& group) {
    const auto why = std::current_exception();
    roll_back();
    for (Waiter* waiter : group) {
      if (waiter->applied || waiter->result.has_value()) {
        waiter->thrown = why;
      }
      waiter->applied = false;
      waiter->has_news = false;
    }
  }

  /// Under the lock: tells the group, and wakes the next leader.
  void finish(const std::vector<Waiter*>& group) {
    std::uint64_t applied = 0;
    bool news = false;
    for (const Waiter* waiter : group) {
      applied += waiter->applied;
      news = news || waiter->has_news;
    }
    units_ += applied;
    commits_ += applied > 0;
    leading_ = false;
    if (news) {
      listeners_.tell();
    }
    for (Waiter* waiter : group) {
      waiter->done = true;
      waiter->wake.notify_one();
    }
    if (!queue_.empty()) {
      queue_.front()->wake.notify_one();
    }
  }

  SqliteOptions options_;
  std::unique_ptr<SqliteConnection> writer_;  // the leader's
  std::mutex migrating_;

  mutable std::mutex mutex_;
  std::deque<Waiter*> queue_;
  bool leading_ = false;
  std::uint64_t units_ = 0;
  std::uint64_t commits_ = 0;
  Listeners listeners_;

  std::mutex readers_mutex_;
  std::condition_variable readers_free_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_;
  int open_ = 0;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(SqliteOptions options) {
  // SQLite's own bookkeeping of memory takes a lock at every allocation; nobody reads it.
  static const int quiet = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)quiet;
  return std::make_unique<Sqlite>(std::move(options));
}

}  // namespace mf::db
