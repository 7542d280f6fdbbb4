#include "platform/cloud/aws_keys.hpp"

#include "platform/core/text.hpp"
#include "platform/json/dom.hpp"

#include <fstream>

namespace mf::cloud {
namespace {

using namespace std::chrono_literals;

constexpr const char* k_service = "the container's credentials";
constexpr auto k_renew_before = 5min;
constexpr auto k_next_try = 10s;  // after a failure, while the old keys are still good
const Patience k_patience{.connect = 1'000ms, .silence = 2'000ms, .deadline = 5'000ms, .tries = 3};

/// Over plain HTTP only to what can't be listened to from elsewhere.
bool may_be_plain(std::string_view authority) {
  constexpr std::array k_hosts = std::to_array<std::string_view>(
      {"localhost", "[::1]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"});
  const auto port = authority.rfind(':');
  const bool has_port = port != std::string_view::npos && !authority.substr(port).ends_with(']');
  const auto host = authority.substr(0, has_port ? port : authority.size());
  const bool loopback =
      host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
  return loopback || std::find(k_hosts.begin(), k_hosts.end(), host) != k_hosts.end();
}

std::string text_of(const json::Dom& object, std::string_view name) {
  const auto* member = object.find(name);
  return member != nullptr && member->is_string() ? std::string(member->string()) : "";
}

std::string word_to_enter(const ContainerEndpoint& endpoint) {
  if (endpoint.token_file.empty()) {
    return endpoint.token;
  }
  std::ifstream file(endpoint.token_file);
  std::string token;
  if (!std::getline(file, token)) {
    throw CloudError(fmt::format("{}: the file {} can't be read", k_service, endpoint.token_file));
  }
  return std::string(trim(token));
}

}  // namespace

std::optional<ContainerEndpoint> container_endpoint(
    const std::function<const char*(const char*)>& environment) {
  const auto value = [&](const char* name) {
    const char* found = environment(name);
    return std::string(found == nullptr ? "" : found);
  };
  const auto relative = value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const auto full = value("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  if (relative.empty() && full.empty()) {
    return std::nullopt;
  }
  ContainerEndpoint endpoint{.url = relative.empty() ? full : "http://169.254.170.2" + relative,
                             .token = value("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
                             .token_file = value("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")};
  // What a URL may hold after its host does not matter here.
  const auto parts = parse_endpoint(endpoint.url.substr(0, endpoint.url.find_first_of("?#")));
  if (parts.scheme != "https" && !may_be_plain(parts.authority)) {
    throw CloudError(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or of this machine or Amazon's own");
  }
  return endpoint;
}

struct AwsKeySource::State {
  const std::optional<ContainerEndpoint> endpoint;  // nothing: the keys are given
  Web web{k_service, k_patience};

  std::mutex mutex;
  AwsKeys keys;
  Timestamp end;
  Timestamp next_try;

  void fetch() {
    const auto token = word_to_enter(*endpoint);
    const auto answer = web.call("GET keys", [&] {
      return WebRequest{.method = "GET",
                        .url = endpoint->url,
                        .headers = token.empty() ? Pairs{} : Pairs{{"authorization", token}},
                        .body = ""};
    });
    if (answer.status != 200) {
      refuse(k_service, "GET keys", answer);
    }
    const auto dom = json::Dom::parse(answer.body);
    const auto until =
        dom && dom->is_object() ? parse_rfc3339(text_of(*dom, "Expiration")) : std::nullopt;
    if (!until || text_of(*dom, "AccessKeyId").empty() ||
        text_of(*dom, "SecretAccessKey").empty()) {
      throw CloudError(fmt::format("{}: the answer holds no keys", k_service));
    }
    keys = {.id = text_of(*dom, "AccessKeyId"),
            .secret = text_of(*dom, "SecretAccessKey"),
            .session_token = text_of(*dom, "Token")};
    end = *until;
  }

  AwsKeys current() {
    const std::lock_guard lock(mutex);
    const auto now = SystemClock().now();
    if (!endpoint || (now < end - k_renew_before) || (now < end && now < next_try)) {
      return keys;
    }
    try {
      fetch();
    } catch (const CloudError&) {
      next_try = now + k_next_try;
      if (now >= end) {
        throw;
      }
    }
    return keys;
  }
};

AwsKeySource::AwsKeySource(AwsKeys fixed)
    : state_(fixed.id.empty() ? nullptr : new State{.endpoint = std::nullopt}) {
  if (state_) {
    state_->keys = std::move(fixed);
  }
}

AwsKeySource::AwsKeySource(ContainerEndpoint endpoint)
    : state_(new State{.endpoint = std::move(endpoint)}) {}

AwsKeys AwsKeySource::current() const {
  if (!state_) {
    throw CloudError(
        "there are no keys for Amazon Web Services: set aws.access_key_id and "
        "aws.secret_access_key, or run in a container with a role");
  }
  return state_->current();
}

}  // namespace mf::cloud
