#include "services/gateway/static_files.hpp"

#include "platform/core/random.hpp"
#include "platform/core/text.hpp"
#include "platform/http/problem.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

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

// Names under it carry a hash of the content.
constexpr std::string_view k_hashed = "/assets/";
constexpr std::string_view k_nonce_mark = "__CSP_NONCE__";
constexpr std::string_view k_tiles_mark = "__MAP_TILES__";
/// Scripts only from files of the suite's own; styles also where the page shows this answer's
/// nonce.
constexpr std::string_view k_policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{0}'; "
    "img-src 'self' data: blob:{1}; font-src 'self'; connect-src 'self' blob:{1}; "
    "worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";
/// A service worker lives by the policy of its own script: it reads the suite's files, no more.
constexpr std::string_view k_file_policy =
    "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

std::string type_of(const std::string& extension) {
  for (const auto& [known, type] : k_types) {
    if (known == extension) {
      return std::string(type);
    }
  }
  return "application/octet-stream";
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string fill_in(std::string text, std::string_view mark, const std::string& value) {
  for (auto at = text.find(mark); at != std::string::npos;
       at = text.find(mark, at + value.size())) {
    text.replace(at, mark.size(), value);
  }
  return text;
}

/// " https://HOST" of an address that is nothing but a plain https (or http) URL; empty for an
/// empty one.
std::string origin_of(const std::string& url) {
  if (url.empty()) {
    return "";
  }
  const auto host = url.find("://") + 3;
  const bool plain = url.find_first_of("\"'<>&; ,\\") == std::string::npos;
  if (!plain || (!url.starts_with("https://") && !url.starts_with("http://")) ||
      url.find('/', host) == std::string::npos) {
    throw std::runtime_error("gateway.map_tiles must look like https://HOST/{z}/{x}/{y}.png");
  }
  return " " + url.substr(0, url.find('/', host));
}

bool takes(const http::Request& request, std::string_view coding) {
  const auto* accepted = request.header("accept-encoding");
  if (accepted == nullptr) {
    return false;
  }
  for (const auto& part : split(*accepted, ',')) {
    const std::string_view item = trim(part);
    const auto end = item.find(';');
    if (trim(item.substr(0, end)) == coding) {
      return end == std::string_view::npos || trim(item.substr(end + 1)) != "q=0";
    }
  }
  return false;
}

}  // namespace

StaticFiles::StaticFiles(PageSettings settings)
    : settings_(std::move(settings)), tiles_origin_(origin_of(settings_.map_tiles)) {
  if (settings_.folder.empty()) {
    return;
  }
  const std::filesystem::path root(settings_.folder);
  if (!std::filesystem::is_regular_file(root / "index.html")) {
    throw std::runtime_error("gateway.web_root: " + settings_.folder + " has no index.html");
  }
  index_ = fill_in(read_file(root / "index.html"), k_tiles_mark, settings_.map_tiles);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) {
      continue;
    }
    const auto extension = entry.path().extension();
    const bool compressed = extension == ".br" || extension == ".gz";
    const auto named = entry.path().lexically_relative(root);
    auto& file =
        files_["/" + (compressed ? named.parent_path() / named.stem() : named).generic_string()];
    auto& variant = !compressed ? file.plain : extension == ".br" ? file.brotli : file.gzip;
    variant = {entry.path().string(), entry.file_size()};
    if (!compressed) {
      file.media_type = type_of(extension.string());
    }
  }
  std::erase_if(files_, [](const auto& entry) { return entry.second.plain.path.empty(); });
  files_.erase("/index.html");
}

/// An address of the page is what a browser navigates to that looks neither like a call nor like a
/// file.
bool StaticFiles::is_address(const http::Request& request) const {
  const auto* accepted = request.header("accept");
  const std::string& path = request.path;
  return !index_.empty() &&
         (path == "/" || path == "/index.html" ||
          (accepted != nullptr && accepted->find("text/html") != std::string::npos &&
           !path.starts_with("/api/") && path.find('.', path.rfind('/')) == std::string::npos));
}

bool StaticFiles::has(const http::Request& request) const {
  return files_.contains(request.path) || is_address(request);
}

http::Response StaticFiles::index() const {
  const std::string nonce = random_hex(16);
  http::Response response{.body = fill_in(index_, k_nonce_mark, nonce)};
  response.with("content-type", "text/html; charset=utf-8");
  response.with("content-security-policy",
                fmt::format(fmt::runtime(k_policy), nonce, tiles_origin_));
  response.with("permissions-policy", "camera=(self), geolocation=(self), microphone=()");
  response.with("cache-control", "no-cache");
  return response;
}

http::Response StaticFiles::get(const http::Request& request) const {
  const auto found = files_.find(request.path);
  if (found == files_.end()) {
    return is_address(request) ? index()
                               : http::problem(not_found("page").error(), request.path, request.id);
  }
  const File& file = found->second;
  http::Response response;
  const Variant* chosen = &file.plain;
  if (!file.brotli.path.empty() && takes(request, "br")) {
    chosen = &file.brotli;
    response.with("content-encoding", "br");
  } else if (!file.gzip.path.empty() && takes(request, "gzip")) {
    chosen = &file.gzip;
    response.with("content-encoding", "gzip");
  }
  response.file = http::FileBody{chosen->path, chosen->size};
  response.with("content-type", file.media_type);
  response.with("content-security-policy", std::string(k_file_policy));
  response.with("vary", "accept-encoding");
  response.with("cache-control", request.path.starts_with(k_hashed)
                                     ? "public, max-age=31536000, immutable"
                                     : "no-cache");
  return response;
}

}  // namespace mf::gateway
