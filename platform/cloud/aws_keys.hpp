// Whose keys requests to Amazon Web Services are signed with: given ones, or the temporary ones of
// a container's role (ECS, EKS), fetched from where its environment says and renewed before they
// are over. As docs.aws.amazon.com/sdkref/latest/guide describes it under "Container credential
// provider". Any thread; copies share what they fetched.
#pragma once

#include "platform/cloud/sigv4.hpp"

namespace mf::cloud {

/// Where a container gets its role's keys.
struct ContainerEndpoint {
  std::string url;
  std::string token = {};       // what it says to be let in; or
  std::string token_file = {};  // the file with that, read again each time

  bool operator==(const ContainerEndpoint&) const = default;
};

/// The one that AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or …_FULL_URI names; nothing where neither
/// is set. Throws CloudError for an address that is neither encrypted nor of this machine or
/// Amazon's.
std::optional<ContainerEndpoint> container_endpoint(
    const std::function<const char*(const char*)>& environment);

class AwsKeySource {
 public:
  /// No keys: current() throws.
  AwsKeySource() = default;
  AwsKeySource(AwsKeys fixed);  // NOLINT(google-explicit-constructor): keys are a source of keys
  explicit AwsKeySource(ContainerEndpoint endpoint);

  bool empty() const { return !state_; }
  /// Keys that are good for now. Throws CloudError where there are none.
  AwsKeys current() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace mf::cloud
