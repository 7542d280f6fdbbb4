// A bounded pool of worker threads: where requests run, because they may wait for a disk or a
// database. Owned by the host; submit() from any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace mf::async {

/// How many threads suit requests that mostly wait for a disk: 16 a processor, but one at most for
/// each 16 MiB of a memory limit; 4 to 256.
std::size_t default_workers(double cpus, std::optional<std::uint64_t> memory_limit);

class WorkerPool {
 public:
  /// `queue_limit`: how many may wait for a worker before submit() refuses.
  WorkerPool(std::size_t threads, std::size_t queue_limit);
  ~WorkerPool();

  /// False, and `work` is not kept, where the queue is full or the pool has stopped.
  bool submit(std::function<void()> work);
  /// Finishes what was submitted, then ends the threads.
  void stop();

  std::size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }

 private:
  struct Sleeper {
    std::condition_variable wake;
    bool called = false;
  };

  void run(Sleeper& self);
  Sleeper* call_one();

  const std::size_t queue_limit_;
  std::mutex mutex_;
  std::deque<std::function<void()>> queue_;
  std::atomic<std::size_t> waiting_ = 0;  // the queue's size, to be read without the lock
  std::deque<Sleeper> sleepers_;          // one for each thread
  std::vector<Sleeper*> asleep_;          // the last to fall asleep is called first: it is warm
  bool calling_ = false;                  // one was called and has not come yet
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace mf::async
