// Signature Version 4 of Amazon Web Services, in a header or in a query that others may use for a
// while. As docs.aws.amazon.com/AmazonS3 describes it under "Authenticating Requests". Pure
// functions, any thread.
#pragma once

#include "platform/cloud/web.hpp"
#include "platform/core/time.hpp"

namespace mf::cloud {

struct AwsKeys {
  std::string id;
  std::string secret;
  std::string session_token;  // of temporary keys; else empty
};

struct AwsScope {
  std::string region;
  std::string service = "s3";
};

struct AwsRequest {
  std::string method;
  std::string path;  // as in the URL, encoded once
  Pairs query;       // names and values decoded
  Pairs headers;     // all that are signed, names in lower case, `host` among them
  std::string payload_sha256 = "UNSIGNED-PAYLOAD";
};

/// "20130524T000000Z"
std::string to_aws_time(Timestamp time);

std::string aws_canonical_request(const AwsRequest& request);
std::string aws_string_to_sign(const AwsRequest& request, const AwsScope& scope, Timestamp time);
/// The Authorization header; x-amz-date and the token's header must be among the request's.
std::string aws_authorization(const AwsRequest& request, const AwsKeys& keys, const AwsScope& scope,
                              Timestamp time);
/// Adds what every signed request has: x-amz-date, the token of temporary keys, and Authorization.
void sign_aws(AwsRequest& request, const AwsKeys& keys, const AwsScope& scope, Timestamp time);
/// The whole query of an address that stands for the request until `valid` is over.
std::string aws_presigned_query(AwsRequest request, const AwsKeys& keys, const AwsScope& scope,
                                Timestamp time, std::chrono::seconds valid);

}  // namespace mf::cloud
