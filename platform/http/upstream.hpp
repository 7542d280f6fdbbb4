// Where requests are forwarded to: a service's replicas, which of them is asked next, and when one
// is left alone. Counts and times only, no socket: session code asks here and reports back. Any
// thread.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace mf::http {

struct UpstreamOptions {
  std::chrono::milliseconds connect_time{1'000};
  std::chrono::milliseconds answer_time{60'000};  // for the answer's head, and between its pieces
  int at_once = 256;                              // requests of one service that run at a time
  int failures_to_open = 5;                       // one after another, then the replica rests
  std::chrono::milliseconds rest{1'000};          // the first time; doubled each time after
  std::chrono::milliseconds longest_rest{30'000};
  double retries_per_request = 0.1;  // what each request adds to the budget that retries take from
  double retry_reserve = 10;         // and how much of it can be saved up
};

/// Leaves a replica alone that failed several times in a row; then lets one request try it at a
/// time.
class Breaker {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Breaker(const UpstreamOptions& options) : options_(options), rest_(options.rest) {}

  bool allows(Time now) const { return !open_ || now >= closed_until_; }
  /// A request goes there. While open, the next one may only after another rest: an outcome that
  /// never comes blocks nothing.
  void begin(Time now);
  void succeeded();
  void failed(Time now);
  bool open() const { return open_; }

 private:
  const UpstreamOptions& options_;
  bool open_ = false;
  int failures_ = 0;
  std::chrono::milliseconds rest_;
  Time closed_until_{};
};

/// Retries may be a share of the requests, so that a service in trouble is not asked twice as much.
class RetryBudget {
 public:
  explicit RetryBudget(const UpstreamOptions& options)
      : options_(options), tokens_(options.retry_reserve) {}

  void request();
  bool take();

 private:
  const UpstreamOptions& options_;
  double tokens_;
};

/// `http://HOST:PORT` or `https://HOST:PORT`
struct UpstreamAddress {
  std::string host;
  int port = 0;
  bool tls = false;

  static std::optional<UpstreamAddress> parse(const std::string& url);
};

/// One process that answers; shared by all services that it serves.
class Replica {
 public:
  using Time = Breaker::Time;

  Replica(UpstreamAddress address, const UpstreamOptions& options);

  const UpstreamAddress address;
  const std::string name;  // "127.0.0.1:9001"
  const std::string url;   // "http://127.0.0.1:9001"

  bool healthy() const { return healthy_; }
  void set_healthy(bool healthy) { healthy_ = healthy; }
  int outstanding() const { return outstanding_; }
  bool allows(Time now) const;
  bool open() const;

  void begin(Time now);
  void end() { --outstanding_; }
  void succeeded();
  void failed(Time now);

 private:
  const UpstreamOptions options_;
  std::atomic<bool> healthy_ = true;
  std::atomic<int> outstanding_ = 0;
  mutable std::mutex mutex_;
  Breaker breaker_;
};

/// A service as the gateway sees it.
class Upstream {
 public:
  using Time = Breaker::Time;

  Upstream(std::string service, std::vector<std::shared_ptr<Replica>> replicas,
           UpstreamOptions options);

  const std::string service;
  const UpstreamOptions options;

  /// The bulkhead: false where as many requests run as may. leave() after each true.
  bool enter();
  void leave() { --running_; }

  /// The replica with the fewest requests under way, of those not in `tried`: a healthy one if
  /// there is one. Null where none may be asked.
  std::shared_ptr<Replica> choose(Time now, const std::vector<const Replica*>& tried);
  /// Whether the budget has room for one retry; takes it.
  bool take_retry();

  const std::vector<std::shared_ptr<Replica>>& replicas() const { return replicas_; }

 private:
  const std::vector<std::shared_ptr<Replica>> replicas_;
  std::atomic<int> running_ = 0;
  std::atomic<std::size_t> turn_ = 0;  // who is first among equals
  std::mutex mutex_;
  RetryBudget budget_;
};

}  // namespace mf::http
