#include "bench/support.hpp"

#include "app/demo/company.hpp"
#include "platform/json/writer.hpp"
#include "platform/telemetry/trace.hpp"

namespace mf::bench {
namespace {

using namespace std::chrono_literals;

app::Settings settings_in(const std::string& folder) {
  telemetry::set_log_level(telemetry::Level::warning);
  app::Settings settings;
  settings.data = folder;
  settings.listen = "127.0.0.1:0";
  settings.time_zone = "America/Bogota";
  settings.mail.mode = app::MailMode::none;
  settings.gateway.address_rate = {};
  settings.gateway.caller_rate = {};
  settings.gateway.sign_in_rate = {};
  return settings;
}

}  // namespace

Caller caller(const auth::Principal& who) {
  return std::make_shared<const auth::Principal>(who);
}

TestBed::TestBed() : suite_(settings_in(folder_.path("data")), clock_), client_(suite_, clock_) {
  suite_.start_services();
  say("Founding the demo company …");
  company_ = app::demo::found_company(suite_, client_, clock_);
}

http::Response TestBed::call(const std::string& method, const Caller& who, const std::string& path,
                             const std::string& query, std::string json) {
  http::Request request;
  request.method = method;
  request.path = path;
  request.query = query;
  request.remote = "127.0.0.1";
  request.traceparent = telemetry::next_traceparent("");
  request.principal = who;
  if (!json.empty()) {
    request.headers.emplace_back("content-type", "application/json");
    request.body = http::Body(std::move(json));
  }
  const auto found = suite_.host().find(method, path);
  if (found.match.route == nullptr) {
    throw std::logic_error("there is no route " + method + " " + path);
  }
  auto response = suite_.host().handle(request, found);
  if (response.status >= 300) {
    throw std::runtime_error(fmt::format("{} {}?{} answered {} {}", method, path, query,
                                         response.status, response.body));
  }
  return response;
}

bool TestBed::delivered(std::chrono::seconds deadline) {
  const auto until = Steady::now() + deadline;
  const auto names = suite_.host().services();
  const auto behind = [&](const std::string& name) { return suite_.host().log().lag(name) > 0; };
  while (std::any_of(names.begin(), names.end(), behind)) {
    if (Steady::now() > until) {
      return false;
    }
    std::this_thread::sleep_for(2ms);
  }
  return true;
}

void TestBed::quiet() {
  suite_.host().stop();
}

std::string new_order(const app::demo::Company& company, const app::demo::Site& site,
                      const std::string& type_code, std::size_t request) {
  const auto& wish = app::demo::k_requests[request % app::demo::k_requests.size()];
  return fmt::format(
      R"({{"customerId":"{}","siteId":"{}","typeId":"{}","priority":"medium","title":{},"description":{}}})",
      site.customer, site.site, company.types.at(type_code), json::quote(wish.title),
      json::quote(wish.description));
}

}  // namespace mf::bench
