#include "app/commands.hpp"
#include "app/suite.hpp"
#include "services/insights/projections.hpp"

#include <iostream>

namespace mf::app {

int rebuild_insights(Settings settings) {
  const SystemClock clock;
  Suite suite(std::move(settings), clock);
  const auto report = insights::rebuild(suite.database("insights"));
  if (!report) {
    throw std::runtime_error(report.error().detail);
  }
  std::cout << "The figures were made anew from " << report->events << " events.\n";
  return 0;
}

}  // namespace mf::app
