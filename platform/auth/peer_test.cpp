#include "platform/auth/peer.hpp"

#include <gtest/gtest.h>

namespace mf::auth {
namespace {

const Timestamp k_now = parse_rfc3339("2026-11-27T10:00:00Z").value();

TEST(PeerStamp, holds_for_a_minute_in_the_name_and_about_the_thing_it_was_made_for) {
  const PeerSecret ours(std::string(32, 's'));
  const auto stamp = ours.stamp(k_as_gateway, "203.0.113.7", k_now);
  for (int round = 0; round < 2; ++round) {  // the second time it is known
    EXPECT_TRUE(ours.holds(stamp, k_as_gateway, "203.0.113.7", k_now));
    EXPECT_TRUE(ours.holds(stamp, k_as_gateway, "203.0.113.7", k_now + std::chrono::seconds(59)));
    EXPECT_FALSE(ours.holds(stamp, k_as_gateway, "203.0.113.7", k_now + std::chrono::seconds(61)));
    EXPECT_FALSE(ours.holds(stamp, k_as_gateway, "203.0.113.7", k_now - std::chrono::seconds(61)));
    EXPECT_FALSE(ours.holds(stamp, k_as_system, "203.0.113.7", k_now));
    EXPECT_FALSE(ours.holds(stamp, k_as_gateway, "203.0.113.8", k_now)) << "another address";
    EXPECT_FALSE(ours.holds(stamp, k_as_gateway, "", k_now));
  }
}

TEST(PeerStamp, of_the_suite_is_good_for_one_question_only) {
  const PeerSecret ours(std::string(32, 's'));
  const auto line = request_line("GET", "/api/v1/users", "limit=1");
  const auto stamp = ours.stamp(k_as_system, line, k_now);
  EXPECT_TRUE(ours.holds(stamp, k_as_system, line, k_now));
  for (const auto& other : {request_line("POST", "/api/v1/users", "limit=1"),
                            request_line("GET", "/api/v1/orders", "limit=1"),
                            request_line("GET", "/api/v1/users", "limit=2")}) {
    EXPECT_FALSE(ours.holds(stamp, k_as_system, other, k_now)) << other;
  }
}

TEST(PeerStamp, of_another_secret_or_changed_does_not_hold) {
  const PeerSecret ours(std::string(32, 's'));
  const PeerSecret theirs(std::string(32, 't'));
  const auto stamp = ours.stamp(k_as_gateway, "203.0.113.7", k_now);
  EXPECT_FALSE(theirs.holds(stamp, k_as_gateway, "203.0.113.7", k_now));
  for (std::size_t i = 0; i < stamp.size(); ++i) {
    auto changed = stamp;
    changed[i] = changed[i] == '1' ? '2' : '1';
    EXPECT_FALSE(ours.holds(changed, k_as_gateway, "203.0.113.7", k_now)) << changed;
  }
  EXPECT_FALSE(ours.holds("", k_as_gateway, "203.0.113.7", k_now));
  EXPECT_FALSE(ours.holds("gateway..", k_as_gateway, "203.0.113.7", k_now));
}

TEST(PeerStamp, needs_a_secret_worth_the_name) {
  EXPECT_THROW(PeerSecret("short"), std::runtime_error);
}

}  // namespace
}  // namespace mf::auth
