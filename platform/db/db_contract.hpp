// What every adapter of the database port must do. An adapter's test includes this once and
// instantiates the suite:
//
//   INSTANTIATE_TEST_SUITE_P(Sqlite, DatabaseContract, ::testing::Values(Adapter{…}),
//   adapter_name);
//
// Each test gets an empty database of its own.
#pragma once

#include "platform/db/database.hpp"
#include "platform/testing/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <limits>

namespace mf::db {

struct Adapter {
  std::string name;
  /// Opens the one database that belongs to this folder: what was written to it before is there
  /// again.
  std::function<std::unique_ptr<Database>(const testing::TemporaryFolder&)> open;
};

inline std::string adapter_name(const ::testing::TestParamInfo<Adapter>& info) {
  return info.param.name;
}

class DatabaseContract : public ::testing::TestWithParam<Adapter> {
 protected:
  void SetUp() override {
    database_ = GetParam().open(folder_);
    const std::vector<Migration> schema{
        {"0001_things",
         "CREATE TABLE things (id UUID PRIMARY KEY, name TEXT NOT NULL, amount BIGINT NOT NULL "
         "DEFAULT 0);"
         "CREATE UNIQUE INDEX things_name ON things (name);"
         "CREATE TABLE parts (id UUID PRIMARY KEY, thing UUID NOT NULL REFERENCES things (id));"
         "CREATE TABLE kinds (a BIGINT, b DOUBLE PRECISION, c TEXT, d UUID, e BOOLEAN);"}};
    database_->migrate(schema);
  }

  static constexpr Sql k_add = "INSERT INTO things (id, name, amount) VALUES ($1, $2, $3)";
  static constexpr Sql k_count = "SELECT COUNT(*) FROM things";

  std::int64_t count() {
    return database_->read([](Session& session) {
      return session.one(k_count, {}, [](const Row& row) { return row.integer(0); }).value();
    });
  }

