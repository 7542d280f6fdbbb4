// Something outside of the process that can't be used now: a disk without room, a store that does
// not answer. Nothing was done, and trying again later may help: whoever asked hears 503. Any
// thread.
#pragma once

#include <stdexcept>
#include <string>

namespace mf {

struct Unavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws what errno says of `what`: Unavailable where there is no room, else std::system_error.
[[noreturn]] void throw_errno(const std::string& what);

}  // namespace mf
