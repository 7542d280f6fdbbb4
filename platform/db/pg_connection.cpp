#include "platform/db/pg_connection.hpp"

#include "platform/core/text.hpp"
#include "platform/db/pg_values.hpp"

#include <poll.h>

#include <charconv>
#include <cstring>
#include <stdexcept>

namespace mf::db::pg {
namespace {

using namespace std::chrono_literals;

/// The server ends a statement that takes too long; where even that is not heard of, the network
/// is gone.
constexpr auto k_grace = 2s;
/// Who waits longer for a row than a unit of work ever takes may be part of a deadlock, which the
/// server looks for only after a second: begin again instead.
constexpr std::chrono::milliseconds k_longest_lock = 200ms;

// A table that is there and that nobody else writes to. LOCK looks at no data, so what follows sees
// the moment after it, which no lock that a SELECT takes would do.
constexpr const char* k_wait_long = "SET LOCAL lock_timeout = 2000";
constexpr const char* k_take_turn = "LOCK TABLE schema_migrations IN EXCLUSIVE MODE";
constexpr const char* k_wait_short = "SET LOCAL lock_timeout = 200";
constexpr const char* k_mark = "SAVEPOINT unit";
constexpr const char* k_drop_mark = "RELEASE SAVEPOINT unit";
constexpr const char* k_back_to_mark = "ROLLBACK TO SAVEPOINT unit";

/// A row of a result in binary form.
class PgRow final : public Row {
 public:
  explicit PgRow(const PGresult* result) : result_(result) {}
  void move_to(int row) { row_ = row; }

  bool is_null(int column) const override {
    if (column < 0 || column >= PQnfields(result_)) {
      throw std::logic_error(fmt::format("there is no column {}", column));
    }
    return PQgetisnull(result_, row_, column) != 0;
  }
  std::int64_t integer(int column) const override {
    return read_integer(bytes(column), type(column));
  }
  double number(int column) const override { return read_number(bytes(column), type(column)); }
  std::string_view view(int column) const override {
    const auto value = bytes(column);
    if (is_number(type(column))) {
      throw std::logic_error(fmt::format("column {} is a number and not a text", column));
    }
    return value;
  }
  Uuid uuid(int column) const override {
    const auto value = bytes(column);
    Uuid id;
    if (type(column) != Type::uuid || value.size() != id.bytes.size()) {
      throw std::logic_error(fmt::format("column {} is not an id", column));
    }
    std::memcpy(id.bytes.data(), value.data(), value.size());
    return id;
  }

