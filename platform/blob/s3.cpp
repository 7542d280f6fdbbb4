#include "platform/blob/s3.hpp"

#include "platform/blob/spooled.hpp"
#include "platform/cloud/digest.hpp"

#include <curl/curl.h>

#include <charconv>
#include <shared_mutex>

namespace mf::blob {

using namespace cloud;

namespace {

Timestamp now() {
  return SystemClock().now();
}

std::string name_in_store(const std::string& sha256) {
  return fmt::format("{}/{}/{}", sha256.substr(0, 2), sha256.substr(2, 2), sha256);
}

// The hash of no bytes: there is nothing to read, and what speaks like S3 differs in how it says
// so.
constexpr std::string_view k_nothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// An HTTP date; far in the future for what is none, so that nobody takes it for old.
Timestamp time_of(const std::string& http_date) {
  const auto seconds = curl_getdate(http_date.c_str(), nullptr);
  return seconds < 0 ? Timestamp::max() : Timestamp{std::chrono::seconds{seconds}};
}

class S3 final : public BlobStore {
 public:
  explicit S3(S3Settings settings)
      : settings_(std::move(settings)),
        scope_{.region = settings_.region, .service = "s3"},
        endpoint_(parse_endpoint(settings_.endpoint.empty()
                                     ? "https://s3." + settings_.region + ".amazonaws.com"
                                     : settings_.endpoint)),
        web_("S3 at " + endpoint_.authority, settings_.patience) {
    if (settings_.keys.empty() || settings_.bucket.empty() || settings_.region.empty()) {
      throw CloudError("S3 needs a region, a bucket, and an access key or a container's role");
    }
    make_bucket();
  }

  std::unique_ptr<Writer> begin(std::size_t limit) override {
    return std::make_unique<SpoolingWriter>(
        settings_.spool_folder, settings_.part_size, limit,
        [this](const Stored& stored, const Spooled& content) { keep(stored.sha256, content); });
  }

  std::optional<Found> find(const std::string& sha256) override {
    const auto answer = head(sha256);
    if (!answer) {
      return std::nullopt;
    }
    const auto text = answer->header("content-length");
    std::int64_t length = 0;
    std::from_chars(text.data(), text.data() + text.size(), length);
    return Found{length, std::nullopt};
  }

  std::size_t read(const std::string& sha256, std::int64_t at, std::span<char> out) override {
    if (!is_name(sha256) || sha256 == k_nothing || out.empty() || at < 0) {
      return 0;
    }
    const auto last = at + static_cast<std::int64_t>(out.size()) - 1;
    const auto answer = call({.method = "GET",
                              .object = name_in_store(sha256),
                              .headers = {{"range", fmt::format("bytes={}-{}", at, last)}}});
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
    AwsRequest request{.method = "GET",
                       .path = path_of(name_in_store(sha256)),
                       .query = {},
                       .headers = {{"host", host()}}};
    if (!how.disposition.empty()) {
      request.query.emplace_back("response-content-disposition", how.disposition);
    }
    if (!how.media_type.empty()) {
      request.query.emplace_back("response-content-type", how.media_type);
    }
    return url_of(request.path) + "?" +
           aws_presigned_query(request, settings_.keys.current(), scope_, now(), how.valid);
  }

  bool remove(const std::string& sha256) override {
    if (!head(sha256)) {  // S3 does not say whether there was something to delete
      return false;
    }
    drop(sha256);
    return true;
  }

  std::size_t remove_unused(Timestamp before,
                            const std::function<bool(const std::string&)>& used) override {
    std::size_t removed = 0;
    std::string token;
    do {
      const auto page = list(token);
      for (const auto object : xml_each(page, "Contents")) {
        removed += remove_if_unused(object, before, used);
      }
      token = xml_text(page, "NextContinuationToken").value_or("");
    } while (!token.empty());
    return removed;
  }

 private:
  struct Call {
    std::string method;
    std::string object = {};  // empty: the bucket
    Pairs query = {};
    Pairs headers = {};
    std::string body = {};
  };

  std::string host() const {
    return settings_.path_style ? endpoint_.authority
                                : settings_.bucket + "." + endpoint_.authority;
  }
  std::string path_of(const std::string& object) const {
    return endpoint_.path + (settings_.path_style ? "/" + settings_.bucket : "") + "/" + object;
  }
  std::string url_of(const std::string& path) const {
    return endpoint_.scheme + "://" + host() + path;
  }

  WebAnswer call(const Call& call) {
    const auto what =
        call.method + " " + (call.object.empty() ? settings_.bucket : call.object.substr(6));
    const auto payload = sha256_hex(call.body);
    return web_.call(what, [&] {
      AwsRequest request{.method = call.method,
                         .path = path_of(call.object),
                         .query = call.query,
                         .headers = call.headers,
                         .payload_sha256 = payload};
      request.headers.emplace_back("host", host());
      request.headers.emplace_back("x-amz-content-sha256", payload);
      sign_aws(request, settings_.keys.current(), scope_, now());
      const auto url =
          url_of(request.path) + (call.query.empty() ? "" : "?" + query_of(call.query));
      return WebRequest{call.method, url, std::move(request.headers), call.body};
    });
  }

  void make_bucket() {
    auto answer = call({.method = "HEAD"});
    if (answer.status == 404) {
      const auto where = fmt::format(
          "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
          "<LocationConstraint>{}</LocationConstraint></CreateBucketConfiguration>",
          settings_.region);
      answer = call({.method = "PUT", .body = settings_.region == "us-east-1" ? "" : where});
    }
    const bool ours_already =
        answer.status == 409 && reason_of(answer) == "BucketAlreadyOwnedByYou";
    if (answer.status != 200 && !ours_already) {
      refuse(web_.service(), "cannot make or use the bucket " + settings_.bucket, answer);
    }
  }

