#include "platform/blob/azure.hpp"

#include "platform/blob/azure_signing.hpp"
#include "platform/blob/spooled.hpp"

#include <curl/curl.h>

#include <charconv>

namespace mf::blob {

using namespace cloud;

namespace {

Timestamp now() {
  return SystemClock().now();
}

std::string name_in_store(const std::string& sha256) {
  return fmt::format("{}/{}/{}", sha256.substr(0, 2), sha256.substr(2, 2), sha256);
}

/// The same content cut the same way has the same blocks, so that two writers of it can't harm each
/// other: whoever commits second finds the first one's. All ids are of one length, as they must be.
std::string block_id(std::size_t block_size, std::size_t number) {
  return base64(fmt::format("{:010}-{:06}", block_size, number));
}

class Azure final : public BlobStore {
 public:
  explicit Azure(AzureSettings settings)
      : settings_(std::move(settings)),
        endpoint_(parse_endpoint(settings_.endpoint.empty()
                                     ? "https://" + settings_.account + ".blob.core.windows.net"
                                     : settings_.endpoint)),
        web_("Azure Blob Storage at " + endpoint_.authority, settings_.patience) {
    const auto key = decode_base64(settings_.key);
    if (settings_.account.empty() || settings_.container.empty() || !key || key->empty()) {
      throw CloudError(
          "Azure Blob Storage needs an account, a container and the account's key "
          "in base64");
    }
    key_ = *key;
    settings_.key.clear();
    make_container();
  }

  std::unique_ptr<Writer> begin(std::size_t limit) override {
    return std::make_unique<SpoolingWriter>(
        settings_.spool_folder, settings_.block_size, limit,
        [this](const Stored& stored, const Spooled& content) { keep(stored.sha256, content); });
  }

  std::optional<Found> find(const std::string& sha256) override {
    if (!is_name(sha256)) {
      return std::nullopt;
    }
    const auto answer = call({.method = "HEAD", .blob = name_in_store(sha256)});
    if (answer.status == 404) {
      return std::nullopt;
    }
    if (answer.status != 200) {
      refuse(web_.service(), "HEAD " + sha256, answer);
    }
    return Found{length_of(answer), std::nullopt};
  }

  std::size_t read(const std::string& sha256, std::int64_t at, std::span<char> out) override {
    if (!is_name(sha256) || out.empty() || at < 0) {
      return 0;
    }
    const auto last = at + static_cast<std::int64_t>(out.size()) - 1;
    const auto answer = call({.method = "GET",
                              .blob = name_in_store(sha256),
                              .headers = {{"x-ms-range", fmt::format("bytes={}-{}", at, last)}}});
    if (answer.status == 404 || answer.status == 416) {
      return 0;
    }
    if (answer.status != 206 || answer.body.size() > out.size()) {
      refuse(web_.service(), "GET " + sha256, answer);
    }
    std::copy(answer.body.begin(), answer.body.end(), out.begin());
    return answer.body.size();
  }

  std::optional<std::string> download_url(const std::string& sha256, const Download& how) override {
    if (!is_name(sha256)) {
      return std::nullopt;
    }
    const AzureSas sas{.account = settings_.account,
                       .container = settings_.container,
                       .blob = name_in_store(sha256),
                       .until = now() + how.valid,
                       .only_https = endpoint_.scheme == "https",
                       .disposition = how.disposition,
                       .media_type = how.media_type};
    return url_of(path_of(sas.blob)) + "?" + azure_sas_query(sas, key_);
  }

  bool remove(const std::string& sha256) override {
    return is_name(sha256) && remove_version(sha256, "");
  }

  std::size_t remove_unused(Timestamp before,
                            const std::function<bool(const std::string&)>& used) override {
    std::size_t removed = 0;
    std::string marker;
    do {
      const auto page = list(marker);
      for (const auto blob : xml_each(page, "Blob")) {
        removed += remove_if_unused(blob, before, used);
      }
      marker = xml_text(page, "NextMarker").value_or("");
    } while (!marker.empty());
    return removed;
  }

 private:
  struct Call {
    std::string method;
    std::string blob = {};  // empty: the container
    Pairs query = {};
    Pairs headers = {};
    std::string body = {};
  };

  std::string path_of(const std::string& blob) const {
    return endpoint_.path + "/" + settings_.container + (blob.empty() ? "" : "/" + blob);
  }
  std::string url_of(const std::string& path) const {
    return endpoint_.scheme + "://" + endpoint_.authority + path;
  }

