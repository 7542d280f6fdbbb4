#include "platform/service/reference.hpp"

namespace mf::service {

Result<std::optional<json::Dom>> look_up(Peers& peers, const std::string& path,
                                         const std::string& pointer, const std::string& what,
                                         std::vector<FieldError>& errors) {
  auto answer = peers.get(path);
  if (answer) {
    return std::optional(std::move(*answer));
  }
  if (answer.error().kind != ErrorKind::not_found) {
    return fail(std::move(answer.error()));
  }
  errors.push_back({pointer, "unknown_" + what, "There is no such " + what + "."});
  return std::optional<json::Dom>();
}

}  // namespace mf::service