  /// Nothing if there is none.
  std::optional<WebAnswer> head(const std::string& sha256) {
    if (!is_name(sha256)) {
      return std::nullopt;
    }
    auto answer = call({.method = "HEAD", .object = name_in_store(sha256)});
    if (answer.status == 404) {
      return std::nullopt;
    }
    if (answer.status != 200) {
      refuse(web_.service(), "HEAD " + sha256, answer);
    }
    return answer;
  }

  /// Atomic either way: the name is there with the whole content or not at all. Known content is
  /// written again, which makes it young.
  void keep(const std::string& sha256, const Spooled& content) {
    const std::shared_lock lock(sweep_);
    if (content.size() > settings_.part_size) {
      keep_in_parts(sha256, content);
      return;
    }
    const auto answer = call({.method = "PUT",
                              .object = name_in_store(sha256),
                              .headers = {{"content-type", "application/octet-stream"}},
                              .body = content.part(0, content.size())});
    if (answer.status != 200) {
      refuse(web_.service(), "PUT " + sha256, answer);
    }
  }

  void keep_in_parts(const std::string& sha256, const Spooled& content) {
    const auto begun = call({.method = "POST",
                             .object = name_in_store(sha256),
                             .query = {{"uploads", ""}},
                             .headers = {{"content-type", "application/octet-stream"}}});
    const auto upload = xml_text(begun.body, "UploadId").value_or("");
    if (begun.status != 200 || upload.empty()) {
      refuse(web_.service(), "cannot begin the upload of " + sha256, begun);
    }
    try {
      complete(sha256, upload, send_parts(sha256, upload, content));
    } catch (...) {
      give_up(sha256, upload);
      throw;
    }
  }

  /// The list that ends the upload.
  std::string send_parts(const std::string& sha256, const std::string& upload,
                         const Spooled& content) {
    std::string list = "<CompleteMultipartUpload>";
    int number = 1;
    for (std::size_t at = 0; at < content.size(); at += settings_.part_size, ++number) {
      const auto answer =
          call({.method = "PUT",
                .object = name_in_store(sha256),
                .query = {{"partNumber", std::to_string(number)}, {"uploadId", upload}},
                .body = content.part(at, settings_.part_size)});
      if (answer.status != 200) {
        refuse(web_.service(), fmt::format("PUT part {} of {}", number, sha256), answer);
      }
      list += fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", number,
                          answer.header("etag"));
    }
    return list + "</CompleteMultipartUpload>";
  }

  void complete(const std::string& sha256, const std::string& upload, const std::string& list) {
    const auto answer = call({.method = "POST",
                              .object = name_in_store(sha256),
                              .query = {{"uploadId", upload}},
                              .headers = {{"content-type", "application/xml"}},
                              .body = list});
    // A failure may come after the head that said 200.
    const bool done = answer.status == 200 && reason_of(answer).empty();
    // Where the first answer got lost, the second try finds no such upload any more.
    if (!done && !(answer.status == 404 && head(sha256))) {
      refuse(web_.service(), "cannot complete the upload of " + sha256, answer);
    }
  }

  /// The parts cost money until somebody does; the bucket's own rule is the second safeguard.
  void give_up(const std::string& sha256, const std::string& upload) noexcept {
    try {
      call({.method = "DELETE", .object = name_in_store(sha256), .query = {{"uploadId", upload}}});
    } catch (const std::exception&) {
      return;  // the first error is the one to tell
    }
  }

  std::string list(const std::string& token) {
    Pairs query = {{"list-type", "2"}, {"max-keys", "1000"}};
    if (!token.empty()) {
      query.emplace_back("continuation-token", token);
    }
    auto answer = call({.method = "GET", .query = query});
    if (answer.status != 200) {
      refuse(web_.service(), "cannot list the bucket " + settings_.bucket, answer);
    }
    return std::move(answer.body);
  }

  std::size_t remove_if_unused(std::string_view object, Timestamp before,
                               const std::function<bool(const std::string&)>& used) {
    const auto name = xml_text(object, "Key").value_or("");
    const auto sha256 = name.substr(std::min(name.rfind('/') + 1, name.size()));
    const auto stored = parse_rfc3339(xml_text(object, "LastModified").value_or(""));
    const bool ours = is_name(sha256) && name == name_in_store(sha256) && stored;
    if (!ours || *stored >= before) {
      return 0;
    }
    // No writer of this process ends between the look and the removal. S3 has no tag that changes
    // when the same content is stored again, so that for other processes the age has to do.
    const std::unique_lock lock(sweep_);
    const auto facts = head(sha256);
    if (!facts || time_of(std::string(facts->header("last-modified"))) >= before || used(sha256)) {
      return 0;
    }
    drop(sha256);
    return 1;
  }

  void drop(const std::string& sha256) {
    const auto answer = call({.method = "DELETE", .object = name_in_store(sha256)});
    if (answer.status != 204 && answer.status != 200 && answer.status != 404) {
      refuse(web_.service(), "DELETE " + sha256, answer);
    }
  }

  const S3Settings settings_;
  const AwsScope scope_;
  const Endpoint endpoint_;
  Web web_;
  std::shared_mutex sweep_;  // writers share it, a removal has it alone
};

}  // namespace

std::unique_ptr<BlobStore> open_s3(S3Settings settings) {
  return std::make_unique<S3>(std::move(settings));
}

}  // namespace mf::blob
