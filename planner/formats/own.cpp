// Our own JSON: the fields of model.hpp by their names in camel case; what is left out has the
// value that model.hpp gives it, what is not known is refused. Described in planner/README.md.
#include "planner/formats/format.hpp"
#include "planner/formats/json.hpp"
#include "planner/formats/text.hpp"

#include <cmath>
#include <functional>

namespace planner::formats {
namespace {

/// The fields of one object, each read once; finish() complains of those that nobody asked for.
class Fields {
 public:
  Fields(const Json& json, std::string where) : json_(json), where_(std::move(where)) {
    if (json.kind != Json::Kind::object) {
      throw Malformed(where_ + " must be an object");
    }
  }

  const Json* find(const char* name) {
    ++asked_;
    const auto found = json_.object.find(name);
    if (found == json_.object.end() || found->second.kind == Json::Kind::null) {
      missing_ += found == json_.object.end() ? 1 : 0;
      return nullptr;
    }
    return &found->second;
  }

  template <typename Number>
  void number(const char* name, Number& into) {
    if (const auto* value = find(name)) {
      into = to_whole<Number>(*value, path(name));
    }
  }
  void flag(const char* name, bool& into) {
    if (const auto* value = find(name)) {
      if (value->kind != Json::Kind::boolean) {
        throw Malformed(path(name) + " must be true or false");
      }
      into = value->boolean;
    }
  }
  void text(const char* name, std::string& into) {
    if (const auto* value = find(name)) {
      if (value->kind != Json::Kind::text || value->text.size() > 200) {
        throw Malformed(path(name) + " must be a text of 200 bytes at most");
      }
      into = value->text;
    }
  }
  void numbers(const char* name, std::vector<int>& into) {
    each(name, [&](const Json& value, const std::string& where) {
      into.push_back(to_whole<int>(value, where));
    });
  }
  void each(const char* name, const std::function<void(const Json&, const std::string&)>& take) {
    const auto* value = find(name);
    if (value == nullptr) {
      return;
    }
    if (value->kind != Json::Kind::list) {
      throw Malformed(path(name) + " must be a list");
    }
    for (std::size_t index = 0; index < value->list.size(); ++index) {
      take(value->list[index], path(name) + "[" + std::to_string(index) + "]");
    }
  }
  void finish() const {
    if (asked_ - missing_ < json_.object.size()) {
      throw Malformed(where_ + " has a field that is not known here");
    }
  }

  template <typename Number>
  static Number to_whole(const Json& value, const std::string& where) {
    constexpr double k_least = static_cast<double>(std::numeric_limits<int>::min());
    constexpr double k_most =
        sizeof(Number) == sizeof(int) ? static_cast<double>(std::numeric_limits<int>::max()) : 1e13;
    if (value.kind != Json::Kind::number || value.number != std::floor(value.number) ||
        value.number < k_least || value.number > k_most) {
      throw Malformed(where + " must be a whole number");
    }
    return static_cast<Number>(value.number);
  }

 private:
  std::string path(const char* name) const { return where_.empty() ? name : where_ + "." + name; }

