// JSON text into values: small, strict, with bounds on depth and size, for the planner's own files.
// Values own what they hold; any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace planner::formats {

struct Json {
  enum class Kind { null, boolean, number, text, list, object };
  Kind kind = Kind::null;
  bool boolean = false;
  double number = 0;
  std::string text;
  std::vector<Json> list;
  std::map<std::string, Json, std::less<>> object;
};

/// Throws Malformed.
Json parse_json(std::string_view text);

}  // namespace planner::formats
