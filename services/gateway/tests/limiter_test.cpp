#include "services/gateway/limiter.hpp"

#include <gtest/gtest.h>

namespace mf::gateway {
namespace {

using namespace std::chrono_literals;

class LimiterTest : public testing::Test {
 protected:
  Limiter::Time start_{};
};

TEST_F(LimiterTest, lets_the_burst_pass_and_then_refuses) {
  Limiter limiter({1, 3});
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(limiter.take("a", start_).allowed);
  }
  const auto refused = limiter.take("a", start_);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.remaining, 0);
  EXPECT_EQ(refused.reset_seconds, 1);
  EXPECT_EQ(refused.limit, 3);
}

TEST_F(LimiterTest, of_several_gateways_allow_together_what_one_would) {
  const auto part = part_of({10, 40}, 4);
  int allowed = 0;
  for (int gateway = 0; gateway < 4; ++gateway) {
    Limiter limiter(part);
    for (int i = 0; i < 40; ++i) {
      allowed += limiter.take("a", start_).allowed;
    }
    for (int i = 0; i < 40; ++i) {
      allowed += limiter.take("a", start_ + 2s).allowed;
    }
  }
  EXPECT_EQ(allowed, 40 + 2 * 10);
  EXPECT_EQ(part_of({10, 2}, 4).burst, 1) << "less than one would let nobody in";
}

TEST_F(LimiterTest, fills_up_again_with_time_and_never_above_the_burst) {
  Limiter limiter({2, 4});
  for (int i = 0; i < 4; ++i) {
    limiter.take("a", start_);
  }
  EXPECT_FALSE(limiter.take("a", start_ + 400ms).allowed);
  EXPECT_TRUE(limiter.take("a", start_ + 500ms).allowed);
  EXPECT_EQ(limiter.take("a", start_ + 1h).remaining, 3);
}

TEST_F(LimiterTest, keeps_keys_apart) {
  Limiter limiter({1, 1});
  EXPECT_TRUE(limiter.take("a", start_).allowed);
  EXPECT_TRUE(limiter.take("b", start_).allowed);
  EXPECT_FALSE(limiter.take("a", start_).allowed);
}

TEST_F(LimiterTest, without_a_rate_never_refuses) {
  Limiter limiter({0, 0});
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(limiter.take("a", start_).allowed);
  }
}

TEST_F(LimiterTest, many_keys_do_not_make_it_forget_the_one_that_is_over_its_limit) {
  Limiter limiter({1, 2}, 100);
  limiter.take("busy", start_);
  limiter.take("busy", start_);
  for (int i = 0; i < 50; ++i) {
    limiter.take("other" + std::to_string(i), start_ - 10s);
  }
  for (int i = 0; i < 60; ++i) {
    limiter.take("more" + std::to_string(i), start_);
  }
  EXPECT_FALSE(limiter.take("busy", start_).allowed);
}

}  // namespace
}  // namespace mf::gateway
