#include "app/commands.hpp"
#include "app/running.hpp"
#include "app/suite.hpp"
#include "services/identity/people.hpp"

#include <iostream>

namespace mf::app {
namespace {

std::string add_here(Settings settings, const identity::NewUser& user) {
  const SystemClock clock;
  Suite suite(std::move(settings), clock);
  const auto added = identity::add_user(suite.database("identity"), user, clock.now());
  if (!added) {
    std::string why = added.error().detail;
    for (const auto& field : added.error().fields) {
      why += "\n  " + field.pointer + ": " + field.detail;
    }
    throw std::runtime_error(why);
  }
  return added->to_string();
}

std::string add_there(const RunningSuite& suite, const identity::NewUser& user) {
  const auto answer = suite.post("/api/v1/users", "application/json", json::encode(user));
  const auto dom = json::Dom::parse(answer.body);
  const auto* id = dom ? dom->find("id") : nullptr;
  if (answer.status != 201 || id == nullptr) {
    throw std::runtime_error(explain(answer.body));
  }
  return std::string(id->string());
}

}  // namespace

int add_user(Settings settings, const NewPerson& person) {
  const auto role = parse_name<auth::Role>(person.role);
  if (!role) {
    throw std::runtime_error(
        "--role must be client, technician, operator, supervisor or administrator");
  }
  if (*role == auth::Role::client) {
    throw std::runtime_error(
        "a client belongs to a customer: add clients through POST /api/v1/users");
  }
  identity::NewUser user;
  user.username = person.username;
  user.name = person.name;
  if (!person.email.empty()) {
    user.email = person.email;
  }
  user.roles = {*role};
  std::cerr << "Password: " << std::flush;
  std::getline(std::cin, user.password);

  const auto running = RunningSuite::find(settings);
  std::cout << (running ? add_there(*running, user) : add_here(std::move(settings), user)) << "\n";
  return 0;
}

}  // namespace mf::app
