// Pages of docs/ that are made from the tables in the code. A test compares; with
// MICROFLOW_WRITE_DOCS=1 in the environment it writes them anew. Test threads only.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace mf::testing {

inline void expect_page(const std::string& name, const std::string& made) {
  const std::string path = std::string(MF_SOURCE_DIR) + "/docs/" + name;
  if (std::getenv("MICROFLOW_WRITE_DOCS") != nullptr) {
    std::ofstream(path) << made;
  }
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), made) << "run this test with MICROFLOW_WRITE_DOCS=1";
}

}  // namespace mf::testing
