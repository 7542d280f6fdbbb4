// A route stop by stop: where the depot stop and the breaks go, when everything happens, and what
// it costs with everything that has a price. Linear in the route's length; the searches ask it
// where joined segments do not tell. One for each thread (it keeps scratch space).
#pragma once

#include "planner/compact.hpp"

namespace planner {

struct Judged {
  bool feasible = false;
  Cost cost = 0;
};

class Scheduler {
 public:
  explicit Scheduler(const Compact& compact) : compact_(compact) {}

  /// The jobs in this order. `pins` narrows each job's windows; empty: as the jobs say.
  Judged judge(int who, std::span<const int> jobs, std::span<const Window> pins = {});
  /// The same, written down; nothing where it can't be kept.
  std::optional<Route> write(int who, std::span<const int> jobs, std::span<const Window> pins = {});
  /// Can the van's own stock serve all these? A depot stop is needed where not.
  bool stock_suffices(int who, std::span<const int> jobs);

 private:
  struct Extras {
    int depot = k_nobody;  // before the job of this position
    int pause[2] = {k_nobody, k_nobody};
  };
  struct Event {
    Stop stop;
    Time travel = 0;  // from the event before
    Time latest = 0;  // start
  };

  Judged choose(int who, std::span<const int> jobs, std::span<const Window> pins, Extras& chosen);
  Judged choose_breaks(int who, std::span<const int> jobs, std::span<const Window> pins,
                       Extras& extras);
  Judged run(int who, std::span<const int> jobs, std::span<const Window> pins,
             const Extras& extras);
  bool do_job(int who, int what, const Window* pin, int& place, Time& now, Cost& cost);
  bool do_pause(int who, int number, Time& now);
  bool do_depot(int& place, Time& now, Cost& cost);
  Time latest_leaving(Time end) const;
  int last_without_depot(int who, std::span<const int> jobs);

  const Compact& compact_;
  std::vector<Event> events_;
  std::vector<int> used_;
};

}  // namespace planner
