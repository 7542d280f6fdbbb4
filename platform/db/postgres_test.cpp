#include "platform/db/pg_values.hpp"
#include "platform/testing/comes_true.hpp"
#include "platform/testing/postgres_server.hpp"

#include <gtest/gtest.h>

#include <latch>

namespace mf::db {
namespace {

class Postgres : public ::testing::Test {
 protected:
  Postgres() {
    const std::vector<Migration> schema{
        {"0001",
         "CREATE TABLE things (name TEXT PRIMARY KEY, amount BIGINT NOT NULL DEFAULT 0);"
         "INSERT INTO things (name, amount) VALUES ('a', 1), ('b', 1)"}};
    database_->migrate(schema);
  }

  static std::int64_t amount(Session& session, const std::string& name) {
    return session
        .one("SELECT amount FROM things WHERE name = $1", {name},
             [](const Row& row) { return row.integer(0); })
        .value();
  }
  std::int64_t amount(const std::string& name) {
    return database_->read([&](Session& session) { return amount(session, name); });
  }
  static void set(Unit& unit, const std::string& name, std::int64_t to) {
    unit.execute("UPDATE things SET amount = $2 WHERE name = $1", {name, to});
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<Database> database_ = testing::open_test_postgres(folder_, "own");
};

TEST_F(Postgres, units_that_meet_end_as_if_one_had_run_after_the_other) {
  // Each empties one of two things, if the other one is still there: one of them must refuse.
  std::latch both_read(2);
  std::atomic<int> runs = 0;
  std::atomic<int> emptied = 0;
  const auto empty = [&](const std::string& mine, const std::string& others) {
    const auto done = database_->write([&](Unit& unit) -> Result<void> {
      const auto left = amount(unit, others);
      if (++runs <= 2) {
        both_read.arrive_and_wait();
      }
      if (left == 0) {
        return fail(ErrorKind::conflict, "last_one", "This is the last one.");
      }
      set(unit, mine, 0);
      return {};
    });
    emptied += done.has_value();
  };
  std::jthread first([&] { empty("a", "b"); });
  std::jthread second([&] { empty("b", "a"); });
  first.join();
  second.join();
  EXPECT_EQ(emptied, 1);
  EXPECT_EQ(amount("a") + amount("b"), 1);
  EXPECT_EQ(runs, 3) << "one of them began again";
}

TEST_F(Postgres, a_collision_that_the_body_swallows_is_noticed_all_the_same) {
  std::latch both_read(2);
  std::atomic<int> runs = 0;
  const auto add = [&] {
    EXPECT_TRUE(database_->write([&](Unit& unit) -> Result<void> {
      const auto before = amount(unit, "a");
      if (++runs <= 2) {
        both_read.arrive_and_wait();
      }
      try {
        set(unit, "a", before + 1);
      } catch (const std::exception&) {
        return {};
      }
      return {};
    }));
  };
  std::jthread first(add);
  std::jthread second(add);
  first.join();
  second.join();
  EXPECT_EQ(amount("a"), 3);
}

TEST_F(Postgres, units_that_keep_meeting_share_commits_and_each_keeps_its_own_fate) {
  std::atomic<int> refused = 0;
  std::atomic<int> conflicts = 0;
  std::atomic<int> thrown = 0;
  const auto before = database_->stats();
  std::vector<std::jthread> writers;
  for (int i = 0; i < 16; ++i) {
    writers.emplace_back([&, i] {
      for (int round = 0; round < 8; ++round) {
        try {
          const auto done = database_->write([&](Unit& unit) -> Result<void> {
            unit.execute("UPDATE things SET amount = amount + 1 WHERE name = $1", {"a"});
            if (i % 4 == 1) {
              return fail(ErrorKind::forbidden, "no", "No.");
            }
            if (i % 4 == 2) {
              unit.execute("INSERT INTO things (name) VALUES ($1)", {"b"});
            }
            if (i % 4 == 3) {
              throw std::out_of_range("a bug");
            }
            return {};
          });
          refused += !done && done.error().code == "no";
          conflicts += !done && done.error().code == "conflict";
        } catch (const std::out_of_range&) {
          ++thrown;
        }
      }
    });
  }
  writers.clear();
  EXPECT_EQ(refused, 32);
  EXPECT_EQ(conflicts, 32);
  EXPECT_EQ(thrown, 32);
  EXPECT_EQ(amount("a"), 1 + 32);
  const auto after = database_->stats();
  EXPECT_EQ(after.units - before.units, 32U);
  EXPECT_LE(after.commits - before.commits, 32U);
}

TEST_F(Postgres, a_unit_that_goes_on_after_a_refused_statement_is_not_kept) {
  EXPECT_THROW((void)database_->write([](Unit& unit) -> Result<void> {
    set(unit, "a", 5);
    try {
      unit.execute("INSERT INTO things (name) VALUES ($1)", {"b"});
    } catch (const ConstraintViolation&) {
      return {};
    }
    return {};
  }),
               std::logic_error);
  EXPECT_EQ(amount("a"), 1);
}

TEST_F(Postgres, writers_of_many_rows_in_any_order_all_come_through) {
  std::vector<std::jthread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&, i] {
      for (int round = 0; round < 5; ++round) {
        EXPECT_TRUE(database_->write([&](Unit& unit) -> Result<void> {
          for (const auto* name : i % 2 == 0 ? std::array{"a", "b"} : std::array{"b", "a"}) {
            unit.execute("UPDATE things SET amount = amount + 1 WHERE name = $1", {name});
          }
          return {};
        }));
      }
    });
  }
  writers.clear();
  EXPECT_EQ(amount("a"), 21);
  EXPECT_EQ(amount("b"), 21);
}

