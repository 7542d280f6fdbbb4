// Documents that want to cost more than they are worth, for the example's schema. Each must be
// refused at once.
#pragma once

#include <string>
#include <vector>

namespace graphql::tests {

struct HostileDocument {
  std::string name;
  std::string text;
};

std::vector<HostileDocument> hostile_documents();

}  // namespace graphql::tests
