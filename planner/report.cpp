#include "planner/report.hpp"

#include <cstdio>

namespace planner {
namespace {

std::string decimal(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

bool is_plain_number(const std::string& name) {
  return !name.empty() && name.size() < 10 && (name[0] != '0' || name.size() == 1) &&
         name.find_first_not_of("0123456789") == std::string::npos;
}

std::string job_name(const Problem& problem, int job) {
  const auto& name = problem.jobs[static_cast<std::size_t>(job)].name;
  return is_plain_number(name) ? name : quoted(name);
}

std::string cost_text(const Problem& problem, Cost cost) {
  return problem.unit == 1
             ? std::to_string(cost)
             : decimal(static_cast<double>(cost) / problem.unit, problem.unit > 10 ? 4 : 1);
}

std::string route_text(const Problem& problem, const Route& route) {
  std::string text;
  for (const auto& stop : route.stops) {
    if (stop.kind != Stop::Kind::pause) {
      text += text.empty() ? "" : ",";
      text += stop.kind == Stop::Kind::depot ? "0" : job_name(problem, stop.job);
    }
  }
  return "[" + text + "]";
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string made = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      made += '\\';
      made += letter;
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(letter));
      made += escaped;
    } else {
      made += letter;
    }
  }
  return made + "\"";
}

std::string to_json(const Problem& problem, const Outcome& outcome) {
  const auto& plan = outcome.plan;
  std::string json = "{\"cost\":" + cost_text(problem, plan.cost) +
                     ",\"feasible\":" + (plan.feasible ? "true" : "false") + ",\"unassigned\":[";
  for (std::size_t index = 0; index < plan.unassigned.size(); ++index) {
    json += (index == 0 ? "" : ",") + job_name(problem, plan.unassigned[index]);
  }
  json += "],\"routes\":[";
  bool first = true;
  for (const auto& route : plan.routes) {
    if (problem.list_all_technicians || !route.stops.empty()) {
      json += (first ? "" : ",") + route_text(problem, route);
      first = false;
    }
  }
  json += "],\"cpuSeconds\":" + decimal(outcome.cpu_seconds, 3) + ",\"trajectory\":[";
  for (std::size_t index = 0; index < outcome.trajectory.size(); ++index) {
    const auto& progress = outcome.trajectory[index];
    json += (index == 0 ? "{\"seconds\":" : ",{\"seconds\":") + decimal(progress.seconds, 3) +
            ",\"cost\":" + cost_text(problem, progress.cost) + "}";
  }
  return json + "]}";
}

}  // namespace planner
