#include "platform/blob/blob.hpp"
#include "platform/testing/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace mf::blob {
namespace {

namespace fs = std::filesystem;

class DirectoryStore : public ::testing::Test {
 protected:
  static Stored keep(BlobStore& store, std::string_view content) {
    const auto writer = store.begin(content.size());
    EXPECT_TRUE(writer->write(content).has_value());
    return writer->commit();
  }
  std::size_t incoming() const {
    const fs::directory_iterator files(folder_.path("blobs/incoming"));
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }

  mf::testing::TemporaryFolder folder_;
};

TEST_F(DirectoryStore, content_lies_in_two_levels_of_folders) {
  const auto store = open_directory(folder_.path("blobs"));
  const auto stored = keep(*store, "hello");
  EXPECT_EQ(store->find(stored.sha256)->path, folder_.path("blobs/2c/f2/" + stored.sha256));
  EXPECT_TRUE(fs::is_regular_file(*store->find(stored.sha256)->path));
  EXPECT_EQ(incoming(), 0U);
}

TEST_F(DirectoryStore, content_is_there_after_opening_again) {
  const auto stored = keep(*open_directory(folder_.path("blobs")), "hello");
  EXPECT_TRUE(open_directory(folder_.path("blobs"))->exists(stored.sha256));
}

TEST_F(DirectoryStore, leftovers_of_a_crash_are_swept_when_it_opens) {
  (void)open_directory(folder_.path("blobs"));
  std::ofstream(folder_.path("blobs/incoming/0123456789abcdef")) << "half a fi";
  ASSERT_EQ(incoming(), 1U);
  (void)open_directory(folder_.path("blobs"));
  EXPECT_EQ(incoming(), 0U);
}

TEST_F(DirectoryStore, what_is_still_being_written_is_not_swept) {
  const auto store = open_directory(folder_.path("blobs"));
  const auto writer = store->begin(100);
  ASSERT_TRUE(writer->write("hel").has_value());
  const auto second = open_directory(folder_.path("blobs"));
  ASSERT_TRUE(writer->write("lo").has_value());
  EXPECT_TRUE(second->exists(writer->commit().sha256));
}

TEST_F(DirectoryStore, content_that_is_stored_again_becomes_young) {
  const auto store = open_directory(folder_.path("blobs"));
  const auto stored = keep(*store, "hello");
  fs::last_write_time(*store->find(stored.sha256)->path,
                      fs::file_time_type::clock::now() - std::chrono::hours{48});
  keep(*store, "hello");
  const auto yesterday = SystemClock().now() - std::chrono::hours{24};
  EXPECT_EQ(store->remove_unused(yesterday, [](const std::string&) { return false; }), 0U);
}

TEST_F(DirectoryStore, an_abandoned_writer_leaves_no_file) {
  const auto store = open_directory(folder_.path("blobs"));
  {
    const auto writer = store->begin(100);
    ASSERT_TRUE(writer->write("hello").has_value());
    EXPECT_EQ(incoming(), 1U);
  }
  EXPECT_EQ(incoming(), 0U);
}

}  // namespace
}  // namespace mf::blob
