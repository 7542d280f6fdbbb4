// The routes under work: always feasible, changed a job at a time, with the cost kept up to date
// and a way back. Each job is a node of its route's list; beside each node stand the earliest and
// the latest start that its neighbours allow, so that an insertion is judged in constant time (or,
// for a technician with breaks, depot stops and the like, filtered so and then judged stop by
// stop). One for each search thread.
#pragma once

#include "planner/random.hpp"
#include "planner/schedule.hpp"
#include "planner/segment.hpp"

#include <algorithm>

namespace planner {

/// Into the 32 bits that a node keeps.
inline std::int32_t narrow_time(Time time) {
  return static_cast<std::int32_t>(std::clamp<Time>(time, -k_forever, k_forever));
}

/// Routes as plain lists of jobs, one for each technician: what searches hand around.
struct Draft {
  Cost cost = 0;  // with the price of what is left out
  std::vector<std::vector<int>> routes;
  std::vector<int> absent;
  std::vector<Window> pins;  // by job, where jobs hang together: the windows agreed between routes
};

class Tours {
 public:
  /// Where a job could go: behind a node of a route.
  struct Spot {
    Cost delta = std::numeric_limits<Cost>::max();
    int after = k_nobody;
    int route = k_nobody;
    bool found() const { return after != k_nobody; }
  };
  /// How to look for a spot.
  struct Look {
    double blink = 0;         // share of the places that go unseen (Christiaens et al. 2020)
    bool everywhere = false;  // not only beside the job's neighbours
    int avoid = k_nobody;     // a route
    Cost below = std::numeric_limits<Cost>::max();  // dearer ones are of no interest
  };

  explicit Tours(const Compact& compact);

  /// Takes over routes and absent jobs; jobs in neither take no part, nor do technicians that are
  /// not in `open`. Jobs that don't fit any more become absent.
  void load(const Draft& draft, std::span<const int> open);
  void load(const Draft& draft);
  Draft draft() const;

  Cost cost() const { return cost_; }
  bool planned(int job) const { return node(job).route != k_nobody; }
  bool locked(int job) const { return locked_[static_cast<std::size_t>(job)] != 0; }
  int route_of(int job) const { return node(job).route; }
  int size(int route) const { return count_[static_cast<std::size_t>(route)]; }
  int previous(int job) const { return node(job).previous; }
  int next(int job) const { return node(job).next; }
  bool is_job(int index) const { return index < jobs_; }
  int first(int route) const { return node(start_of(route)).next; }
  Time earliest(int job) const { return node(job).early; }
  const std::vector<int>& absent() const { return absent_; }
  void list(int route, std::vector<int>& into) const;
  const Compact& compact() const { return compact_; }
  Scheduler& scheduler() { return scheduler_; }

  Spot best_spot(int job, const Look& look, Random& random);
  void insert(int job, const Spot& spot);
  /// Takes out a job and what can't stay without it: the other half, the successors.
  void remove(int job);
  /// Inserts an absent job (and its other half) where it costs least; false if it stays absent.
  bool place(int job, const Look& look, Random& random);
  /// From now on this job and those before it in its route stay.
  void lock(int job) { locked_[static_cast<std::size_t>(job)] = 1; }

  /// Changes after begin() can be taken back at once.
  void begin();
  void roll_back();

 private:
  struct alignas(64) Node {  // one line of the cache
    std::int32_t place = 0;
    std::int32_t previous = k_nobody;
    std::int32_t next = k_nobody;
    std::int32_t route = k_nobody;
    std::int32_t open = 0;
    std::int32_t close = 0;
    std::int32_t service = 0;
    std::int32_t early = 0;  // start
    std::int32_t late = 0;
    std::int32_t ready = 0;  // early and the service
    std::int32_t demand = 0;
    std::int32_t arc_next = 0;  // what breaking the link to the next saves
    std::int32_t next_place = 0;
    std::int32_t next_late = 0;
    std::uint32_t stamp = 0;  // of the search that looked here last
  };
  struct Saved {
    int index;
    Node node;
  };
  struct SavedRoute {
    int route;
    int count;
    std::int64_t load;
    Cost cost;
  };

  Node& node(int index) { return nodes_[static_cast<std::size_t>(index)]; }
  const Node& node(int index) const { return nodes_[static_cast<std::size_t>(index)]; }
  int start_of(int route) const { return jobs_ + 2 * route; }
  int end_of(int route) const { return jobs_ + 2 * route + 1; }
  Judging judging(int route) const {
    return compact_.technician[static_cast<std::size_t>(route)].judging;
  }
  void reset_route(int route);
  void touch(int route);
  void forward(int from);
  void backward(int from);
  void reprice(int route, Cost arcs_delta);
  /// Whether the route is judged stop by stop.
  bool by_stops(int route) const {
    return !all_arcs_ && (judging(route) != Judging::arcs || compact_.stocked);
  }
  /// The route in scratch_, with the windows that its jobs have now.
  Judged judge_scratch(int route);
  /// Whether the routes of the job, and of those it is pinned to, can still be kept.
  bool stands(int job);
  void join_segments(int route);
  /// A job to be inserted, with what every try needs of it.
  struct Guest {
    int job;
    Time open, close, service;
    std::int64_t demand;
    const std::int32_t *arcs_to, *arcs_from, *travel_to, *travel_from;
  };
  Guest guest(int job) const;
  Cost detour(const Guest& guest, int after) const;
  void try_after(const Guest& guest, int after, const Look& look, Spot& best);
  void tie(int before, int after);
  bool try_dear(int job, int after, int route, Cost arcs, Spot& best);
  bool try_exact(int job, int after, int route, Spot& best);
  Cost by_segment(int route, const Segment& whole) const;
  bool needs_depot(int job, int route);
  void unlink(int job);
  void unpin(int job);
  void take_absent(int job);
  void drop_absent(int job);
  void price_groups();
  bool place_twin(int job, const Look& look, Random& random);
  bool pin_behind_predecessor(int job);
  bool group_planned(int job) const;
  void scan_all(const Guest& guest, const Look& look, Spot& best);
  int empty_route(int kind);
  void note_empty(int route);
  void pin(int job, Time open, Time close);

  const Compact& compact_;
  Scheduler scheduler_;
  int jobs_;
  std::vector<Node> nodes_;    // jobs, then start and end of each route
  std::vector<Segment> head_;  // from the start to this node, and
  std::vector<Segment> tail_;  // from it to the end; for routes that are judged by them
  std::vector<int> count_;     // by route
  std::vector<std::int64_t> load_;
  std::vector<Cost> route_cost_;
  std::vector<char> open_;
  std::vector<char> depot_;  // the route goes there
  std::vector<char> locked_;
  std::vector<std::vector<int>> empty_;  // by kind; may hold routes that are no longer empty
  std::vector<char> listed_;             // in empty_
  std::vector<int> absent_;
  std::vector<int> absent_at_;
  std::vector<int> group_count_;
  std::vector<int> successors_;  // jobs with a predecessor, where there are any
  bool all_arcs_ = true;
  Cost cost_ = 0;

  bool saving_ = false;
  Cost saved_cost_ = 0;
  std::vector<Saved> saved_;
  std::vector<SavedRoute> saved_routes_;
  std::vector<int> saved_absent_;
  std::vector<int> saved_groups_;
  std::vector<int> touched_;  // round of begin() by route
  int round_ = 0;
  std::vector<int> scratch_;
  std::vector<Window> pin_scratch_;
  std::uint32_t stamp_ = 0;
  int unseen_ = 0;  // places until the next that goes unseen
};

}  // namespace planner
