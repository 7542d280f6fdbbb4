#include "platform/db/database.hpp"
#include "platform/testing/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <latch>

namespace mf::db {
namespace {

std::unique_ptr<Database> open_here(const testing::TemporaryFolder& folder) {
  return open_sqlite({.path = folder.path("data/test.db"), .readers = 4});
}

template <class Condition>
bool comes_true(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) {
      return false;
    }
    std::this_thread::yield();
  }
  return true;
}

class Sqlite : public ::testing::Test {
 protected:
  Sqlite() {
    const std::vector<Migration> schema{{"0001", "CREATE TABLE things (name TEXT PRIMARY KEY)"}};
    database_->migrate(schema);
  }

  Result<void> add(const std::string& name) {
    return database_->write([&](Unit& unit) -> Result<void> {
      unit.execute("INSERT INTO things (name) VALUES ($1)", {name});
      return {};
    });
  }

  std::vector<std::string> names() {
    return database_->read([](Session& session) {
      return session.all("SELECT name FROM things", {}, [](const Row& row) { return row.text(0); });
    });
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<Database> database_ = open_here(folder_);
};

TEST_F(Sqlite, sixty_four_writers_share_one_commit) {
  constexpr int k_writers = 64;
  std::latch inside(1);
  std::latch go_on(1);
  std::jthread first([&] {
    const auto done = database_->write([&](Unit&) -> Result<void> {
      inside.count_down();
      go_on.wait();
      return {};
    });
    EXPECT_TRUE(done);
  });
  inside.wait();
  const auto before = database_->stats();
  std::vector<std::jthread> writers;
  for (int i = 0; i < k_writers; ++i) {
    writers.emplace_back([&, i] { EXPECT_TRUE(add(std::to_string(i))); });
  }
  // While the first one's commit is under way, the others queue.
  EXPECT_TRUE(comes_true([&] { return database_->stats().waiting == k_writers; }));
  go_on.count_down();
  writers.clear();
  first.join();
  EXPECT_EQ(database_->stats().units - before.units, k_writers + 1U);
  EXPECT_EQ(database_->stats().commits - before.commits, 2U)
      << "the first one's, and one for all the others";
}

TEST_F(Sqlite, a_unit_that_throws_in_a_shared_commit_is_undone_alone) {
  std::latch inside(1);
  std::latch go_on(1);
  std::jthread first([&] {
    (void)database_->write([&](Unit&) -> Result<void> {
      inside.count_down();
      go_on.wait();
      return {};
    });
  });
  inside.wait();
  std::jthread good([&] { EXPECT_TRUE(add("good")); });
  std::jthread twin([&] {
    // Two of the same name in one unit: a conflict.
    const auto done = database_->write([&](Unit& unit) -> Result<void> {
      unit.execute("INSERT INTO things (name) VALUES ($1)", {"twin"});
      unit.execute("INSERT INTO things (name) VALUES ($1)", {"twin"});
      return {};
    });
    EXPECT_FALSE(done);
  });
  std::jthread bug([&] {
    EXPECT_THROW((void)database_->write([&](Unit& unit) -> Result<void> {
      unit.execute("INSERT INTO things (name) VALUES ($1)", {"bug"});
      throw std::logic_error("a bug");
    }),
                 std::logic_error);
  });
  EXPECT_TRUE(comes_true([&] { return database_->stats().waiting == 3; }));
  go_on.count_down();
  for (auto* thread : {&first, &good, &twin, &bug}) {
    thread->join();
  }
  EXPECT_EQ(names(), std::vector<std::string>{"good"});
}

TEST_F(Sqlite, a_unit_that_fails_before_it_changed_anything_costs_the_others_nothing) {
  std::latch inside(1);
  std::latch go_on(1);
  std::jthread first([&] {
    (void)database_->write([&](Unit&) -> Result<void> {
      inside.count_down();
      go_on.wait();
      return {};
    });
  });
  inside.wait();
  std::atomic<int> runs = 0;
  std::jthread good([&] {
    EXPECT_TRUE(database_->write([&](Unit& unit) -> Result<void> {
      ++runs;
      unit.execute("INSERT INTO things (name) VALUES ($1)", {"good"});
      return {};
    }));
  });
  std::jthread refused([&] {
    EXPECT_FALSE(database_->write([&](Unit& unit) -> Result<void> {
      ++runs;
      unit.execute("DELETE FROM things WHERE name = $1", {"nothing"});
      return fail(ErrorKind::forbidden, "no", "No.");
    }));
  });
  EXPECT_TRUE(comes_true([&] { return database_->stats().waiting == 2; }));
  go_on.count_down();
  for (auto* thread : {&first, &good, &refused}) {
    thread->join();
  }
  EXPECT_EQ(runs, 2) << "nobody's work was done again";
  EXPECT_EQ(names(), std::vector<std::string>{"good"});
}

TEST_F(Sqlite, a_lone_unit_that_fails_is_undone_and_not_run_again) {
  int runs = 0;
  const auto done = database_->write([&](Unit& unit) -> Result<void> {
    ++runs;
    unit.execute("INSERT INTO things (name) VALUES ($1)", {"gone"});
    return fail(ErrorKind::forbidden, "no", "No.");
  });
  EXPECT_FALSE(done);
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(names(), std::vector<std::string>{});
}

TEST_F(Sqlite, a_text_that_lies_where_another_lay_is_another_statement) {
  EXPECT_TRUE(add("thing"));
  std::string sql = "SELECT 1 FROM things";
  const auto ask = [&] {
    return database_->read([&](Session& session) {
      return session.one(sql, {}, [](const Row& row) { return row.integer(0); }).value();
    });
  };
  EXPECT_EQ(ask(), 1);
  sql[7] = '2';
  EXPECT_EQ(ask(), 2);
}

TEST_F(Sqlite, a_commit_that_the_engine_refuses_keeps_nobodys_work_and_tells_everybody) {
  const std::vector<Migration> late{
      {"0002",
       "CREATE TABLE parts (thing TEXT REFERENCES things (name) DEFERRABLE INITIALLY DEFERRED)"}};
  database_->migrate(late);
  std::latch inside(1);
  std::latch go_on(1);
  std::jthread first([&] {
    (void)database_->write([&](Unit&) -> Result<void> {
      inside.count_down();
      go_on.wait();
      return {};
    });
  });
  inside.wait();
  std::jthread innocent([&] { EXPECT_THROW((void)add("innocent"), std::exception); });
  std::jthread guilty([&] {
    // The engine checks this reference at the commit only.
    EXPECT_THROW((void)database_->write([](Unit& unit) -> Result<void> {
      unit.execute("INSERT INTO parts (thing) VALUES ($1)", {"nothing"});
      return {};
    }),
                 std::exception);
  });
  std::jthread refused([&] {
    const auto done = database_->write(
        [](Unit&) -> Result<void> { return fail(ErrorKind::forbidden, "no", "No."); });
    EXPECT_FALSE(done);
  });
  EXPECT_TRUE(comes_true([&] { return database_->stats().waiting == 3; }));
  go_on.count_down();
  for (auto* thread : {&first, &innocent, &guilty, &refused}) {
    thread->join();
  }
  EXPECT_EQ(names(), std::vector<std::string>{});
  EXPECT_TRUE(add("after"));
  EXPECT_EQ(names(), std::vector<std::string>{"after"});
}

TEST_F(Sqlite, a_reader_that_cannot_be_opened_takes_no_place_from_others) {
  const auto file = folder_.path("data/test.db");
  std::filesystem::rename(file, file + ".away");
  for (int i = 0; i < 10; ++i) {
    EXPECT_THROW((void)names(), std::exception);
  }
  std::filesystem::rename(file + ".away", file);
  EXPECT_EQ(names(), std::vector<std::string>{});
}

TEST_F(Sqlite, a_reader_cannot_write) {
  EXPECT_THROW(
      database_->read([](Session& session) { return session.execute("DELETE FROM things"); }),
      std::exception);
}

TEST(SqliteFile, that_cannot_be_opened_is_named) {
  const testing::TemporaryFolder folder;
  std::filesystem::create_directories(folder.path("taken.db"));
  try {
    (void)open_sqlite({.path = folder.path("taken.db")});
    FAIL() << "a folder was opened as a database";
  } catch (const std::exception& error) {
    EXPECT_NE(std::string(error.what()).find("taken.db"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace mf::db
