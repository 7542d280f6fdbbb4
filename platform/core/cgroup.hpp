// What the control group lets this process have, and what it takes of it: version 1 and 2, in a
// container or under systemd. Read from the kernel's files at each call; from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace mf {

struct CgroupLimits {
  std::optional<double> cpus;           // CPU time a second; nothing: no limit
  std::optional<std::uint64_t> memory;  // bytes; nothing: no limit
};

struct CgroupUsage {
  double cpu_seconds = 0;
  std::uint64_t memory = 0;  // bytes, without the file cache that the kernel gives back when asked
};

/// The tightest limits of the process's group and of those above it. `root` is "/", but for tests.
CgroupLimits cgroup_limits(const std::filesystem::path& root = "/");
/// Zeros where there is no control group.
CgroupUsage cgroup_usage(const std::filesystem::path& root = "/");

/// The processors that the process may run on, and no more than the limit: 0.5, 2, …
double usable_cpus(const CgroupLimits& limits);

}  // namespace mf
