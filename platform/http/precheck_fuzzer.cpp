// Whatever comes as a head: the check ends, and what it lets pass has one meaning only.
#include "platform/http/wire.hpp"

#include <algorithm>
#include <cstdlib>

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

long count(const mf::http::Request& request, std::string_view name) {
  return std::count_if(request.headers.begin(), request.headers.end(),
                       [&](const auto& header) { return header.first == name; });
}

void check_head(std::string_view text) {
  const auto problem = mf::http::precheck(text);
  if (problem) {
    require(problem->status >= 400 && problem->status < 600 && !problem->code.empty());
    return;
  }
  require(text.ends_with("\r\n\r\n"));
  const auto head = mf::http::read_head(text);
  if (!head) {
    return;
  }
  require(head->request.path.starts_with('/') || head->request.path == "*");
  require(count(head->request, "content-length") + count(head->request, "transfer-encoding") <= 1);
  require(count(head->request, "host") == 1 || !head->http_11);
  require(head->chunked == (count(head->request, "transfer-encoding") == 1));
}

/// A chunked body means the same whole and byte by byte.
void check_body(std::string_view bytes) {
  mf::http::Head head;
  head.chunked = true;
  mf::http::BodyReader whole(head);
  mf::http::BodyReader single(head);
  std::string from_whole;
  std::string from_single;
  for (auto rest = bytes; !rest.empty() && !whole.done() && !whole.malformed();) {
    from_whole += whole.next(rest);
  }
  for (std::size_t i = 0; i < bytes.size() && !single.done() && !single.malformed(); ++i) {
    auto one = bytes.substr(i, 1);
    from_single += single.next(one);
  }
  require(whole.done() == single.done() && whole.malformed() == single.malformed());
  require(from_whole == from_single);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_head(text);
  check_head("GET / HTTP/1.1\r\nHost: a\r\n" + std::string(text) + "\r\n\r\n");
  check_body(text);
  return 0;
}
