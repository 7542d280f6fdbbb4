// A PostgreSQL server for the tests of this process: made and started at the first use, on a Unix
// socket in a temporary folder, ended with the process. Any thread.
#pragma once

#include "platform/db/database.hpp"
#include "platform/testing/temporary_folder.hpp"

namespace mf::testing {

class PostgresServer {
 public:
  /// The one of this process. Throws with the remedy where PostgreSQL is not installed.
  static PostgresServer& shared();

  /// One more. `durable`: what it commits outlives a power cut, as in earnest.
  explicit PostgresServer(bool durable);
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  /// How to reach it; tables are looked for, and made, in `schema`, which is made too.
  std::string url(const std::string& schema);
  /// Runs statements as the owner of everything.
  void execute(const std::string& sql);
  /// The folder of its socket, and of PostgreSQL's programs.
  std::string socket_folder() const { return folder_.path(); }
  const std::string& programs() const { return programs_; }
  /// Ends the server as a crash would, and starts it again on the same data.
  void restart();

 private:
  void start();
  void stop();

  TemporaryFolder folder_;
  const std::string programs_;  // the folder of initdb and postgres
  const bool durable_;
  int process_ = 0;
};

/// The database `name` of a test that owns `folder`: in SQLite, or, where MF_TEST_ENGINE is
/// "postgres", in a schema of its own. What was written to it before is there again.
std::unique_ptr<db::Database> open_test_database(const TemporaryFolder& folder,
                                                 const std::string& name);
std::unique_ptr<db::Database> open_test_postgres(const TemporaryFolder& folder,
                                                 const std::string& name);

}  // namespace mf::testing
