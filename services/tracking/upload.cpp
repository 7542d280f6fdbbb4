#include "services/tracking/upload.hpp"

#include "platform/core/text.hpp"
#include "platform/http/multipart.hpp"
#include "services/tracking/domain.hpp"

namespace mf::tracking {
namespace {

constexpr std::string_view k_form = "multipart/";

std::string content_type_of(const http::Request& request) {
  const auto* type = request.header("content-type");
  return type == nullptr ? std::string() : *type;
}

/// Every piece of the body through `take`.
Result<void> stream(http::Body& body, const std::function<Result<void>(std::string_view)>& take) {
  std::vector<char> buffer(64 * 1024);
  while (const std::size_t got = body.read(buffer)) {
    if (auto taken = take({buffer.data(), got}); !taken) {
      return taken;
    }
  }
  return {};
}

Result<void> receive_form(http::Request& request, Receiver& receiver) {
  const auto boundary = http::multipart_boundary(content_type_of(request));
  if (!boundary) {
    return fail(ErrorKind::bad_request, "bad_multipart",
                "The form is not multipart/form-data with a boundary.");
  }
  http::MultipartReader reader(
      *boundary, {.begin = [&](const http::PartHead& head) -> Result<void> {
                    if (!head.filename) {
                      return invalid("/" + head.name, "unknown_field",
                                     "There is no such field here: only files.");
                    }
                    return receiver.begin(*head.filename);
                  },
                  .data = [&](std::string_view bytes) { return receiver.data(bytes); },
                  .end = [&] { return receiver.end(); }});
  if (auto fed = stream(request.body, [&](std::string_view bytes) { return reader.feed(bytes); });
      !fed) {
    return fed;
  }
  return reader.finish();
}

Result<void> receive_file(http::Request& request, std::string name, Receiver& receiver) {
  if (auto begun = receiver.begin(std::move(name)); !begun) {
    return begun;
  }
  if (auto fed = stream(request.body, [&](std::string_view bytes) { return receiver.data(bytes); });
      !fed) {
    return fed;
  }
  return receiver.end();
}

/// `filename*=UTF-8''percent%20encoded` (RFC 8187).
std::optional<std::string> decode_extended(std::string_view value) {
  constexpr std::string_view k_utf8 = "utf-8''";
  if (!to_lower_ascii(value.substr(0, k_utf8.size())).starts_with(k_utf8)) {
    return std::nullopt;
  }
  // A path of one segment has the same encoding, and what no path may hold no file name may either.
  const auto path = http::decode_path("/" + std::string(value.substr(k_utf8.size())));
  return path ? std::optional(path->substr(1)) : std::nullopt;
}

/// A token, or a quoted string with its backslashes; what follows is left in `rest`.
std::string take_value(std::string_view& rest) {
  std::string value;
  if (!rest.starts_with('"')) {
    const auto end = std::min(rest.find(';'), rest.size());
    value = trim(rest.substr(0, end));
    rest.remove_prefix(end);
    return value;
  }
  std::size_t i = 1;
  for (; i < rest.size() && rest[i] != '"'; ++i) {
    if (rest[i] == '\\' && i + 1 < rest.size()) {
      ++i;
    }
    value += rest[i];
  }
  rest.remove_prefix(std::min(i + 1, rest.size()));
  return value;
}

}  // namespace

std::string Receiver::pointer() const {
  return fmt::format("/files/{}", files_.size() - 1);
}

Result<void> Receiver::begin(std::string name) {
  if (static_cast<int>(files_.size()) == limits_.files) {
    return invalid("/files", "too_many", fmt::format("At most {} files at once.", limits_.files));
  }
  files_.push_back({.name = std::move(name),
                    .media_type = {},
                    .sniffer = {},
                    .writer = store_.begin(limits_.file_size)});
  return {};
}

Result<void> Receiver::data(std::string_view bytes) {
  auto& file = files_.back();
  file.size += bytes.size();
  if (file.size > limits_.file_size) {
    return fail(ErrorKind::too_large, "evidence_too_large",
                fmt::format("A file may have {} bytes at most.", limits_.file_size));
  }
  file.sniffer.feed(bytes);
  return file.writer->write(bytes);
}

Result<void> Receiver::end() {
  auto& file = files_.back();
  if (file.size == 0) {
    return invalid(pointer(), "empty", "The file is empty.");
  }
  const auto type = file.sniffer.media_type();
  if (!type) {
    return fail(ErrorKind::unsupported_media, "evidence_type",
                "Evidence is a JPEG, PNG, WebP, HEIC or GIF picture, a PDF, or a UTF-8 text.");
  }
  file.media_type = *type;
  file.name = clean_file_name(file.name, blob::extension_of(*type));
  return {};
}

Result<std::vector<ReceivedFile>> Receiver::finish() {
  if (files_.empty()) {
    return invalid("/files", "required", "There is no file in the form.");
  }
  std::vector<ReceivedFile> received;
  for (auto& file : files_) {
    auto content = file.writer->seal();
    received.push_back({std::move(file.name), std::move(file.media_type), std::move(content),
                        std::move(file.writer)});
  }
  files_.clear();
  return received;
}

void keep(const std::vector<ReceivedFile>& files) {
  for (const auto& file : files) {
    file.writer->commit();
  }
}

bool is_form(const http::Request& request) {
  return to_lower_ascii(content_type_of(request)).starts_with(k_form);
}

Result<std::vector<ReceivedFile>> receive(http::Request& request,
                                          const std::optional<std::string>& name,
                                          blob::BlobStore& store, UploadLimits limits) {
  Receiver receiver(store, limits);
  auto received = is_form(request) ? receive_form(request, receiver)
                                   : receive_file(request, name.value_or(""), receiver);
  if (!received) {
    return fail(std::move(received.error()));
  }
  return receiver.finish();
}

std::optional<std::string> file_name_in(std::string_view disposition) {
  std::optional<std::string> plain;
  std::string_view rest = disposition;
  while (!rest.empty()) {
    const auto next = rest.find(';');
    if (next == std::string_view::npos) {
      break;
    }
    rest = rest.substr(next + 1);
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) {
      break;
    }
    const auto key = to_lower_ascii(trim(rest.substr(0, equals)));
    rest = rest.substr(equals + 1);
    while (rest.starts_with(' ')) {
      rest.remove_prefix(1);
    }
    const auto value = take_value(rest);
    if (key == "filename*") {
      if (auto decoded = decode_extended(value)) {
        return decoded;
      }
    } else if (key == "filename") {
      plain = value;
    }
  }
  return plain;
}

}  // namespace mf::tracking
