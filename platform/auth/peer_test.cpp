#include "platform/auth/peer.hpp"

#include <gtest/gtest.h>

namespace mf::auth {
namespace {

const Timestamp k_now = parse_rfc3339("2026-11-27T10:00:00Z").value();

TEST(PeerStamp, holds_for_a_few_minutes_in_the_name_it_was_made_in) {
  const PeerSecret ours(std::string(32, 's'));
  const auto stamp = ours.stamp(k_as_gateway, k_now);
  EXPECT_TRUE(ours.holds(stamp, k_as_gateway, k_now));
  EXPECT_TRUE(ours.holds(stamp, k_as_gateway, k_now + std::chrono::minutes(4)));
  EXPECT_FALSE(ours.holds(stamp, k_as_gateway, k_now + std::chrono::minutes(6)));
  EXPECT_FALSE(ours.holds(stamp, k_as_gateway, k_now - std::chrono::minutes(6)));
  EXPECT_FALSE(ours.holds(stamp, k_as_system, k_now));
}

TEST(PeerStamp, of_another_secret_or_changed_does_not_hold) {
  const PeerSecret ours(std::string(32, 's'));
  const PeerSecret theirs(std::string(32, 't'));
  const auto stamp = ours.stamp(k_as_gateway, k_now);
  EXPECT_FALSE(theirs.holds(stamp, k_as_gateway, k_now));
  for (std::size_t i = 0; i < stamp.size(); ++i) {
    auto changed = stamp;
    changed[i] = changed[i] == '1' ? '2' : '1';
    EXPECT_FALSE(ours.holds(changed, k_as_gateway, k_now)) << changed;
  }
  EXPECT_FALSE(ours.holds("", k_as_gateway, k_now));
  EXPECT_FALSE(ours.holds("gateway..", k_as_gateway, k_now));
}

TEST(PeerStamp, needs_a_secret_worth_the_name) {
  EXPECT_THROW(PeerSecret("short"), std::runtime_error);
}

}  // namespace
}  // namespace mf::auth
