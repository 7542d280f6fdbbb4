// The SDL of both schemas is a file of the repository: what changes is seen, and what it breaks is
// told.
#include "graphql/type/changes.hpp"
#include "services/workorders/graphql/schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace mf::workorders {
namespace {

using ::testing::IsEmpty;

struct Kept {
  std::string path;
  graphql::SchemaPtr (*make)();

  std::string read() const {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

const std::string k_folder = std::string(MF_SOURCE_DIR) + "/services/workorders/graphql/";

class Sdl : public ::testing::TestWithParam<Kept> {};

TEST_P(Sdl, breaks_nothing_that_clients_were_promised) {
  const auto before = graphql::build_schema(GetParam().read());
  ASSERT_TRUE(before.has_value()) << before.error().front().message;
  EXPECT_THAT(graphql::breaking_changes(**before, *GetParam().make()), IsEmpty());
}

TEST_P(Sdl, is_the_file) {
  const auto now = graphql::print_schema(*GetParam().make());
  if (std::getenv("MICROFLOW_WRITE_DOCS") != nullptr) {
    std::ofstream(GetParam().path) << now;
  }
  EXPECT_EQ(now, GetParam().read()) << "MICROFLOW_WRITE_DOCS=1 writes it anew";
}

INSTANTIATE_TEST_SUITE_P(, Sdl,
                         ::testing::Values(Kept{k_folder + "schema.graphql", gql::make_schema},
                                           Kept{k_folder + "original.graphql",
                                                gql::make_original_schema}),
                         [](const auto& kept) {
                           return std::string(kept.index == 0 ? "of_work_orders"
                                                              : "of_the_original");
                         });

}  // namespace
}  // namespace mf::workorders
