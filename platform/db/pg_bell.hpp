// Tells the other processes with the same database that there is news, and hears it from them: one
// connection that NOTIFYs and LISTENs, on a thread of its own. Many rings become one notification.
// What is lost with a connection costs only time: whoever listens also looks by itself now and
// then. ring() from any thread; `heard` is called on the bell's thread.
#pragma once

#include "platform/db/database.hpp"

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace mf::db::pg {

class Bell {
 public:
  Bell(std::string url, std::function<void()> heard);
  ~Bell();
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  void ring();

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Finish {
    void operator()(PGconn* handle) const { PQfinish(handle); }
  };
  using Handle = std::unique_ptr<PGconn, Finish>;

  void run(const std::stop_token& stop);
  void serve(PGconn* handle, const std::stop_token& stop);
  /// True where others rang.
  bool take_notices(PGconn* handle) const;
  /// Until something comes from the server, somebody rings, or the time is over.
  void wait(int socket, std::chrono::milliseconds time) const;
  void wake() const;

  const std::string url_;
  const std::function<void()> heard_;
  const int awake_;  // an eventfd
  std::atomic<bool> wanted_ = false;
  std::jthread thread_;
};

}  // namespace mf::db::pg
