#include "platform/cloud/web.hpp"

#include "platform/core/random.hpp"
#include "platform/core/text.hpp"
#include "platform/json/dom.hpp"

#include <curl/curl.h>

#include <charconv>
#include <cstring>

namespace mf::cloud {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t k_answer_limit = 80U << 20;
constexpr std::size_t k_kept_connections = 16;

struct EasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;
using List = std::unique_ptr<curl_slist, ListDeleter>;

/// What libcurl reads a body from; it may start again on another connection.
struct Source {
  std::string_view all;
  std::size_t at = 0;
};

std::size_t read_source(char* out, std::size_t size, std::size_t count, void* user) {
  auto& source = *static_cast<Source*>(user);
  const std::size_t taken = std::min(size * count, source.all.size() - source.at);
  std::memcpy(out, source.all.data() + source.at, taken);
  source.at += taken;
  return taken;
}

int rewind_source(void* user, curl_off_t offset, int origin) {
  auto& source = *static_cast<Source*>(user);
  if (origin != SEEK_SET || offset < 0 || static_cast<std::size_t>(offset) > source.all.size()) {
    return CURL_SEEKFUNC_CANTSEEK;
  }
  source.at = static_cast<std::size_t>(offset);
  return CURL_SEEKFUNC_OK;
}

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& answer = *static_cast<WebAnswer*>(user);
  if (answer.body.size() + size * count > k_answer_limit) {
    return 0;
  }
  answer.body.append(bytes, size * count);
  return size * count;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& answer = *static_cast<WebAnswer*>(user);
  const std::string_view line(bytes, size * count);
  if (line.starts_with("HTTP/")) {
    answer.headers.clear();  // a provisional answer came before this one
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    answer.headers.emplace_back(to_lower_ascii(line.substr(0, colon)),
                                std::string(trim(line.substr(colon + 1))));
  }
  return size * count;
}

/// libcurl asks at least once a second whether to go on.
int look_for_stop(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

void start_library() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// What no request changes.
Easy make_easy(const Patience& patience) {
  start_library();
  Easy easy(curl_easy_init());
  if (!easy) {
    throw std::runtime_error("libcurl gives no handle");
  }
  curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(easy.get(), CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(patience.connect.count()));
  curl_easy_setopt(easy.get(), CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_LOW_SPEED_TIME,
                   std::max<long>(1, static_cast<long>(patience.silence.count() / 1000)));
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy.get(), CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy.get(), CURLOPT_XFERINFOFUNCTION, look_for_stop);
  curl_easy_setopt(easy.get(), CURLOPT_READFUNCTION, read_source);
  curl_easy_setopt(easy.get(), CURLOPT_SEEKFUNCTION, rewind_source);
  curl_easy_setopt(easy.get(), CURLOPT_TCP_NODELAY, 1L);
  return easy;
}

void set_method(CURL* easy, const WebRequest& request, Source& source) {
  const bool sends = request.method == "PUT" || request.method == "POST";
  curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
  curl_easy_setopt(easy, CURLOPT_NOBODY, request.method == "HEAD" ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_UPLOAD, sends ? 1L : 0L);
  if (sends) {
    curl_easy_setopt(easy, CURLOPT_READDATA, &source);
    curl_easy_setopt(easy, CURLOPT_SEEKDATA, &source);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(source.all.size()));
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

List headers_of(const WebRequest& request) {
  // Nobody waits for "100 Continue": every body here is small enough to send again.
  List list(curl_slist_append(nullptr, "Expect:"));
  for (const auto& [name, value] : request.headers) {
    const std::string line = value.empty() ? name + ";" : name + ": " + value;
    curl_slist_append(list.get(), line.c_str());
  }
  return list;
}

/// One try. The answer, or why there was none.
std::variant<WebAnswer, CURLcode> exchange(CURL* easy, const WebRequest& request, milliseconds time,
                                           std::stop_token stop) {
  WebAnswer answer;
  Source source{request.body};
  const List headers = headers_of(request);
  set_method(easy, request, source);
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &answer);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &stop);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, stop.stop_possible() ? 0L : 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, std::max<long>(1, static_cast<long>(time.count())));
  const CURLcode code = curl_easy_perform(easy);
  if (code != CURLE_OK) {
    return code;
  }
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

bool may_pass(int status) {
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 ||
         status == 504;
}

bool may_pass(CURLcode code) {
  constexpr std::array k_lasting = {CURLE_UNSUPPORTED_PROTOCOL,     CURLE_URL_MALFORMAT,
                                    CURLE_PEER_FAILED_VERIFICATION, CURLE_WRITE_ERROR,
                                    CURLE_SSL_CACERT_BADFILE,       CURLE_ABORTED_BY_CALLBACK};
  return std::find(k_lasting.begin(), k_lasting.end(), code) == k_lasting.end();
}

/// Half to one and a half of `pause`, so that many who failed together do not come back together.
milliseconds spread(milliseconds pause) {
  std::array<std::uint8_t, 1> dice{};
  random_bytes(dice);
  return pause / 2 + pause * dice[0] / 256;
}

void sleep(milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, time, [] { return false; });
}

milliseconds asked_pause(const WebAnswer& answer) {
  const auto text = answer.header("retry-after");
  int seconds = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), seconds);
  return parsed.ec == std::errc{} && seconds > 0 ? std::chrono::seconds{seconds} : milliseconds{0};
}

