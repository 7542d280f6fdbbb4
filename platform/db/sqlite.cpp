// SQLite: WAL, synchronous=FULL, one writer with group commit, readers that never wait for it.
#include "platform/db/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>
#include <stdexcept>

namespace mf::db {
namespace {

[[noreturn]] void raise(sqlite3* handle, std::string_view doing) {
  throw std::runtime_error(fmt::format("SQLite: {} while {}", sqlite3_errmsg(handle), doing));
}

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

  bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  std::int64_t integer(int column) const override {
    need(column);
    return sqlite3_column_int64(statement_, column);
  }
  double number(int column) const override {
    need(column);
    return sqlite3_column_double(statement_, column);
  }
  std::string_view view(int column) const override {
    need(column);
    const auto* text = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  Uuid uuid(int column) const override {
    const auto bytes = view(column);
    Uuid id;
    if (bytes.size() != id.bytes.size()) {
      throw std::logic_error(fmt::format("column {} is not an id", column));
    }
    std::memcpy(id.bytes.data(), bytes.data(), bytes.size());
    return id;
  }

 private:
  void need(int column) const {
    if (is_null(column)) {
      throw std::logic_error(
          fmt::format("column {} ({}) is NULL", column, sqlite3_column_name(statement_, column)));
    }
  }

  sqlite3_stmt* statement_;
};

struct StatementDeleter {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

/// A prepared statement, and where each `$n` stands in it: to SQLite they are names, numbered by
/// first appearance.
struct Statement {
  std::unique_ptr<sqlite3_stmt, StatementDeleter> handle;
  std::vector<int> places;

  explicit Statement(sqlite3_stmt* raw) : handle(raw) {
    const int count = sqlite3_bind_parameter_count(raw);
    for (int n = 1; n <= count; ++n) {
      places.push_back(sqlite3_bind_parameter_index(raw, fmt::format("${}", n).c_str()));
    }
  }
};

/// One connection with its prepared statements. One thread at a time.
class Connection {
 public:
  Connection(const SqliteOptions& options, bool writes) {
    const int flags = SQLITE_OPEN_NOMUTEX |
                      (writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
    if (sqlite3_open_v2(options.path.c_str(), &handle_, flags, nullptr) != SQLITE_OK) {
      const std::string why = handle_ ? sqlite3_errmsg(handle_) : "out of memory";
      sqlite3_close(handle_);
      throw std::runtime_error(fmt::format("cannot open the database {}: {}", options.path, why));
    }
    sqlite3_busy_timeout(handle_, 10'000);
    if (writes) {
      script("PRAGMA journal_mode=WAL");
      script(options.synchronous_full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
      script("PRAGMA wal_autocheckpoint=4000");
    }
    script("PRAGMA foreign_keys=ON");
    script("PRAGMA temp_store=MEMORY");
    script(fmt::format("PRAGMA cache_size=-{}", options.cache_kib));
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    statements_.clear();
    sqlite3_close(handle_);
  }

  std::int64_t run(Sql sql, Parameters parameters, const RowReader& reader) {
    const Statement& prepared = prepare(sql);
    sqlite3_stmt* statement = prepared.handle.get();
    if (sqlite3_stmt_busy(statement) != 0) {
      throw std::logic_error(fmt::format("a statement runs inside its own rows: {}", sql));
    }
    const struct Reset {
      sqlite3_stmt* statement;
      ~Reset() {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
      }
    } reset{statement};
    bind(prepared, parameters);
    const SqliteRow row(statement);
    const int before = sqlite3_total_changes(handle_);
    for (;;) {
      const int code = sqlite3_step(statement);
      if (code == SQLITE_ROW) {
        if (reader) {
          reader(row);
        }
        continue;
      }
      if (code == SQLITE_DONE) {
        return sqlite3_total_changes(handle_) - before;
      }
      if ((code & 0xff) == SQLITE_CONSTRAINT) {
        throw ConstraintViolation(sqlite3_errmsg(handle_));
      }
      raise(handle_, sql);
    }
  }

  /// Ends a transaction that only read. Nothing can go wrong that matters: the next BEGIN would
  /// tell.
  void end_read() noexcept {
    try {
      run("COMMIT", {}, {});
    } catch (const std::exception&) {
      sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
    }
  }

  void script(const std::string& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      raise(handle_, sql);
    }
  }

 private:
  const Statement& prepare(Sql sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) {
      return known->second;
    }
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK) {
      raise(handle_, sql);
    }
    return statements_.emplace(std::string(sql), Statement(raw)).first->second;
  }