TEST_F(Postgres, what_was_written_outlives_the_server_and_connections_come_back) {
  ASSERT_TRUE(database_->write([](Unit& unit) -> Result<void> {
    set(unit, "a", 7);
    return {};
  }));
  testing::PostgresServer::shared().restart();
  EXPECT_EQ(amount("a"), 7);
  testing::PostgresServer::shared().restart();
  EXPECT_TRUE(database_->write([](Unit& unit) -> Result<void> {
    set(unit, "a", 8);
    return {};
  }));
  EXPECT_EQ(amount("a"), 8);
}

TEST_F(Postgres, a_unit_whose_connection_breaks_before_the_commit_runs_again) {
  int runs = 0;
  EXPECT_TRUE(database_->write([&](Unit& unit) -> Result<void> {
    set(unit, "a", ++runs);
    if (runs == 1) {
      testing::PostgresServer::shared().execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in "
          "transaction' AND pid <> pg_backend_pid()");
    }
    set(unit, "b", runs);
    return {};
  }));
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(amount("a"), 2);
}

TEST_F(Postgres, a_statement_that_takes_too_long_is_ended) {
  auto hasty = open_postgres({.url = testing::PostgresServer::shared().url("hasty"),
                              .connections = 1,
                              .statement = std::chrono::milliseconds(200)});
  EXPECT_THROW(hasty->read([](Session& session) { return session.execute("SELECT pg_sleep(30)"); }),
               Unavailable);
  EXPECT_NO_THROW(hasty->read([](Session& session) { return session.execute("SELECT 1"); }));
}

TEST_F(Postgres, who_finds_no_free_connection_waits_no_longer_than_allowed) {
  auto narrow = open_postgres({.url = testing::PostgresServer::shared().url("narrow"),
                               .connections = 1,
                               .wait = std::chrono::milliseconds(100)});
  narrow->read([&](Session&) {
    EXPECT_THROW(narrow->read([](Session& session) { return session.execute("SELECT 1"); }),
                 Unavailable);
    return 0;
  });
  EXPECT_NO_THROW(narrow->read([](Session& session) { return session.execute("SELECT 1"); }));
}

TEST_F(Postgres, a_reader_cannot_write) {
  EXPECT_THROW(
      database_->read([](Session& session) { return session.execute("DELETE FROM things"); }),
      std::exception);
  EXPECT_EQ(amount("a"), 1);
}

TEST_F(Postgres, processes_that_start_at_once_migrate_once) {
  const std::vector<Migration> more{
      {"0002", "CREATE TABLE more (id BIGINT); INSERT INTO more (id) VALUES (1)"}};
  std::vector<std::jthread> starting;
  for (int i = 0; i < 4; ++i) {
    starting.emplace_back([&] { testing::open_test_postgres(folder_, "own")->migrate(more); });
  }
  starting.clear();
  const auto rows = database_->read([](Session& session) {
    return session.one("SELECT COUNT(*) FROM more", {},
                       [](const Row& row) { return row.integer(0); });
  });
  EXPECT_EQ(rows, 1);
}

