#include "platform/telemetry/trace.hpp"

#include <gtest/gtest.h>

namespace mf::telemetry {
namespace {

class Traces : public testing::Test {
 protected:
  void TearDown() override { set_trace_sample(1); }
};

TEST_F(Traces, AChildStaysInItsTraceAndKeepsTheDecision) {
  const std::string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
  const auto child = next_traceparent(parent);
  EXPECT_TRUE(is_traceparent(child));
  EXPECT_EQ(trace_id(child), trace_id(parent));
  EXPECT_NE(child, parent);
  EXPECT_FALSE(is_sampled(child));
}

TEST_F(Traces, WhatIsNoTraceparentBeginsANewTrace) {
  for (const std::string bad : {"", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"}) {
    const auto fresh = next_traceparent(bad);
    EXPECT_TRUE(is_traceparent(fresh)) << bad;
    EXPECT_NE(trace_id(fresh), "0af7651916cd43dd8448eb211c80319c");
    EXPECT_FALSE(is_sampled(bad));
  }
}

TEST_F(Traces, TheShareOfSampledTracesIsTheOneAskedFor) {
  const auto sampled = [] {
    int count = 0;
    for (int i = 0; i < 4000; ++i) {
      count += is_sampled(next_traceparent("")) ? 1 : 0;
    }
    return count;
  };
  EXPECT_EQ(sampled(), 4000);
  set_trace_sample(0);
  EXPECT_EQ(sampled(), 0);
  set_trace_sample(0.25);
  EXPECT_NEAR(sampled(), 1000, 200);  // more than seven standard deviations
}

TEST_F(Traces, AScopeEndsWhereItBegan) {
  EXPECT_EQ(current_traceparent(), "");
  {
    const TraceScope outer("outer", "dispatch");
    {
      const TraceScope inner("inner", "tracking");
      EXPECT_EQ(current_traceparent(), "inner");
      EXPECT_EQ(current_service(), "tracking");
    }
    EXPECT_EQ(current_traceparent(), "outer");
    EXPECT_EQ(current_service(), "dispatch");
  }
  EXPECT_EQ(current_traceparent(), "");
}

}  // namespace
}  // namespace mf::telemetry