  void bind(const Statement& statement, Parameters parameters) {
    if (parameters.size() != statement.places.size()) {
      throw std::logic_error(fmt::format("{} parameters given, {} wanted: {}", parameters.size(),
                                         statement.places.size(),
                                         sqlite3_sql(statement.handle.get())));
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      bind_one(statement.handle.get(), statement.places[i], parameters[i]);
    }
  }

  void bind_one(sqlite3_stmt* statement, int at, const Value& value) {
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<std::int64_t>(&value.variant())) {
      code = sqlite3_bind_int64(statement, at, *number);
    } else if (const auto* real = std::get_if<double>(&value.variant())) {
      code = sqlite3_bind_double(statement, at, *real);
    } else if (const auto* text = std::get_if<std::string>(&value.variant())) {
      code = sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_STATIC,
                                 SQLITE_UTF8);
    } else if (const auto* id = std::get_if<Uuid>(&value.variant())) {
      code = sqlite3_bind_blob64(statement, at, id->bytes.data(), id->bytes.size(), SQLITE_STATIC);
    } else {
      code = sqlite3_bind_null(statement, at);
    }
    if (code != SQLITE_OK) {
      raise(handle_, sqlite3_sql(statement));
    }
  }

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  sqlite3* handle_ = nullptr;
  std::unordered_map<std::string, Statement, Hash, std::equal_to<>> statements_;
};

class ReadSession final : public Session {
 public:
  explicit ReadSession(Connection& connection) : connection_(connection) {}
  using Session::run;
  std::int64_t run(Sql sql, Parameters parameters, const RowReader& reader) override {
    return connection_.run(sql, parameters, reader);
  }
  Engine engine() const override { return Engine::sqlite; }

 private:
  Connection& connection_;
};

class WriteUnit final : public Unit {
 public:
  explicit WriteUnit(Connection& connection) : connection_(connection) {}
  using Session::run;
  std::int64_t run(Sql sql, Parameters parameters, const RowReader& reader) override {
    return connection_.run(sql, parameters, reader);
  }
  Engine engine() const override { return Engine::sqlite; }

 private:
  Connection& connection_;
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
    writer_ = std::make_unique<Connection>(options_, true);
  }

  void read_with(const std::function<void(Session&)>& body) override {
    auto connection = borrow();
    const struct Return {
      Sqlite& owner;
      std::unique_ptr<Connection>& connection;
      ~Return() { owner.give_back(std::move(connection)); }
    } give{*this, connection};
    // One picture for all statements of the body, however many others commit meanwhile.
    connection->run("BEGIN", {}, {});
    const struct End {
      Connection& connection;
      ~End() { connection.end_read(); }
    } end{*connection};
    ReadSession session(*connection);
    body(session);
  }

  void snapshot_with(const std::function<void(Session&)>& body) override { read_with(body); }

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
  std::unique_ptr<Connection> borrow() {
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
      return std::make_unique<Connection>(options_, false);
    } catch (...) {
      lock.lock();
      --open_;
      readers_free_.notify_one();
      throw;
    }
  }

  void give_back(std::unique_ptr<Connection> connection) {
    {
      const std::lock_guard lock(readers_mutex_);
      idle_.push_back(std::move(connection));
    }
    readers_free_.notify_one();
  }

  /// Runs the group's bodies in one transaction, each behind a savepoint, and commits once.
  void commit(const std::vector<Waiter*>& group) {
    try {
      writer_->script("BEGIN IMMEDIATE");
      for (Waiter* waiter : group) {
        apply(*waiter);
      }
      writer_->script("COMMIT");
    } catch (const std::exception&) {
      undo(group);
    }
  }

  void apply(Waiter& waiter) {
    writer_->run("SAVEPOINT unit", {}, {});
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
    if (!waiter.applied) {
      writer_->run("ROLLBACK TO unit", {}, {});
    }
    writer_->run("RELEASE unit", {}, {});
  }

  /// The commit itself failed: nobody's work is kept, and everybody hears it.
  void undo(const std::vector<Waiter*>& group) {
    const auto why = std::current_exception();
    try {
      writer_->script("ROLLBACK");
    } catch (const std::exception&) {
      // SQLite had rolled back by itself.
    }
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
  std::unique_ptr<Connection> writer_;  // the leader's
  std::mutex migrating_;

  mutable std::mutex mutex_;
  std::deque<Waiter*> queue_;
  bool leading_ = false;
  std::uint64_t units_ = 0;
  std::uint64_t commits_ = 0;
  Listeners listeners_;

  std::mutex readers_mutex_;
  std::condition_variable readers_free_;
  std::vector<std::unique_ptr<Connection>> idle_;
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
