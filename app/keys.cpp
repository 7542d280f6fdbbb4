#include "app/commands.hpp"
#include "platform/auth/key_ring.hpp"

#include <iostream>

namespace mf::app {

int rotate_keys(const Settings& settings) {
  const std::string folder = settings.keys_in();
  auth::SigningKey::load_or_make(folder + "/signing.pem");
  if (!auth::KeyRing::begin_rotation(folder)) {
    throw std::runtime_error("a new key is waiting already in " + folder +
                             "/next.pem: a running identity takes it within two minutes");
  }
  std::cout << "A new key is published now and signs in " << settings.keys.announce.count()
            << " s; nobody has to sign in again.\n";
  return 0;
}

}  // namespace mf::app
