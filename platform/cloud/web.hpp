// The blocking HTTP client of the adapters of cloud services, on libcurl: connections are kept,
// what may pass is tried again, and everything ends by a deadline. Any thread; a call blocks its
// own.
#pragma once

#include "platform/core/unavailable.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mf::cloud {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// What a cloud service did not do. Its text names the service, the object and the service's word
/// for the reason: never a key, a signature or a query.
class CloudError : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

struct WebRequest {
  std::string method;
  std::string url;
  Pairs headers;
  std::string body;
};

struct WebAnswer {
  int status = 0;
  Pairs headers;  // names in lower case
  std::string body;

  /// The value, or an empty one.
  std::string_view header(std::string_view name) const;
};

/// How long and how often.
struct Patience {
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds silence{20'000};   // without a byte in either direction
  std::chrono::milliseconds deadline{60'000};  // for a call with all its tries
  int tries = 5;
  std::chrono::milliseconds pause{100};  // before the second try; doubles, give or take a half
};

class Web {
 public:
  /// `service`: how errors call the other side.
  Web(std::string service, Patience patience);
  ~Web();

  /// Makes the request anew for each try, since a signature ages. 408, 429, 5xx and broken
  /// connections are tried again, so that it must be harmless to do it twice. Gives the last
  /// answer, whatever its status; throws CloudError (naming `what`) if there was none, or within a
  /// second or so of a stop.
  WebAnswer call(const std::string& what, const std::function<WebRequest()>& make,
                 const std::stop_token& stop = {});

  const std::string& service() const { return service_; }

 private:
  class Pool;
  const std::string service_;
  const Patience patience_;
  std::unique_ptr<Pool> pool_;
};

/// "https", "files.example.com:8443", "/account" of an address. Throws CloudError for what is none.
struct Endpoint {
  std::string scheme;
  std::string authority;  // as it stands in a Host header: without the scheme's own port
  std::string path;       // without a slash at the end
};
Endpoint parse_endpoint(std::string_view url);

/// Everything but letters, digits and `-._~` as %XX; a slash only where it may not stay.
std::string percent_encoded(std::string_view text, bool keep_slash = false);
/// `a=1&b=x%20y`
std::string query_of(const Pairs& parameters);

/// The text of the first `<tag>` of a document, its entities decoded.
std::optional<std::string> xml_text(std::string_view document, std::string_view tag);
/// What stands inside each `<tag>`; not for tags that stand in themselves.
std::vector<std::string_view> xml_each(std::string_view document, std::string_view tag);

/// A service's word for what went wrong ("NoSuchKey"), or nothing; harmless to show.
std::string reason_of(const WebAnswer& answer);
/// Throws what an answer that was not hoped for means.
[[noreturn]] void refuse(const std::string& service, const std::string& what,
                         const WebAnswer& answer);

}  // namespace mf::cloud
