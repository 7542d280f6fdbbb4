#include "platform/testing/service_fixture.hpp"

#include "platform/events/outbox.hpp"
#include "platform/http/problem.hpp"
#include "platform/testing/postgres_server.hpp"

#include <gtest/gtest.h>

namespace mf::testing {

class ServiceFixture::FakePeers final : public service::Peers {
 public:
  explicit FakePeers(const std::map<std::string, std::string>& answers) : answers_(answers) {}

  Result<json::Dom> get(std::string_view path) override {
    const auto found = answers_.find(std::string(path));
    if (found == answers_.end()) {
      return not_found("resource");
    }
    return json::Dom::parse(found->second);
  }

  /// Routes of the service itself are called; others answer as the test has said.
  http::Response call(const http::Request& request, const service::Call& call) override {
    const auto path = call.target.substr(0, call.target.find('?'));
    if (host != nullptr && host->find(call.method, path).match.route != nullptr) {
      return host->call(request, call);
    }
    const auto found = answers_.find(call.target);
    return found != answers_.end()
               ? http::json_response(200, found->second)
               : http::problem(not_found("resource").error(), request.path, request.id);
  }

  std::vector<http::Response> read_all(const http::Request& request,
                                       const std::vector<std::string>& targets) override {
    ++batches;
    std::vector<http::Response> answers;
    for (const auto& target : targets) {
      answers.push_back(call(request, {.method = "GET", .target = target}));
    }
    return answers;
  }

  service::Host* host = nullptr;
  int batches = 0;

 private:
  const std::map<std::string, std::string>& answers_;
};

auth::Principal person(std::initializer_list<auth::Role> roles, std::string name) {
  return {.user = UserId::make(),
          .username = "test",
          .name = std::move(name),
          .roles = roles,
          .session = Uuid::make(),
          .expires = from_micros(4'000'000'000'000'000)};
}

ServiceFixture::ServiceFixture(std::string name, const std::vector<db::Migration>& migrations)
    : name_(std::move(name)),
      database_(open_test_database(folder_, name_)),
      peers_(std::make_unique<FakePeers>(peer_answers)),
      log_(events::make_in_process_log(clock)),
      host_(std::make_unique<service::Host>(clock, metrics_, *log_)) {
  host_->prepare(name_, *database_, migrations);
  peers_->host = host_.get();
}

ServiceFixture::~ServiceFixture() = default;

service::Resources ServiceFixture::resources() {
  return {*database_, clock, metrics_, *peers_};
}

void ServiceFixture::add(std::unique_ptr<service::Service> service) {
  consumer_ = {name_, service->subscriptions()};
  jobs_ = service->jobs();
  host_->add(std::move(service));
}

http::Response ServiceFixture::call(const std::string& method, const std::string& target,
                                    const std::optional<auth::Principal>& who,
                                    const std::string& json, http::Headers headers) {
  http::Request request;
  request.method = method;
  const auto question = target.find('?');
  request.path = target.substr(0, question);
  request.query = question == std::string::npos ? "" : target.substr(question + 1);
  request.headers = std::move(headers);
  request.remote = "127.0.0.1";
  request.id = "test";
  if (who) {
    request.principal = std::make_shared<const auth::Principal>(*who);
  }
  if (!json.empty()) {
    if (request.header("content-type") == nullptr) {
      request.headers.emplace_back("content-type", "application/json");
    }
    request.body = http::Body(json);
  }
  const auto found = host_->find(request.method, request.path);
  if (found.match.route == nullptr) {
    ADD_FAILURE() << "no route " << method << " " << target;
    return http::Response{.status = 404};
  }
  if (auto access = service::check_access(*found.match.route, request.principal.get()); !access) {
    return http::problem(access.error(), request.path, request.id);
  }
  return host_->handle(request, found);
}

http::Response ServiceFixture::upload(const std::string& target, const auth::Principal& who,
                                      const std::string& media_type, std::string body,
                                      http::Headers headers) {
  headers.emplace_back("content-type", media_type);
  return call("POST", target, who, body, std::move(headers));
}

Result<void> ServiceFixture::deliver(const events::Event& event) {
  return database_->write([&](db::Unit& unit) {
    return events::take_in(unit, consumer_, event, clock.now(), event.traceparent);
  });
}

int ServiceFixture::batches() const {
  return peers_->batches;
}

std::vector<events::Event> ServiceFixture::published(const std::string& type) {
  std::vector<events::Event> found;
  for (const auto& stored : database_->read(
           [&](db::Session& session) { return events::read_outbox(session, name_, 0, 100'000); })) {
    if (type.empty() || stored.event.type == type) {
      found.push_back(stored.event);
    }
  }
  return found;
}

void ServiceFixture::run_job(const std::string& name) {
  for (const auto& job : jobs_) {
    if (job.name == name) {
      job.run();
      return;
    }
  }
  ADD_FAILURE() << "no job " << name;
}

std::string at(std::string_view json, std::string_view pointer) {
  const auto dom = json::Dom::parse(json);
  if (!dom) {
    return "";
  }
  const json::Dom* value = &*dom;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const auto end = std::min(pointer.find('/'), pointer.size());
    const std::string name(pointer.substr(0, end));
    pointer.remove_prefix(end);
    if (value->is_array()) {
      const auto index = static_cast<std::size_t>(std::atoi(name.c_str()));
      if (index >= value->size()) {
        return "";
      }
      value = &value->at(index);
    } else {
      value = value->find(name);
      if (value == nullptr) {
        return "";
      }
    }
  }
  return value->is_string() ? std::string(value->string()) : value->text();
}

std::string at(const http::Response& response, std::string_view pointer) {
  return at(response.body, pointer);
}

}  // namespace mf::testing
