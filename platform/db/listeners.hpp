// Who wants to hear of commits. A listener is called for as long as its subscription lives, and no
// call runs any more once that has gone. Any thread; a listener is brief and subscribes to nothing.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>

namespace mf::db {

using Subscription = std::shared_ptr<const void>;

class Listeners {
 public:
  [[nodiscard]] Subscription add(std::function<void()> listener) {
    const std::lock_guard lock(state_->mutex);
    const auto place = state_->all.insert(state_->all.end(), std::move(listener));
    return {&*place, [state = state_, place](const void*) {
              const std::lock_guard end(state->mutex);
              state->all.erase(place);
            }};
  }

  void tell() const {
    const std::lock_guard lock(state_->mutex);
    for (const auto& listener : state_->all) {
      listener();
    }
  }

 private:
  struct State {
    std::mutex mutex;
    std::list<std::function<void()>> all;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace mf::db
