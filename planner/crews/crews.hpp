// Days of teams without travel: France Telecom's problem of the ROADEF 2007 challenge. Each day the
// technicians who are there form teams; a team does its interventions one after the other within
// the day; an intervention asks for so many people of each domain and level at once. Costs are the
// ends of the priorities: 28 t1 + 14 t2 + 4 t3 + t. Plain values; solve_crews() may be called by
// any thread.
#pragma once

#include "planner/formats/format.hpp"
#include "planner/solve.hpp"

namespace planner::crews {

inline constexpr int k_day = 120;  // minutes

struct Technician {
  std::vector<int> levels;    // by domain
  std::vector<int> days_off;  // from 1
};

struct Intervention {
  int time = 0;
  int priority = 4;
  int price = 0;  // of having others do it
  std::vector<int> predecessors;
  std::vector<int> wanted;  // people, by domain and level
};

struct Crews {
  std::string name;
  int domains = 0;
  int levels = 0;
  int budget = 0;  // for having others do it
  std::vector<Technician> technicians;
  std::vector<Intervention> interventions;
};

struct Team {
  int day = 1;
  std::vector<int> technicians;
  std::vector<int> interventions;  // in order
  std::vector<int> starts;         // minutes of the day
};

struct Schedule {
  std::int64_t cost = 0;
  std::vector<int> outsourced;
  std::vector<Team> teams;
};

struct CrewOutcome {
  Schedule schedule;
  std::vector<Progress> trajectory;
  double cpu_seconds = 0;
};

/// From the challenge's three files; throws formats::Malformed.
Crews read_roadef(std::string_view instance, std::string_view interventions,
                  std::string_view technicians);
CrewOutcome solve_crews(const Crews& crews, const Limits& limits);
/// Interventions and technicians by their numbers, from 1.
std::string to_json(const CrewOutcome& outcome);

}  // namespace planner::crews
