// One SQLite connection with its prepared statements: what the database's adapter opens for its
// writer and for each reader. One thread at a time.
#pragma once

#include "platform/db/database.hpp"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace mf::db {

class SqliteConnection {
 public:
  SqliteConnection(const SqliteOptions& options, bool writes);
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection();

  /// As Session::run().
  std::int64_t run(Sql sql, Parameters parameters, const RowReader& reader);
  /// Several statements without parameters, prepared for this time only.
  void script(const std::string& sql);
  /// Ends a transaction that only read. Nothing can go wrong that matters: the next BEGIN would
  /// tell.
  void end_read() noexcept;
  /// How many rows were changed since the connection was opened, also in what was undone since.
  int changes() const;
  bool in_transaction() const;

 private:
  struct StatementDeleter {
    void operator()(sqlite3_stmt* statement) const;
  };
  /// A prepared statement, and where each `$n` stands in it: to SQLite they are names, numbered by
  /// first appearance.
  struct Statement {
    explicit Statement(sqlite3_stmt* raw);
    std::unique_ptr<sqlite3_stmt, StatementDeleter> handle;
    std::vector<int> places;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Known = std::pair<const std::string, Statement>;

  const Statement& find(Sql sql);
  const Known& prepare(Sql sql);
  void bind(const Statement& statement, Parameters parameters);
  void bind_one(sqlite3_stmt* statement, int at, const Value& value);

  sqlite3* handle_ = nullptr;
  std::unordered_map<std::string, Statement, Hash, std::equal_to<>> statements_;
  std::unordered_map<const char*, const Known*> by_place_;
};

}  // namespace mf::db
