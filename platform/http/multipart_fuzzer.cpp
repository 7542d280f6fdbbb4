// Whatever comes as multipart: the reader ends, and how the bytes are cut makes no difference.
#include "platform/http/multipart.hpp"

#include <cstdlib>

namespace {

using mf::Result;

/// Everything the reader tells, as one text; `seed` chooses the cuts.
std::string story(std::string_view body, std::uint32_t seed) {
  std::string told;
  mf::http::MultipartReader reader(
      "b", {
               .begin = [&](const mf::http::PartHead& head) -> Result<void> {
                 told += "<" + head.name + "|" + head.filename.value_or("-") + "|" +
                         head.content_type + ">";
                 return {};
               },
               .data = [&](std::string_view data) -> Result<void> {
                 told += data;
                 return {};
               },
               .end = [&]() -> Result<void> {
                 told += "</>";
                 return {};
               },
           });
  while (!body.empty()) {
    seed = seed * 1664525 + 1013904223;
    const std::size_t size = std::min<std::size_t>(body.size(), 1 + (seed >> 16) % 40);
    if (!reader.feed(body.substr(0, size))) {
      return "refused";  // how much was told before depends on the cuts
    }
    body.remove_prefix(size);
  }
  return reader.finish() ? told : "refused";
}

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check(std::string_view body, std::uint32_t seed) {
  require(story(body, seed) == story(body, seed + 1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::uint32_t seed = size > 0 ? data[0] : 0;
  check(text, seed);
  check("--b\r\nContent-Disposition: form-data; name=\"a\"" + text + "\r\n--b--", seed);
  mf::http::multipart_boundary("multipart/form-data" + text);
  return 0;
}
