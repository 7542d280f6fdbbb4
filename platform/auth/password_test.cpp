#include "platform/auth/password.hpp"

#include <gtest/gtest.h>

namespace mf::auth {
namespace {

TEST(Password, matches_its_own_hash_only) {
  const auto hash = hash_password("correct horse battery");
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_TRUE(password_matches("correct horse battery", hash));
  EXPECT_FALSE(password_matches("Correct horse battery", hash));
  EXPECT_FALSE(password_matches("", hash));
}

TEST(Password, the_same_one_has_another_hash_each_time) {
  EXPECT_NE(hash_password("correct horse battery"), hash_password("correct horse battery"));
}

TEST(Password, a_hash_that_is_none_matches_nothing) {
  EXPECT_FALSE(password_matches("x", ""));
  EXPECT_FALSE(password_matches("x", "x"));
  EXPECT_FALSE(password_matches("x", "$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA"));
}

TEST(Password, needs_eight_characters_and_no_common_word) {
  EXPECT_EQ(password_problem("tres-tigres-tristes"), std::nullopt);
  EXPECT_EQ(password_problem("ñandú 8!x"), std::nullopt);
  EXPECT_NE(password_problem("short"), std::nullopt);
  EXPECT_NE(password_problem(std::string(65, 'x')), std::nullopt);
  EXPECT_NE(password_problem("Password123"), std::nullopt);
  EXPECT_NE(password_problem("12345678"), std::nullopt);
}

}  // namespace
}  // namespace mf::auth
