// Why a plan is as it is, as data: for a job, what each technician would cost, or the rule that
// keeps them from it, and the smallest relaxation that would place it. The other jobs stay where
// they are: the answer is about this plan, not about all plans. Any thread; milliseconds.
#pragma once

#include "planner/compact.hpp"

namespace planner {

enum class Rule {
  skill,  // which; by so many levels
  zone,   // which
  forbidden,
  tool,      // which
  part,      // which; by so many pieces
  capacity,  // by so much
  most_jobs,
  too_late,      // for the job's last window; by so much time
  shift_ends,    // before the day would be over; by so much time
  day_too_long,  // from leaving to coming home; by so much time
  predecessor,   // which: a job that is not planned
  others,        // the jobs already planned would be late
};

struct Refusal {
  int technician = 0;
  Rule rule = Rule::others;
  int which = k_nobody;
  std::int64_t by = 0;
  bool fits_otherwise = false;  // nothing but this rule stands against it
};

struct Option {
  int technician = 0;
  Time start = 0;
  Cost extra = 0;  // what the job adds to this technician's day
};

struct Explanation {
  int job = 0;
  std::optional<Option> chosen;  // as planned
  std::vector<Option> options;   // the others who could, cheapest first
  std::vector<Refusal> refusals;
  std::optional<Refusal>
      relaxation;  // the smallest that would let it be planned; times before levels
};

/// `job` and `plan` are of this problem, which passes check_problem().
Explanation explain(const Problem& problem, const Plan& plan, int job);

}  // namespace planner
