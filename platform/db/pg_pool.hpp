// Who may use PostgreSQL when: a bounded pool of connections, and the gate between units of work
// that run side by side and those that run alone. Any thread.
#pragma once

#include "platform/db/pg_connection.hpp"

namespace mf::db::pg {

/// At most so many connections, made when they are needed.
class Pool {
 public:
  explicit Pool(const PostgresOptions& options) : options_(options) {}

  std::unique_ptr<Connection> borrow() {
    const auto deadline = std::chrono::steady_clock::now() + options_.wait;
    std::unique_lock lock(mutex_);
    ++waiting_;
    const bool got = freed_.wait_until(
        lock, deadline, [&] { return !idle_.empty() || open_ < options_.connections; });
    --waiting_;
    if (!got) {
      throw Unavailable("no connection to the database became free in time");
    }
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    ++open_;
    lock.unlock();
    return make();
  }

  /// One that is lost is not kept.
  void give_back(std::unique_ptr<Connection> connection) {
    if (!connection || connection->lost()) {
      forget_idle();
      const std::lock_guard lock(mutex_);
      --open_;
    } else {
      const std::lock_guard lock(mutex_);
      idle_.push_back(std::move(connection));
    }
    freed_.notify_one();
  }

  /// Another one in place of one that is lost.
  void replace(std::unique_ptr<Connection>& lost) {
    forget_idle();
    lost = std::make_unique<Connection>(options_, std::chrono::steady_clock::now() + options_.wait);
  }

  std::uint64_t waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_;
  }

 private:
  /// Where one connection is lost, those that idle are as old, and probably lost too.
  void forget_idle() {
    std::vector<std::unique_ptr<Connection>> old;
    {
      const std::lock_guard lock(mutex_);
      old.swap(idle_);
      open_ -= static_cast<int>(old.size());
    }
    freed_.notify_all();
  }

  std::unique_ptr<Connection> make() {
    try {
      return std::make_unique<Connection>(options_,
                                          std::chrono::steady_clock::now() + options_.wait);
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }

  const PostgresOptions& options_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> idle_;
  int open_ = 0;
  std::uint64_t waiting_ = 0;
};

/// A connection of the pool for as long as it lives.
class Lease {
 public:
  explicit Lease(Pool& pool) : pool_(pool), connection_(pool.borrow()) {}
  ~Lease() { pool_.give_back(std::move(connection_)); }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  Connection& operator*() { return *connection_; }
  Connection* operator->() { return connection_.get(); }
  void renew() { pool_.replace(connection_); }

 private:
  Pool& pool_;
  std::unique_ptr<Connection> connection_;
};

/// First attempts run side by side. A unit that has to begin again runs alone in this process, so
/// that it cannot lose for ever.
class Gate {
 public:
  class Pass {
   public:
    Pass(Gate& gate, bool alone, std::chrono::steady_clock::time_point deadline)
        : gate_(gate), alone_(alone) {
      gate_.enter(alone, deadline);
    }
    ~Pass() { gate_.leave(alone_); }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;

   private:
    Gate& gate_;
    const bool alone_;
  };

  std::uint64_t waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_;
  }

 private:
  void enter(bool alone, std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    ++waiting_;
    wanted_ += alone;
    const bool free = changed_.wait_until(
        lock, deadline, [&] { return alone ? running_ == 0 && !taken_ : wanted_ == 0 && !taken_; });
    --waiting_;
    wanted_ -= alone;
    if (!free) {
      changed_.notify_all();
      throw Unavailable("other units of work kept the database busy for too long");
    }
    (alone ? taken_ : running_) += 1;
  }

  void leave(bool alone) {
    {
      const std::lock_guard lock(mutex_);
      (alone ? taken_ : running_) -= 1;
    }
    changed_.notify_all();
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int running_ = 0;  // side by side
  int taken_ = 0;    // 1 while one runs alone
  int wanted_ = 0;   // who waits to run alone
  std::uint64_t waiting_ = 0;
};

}  // namespace mf::db::pg
