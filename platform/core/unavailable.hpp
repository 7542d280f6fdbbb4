// Something outside of the process that can't be used now: a disk without room, a store that does
// not answer. Nothing was done, and trying again later may help: whoever asked hears 503. A plain
// exception, any thread.
#pragma once

#include <stdexcept>

namespace mf {

struct Unavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace mf
