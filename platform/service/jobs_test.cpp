#include "platform/events/outbox.hpp"
#include "platform/service/host.hpp"
#include "platform/testing/comes_true.hpp"
#include "platform/testing/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace mf::service {
namespace {

using namespace std::chrono_literals;

/// A service with one job, which counts its runs.
class Counting final : public Service {
 public:
  explicit Counting(std::atomic<int>& runs) : runs_(runs) {}
  std::string name() const override { return "counting"; }
  std::vector<Route> routes() override { return {}; }
  std::vector<Job> jobs() override {
    return {{"count", 5ms, [this] { ++runs_; }}};
  }

 private:
  std::atomic<int>& runs_;
};

/// One of several processes with the same database.
struct Process {
  Process(db::Database& database, const std::string& instance, std::chrono::milliseconds lease)
      : host(clock, metrics, *log, {.lease = lease, .instance = instance}) {
    host.prepare("counting", database, {});
    host.add(std::make_unique<Counting>(runs));
    host.start();
  }

  SystemClock clock;
  telemetry::Metrics metrics;
  std::unique_ptr<events::EventLog> log = events::make_in_process_log(clock);
  std::atomic<int> runs = 0;
  Host host;
};

class Jobs : public ::testing::Test {
 protected:
  testing::TemporaryFolder folder_;
  std::unique_ptr<db::Database> database_ =
      db::open_sqlite({.path = folder_.path("counting.db"), .synchronous_full = false});
};

TEST_F(Jobs, run_in_one_of_two_processes_and_go_over_to_the_other_when_it_stops) {
  Process first(*database_, "first", 60s);
  ASSERT_TRUE(testing::comes_true([&] { return first.runs > 3; }));
  Process second(*database_, "second", 60s);
  const int before = first.runs;
  ASSERT_TRUE(testing::comes_true([&] { return first.runs > before + 10; }));
  EXPECT_EQ(second.runs, 0);
  first.host.stop();
  EXPECT_TRUE(testing::comes_true([&] { return second.runs > 3; })) << "given back at once";
}

TEST_F(Jobs, of_a_process_that_died_go_over_when_its_lease_has_run_out) {
  constexpr auto lease = 400ms;
  database_->migrate(events::events_migrations());
  const auto began = SystemClock().now();
  ASSERT_TRUE(database_->write([&](db::Unit& unit) -> Result<void> {
    unit.execute("INSERT INTO leases (name, holder, until) VALUES ('jobs', 'dead', $1)",
                 {began + lease});
    return {};
  }));
  Process heir(*database_, "heir", lease);
  ASSERT_TRUE(testing::comes_true([&] { return heir.runs > 0; }));
  EXPECT_GE(SystemClock().now(), began + lease);
}

}  // namespace
}  // namespace mf::service
