// How events reach a subscription: the code of a subscription's field gets an Events<T>, keeps it,
// and emits into it from any thread; whoever serves the client takes them out one by one.
//
// An Events<T> is a handle of a bounded queue that it shares with the Subscription. Thread-safe.
// The engine has no threads: emit() runs the host's `on_ready` on the thread that emits.
#pragma once

#include "graphql/execution/resolver.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

namespace graphql {

/// Ends a source: called once, when the client leaves, the source ends or its queue is full. After
/// the return nothing need be emitted; what still is, is dropped.
using Stop = std::move_only_function<void()>;

/// What the second callable of a stream gives for an event that its client must not see.
struct SkipEvent {};

/// An event on its way, whatever its type.
struct Event {
  virtual ~Event() = default;
  /// Set while it is answered: there is nothing to say.
  mutable bool skipped = false;
};

template <class T>
struct EventOf final : Event {
  explicit EventOf(T given) : value(std::move(given)) {}
  T value;
};

/// The events that wait for one subscription.
class EventQueue {
 public:
  using OnReady = std::function<void()>;

  EventQueue(std::size_t most, OnReady on_ready) : most_(most), on_ready_(std::move(on_ready)) {}

  /// False when nobody wants more. A queue that is full fails: its reader is too slow.
  bool push(std::unique_ptr<Event> event);
  /// No more events will come.
  void end();
  /// No more events will come, because something went wrong; the client is told.
  void fail(FieldError error);

  struct Taken {
    std::unique_ptr<Event> event;
    bool ended = false;
    std::optional<FieldError> error;
  };
  /// The oldest event; without one, whether the source has ended, and why.
  Taken take();

  /// The reader is gone.
  void close();
  bool is_open() const;

 private:
  void finish(std::optional<FieldError> error);

  mutable std::mutex mutex_;
  std::deque<std::unique_ptr<Event>> waiting_;
  std::size_t most_;
  bool open_ = true;
  std::optional<FieldError> error_;
  OnReady on_ready_;
};

using EventQueuePtr = std::shared_ptr<EventQueue>;

/// What the code of a subscription's field emits into. Copies lead to the same client.
template <class T>
class Events {
 public:
  explicit Events(EventQueuePtr queue) : queue_(std::move(queue)) {}

  /// False when nobody wants more.
  bool emit(T event) const { return queue_->push(std::make_unique<EventOf<T>>(std::move(event))); }
  void end() const { queue_->end(); }
  void fail(FieldError error) const { queue_->fail(std::move(error)); }
  bool is_open() const { return queue_->is_open(); }

 private:
  EventQueuePtr queue_;
};

/// Where the events of a field come from.
class Source {
 public:
  virtual ~Source() = default;
  /// Throws FieldError where the client may not subscribe.
  virtual Stop open(const Call& call, EventQueuePtr queue) const = 0;
};

template <class T>
inline constexpr bool may_skip = false;
template <class T>
inline constexpr bool may_skip<std::expected<T, SkipEvent>> = true;

/// A field of Subscription: `open` starts its events, `map` makes the field's value of one.
template <class T, class Open, class Map>
class StreamResolver final : public Resolver, public Source {
 public:
  using Mapped = decltype(call_resolver(std::declval<const Map&>(), std::declval<const T&>(),
                                        std::declval<const Call&>()));
  using Plain = std::remove_cvref_t<Mapped>;

  StreamResolver(Open open, Map map) : open_(std::move(open)), map_(std::move(map)) {}

  Shape shape() const override {
    if constexpr (may_skip<Plain>) {
      return shape_of<typename Plain::value_type>();
    } else {
      return shape_of<Plain>();
    }
  }
  const Source* source() const override { return this; }
  Outcome write(const Call&, const Type&, const void*, Output&) const override {
    return Outcome::null;
  }

  Stop open(const Call& call, EventQueuePtr queue) const override {
    auto opened = std::invoke(open_, call, Events<T>(std::move(queue)));
    if constexpr (is_expected<decltype(opened)>) {
      if (!opened) {
        throw std::move(opened.error());
      }
      return std::move(*opened);
    } else {
      return opened;
    }
  }

  void resolve(const Call& call, const Type& type, std::span<const void* const> parents,
               std::span<Resolved> results) const override {
    const auto& event = *static_cast<const Event*>(parents.front());
    const auto& value = static_cast<const EventOf<T>&>(event).value;
    if constexpr (std::is_lvalue_reference_v<Mapped>) {
      results.front() = to_resolved(call.keeper(), type, call_resolver(map_, value, call));
    } else {
      const auto& mapped = call.keeper().keep(call_resolver(map_, value, call));
      if constexpr (may_skip<Plain>) {
        event.skipped = !mapped.has_value();
        results.front() = mapped ? to_resolved(call.keeper(), type, *mapped) : Resolved{};
      } else {
        results.front() = to_resolved(call.keeper(), type, mapped);
      }
    }
  }

 private:
  Open open_;
  Map map_;
};

}  // namespace graphql
