// One connection to PostgreSQL: prepared statements, a transaction that begins with its first
// statement, and a deadline on every wait. Owned by whoever has borrowed it; one thread at a time.
#pragma once

#include "platform/db/database.hpp"

#include <libpq-fe.h>

namespace mf::db::pg {

/// The connection broke, or was never made. Nothing is known of a commit that was under way.
struct ConnectionLost : Unavailable {
  using Unavailable::Unavailable;
};

/// Met another transaction, or waited for it for too long: the unit of work may be tried again as a
/// whole.
struct Collision : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline constexpr const char* k_unit = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE";
inline constexpr const char* k_snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

class Connection {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Throws ConnectionLost where it does not come about by `deadline`.
  Connection(const PostgresOptions& options, Time deadline);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  std::int64_t run(Sql sql, Parameters parameters, const RowReader& reader);
  /// Several statements without parameters, in one go; `limit` for all of them.
  void script(const std::string& sql, std::chrono::milliseconds limit);

  /// `how`: k_unit or k_snapshot. Sent together with the first statement.
  void begin(const char* how);
  /// A unit before which those of other processes that begin so have ended. It sees what they did:
  /// the lock comes before the first look at the data.
  void begin_in_turn();
  /// Inside of a transaction: a place to go back to, which takes the last one's place. Both are
  /// sent together with the next statement.
  void set_mark();
  void go_back_to_mark();
  void commit();
  /// Never throws: where it fails, the connection is lost.
  void rollback() noexcept;

  bool lost() const { return lost_; }
  /// Something in this transaction met another one, whatever became of the exception.
  bool collided() const { return collided_; }
  bool commit_sent() const { return commit_sent_; }
  /// A statement was refused, so the transaction takes no more.
  bool failed() const { return PQtransactionStatus(handle_) == PQTRANS_INERROR; }

 private:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Answer = std::unique_ptr<PGresult, Clear>;
  struct Statement {
    std::string name;
    std::vector<Oid> types;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  void connect(const std::string& url, Time deadline);
  const Statement& prepare(Sql sql);
  void send(int sent, std::string_view doing);
  /// The answers to what was sent, up to the end of the pipeline. Throws what the server refused.
  std::vector<Answer> answers(std::string_view doing, std::chrono::milliseconds limit);
  void collect(std::vector<Answer>& into, std::string_view doing, Time deadline);
  void simple(const char* sql);
  void send_what_waits();
  void wait(bool for_writing, Time deadline, std::string_view doing);
  [[noreturn]] void refuse(const PGresult* answer, std::string_view doing);
  [[noreturn]] void lose(std::string_view doing);

  const std::chrono::milliseconds statement_limit_;
  PGconn* handle_ = nullptr;
  std::unordered_map<std::string, Statement, Hash, std::equal_to<>> statements_;
  std::vector<const char*> before_;  // what goes out together with the next statement
  bool marked_ = false;              // a mark was sent
  bool in_transaction_ = false;
  bool collided_ = false;
  bool commit_sent_ = false;
  bool lost_ = false;
};

}  // namespace mf::db::pg
