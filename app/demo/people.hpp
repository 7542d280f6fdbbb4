// The people of the demo: adds them through the API and remembers them as callers of the story.
#pragma once

#include "app/demo/client.hpp"

namespace mf::app::demo {

struct Person {
  auth::Role role;
  auth::Principal principal;
};

struct Site {
  std::string customer;  // ids, as text
  std::string site;
  int zone = 0;
};

/// Everybody and everything that stands before the first order.
struct Company {
  auth::Principal administrator;
  auth::Principal supervisor;
  std::vector<auth::Principal> operators;
  std::vector<auth::Principal> technicians;
  std::vector<auth::Principal> clients;
  std::vector<Site> sites;
  std::map<std::string, std::string> types;  // code → id
  std::vector<std::string> materials;        // ids
};

Company found_company(Suite& suite, Client& client, const Clock& clock);

/// demo-logins.json: [{role, username, password, userId}]
std::string logins_of(const Company& company);

}  // namespace mf::app::demo
