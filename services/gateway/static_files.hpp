// Files of the web page from one folder: their names are read at the start, so that no path from
// outside ever reaches the file system. Any thread.
#pragma once

#include "platform/http/message.hpp"

#include <unordered_map>

namespace mf::gateway {

class StaticFiles {
 public:
  /// An empty folder name serves nothing.
  explicit StaticFiles(const std::string& folder);

  /// "/" is index.html.
  bool has(const std::string& path) const { return files_.contains(path); }
  http::Response get(const http::Request& request) const;

 private:
  struct File {
    std::string path;
    std::string media_type;
    std::size_t size;
  };
  std::unordered_map<std::string, File> files_;
};

}  // namespace mf::gateway
