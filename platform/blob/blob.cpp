#include "platform/blob/blob.hpp"

namespace mf::blob {
namespace {

constexpr std::size_t k_ahead = 1 << 20;

/// What was read ahead, and where it stands in the content.
struct Ahead {
  std::size_t begin = 0;
  std::vector<char> bytes;
};

}  // namespace

Result<Stored> BlobStore::put(const Reader& reader, std::size_t limit) {
  const auto writer = begin(limit);
  std::vector<char> buffer(64 * 1024);
  while (const std::size_t got = reader(buffer)) {
    if (auto written = writer->write({buffer.data(), got}); !written) {
      return fail(std::move(written.error()));
    }
  }
  return writer->commit();
}

std::function<std::size_t(std::size_t, std::span<char>)> read_ahead(BlobStore& store,
                                                                    std::string sha256) {
  return [&store, sha256 = std::move(sha256), ahead = Ahead{}](std::size_t at,
                                                               std::span<char> out) mutable {
    if (at < ahead.begin || at >= ahead.begin + ahead.bytes.size()) {
      ahead.begin = at;
      ahead.bytes.resize(std::max(k_ahead, out.size()));
      ahead.bytes.resize(store.read(sha256, static_cast<std::int64_t>(at), ahead.bytes));
    }
    const auto ready = std::span(ahead.bytes).subspan(at - ahead.begin);
    const auto given = ready.first(std::min(ready.size(), out.size()));
    std::copy(given.begin(), given.end(), out.begin());
    return given.size();
  };
}

bool is_name(std::string_view sha256) {
  return sha256.size() == 64 && std::all_of(sha256.begin(), sha256.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace mf::blob
