#include "planner/tours.hpp"

namespace planner {

int Tours::empty_route(int kind) {
  auto& list = empty_[static_cast<std::size_t>(kind)];
  while (!list.empty() && count_[static_cast<std::size_t>(list.back())] != 0) {
    listed_[static_cast<std::size_t>(list.back())] = 0;
    list.pop_back();
  }
  return list.empty() ? k_nobody : list.back();
}

void Tours::note_empty(int route) {
  const auto index = static_cast<std::size_t>(route);
  if (listed_[index] == 0) {
    listed_[index] = 1;
    empty_[static_cast<std::size_t>(compact_.technician[index].kind)].push_back(route);
  }
}

bool Tours::group_planned(int job) const {
  const int group = compact_.job[static_cast<std::size_t>(job)].group;
  return group != k_nobody && group_count_[static_cast<std::size_t>(group)] > 0;
}

/// Would the route, with the job, use up more than the van has?
bool Tours::needs_depot(int job, int route) {
  if (!compact_.stocked || depot_[static_cast<std::size_t>(route)] != 0) {
    return depot_[static_cast<std::size_t>(route)] != 0;
  }
  if (!compact_.job[static_cast<std::size_t>(job)].needs_stock) {
    return false;
  }
  list(route, scratch_);
  scratch_.push_back(job);
  return !scheduler_.stock_suffices(route, scratch_);
}

Tours::Guest Tours::guest(int job) const {
  const auto& mine = node(job);
  return {job,
          mine.open,
          mine.close,
          compact_.job[static_cast<std::size_t>(job)].service,
          mine.demand,
          compact_.arcs_to(mine.place),
          compact_.arcs_from(mine.place),
          compact_.travel_to(mine.place),
          compact_.travel_from(mine.place)};
}

inline Cost Tours::detour(const Guest& guest, int after) const {
  const auto& before = node(after);
  return Cost{guest.arcs_to[before.place]} + guest.arcs_from[before.next_place] - before.arc_next;
}

void Tours::try_after(const Guest& guest, int after, const Look& look, Spot& best) {
  const auto& before = node(after);
  Cost arcs = detour(guest, after);
  if (arcs >= best.delta) {
    return;
  }
  const Time start = std::max(before.ready + Time{guest.travel_to[before.place]}, guest.open);
  if (start > guest.close) {
    return;
  }
  const int route = before.route;
  const Time service = compact_.same_service() ? guest.service : compact_.service(route, guest.job);
  if (start + service + guest.travel_from[before.next_place] > before.next_late) {
    return;
  }
  const auto index = static_cast<std::size_t>(route);
  const auto& technician = compact_.technician[index];
  if (load_[index] + guest.demand > technician.capacity || count_[index] >= technician.most_jobs ||
      route == look.avoid || (is_job(before.next) && locked(before.next))) {
    return;
  }
  if (!compact_.free_choice()) {
    if (!compact_.may(route, guest.job)) {
      return;
    }
    arcs += compact_.assignment(route, guest.job);
  }
  if (!all_arcs_) {
    try_dear(guest.job, after, route, arcs, best);
  } else if (arcs < best.delta) {
    best = {arcs, after, route};
  }
}

bool Tours::try_dear(int job, int after, int route, Cost arcs, Spot& best) {
  const auto index = static_cast<std::size_t>(route);
  const auto& technician = compact_.technician[index];
  if (technician.judging == Judging::exact || needs_depot(job, route)) {
    return try_exact(job, after, route, best);
  }
  if (technician.judging == Judging::arcs) {
    if (arcs < best.delta) {
      best = {arcs, after, route};
    }
    return true;
  }
  const auto& mine = node(job);
  const int next = node(after).next;
  const Segment own{compact_.service(route, job), 0, mine.open, mine.close};
  const auto left = join(head_[static_cast<std::size_t>(after)],
                         compact_.travel(node(after).place, mine.place), own);
  const auto whole = join(left, compact_.travel(mine.place, node(next).place),
                          tail_[static_cast<std::size_t>(next)]);
  if (whole.warp > 0 || whole.duration > technician.most_duration) {
    return false;
  }
  Cost delta = arcs + by_segment(route, whole);
  if (count_[index] != 0) {
    delta -= by_segment(route, tail_[static_cast<std::size_t>(start_of(route))]);
  }
  if (delta < best.delta) {
    best = {delta, after, route};
  }
  return true;
}

bool Tours::try_exact(int job, int after, int route, Spot& best) {
  scratch_.clear();
  if (!is_job(after)) {
    scratch_.push_back(job);
  }
  for (int at = first(route); is_job(at); at = node(at).next) {
    scratch_.push_back(at);
    if (at == after) {
      scratch_.push_back(job);
    }
  }
  for (const int each : scratch_) {
    pin_scratch_[static_cast<std::size_t>(each)] = {node(each).open, node(each).close};
  }
  const auto judged = scheduler_.judge(route, scratch_, pin_scratch_);
  if (!judged.feasible) {
    return false;
  }
  const Cost delta = judged.cost - route_cost_[static_cast<std::size_t>(route)];
  if (delta < best.delta) {
    best = {delta, after, route};
  }
  return true;
}

void Tours::scan_all(const Guest& guest, const Look& look, Spot& best) {
  for (int route = 0; route < compact_.technicians(); ++route) {
    if (open_[static_cast<std::size_t>(route)] == 0 || size(route) == 0) {
      continue;
    }
    for (int at = start_of(route); at != end_of(route); at = node(at).next) {
      try_after(guest, at, look, best);
    }
  }
}

Tours::Spot Tours::best_spot(int job, const Look& look, Random& random) {
  Spot best;
  best.delta = look.below;
  const auto mine = guest(job);
  const auto beside = compact_.beside(job);
  const auto seen = [&] {
    if (look.blink <= 0 || --unseen_ >= 0) {
      return true;
    }
    unseen_ = static_cast<int>(random.unit() * 2 / look.blink);
    return false;
  };
  ++stamp_;
  const auto once = [&](int after) {
    auto& stamp = node(after).stamp;
    if (stamp != stamp_) {
      stamp = stamp_;
      if (detour(mine, after) < best.delta && seen()) {
        try_after(mine, after, look, best);
      }
    }
  };
  if (!look.everywhere) {
    for (const int other : beside) {
      if (planned(other)) {
        once(other);
        once(node(other).previous);
      }
    }
  } else {
    scan_all(mine, look, best);
  }
  for (int kind = 0; kind < compact_.kinds(); ++kind) {
    const int route = empty_route(kind);
    if (route != k_nobody) {
      try_after(mine, start_of(route), look, best);
    }
  }
  if (!best.found() && !look.everywhere && beside.size() + 1 < compact_.job.size()) {
    scan_all(mine, look, best);
  }
  return best;
}

bool Tours::place(int job, const Look& look, Random& random) {
  const auto& given = compact_.job[static_cast<std::size_t>(job)];
  if (!compact_.linked) {
    const auto spot = best_spot(job, look, random);
    if (spot.found()) {
      insert(job, spot);
    }
    return spot.found();
  }
  const bool second_half = given.twin != k_nobody && given.twin < job;
  if (second_half || planned(job) || group_planned(job) || !pin_behind_predecessor(job)) {
    return false;
  }
  const auto spot = best_spot(job, look, random);
  if (!spot.found()) {
    return false;
  }
  insert(job, spot);
  if (given.twin != k_nobody && !place_twin(job, look, random)) {
    remove(job);
    return false;
  }
  if (given.predecessor != k_nobody) {
    // The boundary between the two is fixed where the successor now starts.
    const int before = given.predecessor;
    for (const int half : {before, compact_.job[static_cast<std::size_t>(before)].twin}) {
      if (half != k_nobody) {
        touch(node(half).route);
        auto& earlier = node(half);
        earlier.close = std::min<std::int32_t>(earlier.close, node(job).early - earlier.service);
        pin(half, earlier.open, earlier.close);
      }
    }
    pin(job, node(job).early, node(job).close);
  }
  if (!stands(job)) {  // a break or a depot stop had room before the times were fixed
    remove(job);
    return false;
  }
  return true;
}

bool Tours::stands(int job) {
  const auto twin_of = [&](int one) {
    return one == k_nobody ? k_nobody : compact_.job[static_cast<std::size_t>(one)].twin;
  };
  const int before = compact_.job[static_cast<std::size_t>(job)].predecessor;
  for (const int each : {job, twin_of(job), before, twin_of(before)}) {
    if (each == k_nobody || !planned(each) || !by_stops(node(each).route)) {
      continue;
    }
    list(node(each).route, scratch_);
    if (!judge_scratch(node(each).route).feasible) {
      return false;
    }
  }
  return true;
}

void Tours::pin(int job, Time open, Time close) {
  touch(node(job).route);
  node(job).open = narrow_time(open);
  node(job).close = narrow_time(close);
  forward(job);
  backward(job);
  reprice(node(job).route, 0);
}

/// The second half starts with the first, in another route.
bool Tours::place_twin(int job, const Look& look, Random& random) {
  const int twin = compact_.job[static_cast<std::size_t>(job)].twin;
  node(twin).open = node(job).early;
  node(twin).close = node(job).late;
  auto apart = look;
  apart.avoid = node(job).route;
  const auto spot = best_spot(twin, apart, random);
  if (!spot.found()) {
    node(twin).open = narrow_time(compact_.job[static_cast<std::size_t>(twin)].open);
    node(twin).close = narrow_time(compact_.job[static_cast<std::size_t>(twin)].close);
    return false;
  }
  insert(twin, spot);
  const Time together = node(twin).early;
  pin(job, together, together);
  pin(twin, together, together);
  return true;
}

/// False if the predecessor is not planned; else the job's window opens at its end.
bool Tours::pin_behind_predecessor(int job) {
  const int before = compact_.job[static_cast<std::size_t>(job)].predecessor;
  if (before == k_nobody) {
    return true;
  }
  if (!planned(before)) {
    return false;
  }
  const auto& given = compact_.job[static_cast<std::size_t>(job)];
  Time end = Time{node(before).early} + node(before).service;
  const int half = compact_.job[static_cast<std::size_t>(before)].twin;
  if (half != k_nobody) {
    end = std::max(end, Time{node(half).early} + node(half).service);
  }
  node(job).open = narrow_time(std::max(given.open, end));
  return true;
}

void Tours::remove(int job) {
  unlink(job);
  if (!compact_.linked) {
    return;
  }
  const auto& given = compact_.job[static_cast<std::size_t>(job)];
  if (given.twin != k_nobody && planned(given.twin)) {
    unlink(given.twin);
  }
  for (const int successor : successors_) {
    const int before = compact_.job[static_cast<std::size_t>(successor)].predecessor;
    if ((before == job || before == given.twin) && planned(successor)) {
      remove(successor);
    }
  }
  if (given.predecessor != k_nobody && planned(given.predecessor)) {
    unpin(given.predecessor);
  }
}

/// Gives a job its windows back, as far as its remaining successors and its crew allow.
void Tours::unpin(int job) {
  const auto& given = compact_.job[static_cast<std::size_t>(job)];
  if (given.twin != k_nobody) {
    return;  // a crew keeps its appointment
  }
  Time close = given.close;
  for (const int successor : successors_) {
    if (compact_.job[static_cast<std::size_t>(successor)].predecessor == job &&
        planned(successor)) {
      close = std::min<Time>(close, Time{node(successor).open} - node(job).service);
    }
  }
  pin(job, node(job).open, close);
}

}  // namespace planner
