#include "planner/tours.hpp"

#include <numeric>

namespace planner {
Tours::Tours(const Compact& compact)
    : compact_(compact), scheduler_(compact), jobs_(compact.jobs()) {
  const auto routes = compact.technician.size();
  nodes_.resize(compact.job.size() + 2 * routes);
  for (const auto& technician : compact.technician) {
    all_arcs_ = all_arcs_ && technician.judging == Judging::arcs;
  }
  all_arcs_ = all_arcs_ && !compact.stocked && !compact.linked;
  if (!all_arcs_) {
    head_.resize(nodes_.size());
    tail_.resize(nodes_.size());
    pin_scratch_.resize(compact.job.size());
  }
  count_.resize(routes);
  load_.resize(routes);
  route_cost_.resize(routes);
  open_.resize(routes);
  depot_.resize(routes);
  listed_.resize(routes);
  touched_.assign(routes, 0);
  locked_.assign(compact.job.size(), 0);
  absent_at_.assign(compact.job.size(), k_nobody);
  empty_.resize(static_cast<std::size_t>(compact.kinds()));
  int groups = 0;
  for (int job = 0; job < jobs_; ++job) {
    const auto& given = compact.job[static_cast<std::size_t>(job)];
    auto& mine = node(job);
    mine.place = given.place;
    mine.open = narrow_time(given.open);
    mine.close = narrow_time(given.close);
    mine.demand = narrow_time(given.demand);
    groups = std::max(groups, given.group + 1);
    if (given.predecessor != k_nobody) {
      successors_.push_back(job);
    }
  }
  group_count_.assign(static_cast<std::size_t>(groups), 0);
}

void Tours::reset_route(int route) {
  const auto& technician = compact_.technician[static_cast<std::size_t>(route)];
  const auto index = static_cast<std::size_t>(route);
  count_[index] = 0;
  load_[index] = 0;
  route_cost_[index] = 0;
  depot_[index] = 0;
  auto& start = node(start_of(route));
  auto& end = node(end_of(route));
  start = {technician.start, k_nobody, end_of(route), route};
  end = {technician.end, start_of(route), k_nobody, route};
  start.open = end.open = start.early = start.ready = narrow_time(technician.open);
  start.close = end.close = end.late = narrow_time(technician.close);
  tie(start_of(route), end_of(route));
  start.arc_next = 0;  // nobody goes there
  backward(start_of(route));
  forward(end_of(route));
  if (!all_arcs_) {
    join_segments(route);
  }
}

void Tours::load(const Draft& draft) {
  std::vector<int> all(compact_.technician.size());
  std::iota(all.begin(), all.end(), 0);
  load(draft, all);
}

void Tours::load(const Draft& draft, std::span<const int> open) {
  for (int job = 0; job < jobs_; ++job) {
    node(job).route = k_nobody;
    node(job).open = narrow_time(compact_.job[static_cast<std::size_t>(job)].open);
    node(job).close = narrow_time(compact_.job[static_cast<std::size_t>(job)].close);
    absent_at_[static_cast<std::size_t>(job)] = k_nobody;
  }
  for (auto& list : empty_) {
    list.clear();
  }
  std::fill(open_.begin(), open_.end(), 0);
  std::fill(listed_.begin(), listed_.end(), 0);
  std::fill(group_count_.begin(), group_count_.end(), 0);
  absent_.clear();
  saving_ = false;
  cost_ = 0;
  for (auto route = open.rbegin(); route != open.rend(); ++route) {
    const auto index = static_cast<std::size_t>(*route);
    open_[index] = 1;
    reset_route(*route);
    note_empty(*route);
  }
  for (const int job : draft.absent) {
    take_absent(job);
  }
  for (const int route : open) {
    for (const int job : draft.routes[static_cast<std::size_t>(route)]) {
      take_absent(job);
    }
  }
  price_groups();
  for (const int route : open) {
    for (const int job : draft.routes[static_cast<std::size_t>(route)]) {
      Spot spot;
      if (!draft.pins.empty()) {
        const auto& pin = draft.pins[static_cast<std::size_t>(job)];
        node(job).open = narrow_time(pin.open);
        node(job).close = narrow_time(pin.close);
      }
      if (!planned(job) && !group_planned(job) &&
          (!draft.pins.empty() || pin_behind_predecessor(job))) {
        try_after(guest(job), node(end_of(route)).previous, {}, spot);
      }
      if (spot.found()) {
        insert(job, spot);
      }
    }
  }
  for (std::size_t job = 0; job < compact_.job.size() && compact_.linked; ++job) {
    const auto& given =
        compact_.job[job];  // no half without the other, nothing without what it waits for
    const bool alone = (given.twin != k_nobody && !planned(given.twin)) ||
                       (given.predecessor != k_nobody && !planned(given.predecessor));
    if (alone && planned(static_cast<int>(job))) {
      remove(static_cast<int>(job));
    }
  }
}

/// A group of alternatives is left out as a whole, at one price.
void Tours::price_groups() {
  std::vector<char> seen(group_count_.size(), 0);
  for (const int job : absent_) {
    const auto& given = compact_.job[static_cast<std::size_t>(job)];
    if (given.group != k_nobody && seen[static_cast<std::size_t>(given.group)] == 0) {
      seen[static_cast<std::size_t>(given.group)] = 1;
      cost_ += given.price;
    }
  }
}

void Tours::list(int route, std::vector<int>& into) const {
  into.clear();
  for (int at = first(route); is_job(at); at = node(at).next) {
    into.push_back(at);
  }
}

Draft Tours::draft() const {
  Draft draft{cost_, {}, absent_, {}};
  draft.routes.resize(compact_.technician.size());
  for (int route = 0; route < compact_.technicians(); ++route) {
    if (open_[static_cast<std::size_t>(route)] != 0) {
      list(route, draft.routes[static_cast<std::size_t>(route)]);
    }
  }
  for (int job = 0; job < jobs_ && compact_.linked; ++job) {
    draft.pins.push_back({node(job).open, node(job).close});
  }
  return draft;
}

/// Makes two nodes neighbours of one route.
void Tours::tie(int before, int after) {
  auto& first = node(before);
  auto& second = node(after);
  first.next = after;
  second.previous = before;
  first.arc_next = static_cast<std::int32_t>(compact_.arc(first.place, second.place));
  first.next_place = second.place;
  first.next_late = second.late;
}

void Tours::forward(int from) {
  for (int at = from; at != k_nobody; at = node(at).next) {
    auto& mine = node(at);
    const auto& before = node(mine.previous);
    const Time arrival = Time{before.ready} + compact_.travel(before.place, mine.place);
    const auto early = narrow_time(std::max<Time>(arrival, mine.open));
    if (early == mine.early && at != from) {
      return;
    }
    mine.early = early;
    mine.ready = narrow_time(Time{early} + mine.service);
  }
}

void Tours::backward(int from) {
  for (int at = from; at != k_nobody; at = node(at).previous) {
    auto& mine = node(at);
    const auto& after = node(mine.next);
    const Time latest = Time{after.late} - mine.service - compact_.travel(mine.place, after.place);
    const auto late = narrow_time(std::min<Time>(latest, mine.close));
    if (late == mine.late && at != from) {
      return;
    }
    mine.late = late;
    if (mine.previous != k_nobody) {
      node(mine.previous).next_late = late;
    }
  }
}

void Tours::join_segments(int route) {
  const auto segment = [this](int at) {
    const auto& mine = node(at);
    return Segment{mine.service, 0, mine.open, mine.close};
  };
  const int start = start_of(route);
  const int end = end_of(route);
  head_[static_cast<std::size_t>(start)] = segment(start);
  for (int at = node(start).next; at != k_nobody; at = node(at).next) {
    const int before = node(at).previous;
    head_[static_cast<std::size_t>(at)] =
        join(head_[static_cast<std::size_t>(before)],
             compact_.travel(node(before).place, node(at).place), segment(at));
  }
  tail_[static_cast<std::size_t>(end)] = segment(end);
  for (int at = node(end).previous; at != k_nobody; at = node(at).previous) {
    const int after = node(at).next;
    tail_[static_cast<std::size_t>(at)] =
        join(segment(at), compact_.travel(node(at).place, node(after).place),
             tail_[static_cast<std::size_t>(after)]);
  }
}

/// The priced part of a route beyond its arcs and assignments, from its joined segment.
Cost Tours::by_segment(int route, const Segment& whole) const {
  const auto& policy = compact_.problem->policy;
  const auto& technician = compact_.technician[static_cast<std::size_t>(route)];
  const Time finish = whole.earliest + whole.duration;
  return policy.duration * whole.duration + policy.used_technician +
         policy.overtime * std::max<Time>(0, finish - technician.shift_end);
}

/// Brings the price of a changed route up to date.
void Tours::reprice(int route, Cost arcs_delta) {
  const auto index = static_cast<std::size_t>(route);
  Cost now = route_cost_[index] + arcs_delta;
  if (!all_arcs_) {
    join_segments(route);
    list(route, scratch_);
    depot_[index] = scheduler_.stock_suffices(route, scratch_) ? 0 : 1;
    if (by_stops(route)) {
      const auto judged = judge_scratch(route);
      now = judged.feasible ? judged.cost : now;
    }
  }
  cost_ += now - route_cost_[index];
  route_cost_[index] = now;
}

Judged Tours::judge_scratch(int route) {
  for (const int job : scratch_) {
    pin_scratch_[static_cast<std::size_t>(job)] = {node(job).open, node(job).close};
  }
  return scheduler_.judge(route, scratch_, pin_scratch_);
}

void Tours::begin() {
  saving_ = true;
  ++round_;
  saved_.clear();
  saved_routes_.clear();
  saved_cost_ = cost_;
  saved_absent_ = absent_;
  saved_groups_ = group_count_;
}

void Tours::touch(int route) {
  const auto index = static_cast<std::size_t>(route);
  if (!saving_ || touched_[index] == round_) {
    return;
  }
  touched_[index] = round_;
  saved_routes_.push_back({route, count_[index], load_[index], route_cost_[index]});
  for (int at = start_of(route); at != k_nobody; at = node(at).next) {
    saved_.push_back({at, node(at)});
  }
}

void Tours::roll_back() {
  // What was inserted since goes first: a saved node may stand in another route by now.
  for (const int job : saved_absent_) {
    auto& mine = node(job);
    mine.route = k_nobody;
    mine.open = narrow_time(compact_.job[static_cast<std::size_t>(job)].open);
    mine.close = narrow_time(compact_.job[static_cast<std::size_t>(job)].close);
  }
  for (const auto& saved : saved_) {
    node(saved.index) = saved.node;
  }
  for (const auto& saved : saved_routes_) {
    const auto index = static_cast<std::size_t>(saved.route);
    count_[index] = saved.count;
    load_[index] = saved.load;
    route_cost_[index] = saved.cost;
    if (saved.count == 0) {
      note_empty(saved.route);
    }
    if (!all_arcs_) {
      join_segments(saved.route);
      list(saved.route, scratch_);
      depot_[index] = scheduler_.stock_suffices(saved.route, scratch_) ? 0 : 1;
    }
  }
  for (const int job : absent_) {
    absent_at_[static_cast<std::size_t>(job)] = k_nobody;
  }
  absent_ = saved_absent_;
  for (std::size_t at = 0; at < absent_.size(); ++at) {
    absent_at_[static_cast<std::size_t>(absent_[at])] = static_cast<int>(at);
  }
  group_count_ = saved_groups_;
  cost_ = saved_cost_;
  saving_ = false;
}

void Tours::take_absent(int job) {
  const auto& given = compact_.job[static_cast<std::size_t>(job)];
  absent_at_[static_cast<std::size_t>(job)] = static_cast<int>(absent_.size());
  absent_.push_back(job);
  if (given.group == k_nobody) {
    cost_ += given.price;
  }
}

void Tours::drop_absent(int job) {
  const auto& given = compact_.job[static_cast<std::size_t>(job)];
  auto& at = absent_at_[static_cast<std::size_t>(job)];
  absent_[static_cast<std::size_t>(at)] = absent_.back();
  absent_at_[static_cast<std::size_t>(absent_.back())] = at;
  absent_.pop_back();
  at = k_nobody;
  if (given.group == k_nobody) {
    cost_ -= given.price;
  } else if (++group_count_[static_cast<std::size_t>(given.group)] == 1) {
    cost_ -= given.price;
  }
}

void Tours::insert(int job, const Spot& spot) {
  const int after = spot.after;
  const int route = spot.route;
  touch(route);
  auto& mine = node(job);
  const int next = node(after).next;
  const auto index = static_cast<std::size_t>(route);
  const Cost arcs = compact_.arc(node(after).place, mine.place) +
                    compact_.arc(mine.place, node(next).place) - node(after).arc_next +
                    compact_.assignment(route, job);
  mine.route = route;
  mine.service = narrow_time(compact_.service(route, job));
  tie(after, job);
  tie(job, next);
  ++count_[index];
  load_[index] += mine.demand;
  forward(job);
  backward(job);
  drop_absent(job);
  reprice(route, arcs);
}

void Tours::unlink(int job) {
  auto& mine = node(job);
  const int route = mine.route;
  const auto index = static_cast<std::size_t>(route);
  touch(route);
  --count_[index];
  const int before = mine.previous;
  const Cost broken = Cost{node(before).arc_next} + mine.arc_next;
  tie(before, mine.next);
  if (count_[index] == 0) {
    node(before).arc_next = 0;
  }
  const Cost arcs = node(before).arc_next - broken - compact_.assignment(route, job);
  load_[index] -= mine.demand;
  mine.route = k_nobody;
  mine.open = narrow_time(compact_.job[static_cast<std::size_t>(job)].open);
  mine.close = narrow_time(compact_.job[static_cast<std::size_t>(job)].close);
  forward(mine.next);
  backward(before);
  if (count_[index] == 0) {
    note_empty(route);
  }
  const auto& given = compact_.job[static_cast<std::size_t>(job)];
  if (given.group != k_nobody && --group_count_[static_cast<std::size_t>(given.group)] == 0) {
    cost_ += given.price;
  }
  take_absent(job);
  reprice(route, arcs);
}

}  // namespace planner
