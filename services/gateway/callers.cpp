#include "services/gateway/callers.hpp"

#include "platform/core/text.hpp"

namespace mf::gateway {
namespace {

constexpr std::size_t k_longest_address = 45;    // an IPv6 address with an IPv4 one in it
constexpr std::chrono::seconds k_same_line{20};  // a stamp is good for a minute
constexpr std::size_t k_most_lines = 4096;

}  // namespace

void look_through_proxies(http::Request& request, const std::vector<std::string>& trusted) {
  const auto is_trusted = [&](std::string_view address) {
    return std::find(trusted.begin(), trusted.end(), address) != trusted.end();
  };
  if (!is_trusted(request.remote)) {
    return;
  }
  std::string chain;
  for (const auto& [name, value] : request.headers) {
    if (name == "x-forwarded-for") {
      chain += (chain.empty() ? "" : ",") + value;
    }
  }
  const auto addresses = split(chain, ',');
  for (auto address = addresses.rbegin(); address != addresses.rend(); ++address) {
    if (!trim(*address).empty() && trim(*address).size() <= k_longest_address) {
      request.remote = std::string(trim(*address));
      if (!is_trusted(request.remote)) {
        return;
      }
    }
  }
}

const std::string& Stamps::line_for(const std::string& address, Timestamp now) {
  if (now - made_ > k_same_line || now < made_ || lines_.size() >= k_most_lines) {
    lines_.clear();
    made_ = now;
  }
  auto& line = lines_[address];
  if (line.empty() && secret_) {
    line = fmt::format("{}: {}\r\n", auth::k_peer_header,
                       secret_->stamp(auth::k_as_gateway, address, now));
  }
  return line;
}

}  // namespace mf::gateway
