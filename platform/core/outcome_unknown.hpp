// Thrown where something outside was lost at the very moment at which it was to say "done": what
// was asked may have taken place. Never repeated by itself; whoever asked hears so. Any thread.
#pragma once

#include <stdexcept>

namespace mf {

struct OutcomeUnknown : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace mf
