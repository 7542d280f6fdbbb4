#include "platform/auth/token.hpp"

#include "platform/core/random.hpp"
#include "platform/core/text.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

namespace mf::auth {
namespace {

const Timestamp k_now = parse_rfc3339("2026-11-27T10:00:00Z").value();

Principal somebody() {
  return {.user = UserId::make(),
          .username = "ana",
          .name = "Ana María",
          .roles = {Role::supervisor, Role::operator_},
          .customer = CustomerId::make(),
          .zones = {ZoneId::make(), ZoneId::make()},
          .session = Uuid::make(),
          .expires = k_now + std::chrono::minutes(15)};
}

std::string code_of(const TokenVerifier& verifier, const std::string& token,
                    Timestamp now = k_now) {
  const auto principal = verifier.verify(token, now);
  return principal ? "good" : principal.error().code;
}

class Token : public testing::Test {
 protected:
  const SigningKey key = SigningKey::make();
  const TokenVerifier verifier{key.public_key()};
  const Principal ana = somebody();
  const std::string token = key.sign(ana, k_now);
};

TEST_F(Token, says_who_is_calling) {
  const auto read = verifier.verify(token, k_now);
  ASSERT_TRUE(read);
  EXPECT_EQ((*read)->user, ana.user);
  EXPECT_EQ((*read)->name, ana.name);
  EXPECT_EQ((*read)->roles, ana.roles);
  EXPECT_EQ((*read)->customer, ana.customer);
  EXPECT_EQ((*read)->zones, ana.zones);
  EXPECT_EQ((*read)->session, ana.session);
  EXPECT_EQ((*read)->expires, ana.expires);
}

TEST_F(Token, expires_also_once_it_is_known) {
  EXPECT_EQ(code_of(verifier, token), "good");
  EXPECT_EQ(code_of(verifier, token, ana.expires - std::chrono::seconds(1)), "good");
  EXPECT_EQ(code_of(verifier, token, ana.expires), "token_expired");
}

TEST_F(Token, is_not_good_before_its_time) {
  EXPECT_EQ(code_of(verifier, token, k_now - std::chrono::hours(1)), "token_invalid");
}

TEST_F(Token, of_another_key_is_refused) {
  const TokenVerifier other(SigningKey::make().public_key());
  EXPECT_EQ(code_of(other, token), "token_invalid");
}

TEST_F(Token, changed_anywhere_is_refused) {
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    if (changed != token) {
      ASSERT_EQ(code_of(verifier, changed), "token_invalid") << i;
    }
  }
}

TEST_F(Token, the_header_does_not_choose_the_algorithm) {
  const auto parts = split(token, '.');
  for (const auto* header :
       {R"({"alg":"none","typ":"at+jwt"})", R"({"alg":"HS256","typ":"at+jwt"})"}) {
    const auto unsigned_part = base64url(header) + "." + std::string(parts[1]) + ".";
    EXPECT_EQ(code_of(verifier, unsigned_part), "token_invalid");
    EXPECT_EQ(code_of(verifier, unsigned_part + std::string(parts[2])), "token_invalid");
  }
}

TEST_F(Token, that_is_none_is_refused) {
  for (const std::string& text :
       {std::string(), std::string(".."), std::string("a.b"), token + ".", token + "=",
        token.substr(0, token.size() - 1), std::string(100'000, 'a')}) {
    EXPECT_EQ(code_of(verifier, text), "token_invalid");
  }
}

TEST(SigningKey, is_kept_in_a_file_that_only_its_owner_reads) {
  const auto folder = std::filesystem::temp_directory_path() / ("microflow-key-" + random_hex(6));
  const auto path = (folder / "signing.pem").string();
  const auto made = SigningKey::load_or_make(path);
  EXPECT_EQ(SigningKey::load_or_make(path).public_key(), made.public_key());
  struct stat about{};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600U);
  EXPECT_NE(jwks_of({made.public_key()}).find(base64url(made.public_key())), std::string::npos);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace mf::auth
