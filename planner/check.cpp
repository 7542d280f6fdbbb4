#include "planner/check.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace planner {
namespace {

int count_of(const std::vector<int>& counts, std::size_t index) {
  return index < counts.size() ? counts[index] : 0;
}

bool has(const std::vector<int>& values, int value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

class Checker {
 public:
  Checker(const Problem& problem, const Plan& plan)
      : problem_(problem), plan_(plan), done_(problem.jobs.size()) {}

  Verdict run() {
    for (const auto& route : plan_.routes) {
      if (route.technician < 0 ||
          route.technician >= static_cast<int>(problem_.technicians.size())) {
        complain("a route", "has no technician");
      } else if (!route.stops.empty()) {
        check_route(route);
      }
    }
    for (std::size_t job = 0; job < done_.size(); ++job) {
      check_links(job);
    }
    check_left_out();
    return std::move(verdict_);
  }

 private:
  struct Done {
    int technician;
    Time start;
    Time end;
  };

  void complain(const std::string& who, const char* rule) {
    verdict_.complaints.push_back(who + " " + rule);
  }
  void expect(bool holds, const std::string& who, const char* rule) {
    if (!holds) {
      complain(who, rule);
    }
  }

  std::int32_t between(const std::vector<std::int32_t>& matrix, int from, int to) const {
    return matrix[static_cast<std::size_t>(from) * static_cast<std::size_t>(problem_.places) +
                  static_cast<std::size_t>(to)];
  }

  Time drive(int from, int to) {
    const auto& lengths = problem_.distance.empty() ? problem_.travel : problem_.distance;
    verdict_.cost += problem_.policy.travel * between(lengths, from, to);
    return between(problem_.travel, from, to);
  }

  void check_route(const Route& route) {
    const auto& technician = problem_.technicians[static_cast<std::size_t>(route.technician)];
    const std::string who = "technician " + std::to_string(route.technician);
    expect(route.leaves >= technician.shift.open, who, "leaves before the shift");
    Time now = route.leaves;
    int at = technician.start;
    int jobs = 0;
    std::int64_t load = 0;
    bool restocked = false;
    std::size_t pauses = 0;
    std::vector<int> parts = technician.parts;
    for (const auto& stop : route.stops) {
      if (stop.kind == Stop::Kind::pause) {
        expect(pauses < technician.breaks.size(), who, "has a break too many");
        if (pauses < technician.breaks.size()) {
          check_pause(technician.breaks, stop, now, who);
        }
        ++pauses;
      } else if (stop.kind == Stop::Kind::depot) {
        expect(!restocked && problem_.depot != k_nobody, who, "calls at the depot needlessly");
        restocked = true;
        now += drive(at, problem_.depot);
        at = problem_.depot;
        expect(stop.start >= now, who, "is at the depot too early");
      } else if (stop.job >= 0 && stop.job < static_cast<int>(problem_.jobs.size())) {
        const auto& job = problem_.jobs[static_cast<std::size_t>(stop.job)];
        now += drive(at, job.place);
        at = job.place;
        check_job(route.technician, stop, now);
        check_stock(technician, job, restocked, parts, "job " + std::to_string(stop.job));
        load += job.demand;
        ++jobs;
      } else {
        complain(who, "has a job that does not exist");
      }
      now = std::max(now, stop.end);
    }
    expect(pauses == technician.breaks.size(), who, "misses a break");
    expect(jobs <= technician.most_jobs, who, "has too many jobs");
    expect(load <= technician.capacity, who, "has too much to carry");
    now += drive(at, technician.end);
    close_day(route, technician, now, who);
  }

  void close_day(const Route& route, const Technician& technician, Time now,
                 const std::string& who) {
    const auto& policy = problem_.policy;
    expect(route.returns == now, who, "does not return when the plan says");
    expect(now <= technician.shift.close + technician.overtime, who, "returns after the shift");
    const Time duration = now - route.leaves;
    expect(duration <= technician.most_duration, who, "has too long a day");
    verdict_.cost += policy.duration * duration + policy.used_technician +
                     policy.overtime * std::max<Time>(0, now - technician.shift.close);
    const Time shift = std::max<Time>(1, technician.shift.close - technician.shift.open);
    verdict_.cost += policy.balance * duration * duration / shift;
  }

  void check_pause(const std::vector<Break>& breaks, const Stop& stop, Time now,
                   const std::string& who) {
    expect(stop.start >= now, who, "has a break before the job is over");
    const bool known = std::any_of(breaks.begin(), breaks.end(), [&](const Break& each) {
      return stop.start >= each.start.open && stop.start <= each.start.close &&
             stop.end - stop.start == each.length;
    });
    expect(known, who, "has a break that is none of theirs");
  }

  void check_job(int technician, const Stop& stop, Time now) {
    const auto& job = problem_.jobs[static_cast<std::size_t>(stop.job)];
    const auto& them = problem_.technicians[static_cast<std::size_t>(technician)];
    const auto& policy = problem_.policy;
    const std::string what = "job " + std::to_string(stop.job);
    expect(stop.start >= now, what, "starts before the technician is there");
    expect(stop.end == stop.start + job.service * them.service_percent / 100, what,
           "does not last as long as it takes");
    expect(job.windows.empty() || std::any_of(job.windows.begin(), job.windows.end(),
                                              [&](const Window& window) {
                                                return stop.start >= window.open &&
                                                       stop.start <= window.close;
                                              }),
           what, "starts outside its windows");
    for (std::size_t skill = 0; skill < job.skills.size(); ++skill) {
      const int level = count_of(them.skills, skill);
      expect(level >= job.skills[skill], what, "needs more skill");
      verdict_.cost +=
          job.skills[skill] > 0 ? policy.overqualified * std::max(0, level - job.skills[skill]) : 0;
    }
    const bool outside = job.zone != k_nobody && !them.zones.empty() && !has(them.zones, job.zone);
    expect(!outside || !them.zones_are_hard, what, "is outside the zones");
    expect(!has(job.forbidden, technician), what, "must not be done by this technician");
    verdict_.cost += outside ? policy.outside_zone : 0;
    verdict_.cost +=
        !job.preferred.empty() && !has(job.preferred, technician) ? policy.not_preferred : 0;
    if (job.deadline) {
      verdict_.cost += job.lateness_price * std::max<Time>(0, stop.start - *job.deadline);
    }
    for (const auto& promise : problem_.promises) {
      if (promise.job == stop.job) {
        verdict_.cost += policy.moved_time * std::abs(stop.start - promise.start);
        verdict_.cost += promise.technician != k_nobody && promise.technician != technician
                             ? policy.moved_technician
                             : 0;
      }
    }
    done_[static_cast<std::size_t>(stop.job)].push_back({technician, stop.start, stop.end});
  }

  void check_stock(const Technician& technician, const Job& job, bool restocked,
                   std::vector<int>& parts, const std::string& what) {
    for (const int tool : job.tools) {
      expect(restocked || has(technician.tools, tool), what, "needs a tool");
    }
    for (std::size_t part = 0; part < job.parts.size() && !restocked; ++part) {
      parts.resize(std::max(parts.size(), part + 1), 0);
      expect(parts[part] >= job.parts[part], what, "needs a part");
      parts[part] -= job.parts[part];
    }
  }

  void check_links(std::size_t index) {
    const auto& job = problem_.jobs[index];
    const auto& done = done_[index];
    const std::string what = "job " + std::to_string(index);
    expect(done.empty() || static_cast<int>(done.size()) == job.crew, what,
           "is not done by as many as it needs");
    if (done.size() == 2) {
      expect(done[0].technician != done[1].technician && done[0].start == done[1].start, what,
             "is not done by two at the same time");
    }
    if (job.predecessor != k_nobody && !done.empty()) {
      const auto& before = done_[static_cast<std::size_t>(job.predecessor)];
      expect(!before.empty(), what, "waits for a job that is not planned");
      for (const auto& earlier : before) {
        expect(earlier.end <= done.front().start, what, "starts before its predecessor is over");
      }
    }
  }

  void check_left_out() {
    std::set<int> served;
    std::vector<Cost> dearest(k_most_jobs, 0);
    for (std::size_t job = 0; job < done_.size(); ++job) {
      const int group = problem_.jobs[job].alternatives;
      if (group != k_nobody) {
        dearest[static_cast<std::size_t>(group)] =
            std::max(dearest[static_cast<std::size_t>(group)], problem_.jobs[job].unassigned_price);
        if (!done_[job].empty()) {
          expect(served.insert(group).second, "job " + std::to_string(job),
                 "is done though an alternative is");
        }
      }
    }
    std::set<int> priced = served;
    for (std::size_t job = 0; job < done_.size(); ++job) {
      const auto& given = problem_.jobs[job];
      const bool covered = given.alternatives != k_nobody && served.contains(given.alternatives);
      const bool listed = has(plan_.unassigned, static_cast<int>(job));
      expect(listed == (done_[job].empty() && !covered), "job " + std::to_string(job),
             "is neither planned nor left out, or both");
      if (done_[job].empty() && !covered) {
        expect(!given.required || !plan_.feasible, "job " + std::to_string(job),
               "must be done, or the plan is not feasible");
        if (given.alternatives == k_nobody) {
          verdict_.cost += given.unassigned_price;
        } else if (priced.insert(given.alternatives).second) {
          verdict_.cost += dearest[static_cast<std::size_t>(given.alternatives)];
        }
      }
    }
  }

  const Problem& problem_;
  const Plan& plan_;
  std::vector<std::vector<Done>> done_;
  Verdict verdict_;
};

}  // namespace

Verdict check_plan(const Problem& problem, const Plan& plan) {
  return Checker(problem, plan).run();
}

}  // namespace planner
