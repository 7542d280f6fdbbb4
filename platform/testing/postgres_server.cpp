#include "platform/testing/postgres_server.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace mf::testing {
namespace {

using namespace std::chrono_literals;

/// The newest of Debian's folders, or nothing.
std::string find_programs() {
  std::set<std::pair<int, std::string>> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", error)) {
    if (std::filesystem::exists(entry.path() / "bin/initdb")) {
      found.emplace(std::atoi(entry.path().filename().c_str()), (entry.path() / "bin").string());
    }
  }
  if (found.empty()) {
    throw std::runtime_error("PostgreSQL is not installed: apt-get install postgresql");
  }
  return found.rbegin()->second;
}

/// Who PostgreSQL runs as: it refuses to be root.
const passwd* unprivileged() {
  if (geteuid() != 0) {
    return nullptr;
  }
  const passwd* user = getpwnam("postgres");
  return user != nullptr ? user : getpwnam("nobody");
}

/// Runs a program with its output in `log`; it ends when this process does.
pid_t run(const std::vector<std::string>& command, const std::string& log) {
  std::vector<char*> arguments;
  for (const auto& word : command) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  const passwd* user = unprivileged();
  const uid_t uid = user != nullptr ? user->pw_uid : 0;
  const gid_t gid = user != nullptr ? user->pw_gid : 0;
  const pid_t process = fork();
  if (process != 0) {
    return process;
  }
  const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
  if (user != nullptr && (setgid(gid) != 0 || setuid(uid) != 0)) {
    _exit(126);
  }
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  execv(arguments[0], arguments.data());
  _exit(127);
}

std::string read_text(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, Finish>;

}  // namespace

PostgresServer& PostgresServer::shared() {
  static PostgresServer server(false);
  return server;
}

PostgresServer::PostgresServer(bool durable) : programs_(find_programs()), durable_(durable) {
  const auto home = folder_.path();
  if (const passwd* user = unprivileged();
      user != nullptr && chown(home.c_str(), user->pw_uid, user->pw_gid) != 0) {
    throw std::runtime_error("cannot give " + home + " to PostgreSQL's user");
  }
  const auto log = folder_.path("initdb.log");
  const pid_t making =
      run({programs_ + "/initdb", "-D", folder_.path("data"), "-U", "microflow", "-A", "trust",
           "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"},
          log);
  int status = 0;
  waitpid(making, &status, 0);
  if (status != 0) {
    throw std::runtime_error("initdb failed: " + read_text(log));
  }
  start();
}

PostgresServer::~PostgresServer() {
  stop();
}

void PostgresServer::start() {
  const auto log = folder_.path("server.log");
  const std::string in_earnest = durable_ ? "on" : "off";
  process_ = run(
      {programs_ + "/postgres", "-D", folder_.path("data"), "-k", folder_.path(), "-c",
       "listen_addresses=", "-c", "fsync=" + in_earnest, "-c", "full_page_writes=" + in_earnest,
       "-c", "autovacuum=" + in_earnest, "-c", "shared_buffers=32MB", "-c", "max_connections=200"},
      log);
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  const auto conninfo = "host=" + folder_.path() + " user=microflow dbname=postgres";
  while (PQping(conninfo.c_str()) != PQPING_OK) {
    if (waitpid(process_, nullptr, WNOHANG) == process_ ||
        std::chrono::steady_clock::now() > deadline) {
      process_ = 0;
      throw std::runtime_error("PostgreSQL did not start: " + read_text(log));
    }
    std::this_thread::sleep_for(20ms);
  }
}

void PostgresServer::stop() {
  if (process_ != 0) {
    kill(process_, SIGQUIT);  // at once, without a checkpoint: its data are not needed any more
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }
}

void PostgresServer::restart() {
  stop();
  start();
}

std::string PostgresServer::url(const std::string& schema) {
  execute("CREATE SCHEMA IF NOT EXISTS " + schema);
  return fmt::format("host={} user=microflow dbname=postgres options='-c search_path={}'",
                     folder_.path(), schema);
}

void PostgresServer::execute(const std::string& sql) {
  const auto conninfo = "host=" + folder_.path() + " user=microflow dbname=postgres";
  const Connection connection(PQconnectdb(conninfo.c_str()));
  PQsetNoticeProcessor(connection.get(), [](void*, const char*) {}, nullptr);
  PGresult* result = PQexec(connection.get(), sql.c_str());
  const auto status = PQresultStatus(result);
  PQclear(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(std::string("PostgreSQL: ") + PQerrorMessage(connection.get()));
  }
}

std::unique_ptr<db::Database> open_test_postgres(const TemporaryFolder& folder,
                                                 const std::string& name) {
  std::string schema = std::filesystem::path(folder.path(name)).lexically_normal().parent_path();
  schema = std::filesystem::path(schema).filename().string() + "_" + name;
  std::replace_if(schema.begin(), schema.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return db::open_postgres({.url = PostgresServer::shared().url(schema), .connections = 4});
}

std::unique_ptr<db::Database> open_test_database(const TemporaryFolder& folder,
                                                 const std::string& name) {
  const char* engine = std::getenv("MF_TEST_ENGINE");
  if (engine != nullptr && std::string_view(engine) == "postgres") {
    return open_test_postgres(folder, name);
  }
  return db::open_sqlite({.path = folder.path(name + ".db"), .synchronous_full = false});
}

}  // namespace mf::testing
