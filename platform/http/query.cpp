#include "platform/http/query.hpp"

#include "platform/core/text.hpp"

namespace mf::http {

std::vector<std::string_view> QueryDecoder::split_list(std::string_view text) {
  std::vector<std::string_view> parts;
  for (const auto part : split(text, ',')) {
    if (!trim(part).empty()) {
      parts.push_back(trim(part));
    }
  }
  return parts;
}

}  // namespace mf::http
