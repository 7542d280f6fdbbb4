// Turns an order of interventions into a schedule: each in turn goes to the earliest team that can
// do it or can be made to. One for each thread (it keeps scratch space).
#pragma once

#include "planner/crews/crews.hpp"
#include "planner/random.hpp"

namespace planner::crews {

class Builder {
 public:
  explicit Builder(const Crews& crews);

  /// The cost of the order's schedule; `bound`: give up above it. What is outsourced is not in the
  /// order.
  std::int64_t build(const std::vector<int>& order, std::int64_t bound);
  /// The schedule of the last build that was not given up.
  Schedule schedule() const;
  /// When an intervention ended in it, in minutes from the first day's start.
  int end_of(int intervention) const { return end_[static_cast<std::size_t>(intervention)]; }

 private:
  struct Day {
    std::vector<Team> teams;
    std::vector<std::vector<int>> supply;  // by team: people by domain and level
    std::vector<int> busy;                 // by team: minutes
    std::vector<int> free;                 // technicians
  };
  struct Choice {
    int start = 0;
    int waste = 0;
    int team = k_nobody;  // a new one
    std::vector<int> joining;
  };

  Day& day(std::size_t index);
  bool place(int intervention, int ready);
  bool best_of_day(int intervention, Day& day, int ready, Choice& best);
  bool recruit(const std::vector<int>& wanted, const std::vector<int>& supply,
               const std::vector<int>& free, std::vector<int>& joining);
  void join(Day& day, const Choice& choice, int intervention, int number);
  bool covers(const std::vector<int>& supply, const std::vector<int>& wanted) const;
  void add(std::vector<int>& supply, int technician) const;

  const Crews& crews_;
  std::vector<std::vector<int>> gives_;  // by technician: 1 for each domain and level they have
  std::vector<int> talent_;              // by technician: the sum of those
  std::vector<Day> days_;
  std::size_t used_days_ = 0;
  std::vector<int> end_;
  std::vector<int> missing_;
};

}  // namespace planner::crews
