#include "graphql/tests/hostile.hpp"

#include "graphql/execution/engine.hpp"
#include "graphql/programs/example_schema.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <fstream>
#include <iterator>

namespace graphql {
namespace {

/// The goal is 5 ms for a release build; builds for tests have no optimisation and sanitizers.
constexpr double k_most_milliseconds = 250;

TEST(HostileDocuments, are_refused_at_once) {
  std::ifstream file(std::string(GRAPHQL_TEST_DATA) + "/example/data.json", std::ios::binary);
  example::Timers timers;
  const auto schema = example::make_schema({std::istreambuf_iterator<char>(file), {}}, timers);
  for (const auto& [name, text] : tests::hostile_documents()) {
    const auto start = std::clock();
    const PreparedDocument document(*schema, text, Limits{});
    const auto taken = static_cast<double>(std::clock() - start) * 1000 / CLOCKS_PER_SEC;
    EXPECT_FALSE(document.errors().empty()) << name;
    EXPECT_LE(document.errors().size(), 101U) << name;
    EXPECT_LE(taken, k_most_milliseconds) << name;
  }
}

}  // namespace
}  // namespace graphql
