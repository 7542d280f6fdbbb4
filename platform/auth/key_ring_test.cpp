#include "platform/auth/key_ring.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

namespace mf::auth {
namespace {

namespace fs = std::filesystem;
const Timestamp k_now = parse_rfc3339("2026-11-27T10:00:00Z").value();

class Rotation : public testing::Test {
 protected:
  Rotation() : folder(fs::temp_directory_path() / ("key-ring-" + Uuid::make().to_string())) {}
  ~Rotation() override { fs::remove_all(folder); }

  std::string token(const KeyRing& ring) const {
    return ring.sign({.username = "ana", .expires = k_now + std::chrono::minutes(15)}, k_now);
  }
  void grow_older(const fs::path& file, std::chrono::seconds by) const {
    fs::last_write_time(folder / file, fs::last_write_time(folder / file) - by);
  }

  const fs::path folder;
  TokenVerifier verifier;
};

TEST_F(Rotation, publishes_a_key_before_it_signs_and_after_it_has_signed) {
  KeyRing ring(folder);
  verifier.set_keys(ring.public_keys());
  const auto before = token(ring);
  EXPECT_TRUE(verifier.verify(before, k_now));

  EXPECT_TRUE(KeyRing::begin_rotation(folder));
  EXPECT_FALSE(KeyRing::begin_rotation(folder)) << "one at a time";
  EXPECT_TRUE(ring.refresh());
  EXPECT_EQ(ring.public_keys().size(), 2U);
  verifier.set_keys(ring.public_keys());

  grow_older("next.pem", std::chrono::seconds(61));
  EXPECT_TRUE(ring.refresh());
  EXPECT_EQ(ring.public_keys().size(), 2U);
  const auto after = token(ring);
  EXPECT_TRUE(verifier.verify(after, k_now)) << "its key was known before it signed";
  verifier.set_keys(ring.public_keys());
  EXPECT_TRUE(verifier.verify(before, k_now)) << "nobody signs in again";
  EXPECT_TRUE(verifier.verify(after, k_now));

  const auto old = fs::directory_iterator(folder / "retired")->path();
  grow_older(fs::relative(old, folder), std::chrono::minutes(21));
  EXPECT_TRUE(ring.refresh());
  verifier.set_keys(ring.public_keys());
  EXPECT_FALSE(verifier.verify(before, k_now));
  EXPECT_TRUE(verifier.verify(after, k_now));
}

TEST_F(Rotation, replicas_that_share_the_folder_sign_with_the_same_key) {
  KeyRing one(folder);
  KeyRing other(folder);
  KeyRing::begin_rotation(folder);
  grow_older("next.pem", std::chrono::seconds(61));
  one.refresh();
  other.refresh();
  verifier.set_keys({one.public_keys().front()});
  EXPECT_TRUE(verifier.verify(token(other), k_now));
}

TEST_F(Rotation, replicas_that_take_the_same_step_at_the_same_moment_make_one_key_of_it) {
  constexpr int k_replicas = 4;
  const auto at_once = [](auto act) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < k_replicas; ++i) {
      threads.emplace_back([&act, i] { act(static_cast<std::size_t>(i)); });
    }
  };
  for (int round = 0; round < 25; ++round) {
    fs::remove_all(folder);
    std::vector<std::unique_ptr<KeyRing>> rings(k_replicas);
    at_once([&](std::size_t i) {
      rings[i] = std::make_unique<KeyRing>(folder, KeyRingOptions{.announce = {}});
    });
    const auto before = rings[0]->public_keys();
    for (const auto& ring : rings) {
      ASSERT_EQ(ring->public_keys(), before) << "all started with one key";
    }
    ASSERT_TRUE(KeyRing::begin_rotation(folder));
    at_once([&](std::size_t i) { rings[i]->refresh(); });
    const auto after = rings[0]->public_keys();
    ASSERT_EQ(after.size(), 2U) << "the new one and the old one";
    for (const auto& ring : rings) {
      ASSERT_EQ(ring->public_keys(), after);
    }
    ASSERT_FALSE(fs::exists(folder / "next.pem"));
  }
}

TEST_F(Rotation, a_set_of_keys_is_read_as_it_was_written) {
  KeyRing ring(folder);
  KeyRing::begin_rotation(folder);
  ring.refresh();
  EXPECT_EQ(read_jwks(ring.jwks()), ring.public_keys());
  EXPECT_FALSE(read_jwks("{}"));
  EXPECT_FALSE(read_jwks("no"));
}

TEST_F(Rotation, a_token_of_an_unknown_key_makes_the_keys_be_read_again) {
  KeyRing ring(folder);
  int asked = 0;
  bool reading = true;
  verifier.on_unknown_key([&](const std::string& id) {
    EXPECT_EQ(id, key_id(ring.public_keys().front()));
    ++asked;
    return reading;
  });
  const auto first = verifier.verify(token(ring), k_now);
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().code, "keys_unread");
  reading = false;
  const auto second = verifier.verify(token(ring), k_now);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "token_invalid");
  EXPECT_EQ(asked, 2);
  verifier.set_keys(ring.public_keys());
  EXPECT_TRUE(verifier.verify(token(ring), k_now));
  EXPECT_EQ(asked, 2);
}

}  // namespace
}  // namespace mf::auth
