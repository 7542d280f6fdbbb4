#include "platform/core/unavailable.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <system_error>

namespace mf {
namespace {

TEST(ThrowErrno, NoRoomIsWhatMayPass) {
  for (const int code : {ENOSPC, EDQUOT}) {
    errno = code;
    EXPECT_THROW(throw_errno("cannot write blobs/x"), Unavailable);
  }
}

TEST(ThrowErrno, ABrokenDiskIsNot) {
  errno = EIO;
  try {
    throw_errno("cannot write blobs/x");
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().value(), EIO);
    EXPECT_NE(std::string(error.what()).find("blobs/x"), std::string::npos);
  }
}

}  // namespace
}  // namespace mf
