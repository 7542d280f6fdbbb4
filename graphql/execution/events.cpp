#include "graphql/execution/events.hpp"

namespace graphql {

bool EventQueue::push(std::unique_ptr<Event> event) {
  {
    const std::scoped_lock lock(mutex_);
    if (!open_) {
      return false;
    }
    if (waiting_.size() < most_) {
      waiting_.push_back(std::move(event));
    } else {
      open_ = false;
      error_ = FieldError{"The events were not taken fast enough.", "SLOW_CLIENT"};
    }
  }
  if (on_ready_) {
    on_ready_();
  }
  return event == nullptr;
}

void EventQueue::end() {
  finish(std::nullopt);
}

void EventQueue::fail(FieldError error) {
  finish(std::move(error));
}

void EventQueue::finish(std::optional<FieldError> error) {
  {
    const std::scoped_lock lock(mutex_);
    if (!open_) {
      return;
    }
    open_ = false;
    error_ = std::move(error);
  }
  if (on_ready_) {
    on_ready_();
  }
}

EventQueue::Taken EventQueue::take() {
  const std::scoped_lock lock(mutex_);
  if (!waiting_.empty()) {
    Taken taken{std::move(waiting_.front()), false, std::nullopt};
    waiting_.pop_front();
    return taken;
  }
  return {nullptr, !open_, std::exchange(error_, std::nullopt)};
}

void EventQueue::close() {
  std::deque<std::unique_ptr<Event>> dropped;
  const std::scoped_lock lock(mutex_);
  open_ = false;
  dropped.swap(waiting_);
}

bool EventQueue::is_open() const {
  const std::scoped_lock lock(mutex_);
  return open_;
}

}  // namespace graphql
