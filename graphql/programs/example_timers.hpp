// What happens later in the example server: its loop runs it. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace graphql::example {

class Timers {
 public:
  using Clock = std::chrono::steady_clock;
  /// True if it wants to run again.
  using Task = std::move_only_function<bool()>;
  using Id = std::uint64_t;

  Id every(std::chrono::milliseconds period, Task task) {
    tasks_.emplace(++last_, Entry{Clock::now() + period, period, std::move(task)});
    return last_;
  }

  void cancel(Id id) { tasks_.erase(id); }

  std::optional<Clock::time_point> deadline() const {
    std::optional<Clock::time_point> first;
    for (const auto& [id, entry] : tasks_) {
      first = !first || entry.due < *first ? entry.due : *first;
    }
    return first;
  }

  void run(Clock::time_point now) {
    for (auto at = tasks_.begin(); at != tasks_.end();) {
      const auto id = at->first;
      if (at->second.due <= now) {
        at->second.due += at->second.period;
        // The task may cancel itself: it is moved away and put back.
        auto task = std::move(at->second.task);
        const bool again = task();
        const auto still = tasks_.find(id);
        if (still != tasks_.end()) {
          still->second.task = std::move(task);
          if (!again) {
            tasks_.erase(still);
          }
        }
      }
      at = tasks_.upper_bound(id);
    }
  }

 private:
  struct Entry {
    Clock::time_point due;
    std::chrono::milliseconds period;
    Task task;
  };

  std::map<Id, Entry> tasks_;
  Id last_ = 0;
};

}  // namespace graphql::example
