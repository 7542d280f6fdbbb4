// Keeps a second process off a data folder. Held until it is destroyed or the process ends, however
// it ends.
#pragma once

#include <string>

namespace mf::app {

class FolderLock {
 public:
  /// Makes the folder if need be. Throws, with the remedy, where another process has it.
  explicit FolderLock(const std::string& folder);
  ~FolderLock();
  /// True if a process has it now.
  static bool is_held(const std::string& folder);

  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace mf::app
