// A bounded pool of worker threads: where requests run, because they may wait for a disk or a
// database. Owned by the host; submit() from any thread.
#pragma once

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

  std::size_t waiting() const;

 private:
  void run();

  const std::size_t queue_limit_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace mf::async
