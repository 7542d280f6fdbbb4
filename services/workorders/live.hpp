// What happens to orders, told at once to whoever subscribed in this replica. The outbox of the
// service is what all replicas share, so each reads it for itself and none misses what another one
// did. One thread reads, while somebody listens; a few workers answer the streams that have
// something to say, each stream on one at a time. Public functions from any thread.
#pragma once

#include "contracts/ids.hpp"
#include "platform/async/pool.hpp"
#include "platform/db/database.hpp"
#include "platform/http/message.hpp"
#include "platform/service/service.hpp"

#include <atomic>
#include <list>
#include <thread>

namespace mf::workorders {

struct OrderNews {
  OrderId order;
  std::string event;  // "order.status_changed"
  Timestamp at;
};

/// Raised by any thread when a stream has something to do; shared with whoever raises it.
using Flag = std::shared_ptr<std::atomic<bool>>;

/// A client's stream. Used by one of the hub's workers at a time.
class LiveStream {
 public:
  explicit LiveStream(Flag ready) : ready_(std::move(ready)) {}
  virtual ~LiveStream() = default;

  bool take_ready() { return ready_->exchange(false); }
  /// Sends what there is, as far as the client takes it. False when it is over.
  virtual bool pump(Timestamp now) = 0;
  /// It is over: nothing of the hub's is used after this.
  virtual void end() = 0;

 protected:
  const Flag& ready() const { return ready_; }

 private:
  const Flag ready_;
};

class LiveHub {
 public:
  using Listener = std::function<void(const OrderNews&)>;
  using InboxListener = std::function<void(const json::Dom& notification)>;
  using Token = std::uint64_t;

  LiveHub(db::Database& database, service::Peers& peers, const Clock& clock);
  ~LiveHub();

  /// `listener` is called from the hub's thread for each event of an order, from now on.
  Token listen(Listener listener);
  /// Likewise for the messages in the inbox of whoever made `request`.
  Token listen_to_inbox(http::Request request, InboxListener listener);
  void forget(Token token);

  /// Too many streams, of all or of this person, are refused.
  Result<void> admit(const std::optional<UserId>& person) const;
  void add(const std::optional<UserId>& person, std::shared_ptr<LiveStream> stream);
  /// The stream turns out to be this person's; false where that is one too many.
  bool claim(const LiveStream& stream, UserId person);
  /// A stream has raised its flag.
  void wake();
  /// Ends every stream and the threads.
  void stop();

 private:
  struct Inbox {
    http::Request request;
    InboxListener listener;
    std::string last;  // the newest id that was told; ids sort by time
  };
  struct Open {
    std::optional<UserId> person;
    std::shared_ptr<LiveStream> stream;
    bool busy = false;  // with a worker
  };

  void start();
  void run(const std::stop_token& stop);
  /// True if there may be more in a moment.
  bool tell_news();
  void serve_streams();
  void serve(const std::shared_ptr<LiveStream>& stream);
  void run_inboxes(const std::stop_token& stop);
  void look_into(Inbox& inbox);
  bool idle() const;
  std::ptrdiff_t count(UserId person) const;

  db::Database& database_;
  service::Peers& peers_;
  const Clock& clock_;

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<Token, std::shared_ptr<const Listener>> listeners_;
  std::map<Token, std::shared_ptr<Inbox>> inboxes_;
  std::list<Open> streams_;
  Token last_token_ = 0;
  bool woken_ = false;
  bool stopped_ = false;
  std::chrono::steady_clock::time_point tended_at_;  // all streams, ready or not
  std::int64_t at_ = 0;                              // everything in the outbox up to here was told
  async::WorkerPool workers_;
  std::jthread inbox_thread_;
  std::jthread thread_;  // both from the first listener on
  db::Subscription commits_;
};

inline void raise(const Flag& flag, LiveHub& hub) {
  *flag = true;
  hub.wake();
}

}  // namespace mf::workorders
