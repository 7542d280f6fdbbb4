#include "platform/core/id.hpp"

#include "platform/core/random.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace mf {
namespace {

TEST(Uuid, made_later_sorts_later) {
  Uuid last = Uuid::make();
  for (int i = 0; i < 20'000; ++i) {
    const Uuid next = Uuid::make();
    ASSERT_LT(last, next);
    last = next;
  }
}

TEST(Uuid, is_version_7_of_now) {
  const Uuid id = Uuid::make();
  const auto text = id.to_string();
  EXPECT_EQ(text.size(), 36U);
  EXPECT_EQ(text[14], '7');
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
  std::int64_t millis = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    millis = millis * 256 + id.bytes[i];
  }
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  EXPECT_LT(std::abs(now - millis), 60'000);
}

TEST(Uuid, threads_never_make_the_same) {
  std::array<std::vector<Uuid>, 4> made;
  std::vector<std::thread> threads;
  for (auto& ids : made) {
    threads.emplace_back([&ids] {
      for (int i = 0; i < 5'000; ++i) {
        ids.push_back(Uuid::make());
      }
    });
  }
  std::set<Uuid> all;
  for (auto& thread : threads) {
    thread.join();
  }
  for (const auto& ids : made) {
    all.insert(ids.begin(), ids.end());
  }
  EXPECT_EQ(all.size(), 20'000U);
}

TEST(Uuid, its_text_comes_back_the_same_in_either_case) {
  const Uuid id = Uuid::make();
  std::string upper = id.to_string();
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
  EXPECT_EQ(Uuid::parse(id.to_string()), id);
  EXPECT_EQ(Uuid::parse(upper), id);
}

TEST(Uuid, other_text_is_nothing) {
  for (const auto* text :
       {"", "01939f3e-7d1c-7b3a-9c55-0d6f1c2b3a4", "01939f3e7d1c7b3a9c550d6f1c2b3a4d",
        "01939f3e-7d1c-7b3a-9c55-0d6f1c2b3a4g", "{1939f3e-7d1c-7b3a-9c55-0d6f1c2b3a4d",
        "01939f3e-7d1c-7b3a-9c5-50d6f1c2b3a4d"}) {
    EXPECT_EQ(Uuid::parse(text), std::nullopt) << text;
  }
}

TEST(Random, hexadecimal_has_two_digits_a_byte_and_does_not_repeat) {
  EXPECT_EQ(random_hex(16).size(), 32U);
  EXPECT_NE(random_hex(16), random_hex(16));
}

}  // namespace
}  // namespace mf
