// The database port: one for each service. Reads never wait for the writer; writes are durable when
// write() returns, and those that come at the same time share one commit. All calls block and may
// come from any thread; never from an I/O loop.
#pragma once

#include "platform/core/error.hpp"
#include "platform/core/unavailable.hpp"
#include "platform/db/listeners.hpp"
#include "platform/db/migration.hpp"
#include "platform/db/value.hpp"

#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <vector>

namespace mf::db {

/// A statement with its `$1 … $n`; keep it as a named constant. Portable SQL only (SQLite and
/// PostgreSQL).
using Sql = std::string_view;
using Parameters = std::span<const Value>;
using RowReader = std::function<void(const Row&)>;

/// Runs statements. Errors of the engine are thrown (they are bugs or a broken disk); see
/// ConstraintViolation.
class Session {
 public:
  virtual ~Session() = default;

  /// Calls `reader` for each row. Returns how many rows were changed.
  virtual std::int64_t run(Sql sql, Parameters parameters, const RowReader& reader) = 0;
  /// For the few stores whose statements differ by engine (full-text search, the outbox).
  virtual Engine engine() const = 0;

  std::int64_t run(Sql sql, std::initializer_list<Value> parameters, const RowReader& reader) {
    return run(sql, Parameters{parameters.begin(), parameters.size()}, reader);
  }
  std::int64_t execute(Sql sql, std::initializer_list<Value> parameters = {}) {
    return run(sql, parameters, RowReader{});
  }
  std::int64_t execute(Sql sql, const std::vector<Value>& parameters) {
    return run(sql, Parameters{parameters}, RowReader{});
  }

  /// Every row through `read(row) -> T`.
  template <class F>
  auto all(Sql sql, Parameters parameters, F read) {
    std::vector<std::invoke_result_t<F, const Row&>> rows;
    run(sql, parameters, [&](const Row& row) { rows.push_back(read(row)); });
    return rows;
  }
  template <class F>
  auto all(Sql sql, std::initializer_list<Value> parameters, F read) {
    return all(sql, Parameters{parameters.begin(), parameters.size()}, std::move(read));
  }

  /// The first row, or nothing.
  template <class F>
  auto one(Sql sql, std::initializer_list<Value> parameters, F read) {
    std::optional<std::invoke_result_t<F, const Row&>> found;
    run(sql, parameters, [&](const Row& row) {
      if (!found) {
        found = read(row);
      }
    });
    return found;
  }
};

/// A unit of work: what one write() does, all or nothing. An engine may run it again from the
/// start, when it met another one: what it keeps outside of the database it sets, not adds to.
class Unit : public Session {
 public:
  /// `events_before`: how many the units before it in the same commit have appended.
  explicit Unit(int events_before = 0) : before_(events_before), events_(events_before) {}

  /// The unit appended to the outbox: whoever relays events is woken after the commit.
  /// Returns how many had been appended before it in the same commit.
  int mark_events() { return events_++; }
  int events() const { return events_; }
  /// Somebody waits for what the unit wrote, though it is no event.
  void mark_news() { news_ = true; }
  /// Whether anybody is to be told of the commit.
  bool has_news() const { return news_ || events_ > before_; }

 private:
  int before_;
  int events_;
  bool news_ = false;
};

/// Thrown when a constraint refuses a row; write() turns it into a conflict.
struct ConstraintViolation : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Thrown when the database cannot be reached, or not in time.
struct Unavailable : mf::Unavailable {
  using mf::Unavailable::Unavailable;
};

/// Thrown for a text that the engine cannot hold: a NUL in it, or no UTF-8. Whoever sent it is at
/// fault.
struct BadText : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Stats {
  std::uint64_t units = 0;    // units of work that committed
  std::uint64_t commits = 0;  // commits, each one fsync: at most `units`
  std::uint64_t waiting = 0;  // writers queued now
};

class Database {
 public:
  virtual ~Database() = default;

  /// Runs `body` with a connection for reading: for one statement, or for several that need not
  /// agree. On PostgreSQL each sees its own moment.
  virtual void read_with(const std::function<void(Session&)>& body) = 0;
  /// All statements of `body` see the same moment. Costs a round trip more than read_with().
  virtual void snapshot_with(const std::function<void(Session&)>& body) = 0;
  /// Runs `body` as a unit of work and commits it. An error that `body` returns, and anything it
  /// throws, undoes it.
  virtual Result<void> write_with(const std::function<Result<void>(Unit&)>& body) = 0;
  /// Applies those that are not applied yet, in order, each in a transaction of its own. Throws on
  /// failure.
  virtual void migrate(std::span<const Migration> migrations) = 0;
  virtual Stats stats() const = 0;
  virtual Engine engine() const = 0;
  /// `listener` is called (from a writer's thread, briefly) after each commit that marked events or
  /// news, for as long as the subscription lives; and, where the engine can tell, after those of
  /// other processes, several of which may make one call.
  [[nodiscard]] virtual Subscription on_events(std::function<void()> listener) = 0;

  /// `read([](Session& s) { return …; })`.
  template <class F>
  auto read(F&& body) {
    using T = std::invoke_result_t<F, Session&>;
    std::optional<T> out;
    read_with([&](Session& session) { out.emplace(body(session)); });
    return std::move(*out);
  }

  /// `snapshot([](Session& s) { return …; })`.
  template <class F>
  auto snapshot(F&& body) {
    using T = std::invoke_result_t<F, Session&>;
    std::optional<T> out;
    snapshot_with([&](Session& session) { out.emplace(body(session)); });
    return std::move(*out);
  }

  /// `write([](Unit& unit) -> Result<T> { … })`.
  template <class F>
  auto write(F&& body) -> std::invoke_result_t<F, Unit&> {
    using R = std::invoke_result_t<F, Unit&>;
    if constexpr (std::same_as<R, Result<void>>) {
      return write_with(body);
    } else {
      std::optional<typename R::value_type> out;
      auto done = write_with([&](Unit& unit) -> Result<void> {
        auto result = body(unit);
        if (!result) {
          return fail(std::move(result.error()));
        }
        out.emplace(std::move(*result));
        return {};
      });
      if (!done) {
        return fail(std::move(done.error()));
      }
      return std::move(*out);
    }
  }
};

struct SqliteOptions {
  std::string path;              // the file; it and its folder are made
  int readers = 8;               // connections for reading, opened as they are needed
  int cache_kib = 512;           // page cache of each connection
  bool synchronous_full = true;  // false only where nothing needs to outlive the process (tests)
};

/// Throws if the file can't be opened.
std::unique_ptr<Database> open_sqlite(SqliteOptions options);

struct PostgresOptions {
  std::string url;                        // as libpq reads it: also sslmode, sslrootcert, options …
  int connections = 8;                    // opened as they are needed; readers and units share them
  std::chrono::milliseconds wait{5'000};  // for a free connection, and to begin a unit again
  std::chrono::milliseconds statement{10'000};  // the longest that one statement may take
  bool shared = false;  // other processes have the database too: commits are told to them
};

/// Connects once, to tell early what is wrong: throws with the remedy where it can't, or where the
/// database would sort text other than by its bytes.
std::unique_ptr<Database> open_postgres(PostgresOptions options);

}  // namespace mf::db
