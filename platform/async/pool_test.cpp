#include "platform/async/pool.hpp"

#include <gtest/gtest.h>

#include <latch>

namespace mf::async {
namespace {

TEST(DefaultWorkers, follow_the_processors_and_the_memory_within_bounds) {
  constexpr std::uint64_t k_mebibyte = 1 << 20;
  EXPECT_EQ(default_workers(2, std::nullopt), 32U);
  EXPECT_EQ(default_workers(0.5, std::nullopt), 8U);
  EXPECT_EQ(default_workers(2, 256 * k_mebibyte), 16U);
  EXPECT_EQ(default_workers(2, 4096 * k_mebibyte), 32U);
  EXPECT_EQ(default_workers(0.1, 16 * k_mebibyte), 4U);
  EXPECT_EQ(default_workers(96, std::nullopt), 256U);
}

TEST(WorkerPool, runs_everything_that_was_submitted_before_it_stops) {
  std::atomic<int> done = 0;
  WorkerPool pool(4, 1000);
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(pool.submit([&] { ++done; }));
  }
  pool.stop();
  EXPECT_EQ(done, 500);
}

TEST(WorkerPool, one_that_waits_holds_up_nobody_as_long_as_a_worker_is_free) {
  constexpr int k_threads = 8;
  for (int round = 0; round < 50; ++round) {
    std::latch all_run(k_threads);  // each waits for all the others: they must run side by side
    WorkerPool pool(k_threads, 100);
    for (int i = 0; i < k_threads; ++i) {
      ASSERT_TRUE(pool.submit([&] { all_run.arrive_and_wait(); }));
    }
    all_run.wait();
    EXPECT_EQ(pool.waiting(), 0U);
  }
}

TEST(WorkerPool, refuses_what_its_queue_cannot_hold) {
  std::latch running(1);
  std::latch go_on(1);
  WorkerPool pool(1, 2);
  ASSERT_TRUE(pool.submit([&] {
    running.count_down();
    go_on.wait();
  }));
  running.wait();
  EXPECT_TRUE(pool.submit([] {}));
  EXPECT_TRUE(pool.submit([] {}));
  EXPECT_EQ(pool.waiting(), 2U);
  EXPECT_FALSE(pool.submit([] {}));
  go_on.count_down();
}

TEST(WorkerPool, refuses_work_after_it_has_stopped) {
  WorkerPool pool(2, 10);
  pool.stop();
  EXPECT_FALSE(pool.submit([] {}));
}

}  // namespace
}  // namespace mf::async
