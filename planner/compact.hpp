// A problem in the form that the searches work on: everything an index, prices folded into the
// matrices, who may do what as bits, neighbours sorted. Built once, then only read, by any thread.
#pragma once

#include "planner/model.hpp"

#include <span>

namespace planner {

/// Dearer than any route: what must be done is left out only where it can't be done.
inline constexpr Cost k_required = Cost{1} << 36;

/// How a technician's route must be judged; the dearer ways include the cheaper.
enum class Judging : std::uint8_t {
  arcs,      // the price of its arcs, and hard windows
  segments,  // also by its duration, from joined segments
  exact,     // stop by stop: breaks, several windows, lateness, depot stops, balance
};

struct CompactJob {
  int place = 0;
  Time open = 0;  // hull of the windows
  Time close = 0;
  Time service = 0;
  std::int64_t demand = 0;
  Cost price = 0;     // of leaving it out
  bool plain = true;  // one window, no lateness
  bool needs_stock = false;
  int origin = 0;       // of the problem's jobs
  int twin = k_nobody;  // the second half of a job for two: a job of its own behind the others
  int predecessor = k_nobody;
  int group = k_nobody;  // of alternatives
  Time promised = -1;    // start
};

struct CompactTechnician {
  int start = 0;
  int end = 0;
  Time open = 0;
  Time close = 0;  // overtime included
  Time shift_end = 0;
  std::int64_t capacity = 0;
  int most_jobs = 0;
  Time most_duration = 0;
  int kind = 0;                     // technicians of one kind are interchangeable
  Judging judging = Judging::arcs;  // where no depot stop is needed
};

class Compact {
 public:
  explicit Compact(const Problem& problem);

  int jobs() const { return static_cast<int>(job.size()); }
  int technicians() const { return static_cast<int>(technician.size()); }
  Time travel(int from, int to) const { return travel_[index(from, to)]; }
  Cost arc(int from, int to) const { return arcs_[index(from, to)]; }
  /// Rows by what they lead to, for one job against many: arcs_to(p)[from], arcs_from(p)[to].
  const std::int32_t* arcs_to(int place) const { return arcs_in().data() + index(place, 0); }
  const std::int32_t* arcs_from(int place) const { return arcs_.data() + index(place, 0); }
  const std::int32_t* travel_to(int place) const { return travel_in().data() + index(place, 0); }
  const std::int32_t* travel_from(int place) const { return travel_.data() + index(place, 0); }
  /// Everybody may do everything, at no price of its own.
  bool same_service() const { return same_service_; }
  bool free_choice() const { return free_choice_; }
  bool may(int who, int what) const {
    const auto bit = static_cast<std::size_t>(what) * static_cast<std::size_t>(kinds_) +
                     static_cast<std::size_t>(technician[static_cast<std::size_t>(who)].kind);
    return (allowed_[bit >> 6] >> (bit & 63) & 1) != 0;
  }
  Time service(int who, int what) const {
    const Time base = job[static_cast<std::size_t>(what)].service;
    return same_service_ ? base : service_of(who, base);
  }
  /// What it costs that this one does it, whatever the route.
  Cost assignment(int who, int what) const {
    return assignment_.empty()
               ? 0
               : assignment_[static_cast<std::size_t>(what) * static_cast<std::size_t>(kinds_) +
                             static_cast<std::size_t>(
                                 technician[static_cast<std::size_t>(who)].kind)];
  }
  /// The other jobs, nearest first by travel alone; cut off where far.
  std::span<const int> around(int what) const { return row(around_, around_width_, what); }
  /// The jobs that go well right before or after this one: near, and in time.
  std::span<const int> beside(int what) const { return row(beside_, beside_width_, what); }

  const Problem* problem;
  std::vector<CompactJob> job;
  std::vector<CompactTechnician> technician;
  int kinds() const { return kinds_; }
  double mean_arc = 1;  // of a job to its nearest others
  /// Of what a step of a search changes: an arc, and a share of the prices of jobs that may stay
  /// out.
  double scale = 1;
  /// All equal, one kind of stop, everything to be done: the classic problem.
  bool classic = false;
  /// Jobs whose starts hang together (crews, predecessors), or exclude each other.
  bool linked = false;
  /// Some jobs use up what is in the van.
  bool stocked = false;

 private:
  std::size_t index(int from, int to) const {
    return static_cast<std::size_t>(from) * places_ + static_cast<std::size_t>(to);
  }
  std::span<const int> row(const std::vector<int>& all, std::size_t width, int what) const {
    return {all.data() + width * static_cast<std::size_t>(what), width};
  }
  const std::vector<std::int32_t>& arcs_in() const {
    return turned_arcs_.empty() ? arcs_ : turned_arcs_;
  }
  const std::vector<std::int32_t>& travel_in() const {
    return turned_travel_.empty() ? travel_ : turned_travel_;
  }
  std::vector<std::int32_t> turned(const std::vector<std::int32_t>& matrix) const;
  Time service_of(int who, Time base) const;
  void take_technicians();
  void take_jobs();
  void judge();
  void allow();
  void find_neighbours();

  std::size_t places_;
  std::vector<std::int32_t> travel_;
  std::vector<std::int32_t> arcs_;
  std::vector<std::int32_t> turned_travel_;  // empty where it is symmetric
  std::vector<std::int32_t> turned_arcs_;
  bool free_choice_ = true;
  int kinds_ = 0;
  bool same_service_ = true;
  std::vector<std::uint64_t> allowed_;  // jobs × kinds
  std::vector<std::int32_t> assignment_;
  std::vector<int> around_;
  std::vector<int> beside_;
  std::size_t around_width_ = 0;
  std::size_t beside_width_ = 0;
};

/// Why a technician may not do a job whatever the route, the first rule that says so.
enum class Bar { none, skill, zone, forbidden, tool, part };
struct Barred {
  Bar rule = Bar::none;
  int which = k_nobody;  // the skill, tool or part
  int missing = 0;       // levels or pieces
};
Barred barred(const Problem& problem, const Technician& technician, int who, const Job& job);

/// What it costs that this technician does the job, beside travel and time.
Cost assignment_price(const Problem& problem, int who, int what);

}  // namespace planner
