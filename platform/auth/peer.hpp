// How one process of the suite knows another: a secret that all of them have, never sent. A stamp
// says in whose name a request comes and when it was made, with an HMAC-SHA256 over both and over
// what it is about, which the request says itself. It is good for a minute. Thread-safe.
#pragma once

#include "platform/core/time.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

namespace mf::auth {

inline constexpr std::string_view k_peer_header = "x-microflow-peer";
/// The gateway: its word on the request's id and the client's address counts. About that address.
inline constexpr std::string_view k_as_gateway = "gateway";
/// The suite itself: an administrator named "system". About its request_line().
inline constexpr std::string_view k_as_system = "system";
inline constexpr std::size_t k_shortest_secret = 32;

class PeerSecret {
 public:
  /// Throws for a secret that is too short to be one.
  explicit PeerSecret(std::string secret);

  std::string stamp(std::string_view as, std::string_view about, Timestamp now) const;
  bool holds(std::string_view stamp, std::string_view as, std::string_view about,
             Timestamp now) const;

 private:
  const std::string secret_;
  mutable std::mutex mutex_;
  // Stamps, and what they are about, whose HMAC was right: the times are checked each time.
  mutable std::unordered_set<std::string> seen_;
};

/// What a request of the suite itself asks for.
std::string request_line(std::string_view method, std::string_view path, std::string_view query);

}  // namespace mf::auth
