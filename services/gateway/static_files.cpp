#include "services/gateway/static_files.hpp"

#include "platform/http/problem.hpp"

#include <filesystem>

namespace mf::gateway {
namespace {

constexpr std::array k_types = std::to_array<std::pair<std::string_view, std::string_view>>({
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".webmanifest", "application/manifest+json"},
});

std::string type_of(const std::string& extension) {
  for (const auto& [known, type] : k_types) {
    if (known == extension) {
      return std::string(type);
    }
  }
  return "application/octet-stream";
}

}  // namespace

StaticFiles::StaticFiles(const std::string& folder) {
  if (folder.empty()) {
    return;
  }
  const std::filesystem::path root(folder);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) {
      continue;
    }
    const std::string path = "/" + entry.path().lexically_relative(root).generic_string();
    const File file{entry.path().string(), type_of(entry.path().extension().string()),
                    entry.file_size()};
    files_.emplace(path, file);
    if (path == "/index.html") {
      files_.emplace("/", file);
    }
  }
}

http::Response StaticFiles::get(const http::Request& request) const {
  const auto found = files_.find(request.path);
  if (found == files_.end()) {
    return http::problem(not_found("page").error(), request.path, request.id);
  }
  http::Response response;
  response.file = http::FileBody{found->second.path, found->second.size};
  response.with("content-type", found->second.media_type);
  return response;
}

}  // namespace mf::gateway
