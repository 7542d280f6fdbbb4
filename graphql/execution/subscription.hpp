// A subscription that runs: takes the events of its source and answers each as a request of its
// own.
//
// Made by Engine::open(). One thread at a time calls it; the engine must outlive it. It has no
// thread: the host calls next() when `on_ready` told it to, on a thread that may execute requests,
// for as long as the client can take more. What waits meanwhile is bounded by
// Limits::max_waiting_events.
#pragma once

#include "graphql/execution/events.hpp"
#include "graphql/execution/execute.hpp"

#include <memory>
#include <string>

namespace graphql {

class Subscription {
 public:
  enum class Next : std::uint8_t {
    /// The answer to an event was appended.
    answer,
    /// No event waits.
    nothing,
    /// Nothing was appended and nothing will be.
    ended,
  };

  struct Parts {
    const Schema& schema;
    PreparedPtr document;
    const PreparedOperation& operation;
    const OnUnexpected* on_unexpected;
    EventQueuePtr queue;
  };

  /// `variables` are copied.
  Subscription(Parts parts, const Value& variables);
  /// Stops the source. `on_ready` may be running on another thread meanwhile: let it hold what it
  /// needs.
  ~Subscription();
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;

  /// Calls the code of the field; what it refuses with is an error of the request.
  std::expected<void, Error> start(void* context);

  /// Answers the oldest event. `context` is what resolvers get, as in a request: give each event a
  /// fresh one. A source that failed gives a last answer with the error.
  Next next(std::string& out, void* context);

 private:
  void stop();

  Parts parts_;
  Arena arena_;
  Value variables_;
  Stop stop_;
};

using SubscriptionPtr = std::unique_ptr<Subscription>;

}  // namespace graphql
