// Whose request it is, as far as addresses go: the client's behind proxies that are trusted, and
// the stamp by which the gateway vouches for it to a service. The loop's.
#pragma once

#include "platform/auth/peer.hpp"
#include "platform/http/message.hpp"

#include <memory>
#include <unordered_map>

namespace mf::gateway {

/// Behind a proxy of `trusted`, the peer is the last address in X-Forwarded-For that is not such a
/// proxy's.
void look_through_proxies(http::Request& request, const std::vector<std::string>& trusted);

class Stamps {
 public:
  /// `secret` may be null: then there is nobody to tell.
  explicit Stamps(std::shared_ptr<const auth::PeerSecret> secret) : secret_(std::move(secret)) {}

  /// The header line that says who forwards, and for which address; the same for a while.
  const std::string& line_for(const std::string& address, Timestamp now);

 private:
  const std::shared_ptr<const auth::PeerSecret> secret_;
  std::unordered_map<std::string, std::string> lines_;  // by address
  Timestamp made_{};
};

}  // namespace mf::gateway