  Result<void> add(const std::string& name) {
    return database_->write([&](Unit& unit) -> Result<void> {
      unit.execute(k_add, {Uuid::make(), name, 1});
      return {};
    });
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<Database> database_;
};

// ---- units of work

TEST_P(DatabaseContract, a_unit_that_succeeds_is_there_for_readers_at_once) {
  ASSERT_TRUE(add("one"));
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseContract, a_unit_gives_back_what_its_body_returns) {
  const auto given = database_->write([](Unit& unit) -> Result<std::string> {
    unit.execute(k_add, {Uuid::make(), "one", 1});
    return std::string("made");
  });
  ASSERT_TRUE(given);
  EXPECT_EQ(*given, "made");
}

TEST_P(DatabaseContract, an_error_undoes_the_whole_unit_and_reaches_the_caller) {
  const auto done = database_->write([](Unit& unit) -> Result<int> {
    unit.execute(k_add, {Uuid::make(), "one", 1});
    unit.execute(k_add, {Uuid::make(), "two", 1});
    return fail(ErrorKind::forbidden, "not_today", "Not today.");
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::forbidden);
  EXPECT_EQ(done.error().code, "not_today");
  EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseContract, an_exception_undoes_the_whole_unit_and_reaches_the_caller) {
  EXPECT_THROW((void)database_->write([](Unit& unit) -> Result<void> {
    unit.execute(k_add, {Uuid::make(), "one", 1});
    throw std::out_of_range("a bug");
  }),
               std::out_of_range);
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(add("after")) << "the database goes on";
}

TEST_P(DatabaseContract, a_statement_that_the_engine_refuses_undoes_the_unit_and_throws) {
  EXPECT_THROW((void)database_->write([](Unit& unit) -> Result<void> {
    unit.execute(k_add, {Uuid::make(), "one", 1});
    unit.execute("INSERT INTO nowhere (id) VALUES (1)");
    return {};
  }),
               std::exception);
  EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseContract, a_broken_unique_constraint_is_a_conflict) {
  ASSERT_TRUE(add("one"));
  const auto again = add("one");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::conflict);
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseContract, a_broken_constraint_can_be_caught_inside_the_unit) {
  ASSERT_TRUE(add("one"));
  EXPECT_THROW((void)database_->write([](Unit& unit) -> Result<void> {
    try {
      unit.execute(k_add, {Uuid::make(), "one", 1});
    } catch (const ConstraintViolation&) {
      throw std::domain_error("seen");
    }
    return {};
  }),
               std::domain_error);
}

TEST_P(DatabaseContract, a_row_may_not_refer_to_nothing) {
  const auto orphan = database_->write([](Unit& unit) -> Result<void> {
    unit.execute("INSERT INTO parts (id, thing) VALUES ($1, $2)", {Uuid::make(), Uuid::make()});
    return {};
  });
  ASSERT_FALSE(orphan);
  EXPECT_EQ(orphan.error().kind, ErrorKind::conflict);
}

TEST_P(DatabaseContract, a_unit_reads_what_it_wrote) {
  const auto seen = database_->write([](Unit& unit) -> Result<std::int64_t> {
    unit.execute(k_add, {Uuid::make(), "one", 1});
    return unit.one(k_count, {}, [](const Row& row) { return row.integer(0); }).value();
  });
  EXPECT_EQ(seen.value(), 1);
}

// ---- many at once

TEST_P(DatabaseContract, writers_at_the_same_time_lose_nothing) {
  constexpr int k_writers = 64;
  ASSERT_TRUE(add("counter"));
  std::latch start(k_writers);
  std::vector<std::jthread> writers;
  for (int i = 0; i < k_writers; ++i) {
    writers.emplace_back([&] {
      start.arrive_and_wait();
      for (int round = 0; round < 5; ++round) {
        const auto done = database_->write([](Unit& unit) -> Result<void> {
          unit.execute("UPDATE things SET amount = amount + 1 WHERE name = $1", {"counter"});
          return {};
        });
        EXPECT_TRUE(done);
      }
    });
  }
  writers.clear();
  const auto amount = database_->read([](Session& session) {
    return session.one("SELECT amount FROM things", {},
                       [](const Row& row) { return row.integer(0); });
  });
  EXPECT_EQ(amount, 1 + 5 * k_writers);
  EXPECT_EQ(database_->stats().units, 1U + 5 * k_writers);
  EXPECT_LE(database_->stats().commits, database_->stats().units);
  EXPECT_EQ(database_->stats().waiting, 0U);
}

TEST_P(DatabaseContract, a_unit_that_fails_leaves_those_beside_it_alone) {
  constexpr int k_writers = 32;
  std::latch start(k_writers);
  std::atomic<int> refused = 0;
  std::vector<std::jthread> writers;
  for (int i = 0; i < k_writers; ++i) {
    writers.emplace_back([&, i] {
      start.arrive_and_wait();
      const auto done = database_->write([&](Unit& unit) -> Result<void> {
        unit.execute(k_add, {Uuid::make(), fmt::format("thing {}", i), i});
        if (i % 2 == 1) {
          return fail(ErrorKind::conflict, "odd", "Odd ones are refused.");
        }
        return {};
      });
      refused += !done;
    });
  }
  writers.clear();
  EXPECT_EQ(refused, k_writers / 2);
  EXPECT_EQ(count(), k_writers / 2);
}

TEST_P(DatabaseContract, readers_neither_wait_for_a_unit_nor_see_half_of_it) {
  std::latch inside(1);
  std::latch go_on(1);
  std::jthread writer([&] {
    const auto done = database_->write([&](Unit& unit) -> Result<void> {
      unit.execute(k_add, {Uuid::make(), "one", 1});
      inside.count_down();
      go_on.wait();
      unit.execute(k_add, {Uuid::make(), "two", 1});
      return {};
    });
    EXPECT_TRUE(done);
  });
  inside.wait();
  EXPECT_EQ(count(), 0);
  go_on.count_down();
  writer.join();
  EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseContract, more_readers_than_connections_take_turns) {
  ASSERT_TRUE(add("one"));
  std::vector<std::jthread> readers;
  std::atomic<int> seen = 0;
  for (int i = 0; i < 40; ++i) {
    readers.emplace_back([&] { seen += static_cast<int>(count()); });
  }
  readers.clear();
  EXPECT_EQ(seen, 40);
}

TEST_P(DatabaseContract, all_statements_of_a_snapshot_see_the_same_moment) {
  ASSERT_TRUE(add("one"));
  const auto counts = database_->snapshot([&](Session& session) {
    const auto look = [&] {
      return session.one(k_count, {}, [](const Row& row) { return row.integer(0); }).value();
    };
    const auto before = look();
    std::jthread([&] { ASSERT_TRUE(add("two")); }).join();
    return std::pair(before, look());
  });
  EXPECT_EQ(counts.first, 1);
  EXPECT_EQ(counts.second, 1);
  EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseContract, a_snapshot_that_throws_leaves_nothing_behind) {
  EXPECT_THROW(database_->snapshot([](Session& session) -> int {
    session.execute(k_count);
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  ASSERT_TRUE(add("one"));
  EXPECT_EQ(database_->snapshot([](Session& session) {
    return session.one(k_count, {}, [](const Row& row) { return row.integer(0); }).value();
  }),
            1);
}

// ---- events

TEST_P(DatabaseContract, tells_of_events_after_a_commit_that_marked_them_and_of_nothing_else) {
  std::atomic<int> told = 0;
  const auto subscription = database_->on_events([&] { ++told; });
  ASSERT_TRUE(add("silent"));
  EXPECT_EQ(told, 0);
  EXPECT_FALSE(database_->write([](Unit& unit) -> Result<void> {
    unit.mark_events();
    return fail(ErrorKind::conflict, "no", "No.");
  }));
  EXPECT_EQ(told, 0);
  ASSERT_TRUE(database_->write([](Unit& unit) -> Result<void> {
    unit.mark_events();
    return {};
  }));
  EXPECT_EQ(told, 1);
}

TEST_P(DatabaseContract, tells_of_news_as_of_events_for_as_long_as_somebody_listens) {
  std::atomic<int> told = 0;
  auto subscription = database_->on_events([&] { ++told; });
  const auto write_news = [&] {
    return database_->write([](Unit& unit) -> Result<void> {
      unit.mark_news();
      return {};
    });
  };
  ASSERT_TRUE(write_news());
  EXPECT_EQ(told, 1);
  subscription.reset();
  ASSERT_TRUE(write_news());
  EXPECT_EQ(told, 1);
}

// ---- migrations

TEST_P(DatabaseContract, a_migration_is_applied_once) {
  const std::vector<Migration> more{
      {"0002_more",
       "INSERT INTO things (id, name) VALUES (X'0190A000000070008000000000000001', 'made')"}};
  database_->migrate(more);
  database_->migrate(more);
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseContract, a_migration_that_fails_leaves_no_trace_and_can_be_tried_again) {
  const std::vector<Migration> broken{
      {"0002_good", "CREATE TABLE good (id BIGINT)"},
      {"0003_more", "CREATE TABLE more (id BIGINT); INSERT INTO nowhere (id) VALUES (1);"},
      {"0004_never", "CREATE TABLE never (id BIGINT)"}};
  EXPECT_THROW(database_->migrate(broken), std::exception);
  const auto exists = [&](Sql sql) {
    try {
      database_->read([&](Session& session) { return session.execute(sql); });
      return true;
    } catch (const std::exception&) {
      return false;
    }
  };
  EXPECT_TRUE(exists("SELECT id FROM good"));
  EXPECT_FALSE(exists("SELECT id FROM more"));
  EXPECT_FALSE(exists("SELECT id FROM never"));
  const std::vector<Migration> mended{{"0002_good", "CREATE TABLE good (id BIGINT)"},
                                      {"0003_more", "CREATE TABLE more (id BIGINT)"}};
  database_->migrate(mended);
  EXPECT_TRUE(exists("SELECT id FROM more "));
}

// ---- statements

TEST_P(DatabaseContract, a_parameter_may_stand_in_a_statement_several_times) {
  ASSERT_TRUE(add("one"));
  const auto name = database_->read([](Session& session) {
    return session.one(
        "SELECT name FROM things WHERE name = $2 AND (amount = $1 OR $1 IS NULL) AND name <> $3 "
        "AND name = $2",
        {1, "one", "other"}, [](const Row& row) { return row.text(0); });
  });
  EXPECT_EQ(name, "one");
}

TEST_P(DatabaseContract, parameters_of_another_number_are_refused) {
  const auto with = [&](std::initializer_list<Value> parameters) {
    database_->read([&](Session& session) {
      return session.execute("SELECT id FROM things WHERE name = $1 AND amount = $2",
                             std::vector<Value>(parameters));
    });
  };
  EXPECT_NO_THROW(with({"one", 1}));
  EXPECT_THROW(with({"one"}), std::exception);
  EXPECT_THROW(with({"one", 1, 2}), std::exception);
}

TEST_P(DatabaseContract, a_parameter_is_never_part_of_the_statement) {
  const std::string hostile = "x'); DELETE FROM things; --";
  ASSERT_TRUE(add("one"));
  ASSERT_TRUE(add(hostile));
  EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseContract, values_come_back_as_they_went_in) {
  const auto id = Uuid::make();
  const std::string text = "Señora Ñ – \"quoted\" 'single' 漢字 🙂";
  ASSERT_TRUE(database_->write([&](Unit& unit) -> Result<void> {
    unit.execute("INSERT INTO kinds (a, b, c, d, e) VALUES ($1, $2, $3, $4, $5)",
                 {std::numeric_limits<std::int64_t>::min(), -0.1, text, id, true});
    return {};
  }));
  const auto found = database_->read([&](Session& session) {
    return session.one("SELECT a, b, c, d, e FROM kinds", {}, [&](const Row& row) {
      EXPECT_EQ(row.integer(0), std::numeric_limits<std::int64_t>::min());
      EXPECT_EQ(row.number(1), -0.1);
      EXPECT_EQ(row.text(2), text);
      EXPECT_EQ(row.uuid(3), id);
      EXPECT_TRUE(row.boolean(4));
      return true;
    });
  });
  EXPECT_TRUE(found);
}

TEST_P(DatabaseContract, a_null_is_nothing_and_is_never_taken_for_a_value) {
  ASSERT_TRUE(database_->write([](Unit& unit) -> Result<void> {
    unit.execute("INSERT INTO kinds (a, b, c, d, e) VALUES ($1, $2, $3, $4, $5)",
                 {nullptr,
                  std::optional<double>(),
                  std::optional<std::string>(),
                  std::optional<Uuid>(),
                  {}});
    return {};
  }));
  database_->read([](Session& session) {
    return session.one("SELECT a, b, c, d, e FROM kinds", {}, [](const Row& row) {
      for (int column = 0; column < 5; ++column) {
        EXPECT_TRUE(row.is_null(column));
        EXPECT_THROW((void)row.view(column), std::exception);
      }
      EXPECT_EQ(row.opt_integer(0), std::nullopt);
      EXPECT_EQ(row.opt_number(1), std::nullopt);
      EXPECT_EQ(row.opt_text(2), std::nullopt);
      EXPECT_THROW((void)row.integer(0), std::exception);
      EXPECT_THROW((void)row.uuid(3), std::exception);
      return true;
    });
  });
}

TEST_P(DatabaseContract, a_column_that_holds_no_id_is_not_read_as_one) {
  ASSERT_TRUE(add("one"));
  EXPECT_THROW(database_->read([](Session& session) {
    return session.one("SELECT name FROM things", {}, [](const Row& row) { return row.uuid(0); });
  }),
               std::exception);
}

TEST_P(DatabaseContract, a_change_tells_how_many_rows_it_touched) {
  ASSERT_TRUE(add("one"));
  ASSERT_TRUE(add("two"));
  const auto touched = database_->write([](Unit& unit) -> Result<std::vector<std::int64_t>> {
    return std::vector{
        unit.execute("UPDATE things SET amount = 7"),
        unit.execute("DELETE FROM things WHERE name = $1", {"none"}),
        unit.execute("INSERT INTO things (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                     {Uuid::make(), "one"}),
        unit.execute("DELETE FROM things WHERE name = $1", {"two"})};
  });
  EXPECT_EQ(touched.value(), (std::vector<std::int64_t>{2, 0, 0, 1}));
}

TEST_P(DatabaseContract, a_change_may_return_its_rows) {
  ASSERT_TRUE(add("one"));
  const auto amount = database_->write([](Unit& unit) -> Result<std::int64_t> {
    return unit
        .one("UPDATE things SET amount = amount + $2 WHERE name = $1 RETURNING amount", {"one", 4},
             [](const Row& row) { return row.integer(0); })
        .value();
  });
  EXPECT_EQ(amount.value(), 5);
}

TEST_P(DatabaseContract, a_statement_runs_again_after_its_reader_threw) {
  ASSERT_TRUE(add("one"));
  const auto stumble = [&] {
    database_->read([](Session& session) {
      return session.one(k_count, {},
                         [](const Row&) -> std::int64_t { throw std::logic_error("a bug"); });
    });
  };
  EXPECT_THROW(stumble(), std::logic_error);
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseContract, what_was_written_is_there_after_opening_again) {
  ASSERT_TRUE(add("one"));
  database_.reset();
  database_ = GetParam().open(folder_);
  EXPECT_EQ(count(), 1);
}

}  // namespace mf::db
