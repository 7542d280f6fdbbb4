// Between plans, which are for reading, and drafts, which are for searching. Any thread.
#pragma once

#include "planner/tours.hpp"

namespace planner {

Plan write_plan(const Compact& compact, const Draft& draft);
/// The same order of jobs for the same technicians; jobs in no route are absent.
Draft draft_of(const Compact& compact, const Plan& plan);

}  // namespace planner
