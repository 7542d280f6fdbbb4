#include "platform/cloud/digest.hpp"

#include "platform/core/text.hpp"

#include <gtest/gtest.h>

namespace mf::cloud {
namespace {

TEST(Digest, sha256_of_pieces_is_that_of_the_whole) {
  Sha256 hash;
  hash.add("he");
  hash.add("llo");
  EXPECT_EQ(hash.hex(), sha256_hex("hello"));
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Digest, hmac_is_that_of_rfc_4231) {
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Digest, base64_is_that_of_rfc_4648) {
  for (const auto& [bytes, text] : std::vector<std::pair<std::string, std::string>>{
           {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}}) {
    EXPECT_EQ(base64(bytes), text);
    EXPECT_EQ(decode_base64(text), bytes);
  }
  for (const auto* wrong : {"Z", "Zg=", "Z===", "====", "Z!==", "Zm9v\n"}) {
    EXPECT_EQ(decode_base64(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace mf::cloud
