#include "platform/async/pool.hpp"

namespace mf::async {

std::size_t default_workers(double cpus, std::optional<std::uint64_t> memory_limit) {
  constexpr std::uint64_t k_memory_of_one = 16 << 20;
  auto workers = static_cast<std::uint64_t>(cpus * 16);
  if (memory_limit) {
    workers = std::min(workers, *memory_limit / k_memory_of_one);
  }
  return std::clamp<std::uint64_t>(workers, 4, 256);
}

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_limit) : queue_limit_(queue_limit) {
  sleepers_.resize(threads);
  for (auto& sleeper : sleepers_) {
    threads_.emplace_back([this, &sleeper] { run(sleeper); });
  }
}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::submit(std::function<void()> work) {
  Sleeper* called = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_limit_) {
      return false;
    }
    queue_.push_back(std::move(work));
    waiting_.store(queue_.size(), std::memory_order_relaxed);
    called = call_one();
  }
  if (called != nullptr) {
    called->wake.notify_one();
  }
  return true;
}

/// Under the lock: whom to wake, if anybody. Waking is dear, so one is called at a time; it calls
/// the next if it finds more than it takes. A worker that ends its work meanwhile comes by itself.
WorkerPool::Sleeper* WorkerPool::call_one() {
  if (calling_ || queue_.empty() || asleep_.empty()) {
    return nullptr;
  }
  calling_ = true;
  Sleeper* called = asleep_.back();
  asleep_.pop_back();
  called->called = true;
  return called;
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto* sleeper : asleep_) {
      sleeper->called = true;
      sleeper->wake.notify_one();
    }
    asleep_.clear();
  }
  for (auto& thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
}

void WorkerPool::run(Sleeper& self) {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (queue_.empty()) {
      if (stopping_) {
        return;
      }
      self.called = false;
      asleep_.push_back(&self);
      self.wake.wait(lock, [&] { return self.called; });
      calling_ = false;
      continue;
    }
    auto work = std::move(queue_.front());
    queue_.pop_front();
    waiting_.store(queue_.size(), std::memory_order_relaxed);
    Sleeper* next = call_one();
    lock.unlock();
    if (next != nullptr) {
      next->wake.notify_one();
    }
    work();
    work = {};  // what it holds may take long to let go of
    lock.lock();
  }
}

}  // namespace mf::async