/// "com.amazonaws.sqs#QueueDoesNotExist" in the "__type" of an answer in JSON.
std::string json_reason(std::string_view body) {
  const auto dom = json::Dom::parse(body);
  const auto* type = dom && dom->is_object() ? dom->find("__type") : nullptr;
  if (type == nullptr || !type->is_string()) {
    return "";
  }
  return std::string(type->string().substr(type->string().find('#') + 1));
}

void decode_entities(std::string& text) {
  constexpr std::array k_entities = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}});
  for (const auto& [entity, character] : k_entities) {
    for (auto at = text.find(entity); at != std::string::npos;
         at = text.find(entity, at + character.size())) {
      text.replace(at, entity.size(), character);
    }
  }
}

}  // namespace

/// Handles that carry their connections from one call to the next.
class Web::Pool {
 public:
  explicit Pool(const Patience& patience) : patience_(patience) {}

  Easy take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) {
      return make_easy(patience_);
    }
    Easy easy = std::move(idle_.back());
    idle_.pop_back();
    return easy;
  }
  void give_back(Easy easy) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < k_kept_connections) {
      idle_.push_back(std::move(easy));
    }
  }

 private:
  const Patience patience_;
  std::mutex mutex_;
  std::vector<Easy> idle_;
};

std::string_view WebAnswer::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (known == name) {
      return value;
    }
  }
  return {};
}

Web::Web(std::string service, Patience patience)
    : service_(std::move(service)), patience_(patience), pool_(std::make_unique<Pool>(patience)) {}

Web::~Web() = default;

WebAnswer Web::call(const std::string& what, const std::function<WebRequest()>& make,
                    const std::stop_token& stop) {
  const auto end = steady_clock::now() + patience_.deadline;
  const auto left = [&] {
    return std::chrono::duration_cast<milliseconds>(end - steady_clock::now());
  };
  milliseconds pause = patience_.pause;
  for (int n = 1;; ++n) {
    Easy easy = pool_->take();
    auto outcome = exchange(easy.get(), make(), left(), stop);
    auto* answer = std::get_if<WebAnswer>(&outcome);
    if (answer != nullptr) {
      pool_->give_back(std::move(easy));  // after a failure the connection goes with its handle
    }
    const bool again =
        answer != nullptr ? may_pass(answer->status) : may_pass(std::get<CURLcode>(outcome));
    const auto wait =
        std::max(spread(pause), answer != nullptr ? asked_pause(*answer) : milliseconds{0});
    if (!again || n >= patience_.tries || wait >= left()) {
      if (answer != nullptr) {
        return std::move(*answer);
      }
      throw CloudError(fmt::format("{}: {}: no answer after {} tries: {}", service_, what, n,
                                   curl_easy_strerror(std::get<CURLcode>(outcome))));
    }
    sleep(wait, stop);
    pause *= 2;
  }
}

Endpoint parse_endpoint(std::string_view url) {
  const auto colon = url.find("://");
  const auto scheme = colon == std::string_view::npos ? "" : url.substr(0, colon);
  if (scheme != "http" && scheme != "https") {
    throw CloudError("the address of a cloud service is https://HOST[:PORT]");
  }
  auto rest = url.substr(colon + 3);
  const auto slash = std::min(rest.find('/'), rest.size());
  auto authority = rest.substr(0, slash);
  auto path = rest.substr(slash);
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  const std::string_view own_port = scheme == "https" ? ":443" : ":80";
  if (authority.ends_with(own_port)) {
    authority.remove_suffix(own_port.size());
  }
  if (authority.empty() || authority.find_first_of("@?# \r\n") != std::string_view::npos ||
      path.find_first_of("?# \r\n") != std::string_view::npos) {
    throw CloudError("the address of a cloud service is only scheme, host, port and path");
  }
  return {std::string(scheme), std::string(authority), std::string(path)};
}

std::string percent_encoded(std::string_view text, bool keep_slash) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~' || (keep_slash && c == '/');
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

std::string query_of(const Pairs& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    query += (query.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  }
  return query;
}

std::vector<std::string_view> xml_each(std::string_view document, std::string_view tag) {
  const std::string open = fmt::format("<{}>", tag);
  const std::string close = fmt::format("</{}>", tag);
  std::vector<std::string_view> found;
  for (auto at = document.find(open); at != std::string_view::npos; at = document.find(open, at)) {
    const auto begin = at + open.size();
    const auto end = document.find(close, begin);
    if (end == std::string_view::npos) {
      break;
    }
    found.push_back(document.substr(begin, end - begin));
    at = end + close.size();
  }
  return found;
}

std::optional<std::string> xml_text(std::string_view document, std::string_view tag) {
  const auto found = xml_each(document, tag);
  if (found.empty()) {
    return std::nullopt;
  }
  std::string text(found.front());
  decode_entities(text);
  return text;
}

std::string reason_of(const WebAnswer& answer) {
  std::string reason(answer.header("x-ms-error-code"));
  if (reason.empty()) {
    reason = xml_text(answer.body, "Code").value_or("");
  }
  if (reason.empty()) {
    reason = json_reason(answer.body);
  }
  const auto word = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  const bool shown = reason.size() <= 64 && std::all_of(reason.begin(), reason.end(), word);
  return shown ? reason : "";
}

void refuse(const std::string& service, const std::string& what, const WebAnswer& answer) {
  throw CloudError(fmt::format("{}: {}: {} {}", service, what, answer.status, reason_of(answer)));
}

}  // namespace mf::cloud
