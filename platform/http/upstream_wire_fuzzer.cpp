// Whatever is forwarded means to the replica what it meant here, and whatever comes back as a head
// is either refused or one answer.
#include "platform/http/upstream_wire.hpp"

#include <cstdlib>

namespace {

using namespace mf::http;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check_request(const std::string& text) {
  auto head = read_head(text);
  if (!head) {
    return;
  }
  head->request.id = "id";
  head->request.traceparent = "trace";
  head->request.remote = "192.0.2.1";
  std::string out;
  append_request_head(out, *head, "");
  require(find_head_end(out, 0).size == out.size());
  const auto again = read_head(out);  // without Host, where Connection has named it, it is refused
  if (again) {
    require(again->request.method == head->request.method);
    require(again->request.path == head->request.path);
    require(again->request.query == head->request.query);
    require(again->chunked == head->chunked && again->length == head->length);
    require(*again->request.header("x-request-id") == "id");
    require(again->request.header("x-microflow-peer") == nullptr);
  }
}

void check_answer(std::string_view text) {
  const auto end = find_head_end(text, 0);
  if (end.state != HeadEnd::State::complete) {
    return;
  }
  std::string out;
  const auto answer = pass_answer_head(text.substr(0, end.size), out);
  if (answer) {
    require(answer->status >= 100 && answer->status < 1000);
    require(!(answer->chunked && answer->length));
    require(out.starts_with("HTTP/1.1 ") && out.ends_with("\r\n"));
    require(out.find("\r\n\r\n") == std::string::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_request("GET / HTTP/1.1\r\nHost: a\r\n" + text + "\r\n\r\n");
  check_request(text);
  check_answer("HTTP/1.1 200 OK\r\n" + text + "\r\n\r\n");
  check_answer(text);
  return 0;
}
