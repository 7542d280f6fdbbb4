// How one process of the suite knows another: a secret that all of them have, never sent. A stamp
// says in whose name a request comes and when it was made, with an HMAC-SHA256 over both; it is
// good for a few minutes. Thread-safe.
#pragma once

#include "platform/core/time.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace mf::auth {

inline constexpr std::string_view k_peer_header = "x-microflow-peer";
/// The gateway: its word on the request's id and the client's address counts.
inline constexpr std::string_view k_as_gateway = "gateway";
/// The suite itself: an administrator named "system".
inline constexpr std::string_view k_as_system = "system";
inline constexpr std::size_t k_shortest_secret = 32;

class PeerSecret {
 public:
  /// Throws for a secret that is too short to be one.
  explicit PeerSecret(std::string secret);

  std::string stamp(std::string_view as, Timestamp now) const;
  bool holds(std::string_view stamp, std::string_view as, Timestamp now) const;

 private:
  const std::string secret_;
  mutable std::mutex mutex_;
  mutable std::vector<std::string> seen_;  // whose HMAC was right: the times are checked each time
};

}  // namespace mf::auth