  const Json& json_;
  std::string where_;
  std::size_t asked_ = 0;
  std::size_t missing_ = 0;
};

Window read_window(const Json& json, const std::string& where) {
  Window window;
  Fields fields(json, where);
  fields.number("open", window.open);
  fields.number("close", window.close);
  fields.finish();
  return window;
}

Technician read_technician(const Json& json, const std::string& where) {
  Technician made;
  Fields fields(json, where);
  fields.text("name", made.name);
  fields.number("start", made.start);
  made.end = made.start;
  fields.number("end", made.end);
  if (const auto* shift = fields.find("shift")) {
    made.shift = read_window(*shift, where + ".shift");
  }
  fields.number("overtime", made.overtime);
  fields.each("breaks", [&](const Json& each, const std::string& path) {
    Break pause;
    Fields inner(each, path);
    if (const auto* start = inner.find("start")) {
      pause.start = read_window(*start, path + ".start");
    }
    inner.number("length", pause.length);
    inner.finish();
    made.breaks.push_back(pause);
  });
  fields.numbers("skills", made.skills);
  fields.numbers("zones", made.zones);
  fields.flag("zonesAreHard", made.zones_are_hard);
  fields.number("mostJobs", made.most_jobs);
  fields.number("mostDuration", made.most_duration);
  fields.number("capacity", made.capacity);
  fields.numbers("tools", made.tools);
  fields.numbers("parts", made.parts);
  fields.number("servicePercent", made.service_percent);
  fields.finish();
  return made;
}

Job read_job(const Json& json, const std::string& where) {
  Job made;
  Fields fields(json, where);
  fields.text("name", made.name);
  fields.number("place", made.place);
  fields.number("service", made.service);
  fields.each("windows", [&](const Json& each, const std::string& path) {
    made.windows.push_back(read_window(each, path));
  });
  if (const auto* deadline = fields.find("deadline")) {
    made.deadline = Fields::to_whole<Time>(*deadline, where + ".deadline");
  }
  fields.number("latenessPrice", made.lateness_price);
  fields.number("unassignedPrice", made.unassigned_price);
  fields.flag("required", made.required);
  fields.number("demand", made.demand);
  fields.numbers("skills", made.skills);
  fields.number("zone", made.zone);
  fields.numbers("tools", made.tools);
  fields.numbers("parts", made.parts);
  fields.numbers("preferred", made.preferred);
  fields.numbers("forbidden", made.forbidden);
  fields.number("crew", made.crew);
  fields.number("predecessor", made.predecessor);
  fields.number("alternatives", made.alternatives);
  fields.finish();
  return made;
}

Promise read_promise(const Json& json, const std::string& where) {
  Promise made;
  Fields fields(json, where);
  fields.number("job", made.job);
  fields.number("technician", made.technician);
  fields.number("start", made.start);
  fields.flag("locked", made.locked);
  fields.finish();
  return made;
}

Policy policy_of(const Json& json, const std::string& where) {
  Policy made;
  Fields fields(json, where);
  fields.number("travel", made.travel);
  fields.number("duration", made.duration);
  fields.number("overtime", made.overtime);
  fields.number("overqualified", made.overqualified);
  fields.number("outsideZone", made.outside_zone);
  fields.number("notPreferred", made.not_preferred);
  fields.number("usedTechnician", made.used_technician);
  fields.number("balance", made.balance);
  fields.number("movedTechnician", made.moved_technician);
  fields.number("movedTime", made.moved_time);
  fields.finish();
  return made;
}

void read_travel(Fields& fields, Problem& problem) {
  fields.each("coordinates", [&](const Json& each, const std::string& where) {
    if (each.kind != Json::Kind::list || each.list.size() != 2 ||
        each.list[0].kind != Json::Kind::number || each.list[1].kind != Json::Kind::number) {
      throw Malformed(where + " must be a pair of numbers");
    }
    problem.coordinates.push_back({each.list[0].number, each.list[1].number});
  });
  for (auto [name, matrix] :
       {std::pair{"travel", &problem.travel}, std::pair{"distance", &problem.distance}}) {
    fields.each(name, [&, into = matrix](const Json& row, const std::string& where) {
      if (row.kind != Json::Kind::list) {
        throw Malformed(where + " must be a list");
      }
      for (const auto& entry : row.list) {
        into->push_back(Fields::to_whole<std::int32_t>(entry, where));
      }
    });
  }
  problem.places = static_cast<int>(problem.coordinates.size());
  if (problem.coordinates.empty()) {
    problem.places = static_cast<int>(std::lround(std::sqrt(problem.travel.size())));
  } else if (problem.travel.empty()) {
    problem.travel = straight_lines(problem.coordinates, 1, Rounding::nearest);
  }
}

}  // namespace

Problem read_json(std::string_view text) {
  const auto json = parse_json(text);
  Problem problem;
  Fields fields(json, "");
  fields.text("name", problem.name);
  read_travel(fields, problem);
  fields.each("technicians", [&](const Json& each, const std::string& where) {
    problem.technicians.push_back(read_technician(each, where));
  });
  fields.each("jobs", [&](const Json& each, const std::string& where) {
    problem.jobs.push_back(read_job(each, where));
    if (problem.jobs.back().name.empty()) {
      problem.jobs.back().name = std::to_string(problem.jobs.size() - 1);
    }
  });
  fields.each("promises", [&](const Json& each, const std::string& where) {
    problem.promises.push_back(read_promise(each, where));
  });
  fields.number("depot", problem.depot);
  if (const auto* policy = fields.find("policy")) {
    problem.policy = policy_of(*policy, "policy");
  }
  fields.finish();
  return problem;
}

Policy read_policy(std::string_view text) {
  return policy_of(parse_json(text), "policy");
}

}  // namespace planner::formats
