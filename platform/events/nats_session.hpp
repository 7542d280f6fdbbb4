// One connection to a NATS server, as the event log uses it. It does not reconnect: whatever goes
// wrong is thrown, and its owner makes a new one and goes on from what it has written down. One
// thread.
#pragma once

#include "platform/events/nats_log.hpp"
#include "platform/events/nats_loop.hpp"
#include "platform/events/outbox.hpp"

#include <nats/nats.h>

#include <unordered_map>
#include <unordered_set>

namespace mf::events {

struct StreamState {
  std::int64_t created = 0;  // tells a stream from one of the same name that was made later
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// A message of the stream.
struct Arrival {
  std::string text;          // the CloudEvent
  std::int64_t place = 0;    // in the stream
  std::int64_t outbox = 0;   // in the outbox of its source; 0 if it does not say
  std::int64_t pending = 0;  // messages behind it
  std::string reply;         // where to acknowledge it
};

class NatsSession {
 public:
  NatsSession(const NatsOptions& options, const std::string& name);
  NatsSession(const NatsSession&) = delete;
  NatsSession& operator=(const NatsSession&) = delete;

  /// Throws what is wrong with the options, without connecting.
  static void check(const NatsOptions& options);

  /// Makes the stream if there is none.
  StreamState stream();
  /// The text of the stream's message at `place`, if there is one.
  std::optional<std::string> message(std::int64_t place);
  /// Throws if the connection is gone.
  void check_connection() const;

  /// Never two of one subject on the way at once: what the server refuses can't be overtaken.
  void publish(const Stored& stored);
  /// Waits until all are acknowledged: the server has them. The place of the last in the stream.
  std::int64_t finish();

  /// Subscribes the durable consumer, so that what comes first is what follows `place`. Returns how
  /// much that is.
  std::int64_t bind(const std::string& consumer, std::int64_t place);
  /// The next message, in order and without a gap: throws if one was lost on the way.
  std::optional<Arrival> next(std::chrono::milliseconds wait);
  /// This message and all before it.
  void acknowledge(const std::string& reply);
  /// Throws if the server knows the consumer no more, or has sent what did not arrive.
  void verify_consumer();

 private:
  template <auto Destroy>
  struct Deleter {
    template <class T>
    void operator()(T* object) const {
      Destroy(object);
    }
  };
  using Connection = std::unique_ptr<natsConnection, Deleter<natsConnection_Destroy>>;
  using JetStream = std::unique_ptr<jsCtx, Deleter<jsCtx_Destroy>>;
  using Subscription = std::unique_ptr<natsSubscription, Deleter<natsSubscription_Destroy>>;
  using Options = std::unique_ptr<natsOptions, Deleter<natsOptions_Destroy>>;
  using Message = std::unique_ptr<natsMsg, Deleter<natsMsg_Destroy>>;
  using StreamInfo = std::unique_ptr<jsStreamInfo, Deleter<jsStreamInfo_Destroy>>;
  using ConsumerInfo = std::unique_ptr<jsConsumerInfo, Deleter<jsConsumerInfo_Destroy>>;

  static Options read(const NatsOptions& options);
  /// What the stream's subjects begin with: events.<stream>.<source>.<type>.
  std::string subjects() const;
  StreamInfo add_stream();
  ConsumerInfo find_consumer();
  ConsumerInfo add_consumer(std::int64_t place);
  Subscription subscribe(const std::string& subject);
  void receive_acknowledgement();

  const NatsOptions& options_;
  std::unique_ptr<NatsLoop> loop_;  // where the connection may speak TLS
  Connection connection_;
  struct StopLoop {
    NatsLoop* loop = nullptr;
    ~StopLoop() {
      if (loop != nullptr) {
        loop->stop();
      }
    }
  } stop_loop_;  // before the connection goes, and the loop after it
  JetStream jetstream_;

  std::string inbox_;  // acknowledgements of what is published
  Subscription acknowledgements_;
  std::uint64_t published_ = 0;
  std::unordered_map<std::string, Uuid> on_the_way_;  // by the subject of the acknowledgement
  std::unordered_set<Uuid> busy_;                     // their events' subjects
  std::int64_t last_place_ = 0;

  std::string consumer_;
  std::string delivery_subject_;
  Subscription deliveries_;
  std::int64_t delivered_ = 0;  // the consumer's own count
  bool suspicious_ = false;     // something seems to be lost: if it is so again, it is
};

}  // namespace mf::events
