#include "platform/blob/spooled.hpp"

#include "platform/testing/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace mf::blob {
namespace {

class SpooledContent : public ::testing::Test {
 protected:
  static bool is_empty(const std::string& folder) { return std::filesystem::is_empty(folder); }

  mf::testing::TemporaryFolder folder_;
};

TEST_F(SpooledContent, reads_back_in_parts_from_memory_and_from_the_file) {
  for (const std::size_t in_memory : {100U, 11U, 10U, 5U, 0U}) {
    Spooled spooled(folder_.path(), in_memory);
    spooled.add("hello");
    spooled.add("");
    spooled.add(" world");
    EXPECT_EQ(spooled.size(), 11U);
    EXPECT_EQ(spooled.part(0, 11), "hello world") << in_memory;
    EXPECT_EQ(spooled.part(4, 3), "o w") << in_memory;
    EXPECT_EQ(spooled.part(8, 100), "rld") << in_memory;
    EXPECT_EQ(spooled.part(11, 1), "") << in_memory;
    EXPECT_TRUE(is_empty(folder_.path())) << "its file has no name";
  }
}

TEST_F(SpooledContent, a_disk_that_takes_nothing_is_an_error_and_the_content_is_lost) {
  const auto nobody = [](const Stored&, const Spooled&) { FAIL() << "nothing is whole"; };
  SpoolingWriter writer(folder_.path("none"), 5, 100, nobody);
  ASSERT_TRUE(writer.write("hello").has_value());
  EXPECT_THROW((void)writer.write(" world"), std::system_error);
  EXPECT_THROW(writer.commit(), std::logic_error);
}

TEST_F(SpooledContent, a_commit_that_failed_may_be_tried_again_and_one_that_succeeded_may_not) {
  int tries = 0;
  SpoolingWriter writer(folder_.path(), 100, 100, [&](const Stored&, const Spooled& content) {
    EXPECT_EQ(content.part(0, 5), "hello");
    if (++tries == 1) {
      throw std::runtime_error("the store is gone");
    }
  });
  ASSERT_TRUE(writer.write("hello").has_value());
  EXPECT_THROW(writer.commit(), std::runtime_error);
  EXPECT_EQ(writer.commit().size, 5);
  EXPECT_THROW(writer.commit(), std::logic_error);
}

}  // namespace
}  // namespace mf::blob
