// The examples that Amazon publishes for S3 in "Signature Calculations for the Authorization
// Header" and "Authenticating Requests: Using Query Parameters", and its test suite for the others.
#include "platform/cloud/sigv4.hpp"

#include "platform/cloud/digest.hpp"
#include "platform/json/dom.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace mf::cloud {
namespace {

const AwsKeys k_keys{.id = "AKIAIOSFODNN7EXAMPLE",
                     .secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                     .session_token = ""};
const AwsScope k_scope{.region = "us-east-1", .service = "s3"};
const Timestamp k_time = *parse_rfc3339("2013-05-24T00:00:00Z");
const std::string k_nothing = sha256_hex("");

AwsRequest request_of(std::string method, std::string path, Pairs query, Pairs headers,
                      const std::string& payload = k_nothing) {
  headers.emplace_back("host", "examplebucket.s3.amazonaws.com");
  headers.emplace_back("x-amz-content-sha256", payload);
  headers.emplace_back("x-amz-date", "20130524T000000Z");
  return {.method = std::move(method),
          .path = std::move(path),
          .query = std::move(query),
          .headers = std::move(headers),
          .payload_sha256 = payload};
}

std::string authorization_of(const std::string& names, const std::string& signature) {
  return "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
         "SignedHeaders=" +
         names + ",Signature=" + signature;
}

TEST(SigV4, get_object_with_a_range) {
  const auto request = request_of("GET", "/test.txt", {}, {{"range", "bytes=0-9"}});
  EXPECT_EQ(aws_canonical_request(request),
            "GET\n/test.txt\n\nhost:examplebucket.s3.amazonaws.com\nrange:bytes=0-9\n"
            "x-amz-content-sha256:"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
            "x-amz-date:20130524T000000Z\n\nhost;range;x-amz-content-sha256;x-amz-date\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(aws_string_to_sign(request, k_scope, k_time),
            "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n"
            "7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972");
  EXPECT_EQ(aws_authorization(request, k_keys, k_scope, k_time),
            authorization_of("host;range;x-amz-content-sha256;x-amz-date",
                             "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));
}

TEST(SigV4, put_object) {
  const auto request = request_of(
      "PUT", percent_encoded("/test$file.text", true), {},
      {{"date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
      sha256_hex("Welcome to Amazon S3."));
  EXPECT_EQ(aws_authorization(request, k_keys, k_scope, k_time),
            authorization_of("date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                             "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"));
}

TEST(SigV4, get_bucket_lifecycle) {
  const auto request = request_of("GET", "/", {{"lifecycle", ""}}, {});
  EXPECT_EQ(aws_authorization(request, k_keys, k_scope, k_time),
            authorization_of("host;x-amz-content-sha256;x-amz-date",
                             "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
}

TEST(SigV4, list_objects) {
  const auto request = request_of("GET", "/", {{"prefix", "J"}, {"max-keys", "2"}}, {});
  EXPECT_EQ(aws_authorization(request, k_keys, k_scope, k_time),
            authorization_of("host;x-amz-content-sha256;x-amz-date",
                             "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
}

TEST(SigV4, a_presigned_address) {
  const AwsRequest request{.method = "GET",
                           .path = "/test.txt",
                           .query = {},
                           .headers = {{"host", "examplebucket.s3.amazonaws.com"}}};
  EXPECT_EQ(aws_presigned_query(request, k_keys, k_scope, k_time, std::chrono::seconds{86400}),
            "X-Amz-Algorithm=AWS4-HMAC-SHA256"
            "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            "&X-Amz-Signature="
            "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

TEST(SigV4, a_presigned_address_of_temporary_keys_carries_their_token) {
  auto keys = k_keys;
  keys.session_token = "to/ken==";
  const auto query =
      aws_presigned_query({.method = "GET", .path = "/a", .query = {}, .headers = {}}, keys,
                          k_scope, k_time, std::chrono::seconds{60});
  EXPECT_NE(query.find("&X-Amz-Security-Token=to%2Fken%3D%3D&"), std::string::npos);
}

Pairs pairs_of(const json::Dom& object) {
  Pairs pairs;
  for (const auto& name : object.names()) {
    pairs.emplace_back(name, std::string(object.find(name)->string()));
  }
  return pairs;
}

TEST(SigV4, signs_every_request_of_the_published_suite_as_published) {
  std::ifstream file(MF_SIGV4_VECTORS);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto suite = json::Dom::parse(text);
  ASSERT_TRUE(suite) << MF_SIGV4_VECTORS;
  const auto value = [](const json::Dom& object, std::string_view name) {
    return std::string(object.find(name)->string());
  };
  const AwsKeys keys{
      .id = value(*suite, "id"), .secret = value(*suite, "secret"), .session_token = ""};
  const AwsScope scope{.region = value(*suite, "region"), .service = value(*suite, "service")};
  const auto time = *parse_rfc3339(value(*suite, "time"));
  const auto* requests = suite->find("requests");
  ASSERT_EQ(requests->size(), 24U);
  for (std::size_t i = 0; i < requests->size(); ++i) {
    const auto& each = requests->at(i);
    const AwsRequest request{.method = value(each, "method"),
                             .path = value(each, "path"),
                             .query = pairs_of(*each.find("query")),
                             .headers = pairs_of(*each.find("headers")),
                             .payload_sha256 = sha256_hex(value(each, "body"))};
    EXPECT_TRUE(aws_authorization(request, keys, scope, time)
                    .ends_with("Signature=" + value(each, "signature")))
        << value(each, "name");
  }
}

TEST(SigV4, a_signed_request_has_its_time_token_and_authorization) {
  AwsRequest request{.method = "POST", .path = "/", .query = {}, .headers = {{"host", "a"}}};
  auto keys = k_keys;
  keys.session_token = "token";
  sign_aws(request, keys, k_scope, k_time);
  ASSERT_EQ(request.headers.size(), 4U);
  EXPECT_EQ(request.headers[1].second, "20130524T000000Z");
  EXPECT_EQ(request.headers[2].second, "token");
  EXPECT_NE(request.headers[3].second.find("SignedHeaders=host;x-amz-date;x-amz-security-token,"),
            std::string::npos);
}

}  // namespace
}  // namespace mf::cloud
