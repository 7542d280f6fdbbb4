// Whatever comes as a token, signed by nobody or well signed around any claims: the verifier ends
// and lets nobody in who was not signed for.
#include "platform/auth/token.hpp"

#include <cstdlib>

namespace {

using namespace mf::auth;

struct Fixed {
  SigningKey key = SigningKey::make();
  TokenVerifier verifier{key.public_key()};
  mf::Timestamp now = mf::from_micros(1'795'532'400'000'000);
  std::string good =
      key.sign(Principal{.username = "ana", .expires = now + std::chrono::minutes(15)}, now);
};

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Fixed fixed;
  const std::string text(reinterpret_cast<const char*>(data), size);
  require(text == fixed.good || !fixed.verifier.verify(text, fixed.now));

  // The same bytes written over a good token, from a place that they choose.
  std::string changed = fixed.good;
  const std::size_t from = size > 0 ? data[0] * changed.size() / 256 : 0;
  for (std::size_t i = 1; i < size && from + i < changed.size(); ++i) {
    changed[from + i] = text[i];
  }
  require(fixed.verifier.verify(changed, fixed.now).has_value() == (changed == fixed.good));
  return 0;
}
