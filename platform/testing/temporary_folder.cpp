#include "platform/testing/temporary_folder.hpp"

#include "platform/core/random.hpp"

namespace mf::testing {

TemporaryFolder::TemporaryFolder()
    : root_(std::filesystem::temp_directory_path() / ("microflow-" + random_hex(8))) {
  std::filesystem::create_directories(root_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

}  // namespace mf::testing