 private:
  Type type(int column) const { return static_cast<Type>(PQftype(result_, column)); }
  std::string_view bytes(int column) const {
    if (is_null(column)) {
      throw std::logic_error(
          fmt::format("column {} ({}) is NULL", column, PQfname(result_, column)));
    }
    return {PQgetvalue(result_, row_, column),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }

  const PGresult* result_;
  int row_ = 0;
};

std::int64_t rows_changed(PGresult* answer) {
  if (PQnfields(answer) > 0 && std::string_view(PQcmdStatus(answer)).starts_with("SELECT")) {
    return 0;
  }
  const std::string_view text = PQcmdTuples(answer);
  std::int64_t rows = 0;
  std::from_chars(text.data(), text.data() + text.size(), rows);
  return rows;
}

std::string message_of(const char* text) {
  return std::string(trim(text == nullptr ? "" : text));
}

}  // namespace

Connection::Connection(const PostgresOptions& options, Time deadline)
    : statement_limit_(options.statement) {
  try {
    connect(options.url, deadline);
    script(fmt::format("SET client_encoding = 'UTF8'; SET statement_timeout = {0}; "
                       "SET lock_timeout = {2}; SET idle_in_transaction_session_timeout = {1}; "
                       "SET default_transaction_read_only = on",
                       options.statement.count(), 3 * options.statement.count(),
                       k_longest_lock.count()),
           5s);
    if (PQenterPipelineMode(handle_) != 1) {
      lose("entering pipeline mode");
    }
  } catch (...) {
    PQfinish(handle_);
    throw;
  }
}

Connection::~Connection() {
  PQfinish(handle_);
}

void Connection::connect(const std::string& url, Time deadline) {
  // The server's own lists of hosts, sslmode and the like are in the URL.
  const char* const keys[] = {"dbname", "application_name", nullptr};
  const char* const values[] = {url.c_str(), "microflow", nullptr};
  handle_ = PQconnectStartParams(keys, values, 1);
  if (handle_ == nullptr) {
    throw std::bad_alloc();
  }
  PQsetNoticeProcessor(handle_, [](void*, const char*) {}, nullptr);
  for (auto state = PGRES_POLLING_WRITING; state != PGRES_POLLING_OK;) {
    if (state == PGRES_POLLING_FAILED || PQstatus(handle_) == CONNECTION_BAD) {
      lose("connecting");
    }
    wait(state == PGRES_POLLING_WRITING, deadline, "connecting");
    state = PQconnectPoll(handle_);
  }
  PQsetnonblocking(handle_, 1);
}

std::int64_t Connection::run(Sql sql, Parameters parameters, const RowReader& reader) {
  send_what_waits();
  const Statement& statement = prepare(sql);
  const Bound bound(parameters, statement.types);
  constexpr int k_binary = 1;
  send(PQsendQueryPrepared(handle_, statement.name.c_str(), bound.count(), bound.data(),
                           bound.lengths(), bound.formats(), k_binary),
       sql);
  const auto all = answers(sql, statement_limit_ + k_grace);
  PGresult* answer = all.back().get();
  if (reader) {
    PgRow row(answer);
    for (int i = 0; i < PQntuples(answer); ++i) {
      row.move_to(i);
      reader(row);
    }
  }
  return rows_changed(answer);
}

void Connection::script(const std::string& sql, std::chrono::milliseconds limit) {
  // The simple protocol, the only one that takes several statements, does not go with pipelines.
  const bool pipelined = PQpipelineStatus(handle_) != PQ_PIPELINE_OFF;
  if (pipelined && PQexitPipelineMode(handle_) != 1) {
    lose("leaving pipeline mode");
  }
  send(PQsendQuery(handle_, sql.c_str()), sql);
  std::vector<Answer> all;
  collect(all, sql, std::chrono::steady_clock::now() + limit);
  if (pipelined && PQenterPipelineMode(handle_) != 1) {
    lose("entering pipeline mode");
  }
  for (const auto& answer : all) {
    if (PQresultStatus(answer.get()) == PGRES_FATAL_ERROR) {
      refuse(answer.get(), sql);
    }
  }
}

void Connection::begin(const char* how) {
  before_ = {how};
  marked_ = false;
  collided_ = false;
  commit_sent_ = false;
}

void Connection::begin_in_turn() {
  begin(k_unit);
  before_.insert(before_.end(), {k_wait_long, k_take_turn, k_wait_short});
}

void Connection::set_mark() {
  if (!before_.empty() && before_.back() == k_mark) {
    return;  // nothing has happened since
  }
  if (marked_) {
    before_.push_back(k_drop_mark);
  }
  before_.push_back(k_mark);
}

void Connection::go_back_to_mark() {
  if (before_.empty() || before_.back() != k_mark) {
    before_.push_back(k_back_to_mark);
  }
}

void Connection::commit() {
  if (!in_transaction_) {
    before_.clear();
    return;  // nothing was asked of the database
  }
  send_what_waits();
  simple("COMMIT");
  commit_sent_ = true;
  const auto all = answers("committing", statement_limit_ + k_grace);
  in_transaction_ = false;
  if (std::string_view(PQcmdStatus(all.back().get())) != "COMMIT") {
    throw std::runtime_error("PostgreSQL: a transaction that had failed was to be committed");
  }
}

void Connection::rollback() noexcept {
  before_.clear();
  if (lost_ || !std::exchange(in_transaction_, false)) {
    return;
  }
  try {
    simple("ROLLBACK");
    answers("rolling back", 5s);
  } catch (const std::exception&) {
    lost_ = true;
  }
}

const Connection::Statement& Connection::prepare(Sql sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) {
    return known->second;
  }
  Statement made{.name = fmt::format("s{}", statements_.size()), .types = {}};
  const std::string text(sql);
  send(PQsendPrepare(handle_, made.name.c_str(), text.c_str(), 0, nullptr), sql);
  send(PQsendDescribePrepared(handle_, made.name.c_str()), sql);
  const auto all = answers(sql, statement_limit_ + k_grace);
  for (int i = 0; i < PQnparams(all.back().get()); ++i) {
    made.types.push_back(PQparamtype(all.back().get(), i));
  }
  return statements_.emplace(text, std::move(made)).first->second;
}

void Connection::send_what_waits() {
  for (const char* sql : before_) {
    simple(sql);
    in_transaction_ = true;
    marked_ = marked_ || sql == k_mark;
  }
  before_.clear();
}

/// Into the pipeline, not waited for.
void Connection::simple(const char* sql) {
  send(PQsendQueryParams(handle_, sql, 0, nullptr, nullptr, nullptr, nullptr, 0), sql);
}

void Connection::send(int sent, std::string_view doing) {
  if (sent != 1) {
    lose(doing);
  }
}

std::vector<Connection::Answer> Connection::answers(std::string_view doing,
                                                    std::chrono::milliseconds limit) {
  send(PQpipelineSync(handle_), doing);
  std::vector<Answer> all;
  collect(all, doing, std::chrono::steady_clock::now() + limit);
  for (const auto& answer : all) {
    const auto status = PQresultStatus(answer.get());
    if (status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED) {
      refuse(answer.get(), doing);
    }
  }
  if (all.empty()) {
    lose(doing);
  }
  return all;
}

/// In a pipeline up to its end, otherwise up to the last answer.
void Connection::collect(std::vector<Answer>& into, std::string_view doing, Time deadline) {
  const bool pipelined = PQpipelineStatus(handle_) != PQ_PIPELINE_OFF;
  for (;;) {
    for (int left = PQflush(handle_); left != 0 || PQisBusy(handle_) != 0;
         left = PQflush(handle_)) {
      if (left < 0) {
        lose(doing);
      }
      wait(left > 0, deadline, doing);
      if (PQconsumeInput(handle_) != 1) {
        lose(doing);
      }
    }
    Answer answer(PQgetResult(handle_));
    if (PQstatus(handle_) == CONNECTION_BAD) {
      lose(doing);
    }
    if (!answer && !pipelined) {
      return;
    }
    if (answer && PQresultStatus(answer.get()) == PGRES_PIPELINE_SYNC) {
      return;
    }
    if (answer) {
      into.push_back(std::move(answer));
    }
  }
}

void Connection::wait(bool for_writing, Time deadline, std::string_view doing) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  pollfd file{.fd = PQsocket(handle_),
              .events = static_cast<short>(for_writing ? POLLIN | POLLOUT : POLLIN),
              .revents = 0};
  if (PQstatus(handle_) != CONNECTION_OK && for_writing) {
    file.events = POLLOUT;  // while connecting, one or the other
  }
  const int ready = ::poll(&file, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
  if (ready == 0) {
    lost_ = true;
    throw ConnectionLost(fmt::format("PostgreSQL did not answer in time while {}", doing));
  }
}

void Connection::lose(std::string_view doing) {
  lost_ = true;
  throw ConnectionLost(
      fmt::format("PostgreSQL: {} while {}", message_of(PQerrorMessage(handle_)), doing));
}

void Connection::refuse(const PGresult* answer, std::string_view doing) {
  const char* field = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
  const std::string_view state = field == nullptr ? "" : field;
  const std::string text = message_of(PQresultErrorMessage(answer));
  if (state == "40001" || state == "40P01" || state == "55P03") {
    collided_ = true;
    throw Collision(text);
  }
  if (state.starts_with("23")) {
    throw ConstraintViolation(text);
  }
  if (state == "22021") {
    throw BadText(text);
  }
  if (state.starts_with("57P") || state.starts_with("08") || state == "25P03") {
    lost_ = true;  // the server goes down, or has thrown us out
    throw ConnectionLost("PostgreSQL: " + text);
  }
  if (state == "57014" || state.starts_with("53")) {
    throw Unavailable(fmt::format("PostgreSQL: {} while {}", text, doing));
  }
  throw std::runtime_error(fmt::format("PostgreSQL: {} ({}) while {}", text, state, doing));
}

}  // namespace mf::db::pg
