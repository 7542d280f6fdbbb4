#include "app/demo/client.hpp"

#include <stdexcept>

namespace mf::app::demo {

using namespace std::chrono_literals;

json::Dom Client::call(const std::string& method, const auth::Principal& who,
                       const std::string& path, const std::string& media_type, std::string body) {
  http::Request request;
  request.method = method;
  const auto question = path.find('?');
  request.path = path.substr(0, question);
  request.query = question == std::string::npos ? "" : path.substr(question + 1);
  request.remote = "127.0.0.1";
  request.principal = std::make_shared<const auth::Principal>(who);
  if (!media_type.empty()) {
    request.headers.emplace_back("content-type", media_type);
    request.body = http::Body(std::move(body));
  }
  const auto found = suite_.host().find(method, request.path);
  if (found.match.route == nullptr) {
    throw std::logic_error("the demo calls a route that is not there: " + method + " " + path);
  }
  const auto response = suite_.host().handle(request, found);
  if (response.status >= 300) {
    throw std::runtime_error(fmt::format("the demo company could not be made: {} {} answered {} {}",
                                         method, path, response.status, response.body));
  }
  auto dom = json::Dom::parse(response.body.empty() ? "null" : response.body);
  if (!dom) {
    throw std::runtime_error(dom.error().detail);
  }
  return std::move(*dom);
}

json::Dom Client::post(const auth::Principal& who, const std::string& path,
                       const std::string& json) {
  return call("POST", who, path, "application/json", json);
}

json::Dom Client::get(const auth::Principal& who, const std::string& path) {
  return call("GET", who, path, "", "");
}

void Client::upload(const auth::Principal& who, const std::string& path,
                    const std::string& media_type, std::string body) {
  call("POST", who, path, media_type, std::move(body));
}

void Client::settle() {
  // Twice around: an event's effect may be an event of its own.
  for (int round = 0; round < 2; ++round) {
    for (const auto& name : suite_.host().services()) {
      suite_.host().log().settle(name, 5s);
    }
  }
}

std::string text_of(const json::Dom& object, std::string_view name) {
  const auto* member = object.find(name);
  if (member == nullptr || !member->is_string()) {
    throw std::runtime_error("the answer has no text \"" + std::string(name) +
                             "\": " + object.text());
  }
  return std::string(member->string());
}

}  // namespace mf::app::demo
