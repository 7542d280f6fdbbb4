#include "planner/command.hpp"

#include "planner/crews/crews.hpp"
#include "planner/formats/format.hpp"
#include "planner/formats/text.hpp"
#include "planner/report.hpp"

#include <filesystem>
#include <fstream>
#include <ostream>
#include <stdexcept>

namespace planner {
namespace {

constexpr std::uintmax_t k_most_bytes = std::uintmax_t{256} << 20;

std::string read_file(const std::filesystem::path& path) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) {
    throw std::runtime_error("there is no file " + path.string());
  }
  if (std::filesystem::file_size(path) > k_most_bytes) {
    throw std::runtime_error(path.string() + " is larger than 256 MB");
  }
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) {
    throw std::runtime_error(path.string() + " can't be read");
  }
  return text;
}

std::vector<std::string> read_files(const std::vector<std::string>& names) {
  std::vector<std::string> texts;
  for (const auto& name : names) {
    const std::filesystem::path path(name);
    if (std::filesystem::is_directory(path)) {
      for (const char* part : {"instance", "interv_list", "tech_list"}) {
        texts.push_back(read_file(path / part));
      }
    } else {
      texts.push_back(read_file(path));
    }
  }
  return texts;
}

std::string solve_roadef(const SolveCommand& command, const std::vector<std::string>& texts) {
  if (texts.size() != 3) {
    throw std::runtime_error(command.files.front() +
                             ": this format needs instance, interventions and technicians");
  }
  try {
    return to_json(
        crews::solve_crews(crews::read_roadef(texts[0], texts[1], texts[2]), command.limits));
  } catch (const formats::Malformed& malformed) {
    throw std::runtime_error(command.files.front() + ": " + malformed.what());
  }
}

}  // namespace

int run(const SolveCommand& command, std::ostream& out) {
  const auto texts = read_files(command.files);
  if (!texts.empty() && detect(texts[0]) == Format::roadef) {
    out << solve_roadef(command, texts) << "\n";
    return 0;
  }
  auto problem = read_problem(texts);
  if (!problem) {
    throw std::runtime_error(command.files.front() + ": " + problem.error());
  }
  if (!command.policy.empty()) {
    const auto policy = read_policy(read_file(command.policy));
    if (!policy) {
      throw std::runtime_error(command.policy + ": " + policy.error());
    }
    problem->policy = *policy;
  }
  out << to_json(*problem, solve(*problem, command.limits)) << "\n";
  return 0;
}

}  // namespace planner
