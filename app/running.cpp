#include "app/running.hpp"

#include "app/folder_lock.hpp"
#include "platform/auth/token.hpp"
#include "platform/json/dom.hpp"

#include <curl/curl.h>

#include <filesystem>
#include <fstream>

namespace mf::app {
namespace {

constexpr const char* k_note = "/running";

using Curl = std::unique_ptr<CURL, void (*)(CURL*)>;
using CurlHeaders = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(bytes, size * count);
  return size * count;
}

struct Wait {
  const std::function<void(int)>& tell;
  std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
  int told = 0;
};

int tell_wait(void* pointer, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& wait = *static_cast<Wait*>(pointer);
  const auto passed = std::chrono::steady_clock::now() - wait.begin;
  const int seconds =
      static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(passed).count());
  if (wait.tell && seconds > wait.told) {
    wait.told = seconds;
    wait.tell(seconds);
  }
  return 0;
}

/// A token of the suite itself, good for ten minutes: whoever may read the key may make it.
std::string own_token(const std::string& keys) {
  const auto key = auth::SigningKey::load_or_make(keys + "/signing.pem");
  const Timestamp now = SystemClock().now();
  auth::Principal principal;
  principal.username = "system";
  principal.name = "system";
  principal.roles = {auth::Role::administrator};
  principal.expires = now + minutes{10};
  return key.sign(principal, now);
}

}  // namespace

RunNote::RunNote(const std::string& folder, const std::string& url) : path_(folder + k_note) {
  std::ofstream(path_) << url << "\n";
}

RunNote::~RunNote() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

std::optional<RunningSuite> RunningSuite::find(const Settings& settings) {
  std::string url;
  if (!FolderLock::is_held(settings.data) ||
      !std::getline(std::ifstream(settings.data + k_note), url) || url.empty()) {
    return std::nullopt;
  }
  return RunningSuite(settings.keys_in(), url);
}

RunningSuite::Answer RunningSuite::post(const std::string& path, const std::string& media_type,
                                        const std::string& body,
                                        const std::function<void(int)>& waiting) const {
  Answer answer;
  const Curl curl(curl_easy_init(), curl_easy_cleanup);
  CurlHeaders headers(nullptr, curl_slist_free_all);
  for (const auto& line :
       {"content-type: " + media_type, "authorization: Bearer " + own_token(keys_)}) {
    headers.reset(curl_slist_append(headers.release(), line.c_str()));
  }
  Wait wait{waiting};
  const std::string url = url_ + path;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  // The address stands in the suite's own folder; its certificate is for the name others use.
  curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, 600'000L);
  curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, tell_wait);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &wait);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) {
    throw std::runtime_error("the running suite at " + url_ + " does not answer (" +
                             curl_easy_strerror(code) +
                             "): look at its log, or stop it and try again");
  }
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

std::string explain(const std::string& problem) {
  const auto dom = json::Dom::parse(problem);
  const auto text = [](const json::Dom& object, std::string_view name) {
    const auto* member = object.find(name);
    return member != nullptr && member->is_string() ? std::string(member->string()) : std::string();
  };
  if (!dom || !dom->is_object()) {
    return problem;
  }
  std::string out = text(*dom, "detail");
  const auto* errors = dom->find("errors");
  for (std::size_t i = 0; errors != nullptr && i < errors->size(); ++i) {
    out += "\n  " + text(errors->at(i), "pointer") + ": " + text(errors->at(i), "detail");
  }
  return out;
}

}  // namespace mf::app
