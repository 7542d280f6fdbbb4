// The web page's files from one folder: their names are read at the start, so that no path from
// outside ever reaches the file system. What the build compressed beside a file (.br, .gz) is sent
// to who takes it. index.html answers every address inside of the page; it carries marks that are
// filled in for each answer. Any thread.
#pragma once

#include "platform/http/message.hpp"

#include <unordered_map>

namespace mf::gateway {

struct PageSettings {
  std::string folder;     // empty: there is no page
  std::string map_tiles;  // https://…/{z}/{x}/{y}.png; empty: maps are drawn without
};

class StaticFiles {
 public:
  /// Throws where the folder cannot be read.
  explicit StaticFiles(PageSettings settings);

  /// Whether `request` is for a file, or is a browser's for an address inside of the page.
  bool has(const http::Request& request) const;
  http::Response get(const http::Request& request) const;

 private:
  struct Variant {
    std::string path;
    std::size_t size = 0;
  };
  struct File {
    Variant plain = {};
    Variant brotli = {};  // no path: there is none
    Variant gzip = {};
    std::string media_type = {};
  };
  bool is_address(const http::Request& request) const;
  http::Response index() const;

  const PageSettings settings_;
  std::string tiles_origin_;  // of map_tiles, for the security policy
  std::string index_;         // empty: no page
  std::unordered_map<std::string, File> files_;
};

}  // namespace mf::gateway
