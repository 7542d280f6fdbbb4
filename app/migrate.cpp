#include "app/commands.hpp"
#include "app/suite.hpp"

#include <iostream>

namespace mf::app {

int migrate(Settings settings) {
  const SystemClock clock;
  Suite suite(std::move(settings), clock);
  for (const auto& name : suite.host().services()) {
    std::cout << name << ": up to date\n";
  }
  return 0;
}

}  // namespace mf::app
