#include "platform/core/cgroup.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace mf {
namespace {

constexpr std::uint64_t k_mebibyte = 1 << 20;

/// A root folder with the kernel's files in it.
class Cgroup : public ::testing::Test {
 protected:
  Cgroup() : root_(std::filesystem::path(::testing::TempDir()) / "mf_cgroup_test") {
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_);
  }
  ~Cgroup() override { std::filesystem::remove_all(root_); }

  void write(const std::string& path, const std::string& text) {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }

  const std::filesystem::path root_;
};

TEST_F(Cgroup, nothing_is_limited_where_there_is_none) {
  const auto limits = cgroup_limits(root_);
  EXPECT_FALSE(limits.cpus);
  EXPECT_FALSE(limits.memory);
  EXPECT_EQ(cgroup_usage(root_).memory, 0U);
  EXPECT_EQ(cgroup_usage(root_).cpu_seconds, 0.0);
}

TEST_F(Cgroup, a_container_of_version_2_sees_its_group_as_the_top) {
  write("proc/self/cgroup", "0::/\n");
  write("sys/fs/cgroup/cpu.max", "150000 100000\n");
  write("sys/fs/cgroup/memory.max", "268435456\n");
  const auto limits = cgroup_limits(root_);
  EXPECT_DOUBLE_EQ(limits.cpus.value(), 1.5);
  EXPECT_EQ(limits.memory, 256 * k_mebibyte);
}

TEST_F(Cgroup, max_is_no_limit) {
  write("proc/self/cgroup", "0::/\n");
  write("sys/fs/cgroup/cpu.max", "max 100000\n");
  write("sys/fs/cgroup/memory.max", "max\n");
  const auto limits = cgroup_limits(root_);
  EXPECT_FALSE(limits.cpus);
  EXPECT_FALSE(limits.memory);
}

TEST_F(Cgroup, the_tightest_of_a_unit_and_its_slices_counts) {
  write("proc/self/cgroup", "0::/system.slice/microflow.service\n");
  write("sys/fs/cgroup/system.slice/microflow.service/cpu.max", "400000 100000\n");
  write("sys/fs/cgroup/system.slice/microflow.service/memory.max", "max\n");
  write("sys/fs/cgroup/system.slice/cpu.max", "200000 100000\n");
  write("sys/fs/cgroup/system.slice/memory.max", "1073741824\n");
  const auto limits = cgroup_limits(root_);
  EXPECT_DOUBLE_EQ(limits.cpus.value(), 2.0);
  EXPECT_EQ(limits.memory, 1024 * k_mebibyte);
}

TEST_F(Cgroup, version_1_has_a_hierarchy_for_each_controller) {
  write("proc/self/cgroup", "4:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n0::/\n");
  write("sys/fs/cgroup/cpu/docker/abc/cpu.cfs_quota_us", "50000\n");
  write("sys/fs/cgroup/cpu/docker/abc/cpu.cfs_period_us", "100000\n");
  write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "134217728\n");
  write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  const auto limits = cgroup_limits(root_);
  EXPECT_DOUBLE_EQ(limits.cpus.value(), 0.5);
  EXPECT_EQ(limits.memory, 128 * k_mebibyte);
}

TEST_F(Cgroup, version_1_without_limits_says_so_with_odd_numbers) {
  write("proc/self/cgroup", "4:memory:/\n2:cpu:/\n");
  write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
  write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  const auto limits = cgroup_limits(root_);
  EXPECT_FALSE(limits.cpus);
  EXPECT_FALSE(limits.memory);
}

TEST_F(Cgroup, a_path_that_only_the_outside_knows_leads_to_the_mounted_group) {
  write("proc/self/cgroup", "4:memory:/libpod_parent/libpod-1\n2:cpu:/libpod_parent/libpod-1\n");
  write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "100000\n");
  write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  write("sys/fs/cgroup/memory/memory.limit_in_bytes", "67108864\n");
  write("sys/fs/cgroup/memory/memory.usage_in_bytes", "50331648\n");
  const auto limits = cgroup_limits(root_);
  EXPECT_DOUBLE_EQ(limits.cpus.value(), 1.0);
  EXPECT_EQ(limits.memory, 64 * k_mebibyte);
  EXPECT_EQ(cgroup_usage(root_).memory, 48 * k_mebibyte);
}

TEST_F(Cgroup, memory_in_use_leaves_out_the_file_cache) {
  write("proc/self/cgroup", "0::/\n");
  write("sys/fs/cgroup/memory.current", "100000000\n");
  write("sys/fs/cgroup/memory.stat", "anon 60000000\ninactive_file 40000000\n");
  write("sys/fs/cgroup/cpu.stat", "usage_usec 2500000\nuser_usec 2000000\n");
  EXPECT_EQ(cgroup_usage(root_).memory, 60'000'000U);
  EXPECT_DOUBLE_EQ(cgroup_usage(root_).cpu_seconds, 2.5);
}

TEST_F(Cgroup, damaged_files_limit_nothing) {
  write("proc/self/cgroup", "nonsense\n0::/\n4\n");
  write("sys/fs/cgroup/cpu.max", "100000 0\n");
  write("sys/fs/cgroup/memory.max", "12x\n");
  const auto limits = cgroup_limits(root_);
  EXPECT_FALSE(limits.cpus);
  EXPECT_FALSE(limits.memory);
}

TEST_F(Cgroup, usable_processors_are_no_more_than_the_limit) {
  EXPECT_DOUBLE_EQ(usable_cpus({.cpus = 0.5, .memory = {}}), 0.5);
  EXPECT_GE(usable_cpus({}), 1.0);
  EXPECT_DOUBLE_EQ(usable_cpus({.cpus = 100'000, .memory = {}}), usable_cpus({}));
}

}  // namespace
}  // namespace mf