  WebAnswer call(const Call& call) {
    const auto what =
        call.method + " " + (call.blob.empty() ? settings_.container : call.blob.substr(6));
    return web_.call(what, [&] {
      AzureRequest request{.method = call.method,
                           .path = path_of(call.blob),
                           .query = call.query,
                           .headers = call.headers};
      request.headers.emplace_back("x-ms-date", to_http_date(now()));
      request.headers.emplace_back("x-ms-version", k_azure_version);
      if (call.method == "PUT") {
        request.headers.emplace_back("content-type", "application/octet-stream");
      }
      Pairs signed_headers = request.headers;
      if (call.method == "PUT") {
        signed_headers.emplace_back("content-length", std::to_string(call.body.size()));
      }
      std::swap(signed_headers, request.headers);  // libcurl itself says how long the body is
      signed_headers.emplace_back("authorization",
                                  azure_authorization(request, settings_.account, key_));
      const auto url =
          url_of(request.path) + (call.query.empty() ? "" : "?" + query_of(call.query));
      return WebRequest{call.method, url, std::move(signed_headers), call.body};
    });
  }

  void make_container() {
    const auto answer = call({.method = "PUT", .query = {{"restype", "container"}}});
    if (answer.status != 201 && answer.status != 409) {
      refuse(web_.service(), "cannot make or use the container " + settings_.container, answer);
    }
    if (answer.status == 409 && reason_of(answer) != "ContainerAlreadyExists") {
      refuse(web_.service(), "cannot use the container " + settings_.container, answer);
    }
  }

  /// Atomic either way: the name is there with the whole content or not at all. Known content is
  /// written again, which makes it young.
  void keep(const std::string& sha256, const Spooled& content) {
    if (content.size() <= settings_.block_size) {
      put(sha256,
          {.headers = {{"x-ms-blob-type", "BlockBlob"}}, .body = content.part(0, content.size())});
      return;
    }
    std::string list = "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>";
    for (std::size_t at = 0, number = 0; at < content.size();
         at += settings_.block_size, ++number) {
      const auto id = block_id(settings_.block_size, number);
      put(sha256, {.query = {{"comp", "block"}, {"blockid", id}},
                   .body = content.part(at, settings_.block_size)});
      list += "<Latest>" + id + "</Latest>";
    }
    put(sha256, {.query = {{"comp", "blocklist"}},
                 .headers = {{"x-ms-blob-content-type", "application/octet-stream"}},
                 .body = list + "</BlockList>"});
  }

  void put(const std::string& sha256, Call what) {
    what.method = "PUT";
    what.blob = name_in_store(sha256);
    if (const auto answer = call(what); answer.status != 201) {
      refuse(web_.service(), "PUT " + sha256, answer);
    }
  }

  std::string list(const std::string& marker) {
    Pairs query = {{"restype", "container"}, {"comp", "list"}, {"maxresults", "1000"}};
    if (!marker.empty()) {
      query.emplace_back("marker", marker);
    }
    auto answer = call({.method = "GET", .query = query});
    if (answer.status != 200) {
      refuse(web_.service(), "cannot list the container " + settings_.container, answer);
    }
    return std::move(answer.body);
  }

  std::size_t remove_if_unused(std::string_view blob, Timestamp before,
                               const std::function<bool(const std::string&)>& used) {
    const auto name = xml_text(blob, "Name").value_or("");
    const auto sha256 = name.substr(std::min(name.rfind('/') + 1, name.size()));
    const auto seconds =
        curl_getdate(xml_text(blob, "Last-Modified").value_or("").c_str(), nullptr);
    const bool ours = is_name(sha256) && name == name_in_store(sha256) && seconds >= 0;
    if (!ours || Timestamp{std::chrono::seconds{seconds}} >= before || used(sha256)) {
      return 0;
    }
    // Whoever stored it again since the list was made gave it another tag.
    auto tag = xml_text(blob, "Etag").value_or("");
    tag = tag.starts_with('"') ? tag : "\"" + tag + "\"";
    return remove_version(sha256, tag) ? 1 : 0;
  }

  /// False if there is none, or only another version than `tag`; an empty one stands for any.
  bool remove_version(const std::string& sha256, const std::string& tag) {
    Call request{.method = "DELETE", .blob = name_in_store(sha256)};
    if (!tag.empty()) {
      request.headers.emplace_back("if-match", tag);
    }
    const auto answer = call(request);
    if (answer.status == 404 || answer.status == 412) {
      return false;
    }
    if (answer.status != 202) {
      refuse(web_.service(), "DELETE " + sha256, answer);
    }
    return true;
  }

  static std::int64_t length_of(const WebAnswer& answer) {
    const auto text = answer.header("content-length");
    std::int64_t length = 0;
    std::from_chars(text.data(), text.data() + text.size(), length);
    return length;
  }

  AzureSettings settings_;
  const Endpoint endpoint_;
  Web web_;
  std::string key_;
};

}  // namespace

std::unique_ptr<BlobStore> open_azure(AzureSettings settings) {
  return std::make_unique<Azure>(std::move(settings));
}

}  // namespace mf::blob
