#include "platform/cloud/sigv4.hpp"

#include "platform/cloud/digest.hpp"
#include "platform/core/text.hpp"

namespace mf::cloud {
namespace {

constexpr std::string_view k_algorithm = "AWS4-HMAC-SHA256";

std::string scope_text(const AwsScope& scope, Timestamp time) {
  return fmt::format("{}/{}/{}/aws4_request", to_aws_time(time).substr(0, 8), scope.region,
                     scope.service);
}

/// Without blanks at its ends, one for many elsewhere.
std::string squeezed(std::string_view value) {
  std::string out(trim(value));
  const auto both = [](char a, char b) { return a == ' ' && b == ' '; };
  out.erase(std::unique(out.begin(), out.end(), both), out.end());
  return out;
}

std::map<std::string, std::string> sorted(const Pairs& headers) {
  std::map<std::string, std::string> all;
  for (const auto& [name, value] : headers) {
    all.emplace(name, squeezed(value));
  }
  return all;
}

std::string signed_headers(const Pairs& headers) {
  std::vector<std::string> names;
  for (const auto& [name, value] : sorted(headers)) {
    names.push_back(name);
  }
  return fmt::format("{}", fmt::join(names, ";"));
}

/// Sorted by what is sent, not by what it means.
std::string canonical_query(const Pairs& query) {
  Pairs encoded;
  for (const auto& [name, value] : query) {
    encoded.emplace_back(percent_encoded(name), percent_encoded(value));
  }
  std::sort(encoded.begin(), encoded.end());
  std::string text;
  for (const auto& [name, value] : encoded) {
    text += (text.empty() ? "" : "&") + name + "=" + value;
  }
  return text;
}

std::string signature_of(const AwsRequest& request, const AwsKeys& keys, const AwsScope& scope,
                         Timestamp time) {
  auto key = hmac_sha256("AWS4" + keys.secret, to_aws_time(time).substr(0, 8));
  for (const auto& part : {scope.region, scope.service, std::string("aws4_request")}) {
    key = hmac_sha256(key, part);
  }
  return to_hex(hmac_sha256(key, aws_string_to_sign(request, scope, time)));
}

}  // namespace

std::string to_aws_time(Timestamp time) {
  const auto text = to_rfc3339(std::chrono::floor<std::chrono::seconds>(time));
  std::string compact;
  std::copy_if(text.begin(), text.end(), std::back_inserter(compact),
               [](char c) { return c != '-' && c != ':'; });
  return compact;
}

std::string aws_canonical_request(const AwsRequest& request) {
  std::string text =
      fmt::format("{}\n{}\n{}\n", request.method, request.path.empty() ? "/" : request.path,
                  canonical_query(request.query));
  for (const auto& [name, value] : sorted(request.headers)) {
    text += name + ":" + value + "\n";
  }
  return text + "\n" + signed_headers(request.headers) + "\n" + request.payload_sha256;
}

std::string aws_string_to_sign(const AwsRequest& request, const AwsScope& scope, Timestamp time) {
  return fmt::format("{}\n{}\n{}\n{}", k_algorithm, to_aws_time(time), scope_text(scope, time),
                     sha256_hex(aws_canonical_request(request)));
}

std::string aws_authorization(const AwsRequest& request, const AwsKeys& keys, const AwsScope& scope,
                              Timestamp time) {
  return fmt::format("{} Credential={}/{},SignedHeaders={},Signature={}", k_algorithm, keys.id,
                     scope_text(scope, time), signed_headers(request.headers),
                     signature_of(request, keys, scope, time));
}

void sign_aws(AwsRequest& request, const AwsKeys& keys, const AwsScope& scope, Timestamp time) {
  request.headers.emplace_back("x-amz-date", to_aws_time(time));
  if (!keys.session_token.empty()) {
    request.headers.emplace_back("x-amz-security-token", keys.session_token);
  }
  auto authorization = aws_authorization(request, keys, scope, time);
  request.headers.emplace_back("authorization", std::move(authorization));
}

std::string aws_presigned_query(AwsRequest request, const AwsKeys& keys, const AwsScope& scope,
                                Timestamp time, std::chrono::seconds valid) {
  request.query.emplace_back("X-Amz-Algorithm", k_algorithm);
  request.query.emplace_back("X-Amz-Credential", keys.id + "/" + scope_text(scope, time));
  request.query.emplace_back("X-Amz-Date", to_aws_time(time));
  request.query.emplace_back("X-Amz-Expires", std::to_string(valid.count()));
  request.query.emplace_back("X-Amz-SignedHeaders", signed_headers(request.headers));
  if (!keys.session_token.empty()) {
    request.query.emplace_back("X-Amz-Security-Token", keys.session_token);
  }
  const auto signature = signature_of(request, keys, scope, time);
  return canonical_query(request.query) + "&X-Amz-Signature=" + signature;
}

}  // namespace mf::cloud
