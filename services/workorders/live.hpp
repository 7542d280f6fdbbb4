// What happens to orders, told at once to whoever subscribed in this replica. The outbox of the
// service is what all replicas share, so each reads it for itself and none misses what another one
// did. One thread reads, and answers the streams whose subscriptions have something to say; it runs
// while somebody listens. Public functions from any thread.
#pragma once

#include "contracts/ids.hpp"
#include "platform/db/database.hpp"
#include "platform/http/message.hpp"
#include "platform/service/service.hpp"

#include <list>
#include <thread>

namespace mf::workorders {

struct OrderNews {
  OrderId order;
  std::string event;  // "order.status_changed"
  Timestamp at;
};

/// A client's stream. Used by the hub's thread alone.
class LiveStream {
 public:
  virtual ~LiveStream() = default;
  /// Sends what there is, as far as the client takes it. False when it is over.
  virtual bool pump(Timestamp now) = 0;
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
  Result<void> admit(UserId person) const;
  void add(UserId person, std::shared_ptr<LiveStream> stream);
  /// Some stream may have something to send.
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
    UserId person;
    std::shared_ptr<LiveStream> stream;
  };

  void start();
  void run(const std::stop_token& stop);
  /// True if there may be more in a moment.
  bool tell_news();
  void pump();
  void run_inboxes(const std::stop_token& stop);
  void look_into(Inbox& inbox);
  bool idle() const;

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
  std::int64_t at_ = 0;  // everything in the outbox up to here was told
  std::jthread inbox_thread_;
  std::jthread thread_;  // both from the first listener on
  db::Subscription commits_;
};

}  // namespace mf::workorders
