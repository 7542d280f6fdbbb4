#include "platform/db/db_contract.hpp"
#include "platform/testing/postgres_server.hpp"

namespace mf::db {
namespace {

std::unique_ptr<Database> in_a_file(const testing::TemporaryFolder& folder, bool synchronous_full) {
  return open_sqlite(
      {.path = folder.path("data/test.db"), .readers = 4, .synchronous_full = synchronous_full});
}

INSTANTIATE_TEST_SUITE_P(
    Every, DatabaseContract,
    ::testing::Values(
        Adapter{"sqlite_durable", [](const auto& folder) { return in_a_file(folder, true); }},
        Adapter{"sqlite_fast", [](const auto& folder) { return in_a_file(folder, false); }},
        Adapter{
            "postgres",
            [](const auto& folder) { return testing::open_test_postgres(folder, "contract"); }}),
    adapter_name);

}  // namespace
}  // namespace mf::db
