// Identity's keys and their rotation. A new key is published some time before anything is signed
// with it, and an old one as long as tokens that it signed are good: nobody has to sign in again.
// Thread-safe.
//
// The folder: signing.pem signs; next.pem is published and becomes signing.pem once it has been
// there for `announce`; retired/NAME.pub are public keys of before. Replicas share the folder.
#pragma once

#include "platform/auth/token.hpp"

#include <chrono>
#include <mutex>

namespace mf::auth {

struct KeyRingOptions {
  std::chrono::seconds announce{60};           // longer than verifiers take to read the keys again
  std::chrono::seconds keep_retired{20 * 60};  // longer than an access token is good
};

class KeyRing {
 public:
  /// The keys of `folder`; makes the first one. Throws where that can't be done.
  explicit KeyRing(std::string folder, KeyRingOptions options = {});
  /// One key, for ever.
  explicit KeyRing(SigningKey key);

  /// Makes next.pem in `folder`. False if there is one already.
  static bool begin_rotation(const std::string& folder);

  std::string sign(const Principal& principal, Timestamp now) const;
  /// Every key whose tokens may be good now or soon.
  std::vector<std::string> public_keys() const;
  std::string jwks() const { return jwks_of(public_keys()); }

  /// Reads the folder again and takes the next step of a rotation that is due. True if a key came
  /// or went.
  bool refresh();

 private:
  void promote() const;
  std::vector<std::string> retired() const;

  const std::string folder_;
  const KeyRingOptions options_;
  mutable std::mutex mutex_;
  std::shared_ptr<const SigningKey> signing_;
  std::vector<std::string> public_;
};

}  // namespace mf::auth
