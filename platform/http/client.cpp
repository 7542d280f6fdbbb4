#include "platform/http/client.hpp"

#include <curl/curl.h>

#include <mutex>

namespace mf::http {
namespace {

constexpr std::size_t k_most_bytes = 16 << 20;
constexpr std::size_t k_kept = 16;

using Curl = std::unique_ptr<CURL, void (*)(CURL*)>;
using Lines = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* out) {
  auto& body = *static_cast<std::string*>(out);
  if (body.size() + size * count > k_most_bytes) {
    return 0;
  }
  body.append(bytes, size * count);
  return size * count;
}

}  // namespace

/// Handles that rest, each with its open connections.
struct Client::State {
  std::string authorities;
  std::mutex mutex;
  std::vector<Curl> resting;

  Curl take() {
    const std::lock_guard lock(mutex);
    if (resting.empty()) {
      return {curl_easy_init(), curl_easy_cleanup};
    }
    auto handle = std::move(resting.back());
    resting.pop_back();
    return handle;
  }
  void give(Curl handle) {
    const std::lock_guard lock(mutex);
    if (resting.size() < k_kept) {
      resting.push_back(std::move(handle));
    }
  }
};

Client::Client(std::string authorities_file) : state_(std::make_unique<State>()) {
  state_->authorities = std::move(authorities_file);
}
Client::~Client() = default;

Result<ClientAnswer> Client::get(const std::string& url, const std::vector<std::string>& headers,
                                 std::chrono::milliseconds deadline) {
  return send("GET", url, headers, "", deadline);
}

Result<ClientAnswer> Client::send(const std::string& method, const std::string& url,
                                  const std::vector<std::string>& headers, const std::string& body,
                                  std::chrono::milliseconds deadline) {
  auto curl = state_->take();
  Lines lines(nullptr, curl_slist_free_all);
  for (const auto& line : headers) {
    lines.reset(curl_slist_append(lines.release(), line.c_str()));
  }
  ClientAnswer answer;
  curl_easy_reset(curl.get());
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, lines.get());
  if (!body.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  }
  curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(deadline.count()));
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  if (!state_->authorities.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_CAINFO, state_->authorities.c_str());
  }
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) {
    return fail(ErrorKind::unavailable, "no_answer", curl_easy_strerror(code));
  }
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  state_->give(std::move(curl));
  return answer;
}

}  // namespace mf::http
