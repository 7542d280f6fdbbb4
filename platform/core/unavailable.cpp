#include "platform/core/unavailable.hpp"

#include <cerrno>
#include <system_error>

namespace mf {

void throw_errno(const std::string& what) {
  if (errno == ENOSPC || errno == EDQUOT) {
    throw Unavailable(what + ": there is no room");
  }
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace mf
