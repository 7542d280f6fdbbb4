#include "platform/blob/sniff.hpp"

#include "platform/core/text.hpp"

namespace mf::blob {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_head = 256;

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view media_type;
};

// RIFF and ISO media containers need a second look and stand in functions of their own.
constexpr std::array k_magic = std::to_array<Magic>({
    {0, "\xff\xd8\xff"sv, "image/jpeg"},
    {0, "\x89PNG\r\n\x1a\n"sv, "image/png"},
    {0, "GIF87a"sv, "image/gif"},
    {0, "GIF89a"sv, "image/gif"},
    {0, "%PDF-"sv, "application/pdf"},
});

constexpr std::array k_extensions = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"image/jpeg", "jpg"},
    {"image/png", "png"},
    {"image/webp", "webp"},
    {"image/heic", "heic"},
    {"image/gif", "gif"},
    {"application/pdf", "pdf"},
    {"text/plain", "txt"},
});

bool is_webp(std::string_view head) {
  return head.size() >= 12 && head.starts_with("RIFF") && head.substr(8, 4) == "WEBP";
}

bool is_heic_brand(std::string_view brand) {
  constexpr std::array k_brands = {"heic"sv, "heix"sv, "heim"sv, "heis"sv,
                                   "hevc"sv, "hevx"sv, "hevm"sv, "hevs"sv};
  return std::find(k_brands.begin(), k_brands.end(), brand) != k_brands.end();
}

/// An ISO file type box (ISO/IEC 14496-12, 4.3) whose main brand, or one that it names as
/// compatible, is HEIC.
bool is_heic(std::string_view head) {
  if (head.size() < 16 || head.substr(4, 4) != "ftyp") {
    return false;
  }
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(head[i]));
  };
  const std::size_t box = byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
  if (is_heic_brand(head.substr(8, 4))) {
    return true;
  }
  if (head.substr(8, 4) != "mif1" && head.substr(8, 4) != "msf1") {
    return false;
  }
  for (std::size_t i = 16; i + 4 <= std::min(box, head.size()); i += 4) {
    if (is_heic_brand(head.substr(i, 4))) {
      return true;
    }
  }
  return false;
}

bool is_forbidden_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f;
}

/// How many bytes at the end begin a character that is not whole yet.
std::size_t unfinished(std::string_view text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if ((byte & 0xc0) == 0x80) {
      continue;
    }
    const std::size_t length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

}  // namespace

void Sniffer::feed(std::string_view bytes) {
  if (head_.size() < k_head) {
    head_ += bytes.substr(0, k_head - head_.size());
  }
  if (text_) {
    check_text(bytes);
  }
}

void Sniffer::check_text(std::string_view bytes) {
  if (std::any_of(bytes.begin(), bytes.end(), is_forbidden_control)) {
    text_ = false;
    return;
  }
  tail_ += bytes;
  const std::size_t rest = unfinished(tail_);
  const std::string_view whole = std::string_view(tail_).substr(0, tail_.size() - rest);
  text_ = is_utf8(whole);
  tail_.erase(0, whole.size());
}

std::optional<std::string_view> Sniffer::media_type() const {
  const std::string_view head = head_;
  for (const auto& magic : k_magic) {
    if (head.size() >= magic.at && head.substr(magic.at).starts_with(magic.bytes)) {
      return magic.media_type;
    }
  }
  if (is_webp(head)) {
    return "image/webp";
  }
  if (is_heic(head)) {
    return "image/heic";
  }
  if (text_ && tail_.empty() && !head.empty()) {
    return "text/plain";
  }
  return std::nullopt;
}

std::optional<std::string_view> sniff(std::string_view content) {
  Sniffer sniffer;
  sniffer.feed(content);
  return sniffer.media_type();
}

std::string_view extension_of(std::string_view media_type) {
  for (const auto& [type, extension] : k_extensions) {
    if (type == media_type) {
      return extension;
    }
  }
  return "bin";
}

}  // namespace mf::blob
