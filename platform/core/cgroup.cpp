#include "platform/core/cgroup.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>
#include <thread>

namespace mf {
namespace {

using Path = std::filesystem::path;

// Version 1 says "no limit" with the largest number of pages.
constexpr std::uint64_t k_unlimited = std::uint64_t{1} << 60;

/// One hierarchy: the folder of the process's group, and the top of the mount.
struct Hierarchy {
  Path top;
  Path group;
};

bool lists(std::string_view controllers, std::string_view wanted) {
  while (!controllers.empty()) {
    const auto comma = controllers.find(',');
    if (controllers.substr(0, comma) == wanted) {
      return true;
    }
    controllers.remove_prefix(comma == std::string_view::npos ? controllers.size() : comma + 1);
  }
  return false;
}

/// Where `controller` is ruled: a hierarchy of its own (version 1) or, with "", the unified one.
/// A line of /proc/self/cgroup is ID:CONTROLLERS:PATH.
std::optional<Hierarchy> find_hierarchy(const Path& root, std::string_view controller) {
  std::ifstream file(root / "proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const auto first = line.find(':');
    const auto second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) {
      continue;
    }
    const auto controllers = std::string_view(line).substr(first + 1, second - first - 1);
    if (controller.empty() ? !controllers.empty() : !lists(controllers, controller)) {
      continue;
    }
    const Path top = root / "sys/fs/cgroup" / controller;
    return Hierarchy{top, top / Path(line.substr(second + 1)).relative_path()};
  }
  return std::nullopt;
}

/// The first word of a file, or the word after `key`, as a number; nothing for "max".
std::optional<std::uint64_t> number_in(const Path& path, std::string_view key = "") {
  std::ifstream file(path);
  std::string word;
  while (file >> word) {
    if (key.empty() || (word == key && file >> word)) {
      std::uint64_t value = 0;
      const char* end = word.data() + word.size();
      const auto parsed = std::from_chars(word.data(), end, value);
      return parsed.ec == std::errc{} && parsed.ptr == end ? std::optional(value) : std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<double> cpu_limit_v2(const Path& group) {
  std::ifstream file(group / "cpu.max");  // "50000 100000" or "max 100000"
  double quota = 0;
  double period = 0;
  return file >> quota >> period && period > 0 ? std::optional(quota / period) : std::nullopt;
}

std::optional<double> cpu_limit_v1(const Path& group) {
  const auto quota = number_in(group / "cpu.cfs_quota_us");  // "-1" is no number here: no limit
  const auto period = number_in(group / "cpu.cfs_period_us");
  return quota && period.value_or(0) > 0
             ? std::optional(static_cast<double>(*quota) / static_cast<double>(*period))
             : std::nullopt;
}

std::optional<std::uint64_t> memory_limit_v2(const Path& group) {
  return number_in(group / "memory.max");
}

std::optional<std::uint64_t> memory_limit_v1(const Path& group) {
  const auto limit = number_in(group / "memory.limit_in_bytes");
  return limit && *limit < k_unlimited ? limit : std::nullopt;
}

/// The smallest that `read` finds from the group up to the top. A container sees its own group as
/// the top, while /proc may still tell the path outside: folders that are not there are passed by.
template <class T>
void tighten(std::optional<T>& limit, const std::optional<Hierarchy>& hierarchy,
             std::optional<T> (*read)(const Path&)) {
  if (!hierarchy) {
    return;
  }
  for (Path group = hierarchy->group;; group = group.parent_path()) {
    if (const auto found = read(group)) {
      limit = std::min(limit.value_or(*found), *found);
    }
    if (group == hierarchy->top || group == group.parent_path()) {
      return;
    }
  }
}

/// The folder of the group as it is seen from here.
Path visible_group(const Hierarchy& hierarchy) {
  std::error_code error;
  return std::filesystem::is_directory(hierarchy.group, error) ? hierarchy.group : hierarchy.top;
}

std::uint64_t without_cache(std::uint64_t used, std::optional<std::uint64_t> cache) {
  return used - std::min(used, cache.value_or(0));
}

}  // namespace

CgroupLimits cgroup_limits(const Path& root) {
  CgroupLimits limits;
  const auto unified = find_hierarchy(root, "");
  tighten(limits.cpus, unified, cpu_limit_v2);
  tighten(limits.memory, unified, memory_limit_v2);
  tighten(limits.cpus, find_hierarchy(root, "cpu"), cpu_limit_v1);
  tighten(limits.memory, find_hierarchy(root, "memory"), memory_limit_v1);
  return limits;
}

CgroupUsage cgroup_usage(const Path& root) {
  CgroupUsage usage;
  if (const auto memory = find_hierarchy(root, "memory")) {
    const auto group = visible_group(*memory);
    usage.memory = without_cache(number_in(group / "memory.usage_in_bytes").value_or(0),
                                 number_in(group / "memory.stat", "total_inactive_file"));
  }
  if (const auto cpu = find_hierarchy(root, "cpuacct")) {
    const auto used = number_in(visible_group(*cpu) / "cpuacct.usage");
    usage.cpu_seconds = static_cast<double>(used.value_or(0)) * 1e-9;
  }
  if (const auto unified = find_hierarchy(root, "")) {
    const auto group = visible_group(*unified);
    if (const auto used = number_in(group / "memory.current")) {
      usage.memory = without_cache(*used, number_in(group / "memory.stat", "inactive_file"));
    }
    if (const auto used = number_in(group / "cpu.stat", "usage_usec");
        used && usage.cpu_seconds == 0) {
      usage.cpu_seconds = static_cast<double>(*used) * 1e-6;
    }
  }
  return usage;
}

double usable_cpus(const CgroupLimits& limits) {
  const double processors = std::max(1U, std::thread::hardware_concurrency());
  return std::min(processors, limits.cpus.value_or(processors));
}

}  // namespace mf