TEST_F(Postgres, a_step_for_another_engine_is_left_out) {
  const std::vector<Migration> steps{{"0002", "CREATE TABLE ours (id BIGINT)", Engine::postgres},
                                     {"0002", "this is no SQL at all", Engine::sqlite}};
  EXPECT_NO_THROW(database_->migrate(steps));
}

TEST_F(Postgres, a_text_that_it_cannot_hold_is_the_callers_fault) {
  const auto find = [&](const std::string& name) {
    database_->read([&](Session& session) {
      return session.execute("SELECT 1 FROM things WHERE name = $1", {name});
    });
  };
  EXPECT_THROW(find(std::string("a\0b", 3)), BadText);
  EXPECT_THROW(find("a\xff"), BadText);
}

TEST_F(Postgres, a_database_that_cannot_be_reached_says_so) {
  EXPECT_THROW((void)open_postgres({.url = "host=/nowhere user=nobody"}), Unavailable);
}

TEST_F(Postgres, numbers_of_every_type_are_read) {
  database_->read([](Session& session) {
    return session.one(
        "SELECT 12345678901::numeric, -0.5::numeric, 1e20::numeric, 3::smallint, 1.5::real, "
        "0::numeric, 9223372036854775807::numeric, SUM(amount), AVG(amount) FROM things",
        {}, [](const Row& row) {
          EXPECT_EQ(row.integer(0), 12345678901);
          EXPECT_EQ(row.number(1), -0.5);
          EXPECT_EQ(row.number(2), 1e20);
          EXPECT_EQ(row.integer(3), 3);
          EXPECT_EQ(row.number(4), 1.5);
          EXPECT_EQ(row.integer(5), 0);
          EXPECT_EQ(row.number(6), 9223372036854775807.0);
          EXPECT_EQ(row.integer(7), 2);
          EXPECT_EQ(row.number(8), 1.0);
          EXPECT_THROW((void)row.view(0), std::logic_error);
          return true;
        });
  });
}

TEST(PostgresValues, that_do_not_fit_the_statement_are_refused) {
  const auto bind = [](const Value& value, pg::Type type) {
    const Oid oid = std::to_underlying(type);
    const pg::Bound bound({&value, 1}, {&oid, 1});
  };
  EXPECT_THROW(bind(std::int64_t{1} << 40, pg::Type::int4), std::logic_error);
  EXPECT_THROW(bind(Uuid{}, pg::Type::int8), std::logic_error);
  EXPECT_THROW(bind(1.5, pg::Type::int8), std::logic_error);
  EXPECT_THROW(bind(std::string("a\0b", 3), pg::Type::text), BadText);
  EXPECT_NO_THROW(bind(true, pg::Type::boolean));
  EXPECT_NO_THROW(bind(nullptr, pg::Type::uuid));
}

TEST_F(Postgres, another_process_with_the_database_hears_of_events) {
  const auto open = [&] {
    return open_postgres({.url = testing::PostgresServer::shared().url("bell"), .shared = true});
  };
  const auto ours = open();
  const auto theirs = open();
  std::atomic<int> heard = 0;
  std::atomic<int> heard_here = 0;
  const auto there = theirs->on_events([&] { ++heard; });
  const auto here = ours->on_events([&] { ++heard_here; });
  const auto publish = [](Database& database) {
    ASSERT_TRUE(database.write([](Unit& unit) -> Result<void> {
      unit.mark_events();
      return {};
    }));
  };
  const auto reaches = [&](Database& from, std::atomic<int>& listener) {
    return testing::comes_true([&] {
      const int before = listener;
      publish(from);
      return testing::comes_true([&] { return listener > before; }, std::chrono::milliseconds(500));
    });
  };
  // Both are connected, and whoever connects has looked by itself.
  ASSERT_TRUE(reaches(*ours, heard));
  ASSERT_TRUE(reaches(*theirs, heard_here));
  for (int round = 0; round < 20; ++round) {
    const int before = heard;
    const int before_here = heard_here;
    publish(*ours);
    ASSERT_TRUE(testing::comes_true([&] { return heard > before; }));
    EXPECT_EQ(heard_here, before_here + 1) << "nobody hears their own commit twice";
  }
  testing::PostgresServer::shared().restart();
  EXPECT_TRUE(reaches(*ours, heard)) << "after the server came back";
}

}  // namespace
}  // namespace mf::db
