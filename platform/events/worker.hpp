// A thread that carries events between a database and a broker: it keeps doing so with a connection
// of its own while it holds its lease, and starts again after every failure with growing pauses.
// wake() and ask_to_stop() from any thread.
#pragma once

#include "platform/events/lease.hpp"
#include "platform/telemetry/log.hpp"

#include <condition_variable>
#include <thread>

namespace mf::events {

class Worker {
 public:
  Worker(std::string who, Lease lease) : who_(std::move(who)), lease_(std::move(lease)) {}
  virtual ~Worker() = default;

  void start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  void ask_to_stop() {
    thread_.request_stop();
    wake();
  }
  void join() {
    if (thread_.joinable()) {
      thread_.join();
    }
  }
  void wake() {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
    }
    wake_.notify_all();
  }

  /// The server can't be reached, or something else is wrong that has to be tried again.
  bool in_trouble() const { return in_trouble_; }
  /// Another process has the lease.
  bool stands_by() const { return stands_by_; }

 protected:
  /// Returns when `stop` is asked for or the lease is lost; throws on any failure.
  virtual void work(const std::stop_token& stop) = 0;

  bool still_mine() { return lease_.hold(); }
  /// After it everything is well until it throws.
  void connected() {
    if (in_trouble_.exchange(false)) {
      telemetry::log_info(who_, "events flow again");
    }
    wait_ = k_first_wait;
  }
  void pause(std::chrono::milliseconds time, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, time, [&] { return woken_ || stop.stop_requested(); });
    woken_ = false;
  }

 private:
  static constexpr std::chrono::milliseconds k_first_wait{50};

  void run(const std::stop_token& stop);
  /// Sleeps through whatever wakes but a stop.
  void rest(std::chrono::milliseconds time, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, time, [&] { return stop.stop_requested(); });
  }

  const std::string who_;
  Lease lease_;
  std::atomic<bool> in_trouble_ = false;
  std::atomic<bool> stands_by_ = false;
  std::chrono::milliseconds wait_ = k_first_wait;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;

  std::jthread thread_;
};

}  // namespace mf::events
