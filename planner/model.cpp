#include "planner/model.hpp"

namespace planner {
namespace {

/// Collects complaints; a few are enough for anyone.
class Complaints {
 public:
  void expect(bool holds, const std::string& where, const char* rule) {
    if (!holds && found_.size() < 20) {
      found_.push_back(where + ": " + rule);
    }
  }
  std::vector<std::string> take() { return std::move(found_); }

 private:
  std::vector<std::string> found_;
};

bool is_time(Time time) {
  return time >= 0 && time <= k_forever;
}

bool is_window(const Window& window) {
  return is_time(window.open) && is_time(window.close) && window.open <= window.close;
}

bool are_counts(const std::vector<int>& counts) {
  for (const int count : counts) {
    if (count < 0 || count > 1'000'000) {
      return false;
    }
  }
  return counts.size() <= 1'000;
}

bool are_below(const std::vector<int>& indexes, int limit) {
  for (const int index : indexes) {
    if (index < 0 || index >= limit) {
      return false;
    }
  }
  return true;
}

void check_technician(const Problem& problem, std::size_t index, Complaints& complaints) {
  const auto& technician = problem.technicians[index];
  const std::string where = "technicians[" + std::to_string(index) + "]";
  complaints.expect(are_below({technician.start, technician.end}, problem.places), where,
                    "start and end must be places");
  complaints.expect(is_window(technician.shift), where + ".shift", "must be a span of time");
  complaints.expect(is_time(technician.overtime), where + ".overtime", "must be a length of time");
  complaints.expect(technician.breaks.size() <= 2, where + ".breaks", "must be two at most");
  for (const auto& pause : technician.breaks) {
    complaints.expect(is_window(pause.start) && is_time(pause.length), where + ".breaks",
                      "must have a span of time and a length");
  }
  complaints.expect(are_counts(technician.skills), where + ".skills", "must be levels from 0");
  complaints.expect(are_counts(technician.parts), where + ".parts", "must be counts from 0");
  complaints.expect(are_counts(technician.tools), where + ".tools", "must be numbers from 0");
  complaints.expect(technician.most_jobs >= 0, where + ".mostJobs", "must be 0 or more");
  complaints.expect(is_time(technician.most_duration), where + ".mostDuration", "must be a time");
  complaints.expect(technician.service_percent >= 1 && technician.service_percent <= 1'000,
                    where + ".servicePercent", "must be from 1 to 1000");
  complaints.expect(technician.capacity >= 0, where + ".capacity", "must be 0 or more");
}

void check_job(const Problem& problem, std::size_t index, Complaints& complaints) {
  const auto& job = problem.jobs[index];
  const std::string where = "jobs[" + std::to_string(index) + "]";
  const int technicians = static_cast<int>(problem.technicians.size());
  complaints.expect(are_below({job.place}, problem.places), where + ".place", "must be a place");
  complaints.expect(is_time(job.service), where + ".service", "must be a length of time");
  Time last = -1;
  for (const auto& window : job.windows) {
    complaints.expect(is_window(window) && window.open > last, where + ".windows",
                      "must be spans of time, in order and apart");
    last = window.close;
  }
  constexpr Cost k_most_price = Cost{1} << 40;
  complaints.expect(!job.deadline || is_time(*job.deadline), where + ".deadline", "must be a time");
  complaints.expect(job.lateness_price >= 0 && job.lateness_price <= 1'000'000,
                    where + ".latenessPrice", "must be from 0 to 1000000");
  complaints.expect(job.unassigned_price >= 0 && job.unassigned_price <= k_most_price,
                    where + ".unassignedPrice", "must be 0 or more");
  complaints.expect(job.demand >= 0 && job.demand <= k_forever, where + ".demand",
                    "must be 0 or more");
  complaints.expect(are_counts(job.skills), where + ".skills", "must be levels from 0");
  complaints.expect(are_counts(job.parts), where + ".parts", "must be counts from 0");
  complaints.expect(are_counts(job.tools), where + ".tools", "must be numbers from 0");
  complaints.expect(are_below(job.preferred, technicians) && are_below(job.forbidden, technicians),
                    where, "preferred and forbidden must be technicians");
  complaints.expect(job.crew == 1 || job.crew == 2, where + ".crew", "must be 1 or 2");
  complaints.expect(job.predecessor >= k_nobody &&
                        job.predecessor < static_cast<int>(problem.jobs.size()) &&
                        job.predecessor != static_cast<int>(index),
                    where + ".predecessor", "must be another job");
  complaints.expect(job.alternatives >= k_nobody && job.alternatives < k_most_jobs,
                    where + ".alternatives", "must be the number of a group");
  complaints.expect(job.alternatives == k_nobody || (job.crew == 1 && job.predecessor == k_nobody),
                    where + ".alternatives", "must not need a crew or a predecessor");
}

/// A chain of predecessors that comes back to itself can't be planned.
bool has_cycle(const Problem& problem) {
  const std::size_t size = problem.jobs.size();
  for (std::size_t first = 0; first < size; ++first) {
    std::size_t steps = 0;
    for (int at = problem.jobs[first].predecessor; at != k_nobody && steps <= size; ++steps) {
      at = problem.jobs[static_cast<std::size_t>(at)].predecessor;
    }
    if (steps > size) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::string> check_problem(const Problem& problem) {
  Complaints complaints;
  const auto places = static_cast<std::size_t>(std::max(0, problem.places));
  complaints.expect(problem.jobs.size() <= k_most_jobs, "jobs", "must be 20000 at most");
  complaints.expect(problem.technicians.size() <= k_most_technicians, "technicians",
                    "must be 5000 at most");
  complaints.expect(problem.places > 0 && problem.places <= k_most_places, "places",
                    "must be from 1 to 8000");
  complaints.expect(problem.travel.size() == places * places, "travel",
                    "must have a row and a column for each place");
  complaints.expect(problem.distance.empty() || problem.distance.size() == places * places,
                    "distance", "must have a row and a column for each place");
  complaints.expect(problem.depot >= k_nobody && problem.depot < problem.places, "depot",
                    "must be a place");
  for (const auto* matrix : {&problem.travel, &problem.distance}) {
    for (const auto entry : *matrix) {
      if (entry < 0 || entry > k_forever / 4) {
        complaints.expect(false, "travel", "must be from 0 to 2^28");
        break;
      }
    }
  }
  for (std::size_t index = 0; index < problem.technicians.size(); ++index) {
    check_technician(problem, index, complaints);
  }
  for (std::size_t index = 0; index < problem.jobs.size(); ++index) {
    check_job(problem, index, complaints);
  }
  for (const auto& promise : problem.promises) {
    complaints.expect(are_below({promise.job}, static_cast<int>(problem.jobs.size())) &&
                          promise.technician >= k_nobody &&
                          promise.technician < static_cast<int>(problem.technicians.size()) &&
                          is_time(promise.start),
                      "promises", "must name a job, a technician and a time");
  }
  auto found = complaints.take();
  if (found.empty() && has_cycle(problem)) {
    found.emplace_back("jobs: predecessors must not form a circle");
  }
  return found;
}

}  // namespace planner
