#include "platform/events/worker.hpp"

namespace mf::events {
namespace {

using namespace std::chrono_literals;

constexpr auto k_stand_by = 500ms;  // between two looks at another's lease
constexpr auto k_longest_wait = std::chrono::milliseconds(2s);

}  // namespace

void Worker::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      stands_by_ = !lease_.hold();
      if (stands_by_) {
        rest(k_stand_by, stop);
      } else {
        work(stop);
      }
    } catch (const std::exception& error) {
      if (!in_trouble_.exchange(true)) {
        telemetry::log_warning(who_, "events wait", {{"reason", error.what()}});
      }
      rest(wait_, stop);
      wait_ = std::min(wait_ * 2, k_longest_wait);
    }
  }
  try {
    lease_.release();
  } catch (const std::exception& error) {
    telemetry::log_warning(who_, "lease not given back", {{"reason", error.what()}});
  }
}

}  // namespace mf::events
