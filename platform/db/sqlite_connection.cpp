#include "platform/db/sqlite_connection.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <stdexcept>

namespace mf::db {
namespace {

[[noreturn]] void raise(sqlite3* handle, std::string_view doing) {
  throw std::runtime_error(fmt::format("SQLite: {} while {}", sqlite3_errmsg(handle), doing));
}

constexpr std::size_t k_most_places = 1000;  // of a connection's statements

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
    const auto* text = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    if (text == nullptr) {  // NULL, or nothing in it
      need(column);
    }
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

}  // namespace

void SqliteConnection::StatementDeleter::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteConnection::Statement::Statement(sqlite3_stmt* raw) : handle(raw) {
  const int count = sqlite3_bind_parameter_count(raw);
  for (int n = 1; n <= count; ++n) {
    places.push_back(sqlite3_bind_parameter_index(raw, fmt::format("${}", n).c_str()));
  }
}

SqliteConnection::SqliteConnection(const SqliteOptions& options, bool writes) {
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
SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close(handle_);
}

std::int64_t SqliteConnection::run(Sql sql, Parameters parameters, const RowReader& reader) {
  const Statement& prepared = find(sql);
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

int SqliteConnection::changes() const {
  return sqlite3_total_changes(handle_);
}

bool SqliteConnection::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

void SqliteConnection::script(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    raise(handle_, sql);
  }
}

void SqliteConnection::end_read() noexcept {
  try {
    run("COMMIT", {}, {});
  } catch (const std::exception&) {
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

/// By where the text lies first: nearly all statements are constants.
const SqliteConnection::Statement& SqliteConnection::find(Sql sql) {
  const auto found = by_place_.find(sql.data());
  if (found != by_place_.end() && found->second->first == sql) {
    return found->second->second;
  }
  const Known& known = prepare(sql);
  if (by_place_.size() >= k_most_places) {
    by_place_.clear();
  }
  by_place_[sql.data()] = &known;
  return known.second;
}

const SqliteConnection::Known& SqliteConnection::prepare(Sql sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) {
    return *known;
  }
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK) {
    raise(handle_, sql);
  }
  return *statements_.emplace(std::string(sql), Statement(raw)).first;
}

void SqliteConnection::bind(const Statement& statement, Parameters parameters) {
  if (parameters.size() != statement.places.size()) {
    throw std::logic_error(fmt::format("{} parameters given, {} wanted: {}", parameters.size(),
                                       statement.places.size(),
                                       sqlite3_sql(statement.handle.get())));
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    bind_one(statement.handle.get(), statement.places[i], parameters[i]);
  }
}

void SqliteConnection::bind_one(sqlite3_stmt* statement, int at, const Value& value) {
  int code = SQLITE_OK;
  if (const auto* number = std::get_if<std::int64_t>(&value.variant())) {
    code = sqlite3_bind_int64(statement, at, *number);
  } else if (const auto* real = std::get_if<double>(&value.variant())) {
    code = sqlite3_bind_double(statement, at, *real);
  } else if (const auto* text = std::get_if<std::string>(&value.variant())) {
    code =
        sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  } else if (const auto* id = std::get_if<Uuid>(&value.variant())) {
    code = sqlite3_bind_blob64(statement, at, id->bytes.data(), id->bytes.size(), SQLITE_STATIC);
  } else {
    code = sqlite3_bind_null(statement, at);
  }
  if (code != SQLITE_OK) {
    raise(handle_, sqlite3_sql(statement));
  }
}

}  // namespace mf::db
