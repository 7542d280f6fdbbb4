// A stretch of a route, of which two are joined in constant time: how long it takes, from when to
// when it may begin, and how much time warp its windows would need (Vidal et al. 2013). Values.
#pragma once

#include "planner/model.hpp"

#include <algorithm>

namespace planner {

struct Segment {
  Time duration = 0;
  Time warp = 0;
  Time earliest = 0;  // starts between these two give the least duration and warp
  Time latest = 0;

  bool operator==(const Segment&) const = default;
};

inline Segment join(const Segment& first, Time travel, const Segment& second) {
  const Time shift = first.duration - first.warp + travel;
  const Time wait = std::max<Time>(second.earliest - shift - first.latest, 0);
  const Time warp = std::max<Time>(first.earliest + shift - second.latest, 0);
  return {first.duration + second.duration + travel + wait, first.warp + second.warp + warp,
          std::max(second.earliest - shift, first.earliest) - wait,
          std::min(second.latest - shift, first.latest) + warp};
}

}  // namespace planner
