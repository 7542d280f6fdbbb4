#include "platform/http/upstream.hpp"

#include <gtest/gtest.h>

namespace mf::http {
namespace {

using std::chrono::milliseconds;
using Time = Breaker::Time;

const Time k_now = Time{} + std::chrono::hours(1);

class Balancing : public testing::Test {
 protected:
  std::shared_ptr<Replica> replica(int port) {
    return std::make_shared<Replica>(UpstreamAddress{"127.0.0.1", port}, options);
  }
  Upstream upstream() { return {"orders", {first, second, third}, options}; }

  UpstreamOptions options{.at_once = 2, .failures_to_open = 3, .rest = milliseconds(100)};
  std::shared_ptr<Replica> first = replica(1);
  std::shared_ptr<Replica> second = replica(2);
  std::shared_ptr<Replica> third = replica(3);
};

TEST_F(Balancing, goes_round_among_replicas_that_have_equally_much_to_do) {
  auto group = upstream();
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE(group.choose(k_now, {}));
  }
  EXPECT_EQ(first->outstanding(), 2);
  EXPECT_EQ(second->outstanding(), 2);
  EXPECT_EQ(third->outstanding(), 2);
}

TEST_F(Balancing, prefers_the_replica_with_the_fewest_requests_under_way) {
  auto group = upstream();
  first->begin(k_now);
  third->begin(k_now);
  EXPECT_EQ(group.choose(k_now, {}), second);
  first->end();
  EXPECT_EQ(group.choose(k_now, {}), first);
}

TEST_F(Balancing, prefers_a_busy_healthy_replica_to_an_idle_sick_one) {
  auto group = upstream();
  first->set_healthy(false);
  second->set_healthy(false);
  third->begin(k_now);
  EXPECT_EQ(group.choose(k_now, {}), third);
  EXPECT_NE(group.choose(k_now, {third.get()}), nullptr) << "better a sick one than none";
}

TEST_F(Balancing, asks_none_twice_that_was_tried) {
  auto group = upstream();
  EXPECT_EQ(group.choose(k_now, {first.get(), third.get()}), second);
  EXPECT_EQ(group.choose(k_now, {first.get(), second.get(), third.get()}), nullptr);
}

TEST_F(Balancing, leaves_a_replica_alone_that_failed_in_a_row_and_tries_it_once_it_has_rested) {
  Upstream alone{"orders", {first}, options};
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(alone.choose(k_now, {}));
    first->failed(k_now);
  }
  EXPECT_FALSE(alone.choose(k_now + milliseconds(99), {}));
  EXPECT_TRUE(alone.choose(k_now + milliseconds(100), {}));
  EXPECT_FALSE(alone.choose(k_now + milliseconds(101), {})) << "one at a time";
  first->succeeded();
  EXPECT_TRUE(alone.choose(k_now + milliseconds(102), {}));
}

TEST_F(Balancing, lets_a_replica_rest_longer_each_time_it_fails_again) {
  Breaker breaker(options);
  for (int i = 0; i < 3; ++i) {
    breaker.failed(k_now);
  }
  EXPECT_TRUE(breaker.allows(k_now + milliseconds(100)));
  breaker.begin(k_now + milliseconds(100));
  breaker.failed(k_now + milliseconds(100));
  EXPECT_FALSE(breaker.allows(k_now + milliseconds(299)));
  EXPECT_TRUE(breaker.allows(k_now + milliseconds(300)));
}

TEST_F(Balancing, an_outcome_that_never_comes_blocks_nothing) {
  Breaker breaker(options);
  for (int i = 0; i < 3; ++i) {
    breaker.failed(k_now);
  }
  breaker.begin(k_now + milliseconds(100));
  EXPECT_FALSE(breaker.allows(k_now + milliseconds(150)));
  EXPECT_TRUE(breaker.allows(k_now + milliseconds(200)));
}

TEST_F(Balancing, failures_that_are_not_in_a_row_open_nothing) {
  Breaker breaker(options);
  for (int i = 0; i < 10; ++i) {
    breaker.failed(k_now);
    breaker.failed(k_now);
    breaker.succeeded();
  }
  EXPECT_FALSE(breaker.open());
}

TEST_F(Balancing, the_bulkhead_takes_so_many_and_no_more) {
  auto group = upstream();
  EXPECT_TRUE(group.enter());
  EXPECT_TRUE(group.enter());
  EXPECT_FALSE(group.enter());
  group.leave();
  EXPECT_TRUE(group.enter());
}

TEST_F(Balancing, retries_are_a_share_of_the_requests) {
  options.at_once = 1000;
  options.retry_reserve = 2;
  auto group = upstream();
  EXPECT_TRUE(group.take_retry());
  EXPECT_TRUE(group.take_retry());
  EXPECT_FALSE(group.take_retry()) << "the reserve is used up";
  for (int i = 0; i < 11; ++i) {
    ASSERT_TRUE(group.enter());
  }
  EXPECT_TRUE(group.take_retry());
  EXPECT_FALSE(group.take_retry());
}

TEST(Address, of_a_replica_is_a_host_and_a_port) {
  const auto address = UpstreamAddress::parse("http://orders-1:9001/");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->host, "orders-1");
  EXPECT_EQ(address->port, 9001);
  EXPECT_FALSE(address->tls);
  EXPECT_TRUE(UpstreamAddress::parse("https://orders-1:9001")->tls);
  for (const std::string bad : {"orders:1", "http://:1", "http://a", "http://a:0", "http://a:70000",
                                "http://a:1x", "ftp://a:1", "http://u@a:1", "http://a/b:1"}) {
    EXPECT_FALSE(UpstreamAddress::parse(bad)) << bad;
  }
}

}  // namespace
}  // namespace mf::http
