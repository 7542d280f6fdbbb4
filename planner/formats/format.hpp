// Problems from text: the public collections' formats and our own JSON, told apart by their
// content. Any thread; nothing is kept. Text is hostile until read: sizes and values are bounded.
#pragma once

#include "planner/model.hpp"

#include <expected>
#include <span>
#include <string_view>

namespace planner {

enum class Format { solomon, vrplib, pillac, kovacs, roadef, json };

/// One text, or those that belong together: Kovacs's tasks and technicians; ROADEF's instance,
/// interventions and technicians. The error says what is wrong, and where.
std::expected<Problem, std::string> read_problem(std::span<const std::string> texts);
/// The format of a first text.
std::optional<Format> detect(std::string_view text);
/// The prices of a policy, as JSON.
std::expected<Policy, std::string> read_policy(std::string_view text);

namespace formats {

Problem read_solomon(std::string_view text);
Problem read_vrplib(std::string_view text);
Problem read_pillac(std::string_view text);
Problem read_kovacs(std::string_view tasks, std::string_view technicians);
Problem read_json(std::string_view text);
Policy read_policy(std::string_view text);

/// Travel between all places: `scale` times the straight line, truncated, rounded or rounded up.
enum class Rounding { down, nearest, up };
std::vector<std::int32_t> straight_lines(const std::vector<Coordinates>& places, double scale,
                                         Rounding rounding);

}  // namespace formats
}  // namespace planner
